//! Permits that stand for others, and those that follow.

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::catalogue::fixture::entry;
use crate::catalogue::{Catalogue, Condition, PermitType};
use crate::command::{AddPermit, BeCovered, Command, Follow};
use crate::cover::{Cover, InHand, Runs, Stands};
use crate::event::Event;
use crate::gap;
use crate::ids::ProjectId;
use crate::permit::{PermitItem, PermitStatus, Phase, ResponseKind};
use crate::stage::Stage;
use crate::step::CloseReason;

const NOW: &str = "2025-06-10";

pub(super) const NEW: Stands = Stands {
    status: PermitStatus::Preparing,
    decided_on: None,
    since: None,
    in_hand: None,
    runs: None,
    due_on: None,
    withdrawn: false,
};
const GRANTED_ON: Option<chrono::NaiveDate> = chrono::NaiveDate::from_ymd_opt(2025, 6, 3);
const LOST_ON: Option<chrono::NaiveDate> = chrono::NaiveDate::from_ymd_opt(2025, 6, 6);
pub(super) const GRANTED: Stands = Stands {
    status: PermitStatus::Granted,
    decided_on: GRANTED_ON,
    since: GRANTED_ON,
    in_hand: in_hand(GRANTED_ON, None),
    ..NEW
};
pub(super) const LAPSED: Stands =
    Stands { status: PermitStatus::Lapsed, since: LOST_ON, in_hand: in_hand(GRANTED_ON, LOST_ON), ..GRANTED };

/// In hand from a day, until another.
const fn in_hand(from: Option<chrono::NaiveDate>, lost_on: Option<chrono::NaiveDate>) -> Option<InHand> {
    match from {
        Some(from) => Some(InHand { from, lost_on }),
        None => None,
    }
}

const fn project(number: u128) -> ProjectId {
    ProjectId::from_uuid(uuid(number))
}

/// A permit of the project 7 that stands like this.
pub(super) const fn elsewhere(stands: Stands) -> Cover {
    Cover { project: project(7), permit: permit_id(77), stands }
}

/// This project's permit stands for others, each with its project.
pub(super) fn cover(permit: u128, others: &[(u128, u128)]) -> Command {
    let others = others.iter().map(|&(other, of)| (permit_id(other), project(of))).collect();
    Command::Cover { permit: permit_id(permit), others }
}

/// These permits follow one of the same name.
pub(super) fn be_covered(permits: &[u128], by: Cover) -> Command {
    let AddPermit { item, .. } = permit(permits[0], Phase::BeforeStart);
    let permits = permits.iter().zip(0..).map(|(&number, place)| (permit_id(number), place)).collect();
    Command::BeCovered(BeCovered { permits, by, item })
}

/// A permit follows one of this entry.
pub(super) fn be_covered_by(number: u128, by: Cover, code: &str) -> Command {
    let item = PermitItem::Catalogued(code.to_owned());
    Command::BeCovered(BeCovered { permits: [(permit_id(number), 0)].into(), by, item })
}

pub(super) const fn uncover(permit: u128) -> Command {
    Command::Uncover(permit_id(permit))
}

/// The one that stands for permits here stands like this by now.
pub(super) const fn stands(stands: Stands) -> Command {
    Command::FollowCover(Follow::Stands(elsewhere(stands)))
}

/// A project in permitting with permit 8 before its start.
fn life() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&add_permit(8, Phase::BeforeStart), &on("2025-06-01"));
    life
}

#[track_caller]
fn refused(life: &mut Life, command: &Command, ask: &Ask, expected: &str) {
    let before = life.clone();
    assert_eq!(life.answer(command, ask), expected);
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
}

fn status(life: &Life) -> (PermitStatus, Option<CloseReason>) {
    let permit = &life.project.permits[&permit_id(8)];
    (permit.status(), life.project.steps[&permit.step].closed.map(|closing| closing.reason))
}

/// The days on which the step of permit 8 opened again.
fn reopened(life: &Life) -> Vec<chrono::NaiveDate> {
    let own = life.project.permits[&permit_id(8)].step;
    let reopened = life.history.iter().filter_map(|event| match event {
        Event::StepReopened { step, on, .. } if *step == own => Some(*on),
        _ => None,
    });
    reopened.collect()
}

#[test]
fn what_another_stands_for_follows_it_and_passes_the_gate_with_it() {
    let mut life = life();
    life.does(&be_covered(&[8], elsewhere(NEW)), &on("2025-06-02"));
    assert_eq!(status(&life), (PermitStatus::Preparing, None));
    assert!(!life.project.permits[&permit_id(8)].is_satisfied_on(day(NOW)));
    assert!(!life.project.permits[&permit_id(8)].is_untouched());
    // It goes no way of its own.
    refused(&mut life, &open_case(8, 8), &on(NOW), "PERMIT_COVERED .permitId");
    refused(&mut life, &rule_out(8), &on(NOW), "PERMIT_COVERED .permitId");
    refused(&mut life, &cover(8, &[(20, 7)]), &on(NOW), "PERMIT_COVERED .permitId");
    let in_case = Stands { status: PermitStatus::InCase, ..NEW };
    life.does(&stands(in_case), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::InCase, None));
    life.does(&stands(GRANTED), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Granted, Some(CloseReason::Done)));
    let permit = &life.project.permits[&permit_id(8)];
    assert_eq!(life.project.steps[&permit.step].closed.map(|closing| closing.on), Some(day("2025-06-03")));
    assert!(permit.is_satisfied_on(day("2025-06-03")) && !permit.is_satisfied_on(day("2025-06-02")));
    // The grant is lost there, and so here: the step opens again on the day of the loss.
    life.does(&stands(LAPSED), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Lapsed, None));
    assert_eq!(reopened(&life), [day("2025-06-06")]);
    let permit = &life.project.permits[&permit_id(8)];
    assert!(permit.is_satisfied_on(day("2025-06-05")) && !permit.is_satisfied_on(day("2025-06-06")));
    // The same told again says nothing.
    assert_eq!(life.tries(&stands(LAPSED), &on(NOW)).unwrap(), []);
    // Another attempt there does not undo that it was in hand until it was lost.
    life.does(
        &stands(Stands { status: PermitStatus::InCase, decided_on: None, since: None, ..LAPSED }),
        &on(NOW),
    );
    assert_eq!(status(&life), (PermitStatus::InCase, None));
    let permit = &life.project.permits[&permit_id(8)];
    assert!(permit.is_satisfied_on(day("2025-06-05")) && !permit.is_satisfied_on(day("2025-06-06")));
    let other = Cover { permit: permit_id(78), ..elsewhere(GRANTED) };
    let other = Command::FollowCover(Follow::Stands(other));
    assert_eq!(life.tries(&other, &on(NOW)).unwrap(), [], "nobody follows that one");
}

#[test]
fn a_permit_follows_one_of_its_kind_that_it_was_not_filed_beside() {
    let mut life = life();
    let join = be_covered(&[8], elsewhere(NEW));
    let named = |name: &str| {
        let Command::BeCovered(command) = join.clone() else { panic!("a cover") };
        Command::BeCovered(BeCovered { item: PermitItem::Named(name.to_owned()), ..command })
    };
    refused(&mut life, &named("别的"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    let own = Cover { project: life.project.id, permit: permit_id(8), stands: NEW };
    refused(&mut life, &be_covered(&[8], own), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    let id = permit_id(99);
    refused(
        &mut life,
        &be_covered(&[99], elsewhere(NEW)),
        &on(NOW),
        &format!("NOT_FOUND .permitIds[0] id={id}"),
    );
    refused(&mut life, &uncover(8), &on(NOW), "PERMIT_NOT_COVERED .permitId");
    let mut filed = life.clone();
    filed.does(&open_case(8, 8), &on(NOW));
    refused(&mut filed, &join, &on(NOW), "CASE_UNDER_WAY .permitIds[0]");
    filed.does(&record(8, 8, E::Submitted), &on(NOW));
    filed.does(&record(9, 8, E::Accepted), &on(NOW));
    filed.does(&record(10, 8, E::Approved), &on(NOW));
    refused(&mut filed, &join, &on(NOW), "PERMIT_GRANTED .permitIds[0]");
    let mut out = life.clone();
    out.does(&rule_out(8), &on(NOW));
    refused(&mut out, &join, &on(NOW), "PERMIT_RULED_OUT .permitIds[0]");
    let mut standing = life.clone();
    standing.does(&cover(8, &[(20, 7)]), &on(NOW));
    refused(&mut standing, &join, &on(NOW), "PERMIT_COVERS .permitIds[0]");
    // Following one it follows no other, and the same again changes nothing.
    life.does(&join, &on(NOW));
    assert_eq!(life.tries(&join, &on(NOW)).unwrap(), []);
    let other = Cover { permit: permit_id(78), ..elsewhere(NEW) };
    refused(&mut life, &be_covered(&[8], other), &on(NOW), "PERMIT_COVERED .permitIds[0]");
    refused(&mut life, &uncover(8), &on(NOW).without_reason(), "REASON_REQUIRED .reason");
    life.does(&uncover(8), &on(NOW));
    assert_eq!(life.project.permits[&permit_id(8)].covered_by, None);
    life.does(&open_case(8, 8), &on(NOW));
}

#[test]
fn a_permit_that_stands_for_others_stays() {
    let mut life = life();
    life.does(&cover(8, &[(20, 7), (21, 7)]), &on(NOW));
    life.does(&cover(8, &[(22, 9)]), &on(NOW));
    let covers = |life: &Life| life.project.permits[&permit_id(8)].covers.len();
    assert_eq!(covers(&life), 3);
    assert_eq!(life.tries(&cover(8, &[(22, 9)]), &on(NOW)).unwrap(), []);
    refused(&mut life, &rule_out(8), &on(NOW), "PERMIT_COVERS .permitId");
    let many: Vec<(u128, u128)> = (100..298).map(|number| (number, 7)).collect();
    refused(&mut life, &cover(8, &many), &on(NOW), "TOO_MANY .permitIds max=200");
    let left = |permit: u128, other: u128| {
        Command::FollowCover(Follow::Left { permit: permit_id(permit), other: permit_id(other) })
    };
    for (number, left_over) in [(20, 2), (21, 1), (22, 0)] {
        life.does(&left(8, number), &on(NOW).without_reason());
        assert_eq!(covers(&life), left_over);
    }
    assert_eq!(life.tries(&left(8, 20), &on(NOW)).unwrap(), [], "it left before");
    assert_eq!(life.tries(&left(99, 20), &on(NOW)).unwrap(), []);
    life.does(&rule_out(8), &on(NOW));
    refused(&mut life, &cover(8, &[(20, 7)]), &on(NOW), "PERMIT_RULED_OUT .permitId");
}

/// 联合验收: within a project the permit that leads a group stands for the others of it.
#[test]
fn the_one_that_leads_a_group_stands_for_the_others_of_the_project() {
    let mut life = life();
    let member = |code: &str, leads_group| PermitType {
        parallel_group: Some("joint".to_owned()),
        leads_group,
        ..entry(code, Condition::Always)
    };
    let catalogue = [member("lead", true), member("fire", false), entry("other", Condition::Always)];
    life.facts.catalogue = std::sync::Arc::new(Catalogue::new(catalogue));
    let coded = |number, code: &str| {
        let item = PermitItem::Catalogued(code.to_owned());
        Command::AddPermit(AddPermit { item, ..permit(number, Phase::BeforeProduction) })
    };
    for (number, code) in [(30, "lead"), (31, "fire"), (32, "other")] {
        life.does(&coded(number, code), &on(NOW));
    }
    let joins = |number: u128, of: u128, by: u128, code: &str| {
        let by = Cover { project: project(of), permit: permit_id(by), stands: NEW };
        be_covered_by(number, by, code)
    };
    refused(&mut life, &joins(32, 1, 30, "lead"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    refused(&mut life, &joins(30, 1, 31, "fire"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    refused(&mut life, &joins(31, 7, 30, "lead"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    life.does(&joins(31, 1, 30, "lead"), &on(NOW));
}

#[test]
fn what_leaves_is_open_from_that_day_on() {
    let mut life = life();
    life.does(&be_covered(&[8], elsewhere(GRANTED)), &on("2025-06-05"));
    assert_eq!(status(&life), (PermitStatus::Granted, Some(CloseReason::Done)));
    life.does(&uncover(8), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Preparing, None));
    assert_eq!(reopened(&life), [day(NOW)]);
}

/// What was granted before is not told of a day on which it was not this one's: no gate is passed with it behind.
#[test]
fn what_joins_a_grant_has_it_from_that_day_on() {
    let mut life = life();
    life.does(&be_covered(&[8], elsewhere(GRANTED)), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Granted, Some(CloseReason::Done)));
    let permit = &life.project.permits[&permit_id(8)];
    assert!(permit.is_satisfied_on(day(NOW)) && !permit.is_satisfied_on(day("2025-06-09")));
    let closed = life.project.steps[&permit.step].closed.map(|closing| closing.on);
    assert_eq!(closed, Some(day(NOW)));
}

/// What passes a gate at once, or was confirmed by its department, follows another for a reason only.
#[test]
fn a_grant_is_taken_over_for_a_reason() {
    let mut life = life();
    let silent = || on(NOW).without_reason();
    refused(&mut life, &be_covered(&[8], elsewhere(GRANTED)), &silent(), "REASON_REQUIRED .reason");
    life.does(&be_covered(&[8], elsewhere(NEW)), &silent());
    let mut locked = super::plan::life();
    locked.does(&super::plan::plan(1, &[]), &on(NOW));
    locked.does(&Command::LockPlan { with_gaps: true }, &on(NOW));
    let permit = locked.project.permits.values().find(|permit| permit.planned.is_some()).unwrap();
    let (permit, item) = (permit.id, permit.item.clone());
    let joins = BeCovered { permits: [(permit, 0)].into(), by: elsewhere(NEW), item };
    refused(&mut locked, &Command::BeCovered(joins.clone()), &silent(), "REASON_REQUIRED .reason");
    locked.does(&Command::BeCovered(joins), &on(NOW));
}

/// It can be let go of in every standing, whatever became of the one that stands for it.
#[test]
fn what_follows_can_leave_when_either_project_was_withdrawn() {
    let gone = Stands { withdrawn: true, ..NEW };
    let mut life = life();
    life.does(&be_covered(&[8], elsewhere(NEW)), &on(NOW));
    life.does(&stands(gone), &on(NOW));
    assert!(life.project.permits[&permit_id(8)].covered_by.unwrap().stands.withdrawn);
    let mut own = life.clone();
    life.does(&uncover(8), &on(NOW));
    assert_eq!(life.project.permits[&permit_id(8)].covered_by, None);
    own.does(&Command::Withdraw, &on(NOW));
    let (join, cover) = (be_covered(&[8], elsewhere(NEW)), cover(8, &[(20, 7)]));
    let withdrawn = "PROJECT_WITHDRAWN from=WITHDRAWN attempted=COVER_PERMITS";
    refused(&mut own, &join, &on(NOW), withdrawn);
    refused(&mut own, &cover, &on(NOW), withdrawn);
    own.does(&stands(GRANTED), &on(NOW));
    own.does(&uncover(8), &on(NOW));
    own.does(&reopen(), &on(NOW));
    assert_eq!(status(&own), (PermitStatus::Preparing, None));
}

/// A case of its own that is not over after all says nothing while another stands for it.
#[test]
fn its_own_cases_say_nothing_meanwhile() {
    let mut life = life();
    life.does(&open_case(8, 8), &on("2025-06-01"));
    for (number, kind, date) in
        [(8, E::Submitted, "2025-06-01"), (9, E::Accepted, "2025-06-02"), (10, E::Denied, "2025-06-03")]
    {
        life.does(&record(number, 8, kind), &on(date));
    }
    life.does(&be_covered(&[8], elsewhere(NEW)), &on(NOW));
    refused(&mut life, &take_back(8, 10), &on(NOW), "PERMIT_COVERED .caseId");
    refused(&mut life, &record(11, 8, E::Withdrawn), &on(NOW), "PERMIT_COVERED .caseId");
    life.does(&take_back(8, 10), &on(NOW).by(INTEGRATION));
    life.does(&sent(12, 8, E::Approved), &on("2025-06-04"));
    assert_eq!(status(&life), (PermitStatus::Preparing, None));
    assert!(!life.project.permits[&permit_id(8)].is_satisfied_on(day(NOW)));
    // By itself again it stands as they say.
    life.does(&uncover(8), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Granted, Some(CloseReason::Done)));
}

#[test]
fn a_gap_begins_when_the_grant_was_lost_elsewhere() {
    let mut life = new_build_at(Stage::Started);
    life.does(&add_permit(8, Phase::BeforeStart), &on("2025-05-01"));
    life.does(&be_covered(&[8], elsewhere(NEW)), &on(NOW));
    let since = |life: &Life| {
        let project = &life.project;
        let gap = gap::of(&project.permits[&permit_id(8)], &project.steps, &project.visits);
        gap.map(|gap| gap.since)
    };
    assert_eq!(since(&life), Some(day("2025-04-15")), "it was asked for at the start");
    life.does(&stands(GRANTED), &on(NOW));
    assert_eq!(since(&life), None);
    life.does(&stands(LAPSED), &on(NOW));
    assert_eq!(since(&life), Some(day("2025-06-06")));
    life.does(
        &stands(Stands { status: PermitStatus::InCase, decided_on: None, since: None, ..LAPSED }),
        &on(NOW),
    );
    assert_eq!(since(&life), Some(day("2025-06-06")), "another attempt does not move it");
}

/// What a permit is to those it stands for, through two attempts at it.
#[test]
fn how_a_permit_stands_tells_when_it_was_last_in_hand() {
    let mut life = life();
    let check = |life: &Life, status: PermitStatus, in_hand: [&str; 2], runs: Option<(&str, bool)>| {
        let stands = Stands::of(&life.project, &life.project.permits[&permit_id(8)]);
        let day = |text: &&str| (!text.is_empty()).then(|| day(text));
        let [from, lost_on] = [day(&in_hand[0]), day(&in_hand[1])];
        assert_eq!(stands.status, status);
        assert_eq!(stands.in_hand, from.map(|from| InHand { from, lost_on }), "{status}");
        let runs = runs.map(|(on, longer)| Runs { accepted_on: super::fixture::day(on), longer });
        assert_eq!(stands.runs, runs, "{status}");
    };
    check(&life, PermitStatus::Preparing, ["", ""], None);
    life.does(&open_case(8, 8), &on("2025-06-01"));
    check(&life, PermitStatus::InCase, ["", ""], None);
    life.does(&record(1, 8, E::Accepted), &on("2025-06-02"));
    check(&life, PermitStatus::InCase, ["", ""], Some(("2025-06-02", false)));
    life.does(&record(2, 8, E::Approved), &on("2025-06-03"));
    check(&life, PermitStatus::Granted, ["2025-06-03", ""], None);
    life.does(&record(3, 8, E::Revoked), &on("2025-06-05"));
    check(&life, PermitStatus::Lapsed, ["2025-06-03", "2025-06-05"], None);
    life.does(&open_case(9, 8), &on("2025-06-06"));
    life.does(&record(4, 9, E::Accepted), &on("2025-06-06"));
    life.does(&record(5, 9, E::SupplementStarted), &on("2025-06-07"));
    check(&life, PermitStatus::InCase, ["2025-06-03", "2025-06-05"], Some(("2025-06-06", true)));
    life.does(&record(6, 9, E::SupplementEnded), &on("2025-06-08"));
    check(&life, PermitStatus::InCase, ["2025-06-03", "2025-06-05"], Some(("2025-06-06", true)));
    life.does(&record(7, 9, E::Denied), &on("2025-06-09"));
    check(&life, PermitStatus::Refused, ["2025-06-03", "2025-06-05"], None);
}

/// Since when a permit follows another is told in the order in which it happened.
#[test]
fn nothing_follows_before_it_was_there_nor_leaves_before_it_followed() {
    let mut life = life();
    let out_of_order = |date: &str, not_before: &str| {
        format!("DATE_OUT_OF_ORDER .occurredOn date={date} notBefore={not_before}")
    };
    let join = be_covered(&[8], elsewhere(NEW));
    let early = |date: &str, not_before: &str| {
        format!("DATE_OUT_OF_ORDER .permitIds[0] date={date} notBefore={not_before}")
    };
    refused(&mut life, &join, &on("2025-05-31"), &early("2025-05-31", "2025-06-01"));
    life.does(&join, &on("2025-06-05"));
    // How it stands there is told of any day; since when it follows stays.
    life.does(&stands(GRANTED), &on("2025-06-07"));
    let leave = uncover(8);
    refused(&mut life, &leave, &on("2025-06-04"), &out_of_order("2025-06-04", "2025-06-05"));
    life.does(&leave, &on("2025-06-06"));
    refused(&mut life, &join, &on("2025-06-05"), &early("2025-06-05", "2025-06-06"));
    life.does(&join, &on("2025-06-06"));
}

#[test]
fn nobody_is_asked_about_what_another_stands_for() {
    let mut life = super::plan::life();
    life.does(&super::plan::plan(1, &[]), &on(NOW));
    let permit = life.project.permits.values().find(|permit| permit.awaits_response()).unwrap().clone();
    let objects = Command::Respond { permit: permit.id, kind: ResponseKind::Objected };
    life.does(&objects, &on(NOW));
    assert!(life.project.permits[&permit.id].is_objected_to());
    let joins = BeCovered { permits: [(permit.id, 0)].into(), by: elsewhere(NEW), item: permit.item };
    life.does(&Command::BeCovered(joins), &on(NOW));
    let now = &life.project.permits[&permit.id];
    assert!(!now.is_objected_to() && !now.awaits_response());
    refused(&mut life, &objects, &on(NOW), "PERMIT_COVERED .permitId");
}
