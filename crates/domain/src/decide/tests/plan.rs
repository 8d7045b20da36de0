//! Plans of permits, drawn and drawn again.

use std::fmt::Write as _;
use std::sync::Arc;

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::attribute::{Answer, Answers, Attribute, Quantity};
use crate::case::CaseEventKind as E;
use crate::catalogue::fixture::{entry, flag};
use crate::catalogue::{Catalogue, Comparison, Condition, Department, Lift, PermitType, PromisedLimit, Test};
use crate::clock::Limit;
use crate::command::{AddPermit, Command, OpenCase, PlanPermits, UpdatePermit};
use crate::ids::{PermitId, StepId};
use crate::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use crate::plan::{OfficeFacts, Offices, Outlook};
use crate::profile::{Change, Place};
use crate::stage::Stage;
use crate::step::Turn;

pub(super) const NOW: &str = "2025-06-10";

/// Filing for everybody, a forest permit for who takes forest, an energy review by the province from 10,000 t on, and relics
/// unless the area's assessment covers them.
pub(super) fn catalogue() -> Catalogue {
    let energy = |tonnes| {
        Condition::Test(Attribute::EnergyTce, Test::Number(Comparison::AtLeast, Quantity::whole(tonnes)))
    };
    let review = PermitType {
        level: Level::City,
        lifts: vec![Lift { to: Level::Provincial, when: energy(10_000), basis: None }],
        promised: Some(PromisedLimit { limit: Limit::working(10), source: "某市".into() }),
        ..entry("energy_review", energy(1_000))
    };
    let relics = PermitType {
        covered: Some(flag(Attribute::RegionalAssessmentDone)),
        department: Department::CulturalRelics,
        ..entry("relics", flag(Attribute::Relics))
    };
    let power = PermitType { department: Department::Grid, ..entry("power", flag(Attribute::PowerSupply)) };
    Catalogue::new(vec![entry("filing", Condition::Always), review, relics, power])
}

pub(super) fn offices() -> Offices {
    let office = |agency, region| OfficeFacts { agency, region, departments: [Department::Reform].into() };
    Offices::new(vec![office(CITY_PLANNING, CITY), office(PROVINCE_PLANNING, PROVINCE)])
}

/// A project in permitting, in the county, with this catalogue.
pub(super) fn life() -> Life {
    let mut life = new_build_at(Stage::Lead);
    life.facts.catalogue = Arc::new(catalogue());
    life.facts.offices = offices();
    let place = Place { county: Some(COUNTY), ..Place::default() };
    life.does(&Command::Update(vec![Change::Place(place)]), &on("2025-06-01"));
    life
}

pub(super) fn tonnes(tonnes: u32) -> (Attribute, Option<Answer>) {
    (Attribute::EnergyTce, Some(Answer::Number(Quantity::whole(tonnes))))
}

pub(super) fn set(attribute: Attribute, set: bool) -> (Attribute, Option<Answer>) {
    (attribute, Some(Answer::Flag(set)))
}

/// A plan whose new permits take the numbers from `first` on.
pub(super) fn plan(first: u128, answers: &[(Attribute, Option<Answer>)]) -> Command {
    let ids = |number| (PermitId::from_uuid(uuid(number)), StepId::from_uuid(uuid(number)));
    Command::PlanPermits(PlanPermits {
        answers: answers.to_vec(),
        presumed: Answers::new(),
        ids: (first * 1_000..first * 1_000 + 20).map(ids).collect(),
    })
}

/// The permits with what the plan and the project have of them.
pub(super) fn shown(life: &Life) -> String {
    let mut text = String::new();
    for permit in life.project.permits.values() {
        let name = match &permit.item {
            PermitItem::Catalogued(name) | PermitItem::Named(name) => name,
        };
        let agency = match permit.agency {
            None => "nobody",
            Some(agency) if agency == CITY_PLANNING => "the city",
            Some(agency) if agency == PROVINCE_PLANNING => "the province",
            Some(_) => "another",
        };
        write!(text, "{name}: {} by {agency}, {}", permit.level, permit.status()).unwrap();
        match (permit.planned, &permit.ruled_out) {
            (None, None) => text.push_str(", by hand"),
            (None, Some(_)) => text.push_str(", by hand, ruled out"),
            (Some(planned), None) if planned.level != permit.level => {
                write!(text, ", planned {}", planned.level).unwrap();
            }
            (Some(_), Some(ruled_out)) => {
                let by = if ruled_out.by_plan { "by the plan" } else { "by somebody" };
                write!(text, ", {by}: {}", ruled_out.reason.text().unwrap()).unwrap();
            }
            (Some(_), None) => {}
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_plan_adds_what_is_needed_and_leaves_open_what_is_unknown() {
    let mut life = life();
    let command = plan(1, &[tonnes(12_000), set(Attribute::PowerSupply, true)]);
    let events = life.tries(&command, &on(NOW)).unwrap();
    let names: Vec<_> = events.iter().map(|event| format!("{event:?}")).collect();
    let names: Vec<_> = names.iter().map(|text| text.split(['(', ' ', '{']).next().unwrap()).collect();
    assert_eq!(
        names,
        ["ProfileChanged", "ProfileChanged", "PermitAdded", "PermitAdded", "PermitAdded", "PlanDrawn",]
    );
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: PROVINCIAL by the province, PREPARING
    filing: COUNTY by nobody, PREPARING
    power: COUNTY by nobody, PREPARING
    ");
    let turns: Vec<_> =
        life.project.permits.values().map(|permit| permit.preparation.turn.as_str()).collect();
    assert_eq!(turns, ["ENTERPRISE"; 3]);
    assert_eq!(life.project.plan.map(|plan| plan.drawn_on), Some(day(NOW)));
    let steps = life.project.permits.values().map(|permit| &life.project.steps[&permit.step]);
    assert!(steps.clone().all(|step| step.is_open() && step.responsible == SPECIALIST));
    // The same again changes nothing.
    assert_eq!(life.tries(&plan(2, &[]), &on(NOW)).unwrap(), []);
}

#[test]
fn other_answers_change_the_plan_and_nothing_that_was_begun() {
    let mut life = life();
    let relics = |assessed| {
        [set(Attribute::Relics, true), set(Attribute::RegionalAssessmentDone, assessed), tonnes(12_000)]
    };
    life.does(&plan(1, &relics(false)), &on(NOW));
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: PROVINCIAL by the province, PREPARING
    filing: COUNTY by nobody, PREPARING
    relics: COUNTY by nobody, PREPARING
    ");
    // Less energy moves the review to the city; the assessment of the area makes the relics nobody's.
    life.does(
        &plan(2, &[tonnes(5_000), set(Attribute::RegionalAssessmentDone, true)]),
        &on(NOW).without_reason(),
    );
    insta::assert_snapshot!(shown(&life), @r"
        energy_review: CITY by the city, PREPARING
        filing: COUNTY by nobody, PREPARING
        relics: COUNTY by nobody, RULED_OUT, by the plan: 区域评估已覆盖：所在区域已完成区域评估：是
        ");
    // And back: what the plan ruled out it puts in again, beside what it was.
    life.does(&plan(3, &relics(false)), &on(NOW));
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: PROVINCIAL by the province, PREPARING
    filing: COUNTY by nobody, PREPARING
    relics: COUNTY by nobody, RULED_OUT, by the plan: 区域评估已覆盖：所在区域已完成区域评估：是
    relics: COUNTY by nobody, PREPARING
    ");
    // A case is work done: the review stays, though so little energy needs none.
    let review = life.project.permits.values().find(|permit| permit.level == Level::Provincial).unwrap().id;
    let Command::OpenCase(case) = open_case(1, 1) else { panic!("a case") };
    life.does(&Command::OpenCase(OpenCase { permit: review, ..case }), &on(NOW));
    life.does(&record(1, 1, E::Accepted), &on(NOW));
    life.does(&plan(4, &[tonnes(10)]), &on(NOW));
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: PROVINCIAL by the province, IN_CASE
    filing: COUNTY by nobody, PREPARING
    relics: COUNTY by nobody, RULED_OUT, by the plan: 区域评估已覆盖：所在区域已完成区域评估：是
    relics: COUNTY by nobody, PREPARING
    ");
}

/// A region took it off, or the law ended.
#[test]
fn what_the_catalogue_has_no_more_goes_unless_it_was_begun() {
    let mut life = life();
    let all = [tonnes(12_000), set(Attribute::Relics, true), set(Attribute::PowerSupply, true)];
    let assessed = set(Attribute::RegionalAssessmentDone, false);
    life.does(&plan(1, &[&all[..], &[assessed]].concat()), &on(NOW));
    let power = life.project.permits.values().find(|permit| permit.item.code() == Some("power")).unwrap().id;
    let Command::OpenCase(case) = open_case(1, 1) else { panic!("a case") };
    life.does(&Command::OpenCase(OpenCase { permit: power, ..case }), &on(NOW));
    let whole = catalogue();
    let left = whole.versions().filter(|entry| entry.code != "relics" && entry.code != "power").cloned();
    life.facts.catalogue = Arc::new(Catalogue::new(left.collect::<Vec<_>>()));
    life.does(&plan(2, &[]), &on(NOW).without_reason());
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: PROVINCIAL by the province, PREPARING
    filing: COUNTY by nobody, PREPARING
    power: COUNTY by nobody, IN_CASE
    relics: COUNTY by nobody, RULED_OUT, by the plan: 当地当日的手续目录中没有此事项
    ");
    // And back.
    life.facts.catalogue = Arc::new(catalogue());
    life.does(&plan(3, &[]), &on(NOW).without_reason());
    assert!(shown(&life).ends_with("relics: COUNTY by nobody, PREPARING\n"), "{}", shown(&life));
}

#[test]
fn what_was_begun_stays_though_no_case_was_opened() {
    let nothing = |permit| UpdatePermit {
        permit,
        level: None,
        phase: None,
        agency: None,
        preparation: None,
        due_on: None,
    };
    let check = |begun: fn(UpdatePermit) -> UpdatePermit, kept: bool| {
        let mut life = life();
        let assessed = set(Attribute::RegionalAssessmentDone, false);
        life.does(&plan(1, &[set(Attribute::Relics, true), assessed]), &on(NOW));
        let relics = life.project.permits.values().find(|permit| {
            permit.agency.is_none() && {
                matches!(&permit.item, PermitItem::Catalogued(code) if code == "relics")
            }
        });
        let relics = relics.unwrap().id;
        life.answer(&Command::UpdatePermit(begun(nothing(relics))), &on(NOW));
        life.does(&plan(2, &[set(Attribute::Relics, false)]), &on(NOW));
        assert_eq!(life.project.permits[&relics].ruled_out.is_none(), kept);
    };
    check(|update| update, false);
    check(|update| UpdatePermit { due_on: Some(Some(day("2025-12-31"))), ..update }, true);
    check(
        |update| UpdatePermit {
            preparation: Some(Preparation {
                kind: PreparationKind::PreReview,
                turn: Turn::Agency,
                agreed_on: None,
            }),
            ..update
        },
        true,
    );
    check(
        |update| UpdatePermit {
            preparation: Some(Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Enterprise,
                agreed_on: Some(day("2025-07-01")),
            }),
            ..update
        },
        true,
    );
}

#[test]
fn what_people_say_of_a_permit_the_plan_does_not_say_otherwise() {
    let mut life = life();
    life.does(&plan(1, &[tonnes(2_000), set(Attribute::PowerSupply, true)]), &on(NOW));
    let of = |life: &Life, code: &str| {
        let named = |item: &PermitItem| matches!(item, PermitItem::Catalogued(other) if other == code);
        life.project.permits.values().find(|permit| named(&permit.item)).unwrap().id
    };
    // One is ruled out by hand, one is decided elsewhere, one is added.
    let power = of(&life, "power");
    life.does(&Command::RuleOutPermit(power), &on(NOW));
    let delegated = UpdatePermit {
        permit: of(&life, "energy_review"),
        level: Some(Level::County),
        phase: None,
        agency: Some(None),
        preparation: None,
        due_on: None,
    };
    life.does(&Command::UpdatePermit(delegated), &on(NOW));
    let relics = AddPermit { item: PermitItem::Catalogued("relics".into()), ..permit(9, Phase::BeforeStart) };
    life.does(&Command::AddPermit(relics), &on(NOW));
    assert_eq!(life.tries(&plan(2, &[]), &on(NOW)).unwrap(), []);
    life.does(&plan(3, &[set(Attribute::Relics, false), tonnes(3_000)]), &on(NOW));
    insta::assert_snapshot!(shown(&life), @r"
    relics: CITY by nobody, PREPARING, by hand
    energy_review: COUNTY by nobody, PREPARING, planned CITY
    filing: COUNTY by nobody, PREPARING
    power: COUNTY by nobody, RULED_OUT, by somebody: 经研究
    ");
    // What the plan itself has otherwise now, it says again.
    life.does(&plan(4, &[tonnes(30_000)]), &on(NOW));
    insta::assert_snapshot!(shown(&life), @r"
    relics: CITY by nobody, PREPARING, by hand
    energy_review: PROVINCIAL by the province, PREPARING
    filing: COUNTY by nobody, PREPARING
    power: COUNTY by nobody, RULED_OUT, by somebody: 经研究
    ");
}

#[test]
fn a_plan_is_refused_whole() {
    let refused = |life: &mut Life, command: Command, ask: &super::life::Ask, expected: &str| {
        let before = life.clone();
        assert_eq!(life.answer(&command, ask), expected);
        assert_eq!((&life.project, &life.history), (&before.project, &before.history));
    };
    let mut life = life();
    let negative = (Attribute::EnergyTce, Some(Answer::Number(Quantity::parse("-1").unwrap())));
    refused(&mut life, plan(1, &[negative]), &on(NOW), "VALUE_INVALID .attributes key=energy_tce");
    let absent = (Attribute::Hotel, None);
    refused(&mut life, plan(1, &[absent]), &on(NOW), "NOT_FOUND .removeAttributes value=hotel");
    refused(&mut life, plan(1, &[]), &on(NOW).by(CLERK), "ROLE_NOT_ALLOWED role=CLERK");
    let few = Command::PlanPermits(PlanPermits { answers: vec![], presumed: Answers::new(), ids: vec![] });
    refused(&mut life, few, &on(NOW), "TOO_MANY .permits");
    life.does(&plan(1, &[]), &on(NOW));
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-09 notBefore=2025-06-10";
    refused(&mut life, plan(2, &[]), &on("2025-06-09"), early);
    let mut life = self::life();
    life.does(&Command::Update(vec![Change::LandingSpecialist(None)]), &on(NOW));
    refused(&mut life, plan(1, &[]), &on(NOW), "OFFICER_REQUIRED");
}

#[test]
fn a_template_answers_what_nobody_has_answered() {
    let mut life = life();
    life.does(&Command::Update(vec![Change::Attribute(Attribute::Relics, Some(Answer::Unknown))]), &on(NOW));
    let Command::PlanPermits(drawn) = plan(1, &[tonnes(2_000)]) else { panic!("a plan") };
    let presumed = [
        (Attribute::EnergyTce, Answer::Number(Quantity::whole(50_000))),
        (Attribute::PowerSupply, Answer::Flag(true)),
        (Attribute::Relics, Answer::Flag(true)),
    ];
    life.does(&Command::PlanPermits(PlanPermits { presumed: presumed.into(), ..drawn }), &on(NOW));
    let known: Vec<_> = life.project.profile.attributes.values().copied().collect();
    let [relics, energy, power] = known[..] else { panic!("{known:?}") };
    assert_eq!(relics, Answer::Unknown, "asked, and nobody knows yet: the template does not know either");
    assert_eq!(energy, Answer::Number(Quantity::whole(2_000)));
    assert_eq!(power, Answer::Flag(true));
    let marked =
        |life: &Life| life.project.profile.presumed.iter().map(|key| key.as_str()).collect::<Vec<_>>();
    assert_eq!(marked(&life), ["power_supply"], "what nobody said");
    // Taken off and presumed in one command: the template answers it again.
    let Command::PlanPermits(drawn) = plan(2, &[(Attribute::EnergyTce, None)]) else { panic!("a plan") };
    life.does(&Command::PlanPermits(PlanPermits { presumed: presumed.into(), ..drawn }), &on(NOW));
    assert_eq!(life.project.profile.attributes[&Attribute::EnergyTce], presumed[0].1);
    assert_eq!(marked(&life), ["energy_tce", "power_supply"]);
    // Somebody says just what was presumed: now it is known.
    let said = Command::Update(vec![Change::Attribute(Attribute::PowerSupply, Some(Answer::Flag(true)))]);
    life.does(&said, &on(NOW));
    assert_eq!(marked(&life), ["energy_tce"]);
    // Another template: what only the first presumed goes, what people said stays.
    let Command::PlanPermits(drawn) = plan(3, &[]) else { panic!("a plan") };
    let other = [(Attribute::Hotel, Answer::Flag(true)), (Attribute::Relics, Answer::Flag(true))];
    life.does(&Command::PlanPermits(PlanPermits { presumed: other.into(), ..drawn }), &on(NOW));
    assert_eq!(marked(&life), ["hotel"]);
    let known: Vec<_> = life.project.profile.attributes.keys().map(|key| key.as_str()).collect();
    assert_eq!(known, ["relics", "power_supply", "hotel"]);
}

/// The outlook says of a plan what drawing it again finds, whatever people did meanwhile.
#[test]
fn an_outdated_plan_is_one_that_drawing_again_would_change() {
    use Attribute::{PowerSupply, RegionalAssessmentDone, Relics};
    let mut life = life();
    let mut seen = [0, 0];
    let mut number = 100;
    let mut check = |life: &Life, what: &str| {
        let outlook = Outlook::of(&catalogue(), &life.project, &life.facts.offices, day(NOW));
        number += 1;
        let drawn = life.clone().tries(&plan(number, &[]), &on(NOW));
        let changes = life.project.plan.is_some() && drawn.is_ok_and(|events| !events.is_empty());
        assert_eq!(outlook.outdated, changes, "{what}");
        seen[usize::from(changes)] += 1;
    };
    check(&life, "never drawn");
    let known =
        [tonnes(2_000), set(Relics, true), set(RegionalAssessmentDone, false), set(PowerSupply, true)];
    life.does(&plan(1, &known), &on(NOW));
    check(&life, "just drawn");
    let code = |life: &Life, code: &str| {
        life.project.permits.values().find(|permit| permit.item.code() == Some(code)).unwrap().id
    };
    let [review, relics, filing] = ["energy_review", "relics", "filing"].map(|name| code(&life, name));
    let answer = |(attribute, answer)| Command::Update(vec![Change::Attribute(attribute, answer)]);
    let opened = Command::OpenCase(OpenCase {
        id: crate::ids::CaseId::from_uuid(uuid(77_001)),
        permit: review,
        number: None,
        agency: None,
        handler: None,
        first_leg_due: None,
    });
    let steps: [(&str, Command); 9] = [
        ("the level moves", answer(tonnes(12_000))),
        ("back", answer(tonnes(2_000))),
        ("the area was assessed", answer(set(RegionalAssessmentDone, true))),
        ("nobody knows about power", answer((PowerSupply, Some(Answer::Unknown)))),
        ("no power", answer(set(PowerSupply, false))),
        ("somebody rules out what was taken off anyway", Command::RuleOutPermit(relics)),
        ("a case was opened, so the level stays", opened),
        ("the level would move", answer(tonnes(12_000))),
        ("somebody rules out what is needed", Command::RuleOutPermit(filing)),
    ];
    for ((what, command), first) in steps.into_iter().zip(500..) {
        life.does(&command, &on(NOW));
        check(&life, what);
        let mut drawn = life.clone();
        drawn.does(&plan(first, &[]), &on(NOW));
        check(&drawn, "drawn again");
    }
    // Other offices decide.
    life.facts.offices = Offices::default();
    check(&life, "no office is known any more");
    life.does(&Command::Withdraw, &on(NOW));
    check(&life, "withdrawn");
    assert!(seen[0] > 8 && seen[1] > 4, "{seen:?}");
}

/// What is said goes before what a template presumes, whichever came first.
#[test]
fn a_presumption_stands_in_no_answer_s_way() {
    let answer = |set| Answer::Flag(set);
    let presumed = [(Attribute::AnimalFarm, answer(false)), (Attribute::Hotel, answer(false))];
    let drawn = |life: &mut Life, answers: &[(Attribute, Option<Answer>)]| {
        let Command::PlanPermits(drawn) = plan(1, answers) else { panic!("a plan") };
        life.tries(&Command::PlanPermits(PlanPermits { presumed: presumed.into(), ..drawn }), &on(NOW))
            .unwrap()
    };
    let known =
        |life: &Life| life.project.profile.attributes.keys().map(|key| key.as_str()).collect::<Vec<_>>();
    let breeding = (Attribute::BreedingStock, Some(answer(true)));
    let mut said_first = life();
    drawn(&mut said_first, &[breeding]);
    assert_eq!(known(&said_first), ["breeding_stock", "hotel"]);
    assert_eq!(drawn(&mut said_first, &[]), [], "drawn again it is the same");
    let mut presumed_first = life();
    drawn(&mut presumed_first, &[]);
    assert_eq!(known(&presumed_first), ["animal_farm", "hotel"]);
    let (attribute, said) = breeding;
    presumed_first.does(&Command::Update(vec![Change::Attribute(attribute, said)]), &on(NOW));
    assert_eq!(known(&presumed_first), ["breeding_stock", "hotel"]);
}
