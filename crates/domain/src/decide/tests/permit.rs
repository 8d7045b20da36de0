//! Permits of the plan.

use std::sync::Arc;

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::catalogue::fixture::entry;
use crate::catalogue::{Catalogue, Condition, PermitType};
use crate::command::{AddPermit, Command, UpdatePermit};
use crate::event::Event;
use crate::permit::{Level, PermitItem, Phase, Preparation};
use crate::stage::Stage;
use crate::step::CloseReason;

const NOW: &str = "2025-06-10";

/// Permit 2 with that item and part.
fn asked(item: PermitItem, part: Option<&str>) -> AddPermit {
    AddPermit { item, part: part.map(str::to_owned), ..permit(2, Phase::BeforeStart) }
}

fn named(name: &str) -> PermitItem {
    PermitItem::Named(name.into())
}

fn catalogued(code: &str) -> PermitItem {
    PermitItem::Catalogued(code.into())
}

/// Two entries, of which one holds from the day after on.
fn catalogue() -> Catalogue {
    let permit = |code, valid_from: Option<&str>| PermitType {
        valid_from: valid_from.map(day),
        ..entry(code, Condition::Always)
    };
    Catalogue::new([permit("construction_permit", None), permit("tomorrow", Some("2025-06-11"))])
}

#[test]
fn what_may_be_put_into_the_plan() {
    let check = |command: AddPermit, expected: &str| {
        let mut life = new_build_at(Stage::Lead);
        life.facts.catalogue = Arc::new(catalogue());
        assert_eq!(life.answer(&Command::AddPermit(command.clone()), &on(NOW)), expected, "{command:?}");
    };
    check(asked(catalogued("construction_permit"), None), "ok");
    check(asked(catalogued("Construction"), None), "VALUE_INVALID .typeCode value=Construction");
    check(asked(catalogued(""), None), "VALUE_INVALID .typeCode value=");
    check(asked(catalogued("no_such_permit"), None), "VALUE_INVALID .typeCode value=no_such_permit");
    let long = "x".repeat(61);
    let cut = format!("VALUE_INVALID .typeCode value={}", "x".repeat(60));
    check(asked(catalogued(&long), None), &cut);
    // It holds from the day after on.
    check(asked(catalogued("tomorrow"), None), "VALUE_INVALID .typeCode value=tomorrow");
    check(asked(named("施工许可"), Some("基坑")), "ok");
    check(asked(named(" "), None), "TEXT_EMPTY .name");
    check(asked(named(&"长".repeat(201)), None), "TEXT_TOO_LONG .name max=200 found=201");
    check(asked(named("一"), Some("")), "TEXT_EMPTY .part");
    let base = || permit(2, Phase::BeforeStart);
    let closed = format!("NOT_FOUND .agencyId id={CLOSED_OFFICE}");
    check(AddPermit { agency: Some(PROVINCE_PLANNING), ..base() }, "ok");
    check(AddPermit { agency: Some(CLOSED_OFFICE), ..base() }, &closed);
    let retired = format!("OFFICER_INACTIVE .officerId officer={RETIRED}");
    check(AddPermit { responsible: Some(COLLEAGUE), ..base() }, "ok");
    check(AddPermit { responsible: Some(RETIRED), ..base() }, &retired);
    check(AddPermit { due_on: Some(day("2026-01-01")), ..base() }, "ok");
    check(
        AddPermit { due_on: Some(day("2125-07-01")), ..base() },
        "DATE_IN_FUTURE .dueOn date=2125-07-01 today=2025-06-30",
    );
    let agreed = Preparation { agreed_on: Some(day("1900-01-01")), ..preparation() };
    check(
        AddPermit { preparation: agreed, ..base() },
        "DATE_TOO_EARLY .agreedOn date=1900-01-01 earliest=1978-01-01",
    );
}

#[test]
fn a_permit_is_in_the_plan_once_for_each_part() {
    let twin = format!("PERMIT_DUPLICATE permit={}", permit_id(1));
    let check = |ruled_out: bool, item: &str, part: Option<&str>, expected: &str| {
        let mut life = new_build_at(Stage::Lead);
        let first = AddPermit { part: Some("基坑".into()), ..permit(1, Phase::BeforeStart) };
        life.does(&Command::AddPermit(first), &on(NOW));
        if ruled_out {
            life.does(&rule_out(1), &on(NOW));
        }
        let second = Command::AddPermit(asked(named(item), part));
        assert_eq!(life.answer(&second, &on(NOW)), expected, "{item} {part:?}");
    };
    check(false, "手续1", Some("基坑"), &twin);
    check(false, " 手续1 ", Some(" 基坑"), &twin);
    check(false, "手续1", Some("主体"), "ok");
    check(false, "手续1", None, "ok");
    check(false, "手续2", Some("基坑"), "ok");
    check(true, "手续1", Some("基坑"), "ok");
}

#[test]
fn ruling_out_needs_a_reason_and_nothing_granted_or_under_way() {
    let check = |events: &[E], expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        if !events.is_empty() {
            life.does(&open_case(1, 1), &on("2025-03-05"));
        }
        for (&kind, number) in events.iter().zip(1..) {
            life.does(&record(number, 1, kind), &on("2025-03-10"));
        }
        assert_eq!(life.answer(&rule_out(1), &on(NOW)), expected, "{events:?}");
        if expected == "ok" {
            let closing = life.project.steps[&permit_step(1)].closed.unwrap();
            assert_eq!((closing.reason, closing.on), (CloseReason::RuledOut, day(NOW)));
        }
    };
    check(&[], "ok");
    check(&[E::Accepted], "CASE_UNDER_WAY .permitId");
    check(&[E::Accepted, E::Approved], "PERMIT_GRANTED .permitId");
    check(&[E::Accepted, E::ApprovedWithDefects], "PERMIT_GRANTED .permitId");
    check(&[E::Accepted, E::Denied], "ok");
    check(&[E::Accepted, E::Approved, E::Revoked], "ok");
    let mut life: Life = new_build_at(Stage::Permitting);
    assert_eq!(life.answer(&rule_out(1), &on(NOW).without_reason()), "REASON_REQUIRED .reason");
    // The permit was added on 02-20.
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-02-19 notBefore=2025-02-20";
    assert_eq!(life.answer(&rule_out(1), &on("2025-02-19")), early);
    life.does(&rule_out(1), &on(NOW));
    assert_eq!(life.answer(&rule_out(1), &on(NOW)), "PERMIT_RULED_OUT .permitId");
    assert_eq!(life.answer(&open_case(1, 1), &on(NOW)), "PERMIT_RULED_OUT .permitId");
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let nothing = UpdatePermit {
        permit: permit_id(1),
        level: None,
        phase: None,
        agency: None,
        preparation: None,
        due_on: None,
    };
    let mut life = new_build_at(Stage::Permitting);
    let mut events = |update: UpdatePermit| life.tries(&Command::UpdatePermit(update), &on(NOW)).unwrap();
    assert_eq!(events(nothing.clone()), []);
    let provincial = UpdatePermit {
        level: Some(Level::Provincial),
        agency: Some(Some(PROVINCE_PLANNING)),
        due_on: Some(Some(day("2025-12-31"))),
        ..nothing.clone()
    };
    assert_eq!(events(provincial.clone()).len(), 1);
    assert_eq!(events(provincial), [], "the same again changes nothing");
    let events = events(UpdatePermit { due_on: Some(None), ..nothing });
    let [Event::PermitUpdated(updated)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((updated.level, updated.agency), (Level::Provincial, Some(PROVINCE_PLANNING)));
    assert_eq!((updated.phase, updated.due_on), (Phase::BeforeStart, None));
    assert_eq!(life.project.steps[&permit_step(1)].due_on, None);
}

#[test]
fn needing_a_permit_only_later_is_a_managers_decision_with_a_reason() {
    let check = |from: Phase, to: Phase, ask: &super::life::Ask, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        let update = |phase| {
            let (level, agency, preparation, due_on) = (None, None, None, None);
            Command::UpdatePermit(UpdatePermit {
                permit: permit_id(1),
                level,
                phase: Some(phase),
                agency,
                preparation,
                due_on,
            })
        };
        life.answer(&update(from), &on(NOW));
        assert_eq!(life.answer(&update(to), ask), expected, "{from} {to}");
    };
    let (before_start, after) = (Phase::BeforeStart, Phase::After);
    check(before_start, after, &on(NOW), "ok");
    check(before_start, after, &on(NOW).without_reason(), "REASON_REQUIRED .reason");
    check(before_start, after, &on(NOW).by(SPECIALIST), "ROLE_NOT_ALLOWED .phase role=SPECIALIST");
    check(after, before_start, &on(NOW).by(SPECIALIST).without_reason(), "ok");
}
