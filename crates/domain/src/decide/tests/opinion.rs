//! 并联审批意见: what departments say of their parts of what is accepted together.

use super::commands::*;
use super::cover::{NEW, be_covered_by};
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::catalogue::fixture::entry;
use crate::catalogue::{Catalogue, Condition, PermitType};
use crate::command::{AddPermit, Command, UpdatePermit};
use crate::cover::Cover;
use crate::permit::{Level, PermitItem, Phase, ResponseKind};
use crate::stage::Stage;

const LEAD: u128 = 30;
const FIRE: u128 = 31;
const PLANNING: u128 = 32;

/// Joint acceptance 30 with the fire service's part 31 and the planning office's 32, of which nothing is filed.
fn life() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    let member = |code: &str, leads_group| PermitType {
        parallel_group: Some("joint".to_owned()),
        leads_group,
        ..entry(code, Condition::Always)
    };
    let catalogue = [member("lead", true), member("fire", false), member("planning", false)];
    life.facts.catalogue = std::sync::Arc::new(Catalogue::new(catalogue));
    for (number, code) in [(LEAD, "lead"), (FIRE, "fire"), (PLANNING, "planning")] {
        let item = PermitItem::Catalogued(code.to_owned());
        let add = AddPermit { item, ..permit(number, Phase::BeforeProduction) };
        life.does(&Command::AddPermit(add), &on("2025-06-01"));
    }
    let by = Cover { project: life.project.id, permit: permit_id(LEAD), stands: NEW };
    for number in [FIRE, PLANNING] {
        life.does(&be_covered_by(number, by, "lead"), &on("2025-06-01"));
    }
    life
}

fn under_way() -> Life {
    let mut life = life();
    life.does(&open_case(50, LEAD), &on("2025-06-02"));
    life.does(&record(61, 50, E::Accepted), &on("2025-06-03"));
    life
}

const fn says(permit: u128, kind: ResponseKind) -> Command {
    Command::Respond { permit: permit_id(permit), kind }
}

const fn agrees(permit: u128) -> Command {
    says(permit, ResponseKind::Confirmed)
}

const fn objects(permit: u128) -> Command {
    says(permit, ResponseKind::Objected)
}

fn said(life: &Life, permit: u128) -> Option<(ResponseKind, chrono::NaiveDate)> {
    life.project.permits[&permit_id(permit)].response.as_ref().map(|said| (said.kind, said.on))
}

#[track_caller]
fn refused(life: &mut Life, command: &Command, ask: &Ask, expected: &str) {
    let before = life.clone();
    assert_eq!(life.answer(command, ask), expected);
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
}

#[test]
fn the_whole_is_granted_once_nobody_objects() {
    let mut life = under_way();
    let grant = record(62, 50, E::Approved);
    life.does(&agrees(PLANNING), &on("2025-06-04"));
    life.does(&objects(FIRE), &on("2025-06-04"));
    refused(&mut life, &grant, &on("2025-06-05"), "OPINION_OBJECTS .event permits=1");
    // Nobody else speaks for the department, whatever is changed about its permit.
    let agency = Some(Some(CITY_OFFICE));
    let change = UpdatePermit {
        permit: permit_id(FIRE),
        level: Some(Level::City),
        phase: None,
        agency,
        preparation: None,
        due_on: None,
    };
    life.does(&Command::UpdatePermit(change), &on("2025-06-05"));
    refused(&mut life, &grant, &on("2025-06-05"), "OPINION_OBJECTS .event permits=1");
    // The department says why its objection stands no longer.
    refused(&mut life, &agrees(FIRE), &on("2025-06-06").without_reason(), "REASON_REQUIRED .reason");
    life.does(&agrees(FIRE), &on("2025-06-06"));
    assert_eq!(said(&life, FIRE), Some((ResponseKind::Confirmed, day("2025-06-06"))));
    life.does(&grant, &on("2025-06-07"));
    assert!(life.project.permits[&permit_id(LEAD)].is_settled());
    // An objection after the fact is none; what was agreed before may be entered late.
    refused(&mut life, &objects(FIRE), &on("2025-06-08"), "PERMIT_GRANTED .permitId");
}

/// A grant that is told of an earlier day is a grant on that day.
#[test]
fn no_grant_is_moved_into_the_time_of_an_objection() {
    let mut life = under_way();
    life.does(&objects(FIRE), &on("2025-06-04"));
    life.does(&agrees(FIRE), &on("2025-06-06"));
    life.does(&record(62, 50, E::Approved), &on("2025-06-07"));
    let earlier = record(63, 50, E::ApprovedWithDefects);
    refused(&mut life, &earlier, &on("2025-06-05"), "OPINION_OBJECTS .event permits=1");
    life.does(&earlier, &on("2025-06-06"));
}

#[test]
fn whoever_says_nothing_holds_nothing_up() {
    let mut life = under_way();
    life.does(&record(62, 50, E::Approved), &on("2025-06-07"));
    life.does(&agrees(FIRE), &on("2025-06-07"));
    assert_eq!(said(&life, FIRE), Some((ResponseKind::Confirmed, day("2025-06-07"))));
}

#[test]
fn nobody_is_asked_before_the_whole_is_filed() {
    let mut life = life();
    refused(&mut life, &agrees(FIRE), &on("2025-06-02"), "LEAD_NOT_ACCEPTED .permitId");
    let mut life = under_way();
    refused(
        &mut life,
        &agrees(FIRE),
        &on("2025-06-01"),
        "DATE_OUT_OF_ORDER .occurredOn date=2025-06-01 notBefore=2025-06-02",
    );
    refused(&mut life, &objects(FIRE), &on("2025-06-04").without_reason(), "REASON_REQUIRED .reason");
}

#[test]
fn another_attempt_asks_anew() {
    let mut life = under_way();
    life.does(&objects(FIRE), &on("2025-06-04"));
    life.does(&record(62, 50, E::Denied), &on("2025-06-05"));
    refused(&mut life, &agrees(FIRE), &on("2025-06-05"), "LEAD_NOT_ACCEPTED .permitId");
    life.does(&open_case(51, LEAD), &on("2025-06-09"));
    assert_eq!(said(&life, FIRE), None);
}

#[test]
fn what_goes_its_own_way_takes_no_opinion_along() {
    let mut life = under_way();
    life.does(&agrees(FIRE), &on("2025-06-04"));
    life.does(&super::cover::uncover(FIRE), &on("2025-06-05"));
    assert_eq!(said(&life, FIRE), None);
}

/// Whose department objects is not let go until the whole is granted, and taken in again.
#[test]
fn what_was_let_go_joins_only_another_attempt() {
    let mut life = under_way();
    life.does(&objects(FIRE), &on("2025-06-04"));
    // Nor is it told to have been let go of before it objected.
    let leaves = super::cover::uncover(FIRE);
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-01 notBefore=2025-06-04";
    refused(&mut life, &leaves, &on("2025-06-01"), early);
    life.does(&leaves, &on("2025-06-05"));
    let by = Cover { project: life.project.id, permit: permit_id(LEAD), stands: NEW };
    let join = be_covered_by(FIRE, by, "lead");
    refused(&mut life, &join, &on("2025-06-05"), "COVER_CLOSED .permitIds[0]");
    let mut refused_whole = life.clone();
    life.does(&record(62, 50, E::Approved), &on("2025-06-06"));
    refused(&mut life, &join, &on("2025-06-07"), "COVER_CLOSED .permitIds[0]");
    // Where it was refused nothing is under way any more, and of the next attempt it may be a part.
    refused_whole.does(&record(63, 50, E::Denied), &on("2025-06-06"));
    refused_whole.does(&join, &on("2025-06-07"));
    // The refusal is not taken back over its head.
    let back = take_back(50, 63);
    refused(&mut refused_whole, &back, &on("2025-06-08"), "COVER_JOINED_SINCE .eventId permits=1");
    refused_whole.does(&open_case(51, LEAD), &on("2025-06-09"));
    assert_eq!(said(&refused_whole, FIRE), None);
}

/// The whole is granted on no day on which somebody objected, whenever it is told.
#[test]
fn an_objection_holds_from_its_day_until_it_is_taken_back() {
    let mut life = under_way();
    life.does(&objects(FIRE), &on("2025-06-04"));
    let check = |life: &Life, expected: [(&str, bool); 4]| {
        for (date, allowed) in expected {
            let mut life = life.clone();
            let grant = record(62, 50, E::Approved);
            if allowed {
                life.does(&grant, &on(date));
            } else {
                refused(&mut life, &grant, &on(date), "OPINION_OBJECTS .event permits=1");
            }
        }
    };
    let [before, during, after] = ["2025-06-03", "2025-06-04", "2025-06-08"];
    check(&life, [(before, true), (during, false), ("2025-06-07", false), (after, false)]);
    life.does(&agrees(FIRE), &on(after));
    check(&life, [(before, true), (during, false), ("2025-06-07", false), (after, true)]);
    // Objecting once more, or saying it in other words, takes nothing of it back.
    for kind in [ResponseKind::Objected, ResponseKind::Confirmed, ResponseKind::Objected] {
        life.does(&says(FIRE, kind), &on("2025-06-09"));
        let agreed = kind == ResponseKind::Confirmed;
        check(&life, [(before, true), (during, false), (after, false), ("2025-06-09", agreed)]);
    }
}

/// What ended an attempt is not taken back so that it is granted over an objection, unless a system tells it.
#[test]
fn a_grant_that_stands_again_asks_who_objected() {
    let mut life = under_way();
    life.does(&objects(FIRE), &on("2025-06-04"));
    life.does(&record(62, 50, E::Withdrawn), &on("2025-06-05"));
    life.does(&sent(63, 50, E::Approved), &on("2025-06-06"));
    let back = take_back(50, 62);
    refused(&mut life, &back, &on("2025-06-08"), "OPINION_OBJECTS .eventId permits=1");
    life.does(&back, &on("2025-06-08").by(INTEGRATION));
    assert!(life.project.permits[&permit_id(LEAD)].is_settled());
}
