//! What departments say to a plan, and its lock.

use std::fmt::Write as _;

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, on};
use super::plan::{NOW, life, plan, set, tonnes};
use crate::attribute::Attribute;
use crate::case::CaseEventKind as E;
use crate::command::{Command, UpdatePermit};
use crate::ids::PermitId;
use crate::permit::{Level, Permit, ResponseKind};

const LATER: &str = "2025-06-20";

/// The permit of an entry that stands in the plan.
fn of<'p>(life: &'p Life, code: &str) -> &'p Permit {
    let of_type = |permit: &&Permit| permit.item.code() == Some(code) && permit.ruled_out.is_none();
    life.project.permits.values().find(of_type).unwrap()
}

fn respond(permit: PermitId, kind: ResponseKind) -> Command {
    Command::Respond { permit, kind }
}

const fn lock(with_gaps: bool) -> Command {
    Command::LockPlan { with_gaps }
}

/// A plan with a review by the province, the filing and the power supply, nothing unknown.
fn drawn() -> Life {
    let mut life = life();
    let known = [tonnes(12_000), set(Attribute::PowerSupply, true), set(Attribute::Relics, false)];
    life.does(&plan(1, &known), &on(NOW));
    life
}

/// The permits with what their departments say and the day by which they are expected.
fn shown(life: &Life) -> String {
    let mut text = String::new();
    for permit in life.project.permits.values().filter(|permit| permit.planned.is_some()) {
        let said = permit.response.as_ref();
        let said = said.map_or_else(
            || "-".to_owned(),
            |said| {
                let reason = said.reason.as_ref().and_then(|reason| reason.text()).unwrap_or_default();
                format!("{} {} {reason}", said.kind, said.on).trim_end().to_owned()
            },
        );
        let by = permit.baseline_on.map_or_else(|| "-".to_owned(), |on| on.to_string());
        writeln!(text, "{}: {said}; by {by}", permit.item.code().unwrap()).unwrap();
    }
    text
}

#[track_caller]
fn refused(life: &mut Life, command: &Command, ask: &Ask, expected: &str) {
    let before = life.clone();
    assert_eq!(life.answer(command, ask), expected);
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
}

#[test]
fn a_plan_that_everybody_confirmed_is_locked() {
    let mut life = drawn();
    let codes = ["energy_review", "filing", "power"];
    let ids = codes.map(|code| of(&life, code).id);
    refused(&mut life, &lock(false), &on(LATER), "PLAN_UNANSWERED permits=3");
    let object = on("2025-06-12").by(CLERK);
    life.does(&respond(ids[0], ResponseKind::Objected), &object);
    life.does(&respond(ids[1], ResponseKind::Confirmed), &on("2025-06-12").by(SPECIALIST).without_reason());
    life.does(&respond(ids[2], ResponseKind::Confirmed), &on("2025-06-12").by(CLERK));
    // An objection is no gap to pass by.
    refused(&mut life, &lock(true), &on(LATER), "PLAN_OBJECTED permits=1");
    // The same again says nothing new, and the department may think better of it.
    assert_eq!(life.tries(&respond(ids[0], ResponseKind::Objected), &object).unwrap(), []);
    life.does(&respond(ids[0], ResponseKind::Confirmed), &on("2025-06-13").by(CLERK));
    // Nobody knew on the 12th what was said on the 13th.
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-12 notBefore=2025-06-13";
    refused(&mut life, &lock(false), &on("2025-06-12"), early);
    life.does(&lock(false), &on(LATER).by(SPECIALIST).without_reason());
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: CONFIRMED 2025-06-13; by 2025-07-04
    filing: CONFIRMED 2025-06-12; by 2025-06-20
    power: CONFIRMED 2025-06-12; by 2025-06-20
    ");
    let baseline = life.project.plan.unwrap().baseline.unwrap();
    assert_eq!((baseline.locked_on, baseline.start.on), (day(LATER), day("2025-07-04")));
    assert!(baseline.production.at_least, "nobody knows how long building takes");
}

#[test]
fn silence_is_consent_where_a_manager_says_so() {
    let mut life = drawn();
    refused(&mut life, &lock(true), &on(LATER).by(SPECIALIST), "ROLE_NOT_ALLOWED role=SPECIALIST");
    refused(&mut life, &lock(true), &on(LATER).without_reason(), "REASON_REQUIRED .reason");
    life.does(&lock(true), &on(LATER));
    assert!(life.project.permits.values().filter(|p| p.planned.is_some()).all(|p| p.baseline_on.is_some()));
    // Once there is a baseline, another replaces it for a reason.
    // The same again says nothing.
    assert_eq!(life.tries(&lock(true), &on(LATER)).unwrap(), []);
    let mut again = life.clone();
    refused(
        &mut again,
        &lock(true),
        &on(NOW),
        "DATE_OUT_OF_ORDER .occurredOn date=2025-06-10 notBefore=2025-06-20",
    );
    again.does(&lock(true), &on("2025-06-25"));
    assert_eq!(again.project.plan.unwrap().baseline.unwrap().locked_on, day("2025-06-25"));
}

#[test]
fn what_is_unknown_or_outdated_is_not_locked() {
    let mut life = life();
    refused(&mut life, &lock(true), &on(NOW), "PLAN_MISSING");
    // Whether relics are touched nobody knows, nor whether power is needed.
    life.does(&plan(1, &[tonnes(12_000)]), &on(NOW));
    for code in ["energy_review", "filing"] {
        let id = of(&life, code).id;
        life.does(&respond(id, ResponseKind::Confirmed), &on(NOW));
    }
    refused(&mut life, &lock(false), &on(LATER), "PLAN_UNDECIDED number=2");
    life.does(&lock(true), &on(LATER));
    // Something else is known now, and not drawn.
    let known =
        crate::profile::Change::Attribute(Attribute::PowerSupply, set(Attribute::PowerSupply, true).1);
    life.does(&Command::Update(vec![known]), &on(LATER));
    refused(&mut life, &lock(true), &on(LATER), "PLAN_OUTDATED");
}

#[test]
fn what_somebody_ruled_out_is_decided() {
    let mut life = life();
    let relics = add_permit(9, crate::permit::Phase::BeforeStart);
    let Command::AddPermit(relics) = relics else { panic!("a permit") };
    let item = crate::permit::PermitItem::Catalogued("relics".into());
    life.does(&Command::AddPermit(crate::command::AddPermit { item, ..relics }), &on(NOW));
    life.does(&rule_out(9), &on(NOW));
    life.does(&plan(1, &[tonnes(12_000)]), &on(NOW));
    for code in ["energy_review", "filing"] {
        let id = of(&life, code).id;
        life.does(&respond(id, ResponseKind::Confirmed), &on(NOW));
    }
    // Only of the power supply nobody knows.
    refused(&mut life, &lock(false), &on(LATER), "PLAN_UNDECIDED number=1");
}

#[test]
fn a_locked_plan_changes_for_a_reason() {
    let mut life = drawn();
    life.does(&lock(true), &on(LATER));
    let less = plan(2, &[tonnes(5_000)]);
    refused(&mut life, &less, &on("2025-06-24").without_reason(), "REASON_REQUIRED .reason");
    let review = of(&life, "energy_review").id;
    let level = Some(Level::City);
    let moved =
        UpdatePermit { permit: review, level, phase: None, agency: None, preparation: None, due_on: None };
    let bare = on("2025-06-24").without_reason();
    refused(&mut life, &Command::UpdatePermit(moved), &bare, "REASON_REQUIRED .reason");
    refused(&mut life, &add_permit(9, crate::permit::Phase::After), &bare, "REASON_REQUIRED .reason");
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-19 notBefore=2025-06-20";
    refused(&mut life, &less, &on("2025-06-19"), early);
    let untouched = plan(2, &[tonnes(13_000)]);
    life.does(&untouched, &on("2025-06-24").without_reason());
    life.does(&less, &on("2025-06-25"));
    insta::assert_snapshot!(shown(&life), @r"
    energy_review: -; by 2025-07-04
    filing: -; by 2025-06-20
    power: -; by 2025-06-20
    ");
    assert_eq!(life.project.plan.unwrap().baseline.unwrap().locked_on, day(LATER));
}

#[test]
fn a_department_answers_for_what_it_was_asked() {
    let mut life = drawn();
    let review = of(&life, "energy_review").id;
    life.does(&respond(review, ResponseKind::Confirmed), &on("2025-06-12"));
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-11 notBefore=2025-06-12";
    refused(&mut life, &respond(review, ResponseKind::Objected), &on("2025-06-11"), early);
    let bare = on(LATER).without_reason();
    refused(&mut life, &respond(review, ResponseKind::Objected), &bare, "REASON_REQUIRED .reason");
    // The plan has it at another level: another department is asked.
    life.does(&plan(2, &[tonnes(5_000)]), &on(LATER));
    assert_eq!(of(&life, "energy_review").response, None);
    life.does(&respond(review, ResponseKind::Confirmed), &on(LATER));
    let level = Some(Level::County);
    let lowered =
        UpdatePermit { permit: review, level, phase: None, agency: None, preparation: None, due_on: None };
    life.does(&Command::UpdatePermit(lowered), &on(LATER));
    assert_eq!(of(&life, "energy_review").response, None);
    life.does(&Command::RuleOutPermit(review), &on(LATER));
    let gone = "PERMIT_RULED_OUT .permitId";
    refused(&mut life, &respond(review, ResponseKind::Confirmed), &on(LATER), gone);
    life.does(&add_permit(9, crate::permit::Phase::After), &on(LATER));
    let by_hand = "PERMIT_NOT_PLANNED .permitId";
    refused(&mut life, &respond(permit_id(9), ResponseKind::Confirmed), &on(LATER), by_hand);
}

#[test]
fn who_takes_a_case_up_has_no_objection() {
    let mut life = drawn();
    let filing = of(&life, "filing").id;
    life.does(&respond(filing, ResponseKind::Objected), &on("2025-06-12"));
    let Command::OpenCase(case) = open_case(7, 1) else { panic!("a case") };
    life.does(&Command::OpenCase(crate::command::OpenCase { permit: filing, ..case }), &on("2025-06-13"));
    assert!(!of(&life, "filing").is_objected_to() && !of(&life, "filing").awaits_response());
    life.does(&record(71, 7, E::Submitted), &on("2025-06-14"));
    life.does(&record(72, 7, E::Accepted), &on("2025-06-14"));
    life.does(&record(73, 7, E::Approved), &on("2025-06-16"));
    refused(&mut life, &respond(filing, ResponseKind::Confirmed), &on(LATER), "PERMIT_GRANTED .permitId");
    life.does(&lock(true), &on(LATER));
    assert_eq!(of(&life, "filing").baseline_on, Some(day("2025-06-16")), "it is there already");
}
