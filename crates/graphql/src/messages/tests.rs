//! Both catalogues are complete, say the same things, and ask only for facts that there are.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, TypeKind, TypeSystemDefinition};
use luodi_domain::actor::PostRole;
use luodi_domain::case::{CaseEventKind, CaseState};
use luodi_domain::milestone::{MilestoneKind, Works};
use luodi_domain::party::{CreditRole, PartyRole};
use luodi_domain::refusal::Rule;
use luodi_domain::registry::RegionKind;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;

use super::*;

/// Commands have names, not an enum of them.
const COMMANDS: [&str; 35] = [
    "UPDATE",
    "SPLIT",
    "RECORD_PARTY",
    "END_PARTY",
    "RECORD_AGREEMENT",
    "END_AGREEMENT",
    "RECORD_TERMS",
    "RECORD_MILESTONE",
    "ADVANCE",
    "RETURN",
    "PAUSE",
    "RESUME",
    "WITHDRAW",
    "REOPEN",
    "ADD_PERMIT",
    "UPDATE_PERMIT",
    "OPEN_CASE",
    "RECORD_CASE_EVENT",
    "INVALIDATE_CASE_EVENT",
    "RULE_OUT_PERMIT",
    "PLAN_PERMITS",
    "RESPOND_TO_PERMIT",
    "LOCK_PLAN",
    "COVER_PERMITS",
    "UNCOVER_PERMIT",
    "FOLLOW_COVER",
    "ASSIGN_RESPONSIBLE",
    "ASSIGN_HELPER",
    "HAND_OVER",
    "ATTACH",
    "WITHDRAW_ATTACHMENT",
    "ADD_MATERIAL",
    "UPDATE_MATERIAL",
    "REMOVE_MATERIAL",
    "RULE_ON_DUPLICATE",
];

/// What can be wrong with a code, as `inputs::read` says it.
const CODE_PROBLEMS: [&str; 10] = [
    "LEVEL",
    "LENGTH",
    "CHARACTER",
    "HYPHEN",
    "MONTH",
    "CHECK",
    "ORGANISATION_CHECK",
    "ENGINEERING_SUFFIX",
    "PROVINCE",
    "COUNTY_WITHOUT_CITY",
];

/// What refusals name that is no field of the API: arguments of commands, and ids that the service makes.
const BEYOND_THE_API: [&str; 9] =
    ["actor", "current", "id", "login", "new", "officer", "password", "phaseOf", "project"];

/// The vocabularies that facts are taken from, with all their codes.
fn vocabularies() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> BTreeSet<&'static str> {
        all.iter().copied().map(code).collect()
    }
    BTreeMap::from([
        ("stage", codes(Stage::ALL, Stage::as_str)),
        ("standing", codes(StandingKind::ALL, StandingKind::as_str)),
        ("track", codes(Track::ALL, Track::as_str)),
        ("role", codes(PostRole::ALL, PostRole::as_str)),
        ("command", COMMANDS.into()),
        ("caseState", codes(CaseState::ALL, CaseState::as_str)),
        ("caseEvent", codes(CaseEventKind::ALL, CaseEventKind::as_str)),
        ("partyRole", codes(PartyRole::ALL, PartyRole::as_str)),
        ("works", codes(Works::ALL, Works::as_str)),
        ("milestone", codes(MilestoneKind::ALL, MilestoneKind::as_str)),
        ("regionKind", codes(RegionKind::ALL, RegionKind::as_str)),
        ("creditRole", codes(CreditRole::ALL, CreditRole::as_str)),
        ("codeProblem", CODE_PROBLEMS.into()),
    ])
}

/// The facts that the domain and the inputs give with each rule; `field`, `form` and `count` are made here.
fn facts(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::TextTooLong | Rule::PromiseTooLong => &["field", "max", "found"],
        Rule::TextControlCharacter => &["field", "position"],
        Rule::ValueInvalid => &["field", "milestone", "key", "value", "max", "form"],
        Rule::ProjectCodeInvalid | Rule::CreditCodeInvalid => {
            &["field", "value", "problem", "position", "expected", "found"]
        }
        Rule::RegionCodeInvalid => &["field", "value", "problem", "position", "found"],
        Rule::MoneyInvalid | Rule::NotFound | Rule::PrerequisiteUnknown | Rule::PrerequisiteCycle => {
            &["field", "value"]
        }
        Rule::DateInFuture => &["field", "date", "today"],
        Rule::DateTooEarly => &["field", "date", "earliest"],
        Rule::DateOutOfOrder => &["field", "date", "notBefore"],
        Rule::Required => &["field", "others", "min", "milestone"],
        Rule::ReasonRequired => &["milestone", "date"],
        Rule::ExtendedAlready => &["days", "date"],
        Rule::TooMany | Rule::ExtensionTooLong => &["field", "max"],
        Rule::VersionConflict => &["expected", "found"],
        Rule::Duplicate | Rule::OfficerNotOurs | Rule::RoleNotDeputised | Rule::RecorderMisfit => {
            &["field", "role"]
        }
        Rule::NumberOutOfRange => &["field", "found", "min", "max"],
        Rule::NotWhole => &["field", "attribute", "value"],
        Rule::AnswerInvalid => &["attribute", "value", "allowed"],
        Rule::AttributesContrary => &["field", "attribute", "found", "other", "limit"],
        Rule::YearOutOfRange => &["field", "year", "earliest", "latest"],
        Rule::DayOutsideYear | Rule::DayOffAndWorked => &["field", "date", "year"],
        Rule::DayRepeated | Rule::DayWorkedAnyway | Rule::HolidayMissing => &["field", "date"],
        Rule::DaysOffTooFew => &["field", "found", "min"],
        Rule::ConditionInvalid => &["field", "problem"],
        Rule::OverrideOverlaps | Rule::NothingToChange => &["date"],
        Rule::DutyOverlaps => &["date", "officer"],
        Rule::DutyNeverFits => &["field", "value"],
        Rule::OverrideCollides => &["region", "value", "awaited"],
        Rule::PasswordLength => &["field", "min", "max"],
        Rule::RoleNotAllowed => &["role"],
        Rule::RegionMisplaced => &["kind"],
        Rule::PlaceInconsistent => &["field", "found"],
        Rule::SharesExceedWhole => &["role", "date"],
        Rule::StageNotInTrack => &["track", "attempted"],
        Rule::StageOutOfOrder => &["from", "attempted", "next"],
        Rule::GateNoMilestone => &["from", "attempted", "milestone"],
        Rule::GateWorksNotAStart => &["from", "attempted", "works"],
        Rule::GatePermitsMissing => &["from", "attempted", "permits", "count"],
        Rule::StageReached
        | Rule::GateNoAgreement
        | Rule::GateNoPermit
        | Rule::ProjectPaused
        | Rule::ProjectWithdrawn
        | Rule::ProjectActive
        | Rule::CaseEventOutOfOrder
        | Rule::CaseEventRepeated => &["from", "attempted"],
        Rule::ProjectIsUmbrella | Rule::ProjectIsPhase => &["attempted"],
        Rule::PlanUndecided => &["number"],
        Rule::SplitOpenPermits
        | Rule::OpinionObjects
        | Rule::CoverJoinedSince
        | Rule::PlanObjected
        | Rule::PlanUnanswered => &["permits", "count"],
        Rule::PauseTooLong | Rule::AbsenceTooLong => &["latest"],
        Rule::PauseRenewedTooOften
        | Rule::FileTooLarge
        | Rule::FilesWaiting
        | Rule::FilesDaily
        | Rule::TooManyWithdrawn => &["max"],
        Rule::FileTypeContradicted => &["found", "declared"],
        Rule::StageAtEnd | Rule::PermitGranted | Rule::CaseUnderWay => &["from"],
        Rule::TextEmpty
        | Rule::PasswordWeak
        | Rule::PasswordWrong
        | Rule::OfficerInactive
        | Rule::AgencyClosed
        | Rule::LastAdministrator
        | Rule::OfficerHoldsSteps
        | Rule::DutyOutsideRegion
        | Rule::SameOfficer
        | Rule::OfficerResponsible
        | Rule::AlreadyEnded
        | Rule::LiftMisplaced
        | Rule::PointReached
        | Rule::ExtensionNotAllowed
        | Rule::SourceNotANotice
        | Rule::SupersedesWrong
        | Rule::CoverClosed => &["field"],
        Rule::IdempotencyKeyReused
        | Rule::AbsenceOverlaps
        | Rule::AuthorityNumberRequired
        | Rule::NotRecorder
        | Rule::DeputyAbsent
        | Rule::OfficerStandsIn
        | Rule::NotOnBehalf
        | Rule::OutsideJurisdiction
        | Rule::AuthorityRequired
        | Rule::AuthorityTooLow
        | Rule::OfficerRequired
        | Rule::StepClosed
        | Rule::PermitRuledOut
        | Rule::PlanMissing
        | Rule::PlanOutdated
        | Rule::PermitNotPlanned
        | Rule::PermitCovered
        | Rule::LeadNotAccepted
        | Rule::PermitNotCovered
        | Rule::PermitCovers
        | Rule::CoverUnlike
        | Rule::PermitDuplicate
        | Rule::CaseEventInvalid
        | Rule::FileEmpty
        | Rule::FileTypeRefused
        | Rule::FileAttached
        | Rule::MaterialInUse => &[],
    }
}

fn both() -> [(&'static str, Catalogue); 2] {
    [include_str!("zh.toml"), include_str!("en.toml")]
        .map(|text| toml::from_str(text).unwrap())
        .into_iter()
        .zip(["zh", "en"])
        .map(|(catalogue, language)| (language, catalogue))
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

#[test]
fn every_rule_has_a_text_with_known_facts() {
    for (language, catalogue) in both() {
        let written: BTreeSet<&str> = catalogue.rules.keys().map(String::as_str).collect();
        let rules: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
        assert_eq!(written, rules, "{language}");
        for &rule in Rule::ALL {
            let used = template::names(&catalogue.rules[rule.as_str()]);
            let known: BTreeSet<&str> = facts(rule).iter().copied().collect();
            assert_eq!(used, known, "{language} {rule}");
        }
    }
}

#[test]
fn every_code_has_a_term() {
    for (language, catalogue) in both() {
        let written: BTreeMap<&str, BTreeSet<&str>> = catalogue
            .terms
            .iter()
            .map(|(name, terms)| (name.as_str(), terms.keys().map(String::as_str).collect()))
            .collect();
        assert_eq!(written, vocabularies(), "{language}");
    }
}

/// The fields of everything that mutations take, and of what is supposed of a plan; what else a query takes is never refused
/// by a rule.
fn fields_of_mutations() -> BTreeSet<String> {
    let document = parse_schema(crate::sdl()).unwrap();
    let mut inputs = BTreeMap::new();
    let mut wanted: Vec<String> = vec!["WhatIfInput".to_owned()];
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        match definition.node.kind {
            TypeKind::InputObject(input) => drop(inputs.insert(name, input.fields)),
            TypeKind::Object(object) if name == "Mutation" => {
                let arguments = object.fields.into_iter().flat_map(|field| field.node.arguments);
                wanted.extend(arguments.map(|argument| bare(&argument.node.ty.node.base)));
            }
            _ => {}
        }
    }
    let mut fields = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        for field in inputs.remove(&name).unwrap_or_default() {
            fields.insert(field.node.name.node.to_string());
            wanted.push(bare(&field.node.ty.node.base));
        }
    }
    fields
}

/// The type without its lists.
fn bare(of: &BaseType) -> String {
    match of {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => bare(&inner.base),
    }
}

#[test]
fn every_input_field_has_a_name() {
    let fields: BTreeSet<String> =
        fields_of_mutations().into_iter().chain(BEYOND_THE_API.map(str::to_owned)).collect();
    for (language, catalogue) in both() {
        assert_eq!(catalogue.fields.keys().cloned().collect::<BTreeSet<_>>(), fields, "{language}");
        // The values of these fields are read by rules of their own; nothing else is refused as VALUE_INVALID.
        let formed = [
            "attributes",
            "code",
            "cureBy",
            "days",
            "email",
            "extension",
            "handover",
            "idempotencyKey",
            "legs",
            "login",
            "months",
            "name",
            "nationalStatus",
            "occurredAt",
            "percent",
            "regionId",
            "stage",
            "takenOff",
            "typeCode",
            "unknown",
            "until",
            "works",
        ];
        assert_eq!(catalogue.forms.keys().cloned().collect::<Vec<_>>(), formed, "{language}");
        assert!(formed.iter().all(|field| fields.contains(*field)), "{language}");
    }
}

#[test]
fn texts_are_whole() {
    for (language, catalogue) in both() {
        let terms = catalogue.terms.values().flat_map(BTreeMap::values);
        for text in catalogue
            .rules
            .values()
            .chain(terms)
            .chain(catalogue.fields.values())
            .chain(catalogue.forms.values())
        {
            assert!(!text.trim().is_empty() && text.trim() == text, "{language} {text:?}");
            for (open, close) in [('{', '}'), ('[', ']')] {
                assert_eq!(text.matches(open).count(), text.matches(close).count(), "{language} {text}");
            }
        }
        let chinese =
            |text: &String| text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        assert!(catalogue.rules.values().all(|text| chinese(text) == (language == "zh")), "{language}");
    }
}

#[test]
fn refusals_as_people_read_them() {
    #[track_caller]
    fn check(refused: &Refusal, names: &PermitNames, zh: &str, en: &str) {
        let said = |language| refusal(language, refused, &refused.at, names);
        assert_eq!((said(Language::Zh).as_str(), said(Language::En).as_str()), (zh, en));
    }
    let permit = PermitId::from_uuid(uuid::Uuid::from_u128(1));
    let names = PermitNames::from([(permit, "施工许可证".to_owned())]);
    let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    check(
        &Refusal::new(Rule::GatePermitsMissing)
            .with("permits", Fact::Permits(vec![permit]))
            .with("from", Fact::Term("stage", "PERMITTING"))
            .with("attempted", Fact::Term("stage", "STARTED")),
        &names,
        "应取得的手续尚缺1项（施工许可证），不能由“手续办理”转入“开工”；请补办，或由负责人凭理由和批准依据容缺通过。",
        "Permits missing: 1 (施工许可证), so the project cannot go from permitting to started. Please obtain them, or \
         have a manager pass with gaps, with a reason and an authority.",
    );
    check(
        &Refusal::new(Rule::TextEmpty).at("reference").within("evidence", 1),
        &names,
        "佐证材料第2项·出处不能为空，请填写。",
        "Evidence 2 · Reference must not be empty: please fill it in.",
    );
    check(
        &Refusal::new(Rule::DateOutOfOrder)
            .at("until")
            .with("date", Fact::Date(day))
            .with("notBefore", Fact::Date(day)),
        &names,
        "截止日期（2024年5月1日）不得早于2024年5月1日，请更正。",
        "Last day: 2024-05-01 must not lie before 2024-05-01. Please correct it.",
    );
    check(
        &Refusal::new(Rule::ValueInvalid).at("occurredAt").text("value", "半夜").under("event"),
        &names,
        "事项·时间填写有误：“半夜”，应为 14:30 或 14:30:05 形式的时刻，请更正。",
        "Event · Time: the value is not in the form it must have, found \"半夜\": expected a time of day such as \
         14:30 or 14:30:05. Please correct it.",
    );
    check(
        &Refusal::new(Rule::StageReached)
            .at("to")
            .with("from", Fact::Term("stage", "SIGNED"))
            .with("attempted", Fact::Term("stage", "LEAD")),
        &names,
        "项目现处“签约”阶段，“线索”阶段已经到达，无需推进；确需回退的，请凭理由逐级退回。",
        "The project stands at signed: it has reached lead already, there is nothing to advance. To take it back, \
         return it one stage at a time, with a reason.",
    );
    check(
        &Refusal::new(Rule::NotFound),
        &names,
        "未找到所指对象，或您无权查看，请核对后重新选择。",
        "There is no such object, or you may not see it. Please choose again.",
    );
    check(
        &Refusal::new(Rule::NotFound).at("officer").text("id", "off_1"),
        &names,
        "责任人：未找到所指对象，或您无权查看，请核对后重新选择。",
        "Officer: there is no such object, or you may not see it. Please choose again.",
    );
    check(
        &Refusal::new(Rule::NotFound).at("removeLabels").text("value", "重点"),
        &names,
        "删除标签：未找到所指对象“重点”，或您无权查看，请核对后重新选择。",
        "Labels to remove: there is no such object (\"重点\"), or you may not see it. Please choose again.",
    );
    check(
        &Refusal::new(Rule::ReasonRequired)
            .at("reason")
            .with("milestone", Fact::Term("milestone", "STARTED"))
            .with("date", Fact::Date(day)),
        &names,
        "“开工”节点已登记为2024年5月1日，更正须说明理由；请填写理由。",
        "The milestone \"works started\" was recorded already, for 2024-05-01: to correct it, say why. A reason is required. \
         Please give one.",
    );
    check(
        &Refusal::new(Rule::ReasonRequired).at("reason"),
        &names,
        "请填写理由。",
        "A reason is required. Please give one.",
    );
    let split = |rule| Refusal::new(rule).with("attempted", Fact::Term("command", "SPLIT"));
    check(
        &split(Rule::ProjectIsUmbrella),
        &names,
        "该项目已分期，总项目上不再办理“分期”；请在相应的分期项目上办理，分期只有一级。",
        "The project is the umbrella of its phases: \"split into phases\" is not possible. Please do this on a phase; phases go one \
         level only.",
    );
    check(
        &split(Rule::ProjectIsPhase),
        &names,
        "该项目本身是某总项目的一期，不能再办理“分期”：分期只有一级；另有建设内容的，请单独登记项目。",
        "The project is a phase, and phases go one level only: \"split into phases\" is not possible. Please register further works \
         as a project of their own.",
    );
}
