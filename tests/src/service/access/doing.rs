//! Every mutation by everybody on everything: what may not be done is refused, and changes nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::asking::{leaks, sees};
use super::level::{Level, ROLES, SPOTS, knows_pair, level, may_call};
use super::places::Places;
use super::schema::Schema;

/// What must come of a mutation, as far as it depends on who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The object does not exist for the caller.
    NotFound,
    /// His post does not do such things.
    Role,
    /// It is not in his hands.
    Outside,
    /// Another rule decides: he may.
    May,
}

/// Sends every mutation; how many.
pub(super) fn run(places: &Places<'_>) -> usize {
    let schema = Schema::told_to(places.caller("MANAGER"));
    let rows: BTreeSet<&str> =
        ON_PROJECTS.iter().map(|row| row.0).chain(ON_THE_REGISTRY.iter().map(|row| row.0)).collect();
    assert_eq!(schema.fields("Mutation"), rows, "a mutation without a row here");
    let (mut sent, mut wrong) = (0, Vec::new());
    for spot in SPOTS {
        let before = state(places, spot);
        for (field, asks, object, input) in ON_PROJECTS {
            for role in ROLES {
                let expected = on_project(role, spot, object, asks);
                let input = input(places, spot, object);
                sent += 1;
                check(places, role, field, &input, expected, &mut wrong);
            }
        }
        // Whoever has one permit stand for another works on both.
        for role in ROLES {
            let input = json!({ "permitId": places.object("own", "permit"), "occurredOn": NEVER,
                "permitIds": [places.object(spot, "permit")] });
            let expected = match on_project(role, "own", "permit", Asks::Work) {
                Outcome::NotFound => Outcome::NotFound,
                _ => on_project(role, spot, "permit", Asks::Work),
            };
            sent += 1;
            check(places, role, "coverPermits", &input, expected, &mut wrong);
        }
        for (field, input) in ON_THE_REGISTRY {
            for role in ROLES {
                sent += 1;
                check(places, role, field, &input(places, spot), on_registry(role, spot, field), &mut wrong);
            }
        }
        assert_eq!(state(places, spot), before, "{spot} changed");
    }
    assert!(wrong.is_empty(), "{} of {sent}:\n{}", wrong.len(), wrong.join("\n"));
    sent
}

fn check(
    places: &Places<'_>,
    role: &str,
    field: &str,
    input: &Value,
    expected: Outcome,
    wrong: &mut Vec<String>,
) {
    let answer = places.caller(role).mutate(field, input, "").unwrap();
    let error = &answer.body["data"][field]["errors"][0];
    let code = error["code"].as_str().unwrap_or("none");
    let found = match code {
        "NOT_FOUND" => Outcome::NotFound,
        "ROLE_NOT_ALLOWED" => Outcome::Role,
        "OUTSIDE_JURISDICTION" => Outcome::Outside,
        _ => Outcome::May,
    };
    if found != expected || answer.status != 200 || code == "none" {
        wrong.push(format!(
            "{role} {field} {input}: expected {expected:?}, got {} {}",
            answer.status, answer.text
        ));
    }
    wrong.extend(
        leaks(role, &answer.text)
            .into_iter()
            .map(|told| format!("{role} {field} tells {told}: {}", answer.text)),
    );
}

/// All that a refused request must leave as it was.
fn state(places: &Places<'_>, spot: &str) -> Value {
    let document = "query($id: ID!, $officer: ID!) { project(by: { id: $id }) { version name stage history(first: 1) { totalCount } }
        officer: node(id: $officer) { ... on Officer { version active } }
        regions(first: 50) { totalCount nodes { version name } } agencies(first: 50) { totalCount nodes { version } } }";
    let variables =
        json!({ "id": places.object(spot, "project"), "officer": places.object(spot, "officer") });
    places.specialist(spot).query(document, &variables)
}

/// What a mutation on a project asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// To work on projects.
    Work,
    /// To manage them.
    Manage,
    /// To record what happens to cases.
    Cases,
    /// The same, of what one did oneself; or to work on projects. The specialist of the project did it.
    OwnCases,
}

/// An input about an object of the project at a spot.
type Input = fn(&Places<'_>, &str, &str) -> Value;

/// Later than any day: whatever may be asked is refused by the calendar at last, so that nothing is ever done.
const NEVER: &str = "2999-01-01";

/// A version that nothing has.
const NO_VERSION: i64 = 999_999;

fn of(places: &Places<'_>, spot: &str, object: &str, key: &str, more: &Value) -> Value {
    let mut input = json!({ "occurredOn": NEVER, "reason": "试一试", key: places.object(spot, object) });
    input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    input
}

/// A file that is not there: the day is looked at before it is looked for.
fn attach(places: &Places<'_>, spot: &str, object: &str, key: &str) -> Value {
    let subject = json!({ key: places.object(spot, object) });
    json!({ "occurredOn": NEVER, "fileId": "fil_00000000000000000000000001", "subject": subject })
}

/// Every mutation of a project: what it asks, of which object, and how.
const ON_PROJECTS: [(&str, Asks, &str, Input); 37] = [
    ("updateProject", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({ "chain": "新链" }))),
    ("advanceProject", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("returnProject", Asks::Manage, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("pauseProject", Asks::Work, "project", |p, s, o| {
        of(p, s, o, "projectId", &json!({ "ground": "MARKET", "until": "2024-03-01" }))
    }),
    ("resumeProject", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("withdrawProject", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("reopenProject", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("splitIntoPhases", Asks::Manage, "project", |p, s, o| {
        of(p, s, o, "projectId", &json!({ "phases": [{ "name": "一期" }, { "name": "二期" }] }))
    }),
    ("recordParty", Asks::Work, "project", |p, s, o| {
        let enterprise = p.object(s, "enterprise");
        of(
            p,
            s,
            o,
            "projectId",
            &json!({ "enterpriseId": enterprise, "role": "CONTROLLER", "since": "2024-01-02" }),
        )
    }),
    ("endParty", Asks::Work, "party", |p, s, o| of(p, s, o, "partyId", &json!({}))),
    ("recordAgreement", Asks::Work, "project", |p, s, o| {
        of(p, s, o, "projectId", &json!({ "kind": "CONTRACT", "signedOn": "2024-01-02" }))
    }),
    ("endAgreement", Asks::Work, "agreement", |p, s, o| of(p, s, o, "agreementId", &json!({}))),
    ("recordTerms", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({ "note": "试一试" }))),
    ("recordMilestone", Asks::Work, "project", |p, s, o| {
        of(p, s, o, "projectId", &json!({ "kind": "LAND_SUPPLIED" }))
    }),
    ("attachFile", Asks::Work, "project", |p, s, o| attach(p, s, o, "projectId")),
    ("attachFile", Asks::Cases, "permit", |p, s, o| attach(p, s, o, "permitId")),
    ("attachFile", Asks::Work, "agreement", |p, s, o| attach(p, s, o, "agreementId")),
    ("attachFile", Asks::Work, "material", |p, s, o| attach(p, s, o, "materialId")),
    ("withdrawAttachment", Asks::OwnCases, "material attachment", |p, s, o| {
        of(p, s, o, "attachmentId", &json!({}))
    }),
    ("withdrawAttachment", Asks::OwnCases, "agreement attachment", |p, s, o| {
        of(p, s, o, "attachmentId", &json!({}))
    }),
    ("withdrawAttachment", Asks::OwnCases, "attachment", |p, s, o| of(p, s, o, "attachmentId", &json!({}))),
    ("withdrawAttachment", Asks::OwnCases, "permit attachment", |p, s, o| {
        of(p, s, o, "attachmentId", &json!({}))
    }),
    ("planPermits", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("respondToPermit", Asks::Cases, "permit", |p, s, o| {
        of(p, s, o, "permitId", &json!({ "response": "CONFIRMED" }))
    }),
    ("lockPlan", Asks::Work, "project", |p, s, o| of(p, s, o, "projectId", &json!({}))),
    ("addPermit", Asks::Work, "project", |p, s, o| {
        let permit = json!({ "item": { "name": "另一手续" }, "level": "CITY", "phase": "BEFORE_START" });
        of(p, s, o, "projectId", &permit)
    }),
    ("updatePermit", Asks::Work, "permit", |p, s, o| of(p, s, o, "permitId", &json!({ "level": "COUNTY" }))),
    ("ruleOutPermit", Asks::Work, "permit", |p, s, o| of(p, s, o, "permitId", &json!({}))),
    ("coverPermits", Asks::Work, "permit", |p, s, o| {
        of(p, s, o, "permitId", &json!({ "permitIds": [p.object(s, o)] }))
    }),
    ("uncoverPermit", Asks::Work, "permit", |p, s, o| of(p, s, o, "permitId", &json!({}))),
    ("addMaterial", Asks::Work, "project", |p, s, o| {
        let needed = json!([{ "permitId": p.object(s, "permit") }]);
        of(p, s, o, "projectId", &json!({ "name": "新材料", "holder": "OFFICE", "permits": needed }))
    }),
    ("updateMaterial", Asks::Work, "material", |p, s, o| {
        of(p, s, o, "materialId", &json!({ "state": "READY" }))
    }),
    ("removeMaterial", Asks::Work, "material", |p, s, o| of(p, s, o, "materialId", &json!({}))),
    ("openCase", Asks::Cases, "permit", |p, s, o| of(p, s, o, "permitId", &json!({}))),
    ("recordCaseEvent", Asks::Cases, "case", |p, s, o| {
        of(p, s, o, "caseId", &json!({ "event": { "kind": "ACCEPTED" } }))
    }),
    ("invalidateCaseEvent", Asks::Cases, "case", |p, s, o| {
        of(p, s, o, "caseId", &json!({ "eventId": p.object(s, "event") }))
    }),
    ("assignOfficer", Asks::Work, "step", |p, s, o| {
        of(p, s, o, "stepId", &json!({ "officerId": p.id("SPECIALIST"), "role": "ASSISTING" }))
    }),
];

/// What must come of a mutation on an object of the project at a spot.
fn on_project(role: &str, spot: &str, object: &str, asks: Asks) -> Outcome {
    let allowed = match asks {
        Asks::Work => matches!(role, "SPECIALIST" | "MANAGER" | "LEADER"),
        Asks::Manage => matches!(role, "MANAGER" | "LEADER"),
        Asks::Cases | Asks::OwnCases => !matches!(role, "AUDITOR" | "ADMINISTRATOR"),
    };
    let of_another = asks == Asks::OwnCases && matches!(role, "CLERK" | "INTEGRATION");
    match (sees(role, spot, object), allowed) {
        (false, _) => Outcome::NotFound,
        // Whoever is credited with a project keeps his hands off it.
        (true, true) if level(role, spot) == Level::Guest => Outcome::Outside,
        (true, false) => Outcome::Role,
        (true, true) if of_another => Outcome::Outside,
        (true, true) => Outcome::May,
    }
}

/// An input about what belongs to the project at a spot.
type AboutSpot = fn(&Places<'_>, &str) -> Value;

/// Every other mutation, and how it is asked about what belongs to the project at a spot.
const ON_THE_REGISTRY: [(&str, AboutSpot); 24] = [
    // A kind that stands nowhere, an empty name, a version that nothing has: refused by another rule at last.
    (
        "createRegion",
        |p, s| json!({ "parentId": p.object(s, "region"), "kind": "PROVINCE", "name": "新区划" }),
    ),
    ("updateRegion", |p, s| json!({ "regionId": p.object(s, "region"), "expectedVersion": NO_VERSION })),
    ("createAgency", |p, s| json!({ "regionId": p.object(s, "region"), "kind": "DEPARTMENT", "name": "" })),
    ("updateAgency", |p, s| json!({ "agencyId": p.object(s, "agency"), "expectedVersion": NO_VERSION })),
    ("createPost", |p, s| json!({ "agencyId": p.object(s, "agency"), "title": "", "role": "CLERK" })),
    ("updatePost", |p, s| json!({ "postId": p.object(s, "post"), "expectedVersion": NO_VERSION })),
    ("createOfficer", |p, s| json!({ "postId": p.object(s, "post"), "name": "" })),
    ("updateOfficer", |p, s| json!({ "officerId": p.object(s, "officer"), "expectedVersion": NO_VERSION })),
    (
        "handOverOfficer",
        |p, s| json!({ "fromOfficerId": p.object(s, "officer"), "toOfficerId": p.id("SPECIALIST"), "occurredOn": NEVER }),
    ),
    // Over before it begins.
    (
        "recordAbsence",
        |p, s| json!({ "officerId": p.object(s, "officer"), "deputyId": p.id("SPECIALIST"), "from": "2024-12-02", "until": "2024-12-01" }),
    ),
    (
        "endAbsence",
        |p, s| json!({ "absenceId": p.id(&format!("absence at {s}")), "expectedVersion": NO_VERSION }),
    ),
    // No leader.
    (
        "appointRecorder",
        |p, s| json!({ "leaderId": p.object(s, "officer"), "officerId": p.id("SPECIALIST") }),
    ),
    ("dismissRecorder", |_, _| json!({ "recorderId": "rcd_00000000000000000000000001" })),
    ("createEnterprise", |_, _| json!({ "name": "" })),
    (
        "updateEnterprise",
        |p, s| json!({ "enterpriseId": p.object(s, "enterprise"), "expectedVersion": NO_VERSION }),
    ),
    // A day of another year.
    (
        "publishDaysOff",
        |_, _| json!({ "year": 2030, "sources": ["通知"], "off": ["2031-05-01"], "worked": [] }),
    ),
    // Over before it begins.
    ("overridePermitType", |p, s| {
        json!({ "regionId": p.object(s, "region"), "typeCode": "energy_review", "validFrom": "2024-01-02",
            "validTo": "2024-01-01", "change": { "takenOff": true }, "basis": "通知" })
    }),
    (
        "endPermitTypeOverride",
        |p, _| json!({ "overrideId": p.id("override"), "lastDay": "2024-01-02", "basis": "通知", "expectedVersion": NO_VERSION }),
    ),
    // Over before it begins.
    ("setDutyRule", |p, s| {
        json!({ "regionId": p.object(s, "region"), "officerId": p.id("SPECIALIST"), "validFrom": "2024-01-02",
            "validTo": "2024-01-01" })
    }),
    (
        "updateDutyRule",
        |p, _| json!({ "dutyRuleId": p.id("duty"), "officerId": p.id("SPECIALIST"), "expectedVersion": NO_VERSION }),
    ),
    ("endDutyRule", |p, _| json!({ "dutyRuleId": p.id("duty"), "expectedVersion": NO_VERSION })),
    // Nobody here has a session: whatever is named is not there.
    ("revokeSession", |_, _| json!({ "sessionId": "ses_00000000000000000000000001" })),
    // Until a day that is over.
    (
        "decideDuplicate",
        |p, _| json!({ "duplicateId": p.id("pair"), "ruling": "FIRST_CONTACT_STANDS", "until": "2024-01-01", "reason": "试一试" }),
    ),
    // Everybody who works on projects may bring one of his own.
    ("registerProject", |p, _| {
        json!({ "name": "新项目", "track": "NEW_BUILD", "occurredOn": NEVER, "place": { "cityId": p.id("city") },
            "landingSpecialistId": p.id("SPECIALIST") })
    }),
];

/// What must come of one of them.
fn on_registry(role: &str, spot: &str, field: &str) -> Outcome {
    let works = matches!(role, "SPECIALIST" | "MANAGER" | "LEADER");
    let keeps = matches!(role, "MANAGER" | "ADMINISTRATOR");
    let (allowed, within) = match field {
        "registerProject" | "createEnterprise" => (works || (keeps && field == "createEnterprise"), true),
        "revokeSession" | "dismissRecorder" => return Outcome::NotFound,
        "endAbsence" if !may_call(role, spot) => return Outcome::NotFound,
        // They hold for everybody: whoever keeps a city does not say so.
        "publishDaysOff" => (role == "ADMINISTRATOR", false),
        "overridePermitType" => {
            (role == "ADMINISTRATOR", matches!(spot, "own" | "descendant" | "secret" | "negotiated"))
        }
        // The city's own.
        "updateDutyRule" | "endDutyRule" => (keeps, true),
        "endPermitTypeOverride" => (role == "ADMINISTRATOR", true),
        "appointRecorder" => (role == "ADMINISTRATOR", matches!(spot, "own" | "descendant" | "negotiated")),
        "decideDuplicate" if !knows_pair(role) => return Outcome::NotFound,
        // His own office brought one of the two.
        "decideDuplicate" => (role != "SPECIALIST", role != "MANAGER"),
        "updateEnterprise" if (works || keeps) && !sees(role, spot, "enterprise") => {
            return Outcome::NotFound;
        }
        // Who entered it first, those above, and whoever keeps the entries.
        "updateEnterprise" => {
            (works || keeps, role == "ADMINISTRATOR" || matches!(spot, "own" | "descendant" | "negotiated"))
        }
        // The region of the project, and for the others that of the office which brought it.
        "createRegion" | "updateRegion" | "createAgency" | "setDutyRule" => {
            (keeps, matches!(spot, "own" | "descendant" | "secret" | "negotiated"))
        }
        "handOverOfficer" | "recordAbsence" | "endAbsence" => {
            (keeps || role == "LEADER", matches!(spot, "own" | "descendant" | "negotiated"))
        }
        _ => (keeps, matches!(spot, "own" | "descendant" | "negotiated")),
    };
    match (allowed, within) {
        (false, _) => Outcome::Role,
        (true, false) => Outcome::Outside,
        (true, true) => Outcome::May,
    }
}
