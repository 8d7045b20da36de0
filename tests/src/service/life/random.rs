//! Random commands over GraphQL, good and bad ones mixed, on projects of their own.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};
use serde_json::{Value, json};

use super::Kept;
use crate::service::client::Client;

/// How the service answered.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Done.
    pub(super) done: usize,
    /// Refused, by rule.
    pub(super) refused: BTreeMap<String, usize>,
    /// Refused before any rule, for its form.
    pub(super) malformed: usize,
}

/// What a payload tells of a project, to draw ids from.
const SELECT: &str =
    "project { id steps { id } permits { id cases { id events { id } } } parties { id } agreements { id } }";

/// Sends them: every one is done or refused, whatever it is.
pub(super) fn commands(office: &Kept) -> Figures {
    let seed = seed();
    let mut draw = Draw { random: Random::new(*seed), office, ids: BTreeMap::new(), day: 0 };
    let callers: Vec<Client> =
        ["manager_token", "specialist_token", "successor_token"].map(|token| office.caller(token)).into();
    let mut figures = Figures::default();
    let count = size("commands", 200, 1_000);
    for number in 0..count {
        let (field, input) = draw.command(number);
        // The manager may do everything here; the others are refused now and then.
        let caller = &callers[draw.below(8).saturating_sub(5)];
        let select = if field == "handOverOfficer" { "" } else { SELECT };
        let answer = caller.mutate(field, &input, select).unwrap();
        let payload = &answer.body["data"][field];
        assert!(
            answer.status == 200 || answer.status == 400,
            "{field} {input}: {} {}",
            answer.status,
            answer.text
        );
        match (answer.body.get("errors"), payload["errors"].as_array()) {
            (Some(errors), _) => {
                assert_eq!(
                    errors[0]["extensions"]["code"], "BAD_USER_INPUT",
                    "{field} {input}: {}",
                    answer.text
                );
                figures.malformed += 1;
            }
            (None, Some(errors)) if errors.is_empty() => {
                figures.done += 1;
                draw.learn(&payload["project"]);
            }
            (None, errors) => {
                let rule = errors.and_then(|errors| errors[0]["code"].as_str()).unwrap();
                *figures.refused.entry(rule.to_owned()).or_default() += 1;
            }
        }
    }
    // Both must come often, and refusals for many reasons, or little was tried.
    let enough = figures.done >= count / 5 && figures.refused.len() >= 10 && figures.malformed > 0;
    assert!(enough, "{figures:?}");
    figures
}

/// Where commands come from.
struct Draw<'a> {
    random: Random,
    office: &'a Kept,
    /// Ids made so far, by their prefix.
    ids: BTreeMap<String, Vec<String>>,
    /// Days since the first command's.
    day: u64,
}

impl Draw<'_> {
    /// Remembers every id of a project.
    fn learn(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => fields.values().for_each(|value| self.learn(value)),
            Value::Array(items) => items.iter().for_each(|value| self.learn(value)),
            Value::String(id) => {
                let known = self.ids.entry(id[..3].to_owned()).or_default();
                if !known.contains(id) {
                    known.push(id.clone());
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.random.below(limit as u64)).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.random.below(100) < percent
    }

    /// An id of this kind; one in twenty of another kind, or of nothing.
    fn id(&mut self, prefix: &str) -> String {
        if self.chance(5) {
            return self
                .one(&["prj_06dddddddddddddddddddddddd", "off_1", "", "cas_zzzzzzzzzzzzzzzzzzzzzzzzzz"])
                .to_owned();
        }
        let known = self.ids.get(prefix).cloned().unwrap_or_default();
        let index = self.below(known.len());
        known.get(index).cloned().unwrap_or_default()
    }

    fn kept(&mut self, of: &[&str]) -> String {
        let name = self.one(of);
        self.office.get(name).to_owned()
    }

    fn officer(&mut self) -> String {
        self.kept(&["specialist", "successor", "manager", "leader"])
    }

    /// Mostly today or a day later than the command before; sometimes long ago, to come, or no day at all.
    fn date(&mut self) -> Value {
        if self.chance(4) {
            return json!(self.one(&["2024-02-30", "2999-01-01", "1800-01-01", "昨天"]));
        }
        let back = if self.chance(5) { self.random.below(60) } else { 0 };
        let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
        json!((first + Days::new(self.day.saturating_sub(back))).to_string())
    }

    fn text(&mut self) -> &'static str {
        if self.chance(4) {
            return self.one(&["", "甲\u{202e}乙"]);
        }
        self.one(&["一期工程", "补充材料", "设备调试 ✓", "a\"b'c\\d", "𠮷野家"])
    }

    fn command(&mut self, number: usize) -> (&'static str, Value) {
        if self.chance(40) {
            self.day += 1;
        }
        let (field, mut input) = if number < 3 || self.chance(3) { self.register() } else { self.any() };
        input["occurredOn"] = self.date();
        if self.chance(95) {
            input["reason"] = json!(self.text());
        }
        if self.chance(5) {
            input["expectedVersion"] = json!(self.random.below(30));
        }
        (field, input)
    }

    fn register(&mut self) -> (&'static str, Value) {
        let track = self.one(&["NEW_BUILD", "LEASED", "UPGRADE", "ASSET_LIGHT", "ACQUISITION"]);
        let name = format!("随机项目{}", self.random.below(1_000_000));
        (
            "registerProject",
            json!({ "name": name, "track": track, "landingSpecialistId": self.officer(),
            "labels": [self.text()] }),
        )
    }

    fn any(&mut self) -> (&'static str, Value) {
        let project = self.id("prj");
        let authority = json!({ "officerId": self.office.get("leader"), "instrument": "MINUTES", "number": "1", "on": "2023-01-01" });
        match self.random.below(20) {
            0..=2 => (
                "advanceProject",
                json!({ "projectId": project, "withGaps": self.chance(50), "authority": authority }),
            ),
            3 => ("returnProject", json!({ "projectId": project })),
            4 => {
                let until = NaiveDate::from_ymd_opt(2023, 6, 1).unwrap() + Days::new(self.day);
                (
                    "pauseProject",
                    json!({ "projectId": project, "ground": "FUNDS", "until": until.to_string(), "authority": authority }),
                )
            }
            5 | 6 => ("resumeProject", json!({ "projectId": project, "authority": authority })),
            7 if self.chance(30) => {
                ("withdrawProject", json!({ "projectId": project, "authority": authority }))
            }
            7 | 8 => (
                "reopenProject",
                json!({ "projectId": project, "officerId": self.officer(), "authority": authority }),
            ),
            9 => (
                "updateProject",
                json!({ "projectId": project, "addLabels": [self.text()], "agreedInvestment": self.random.below(1_000_000).to_string() }),
            ),
            10 | 11 => {
                let item = self.one(&["project_filing", "eia_form", "construction_permit", "no_such_type"]);
                let phase = self.one(&["BEFORE_START", "BEFORE_PRODUCTION", "AFTER"]);
                (
                    "addPermit",
                    json!({ "projectId": project, "item": { "typeCode": item }, "level": "COUNTY", "phase": phase,
                    "agencyId": self.kept(&["county_approval", "county_land"]) }),
                )
            }
            12 => (
                "openCase",
                json!({ "permitId": self.id("pmt"), "number": format!("号{}", self.random.below(500)) }),
            ),
            13..=15 => self.case_event(),
            16 => (
                "recordParty",
                json!({ "projectId": project, "enterpriseId": self.kept(&["company", "signatory"]), "role": "SIGNATORY",
                "since": "2023-01-01", "contact": { "name": "随机联系人", "phone": "13800000000" } }),
            ),
            17 => (
                "recordAgreement",
                json!({ "projectId": project, "kind": self.one(&["CONTRACT", "INTENT"]), "signedOn": "2023-01-01",
                "number": self.text() }),
            ),
            18 => self.milestone(&project),
            _ => self.people(),
        }
    }

    fn case_event(&mut self) -> (&'static str, Value) {
        let kind = self.one(&[
            "SUBMITTED",
            "ACCEPTED",
            "APPROVED",
            "DENIED",
            "SUPPLEMENT_STARTED",
            "SUPPLEMENT_ENDED",
            "WITHDRAWN",
        ]);
        let document =
            if kind == "APPROVED" { json!({ "number": "批〔2023〕1号" }) } else { Value::Null };
        (
            "recordCaseEvent",
            json!({ "caseId": self.id("cas"), "event": { "kind": kind }, "document": document,
            "opinion": self.text() }),
        )
    }

    fn milestone(&mut self, project: &str) -> (&'static str, Value) {
        let kind = self.one(&["REGISTERED", "STARTED", "COMPLETED", "PRODUCING"]);
        let works = if kind == "STARTED" { json!("FOUNDATION") } else { Value::Null };
        (
            "recordMilestone",
            json!({ "projectId": project, "kind": kind, "works": works,
            "evidence": [{ "kind": "PHOTO", "reference": "照片.jpg", "note": self.text() }] }),
        )
    }

    fn people(&mut self) -> (&'static str, Value) {
        match self.random.below(6) {
            0 => {
                ("handOverOfficer", json!({ "fromOfficerId": self.officer(), "toOfficerId": self.officer() }))
            }
            1 => ("ruleOutPermit", json!({ "permitId": self.id("pmt") })),
            2 => ("endParty", json!({ "partyId": self.id("pty") })),
            3 => (
                "splitIntoPhases",
                json!({ "projectId": self.id("prj"), "phases": [{ "name": "一期" }, { "name": "二期" }] }),
            ),
            _ => {
                let role = self.one(&["RESPONSIBLE", "ASSISTING", "SUPERVISING"]);
                (
                    "assignOfficer",
                    json!({ "stepId": self.id("stp"), "officerId": self.officer(), "role": role,
                    "remove": self.chance(20) }),
                )
            }
        }
    }
}
