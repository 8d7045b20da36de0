//! Permits that stand for others, and those that follow.

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::catalogue::fixture::entry;
use crate::catalogue::{Catalogue, Condition, PermitType};
use crate::command::{AddPermit, BeCovered, Command};
use crate::cover::{Cover, Stands};
use crate::ids::ProjectId;
use crate::permit::{PermitItem, PermitStatus, Phase};
use crate::stage::Stage;
use crate::step::CloseReason;

const NOW: &str = "2025-06-10";

pub(super) const NEW: Stands = Stands { status: PermitStatus::Preparing, decided_on: None, due_on: None };
pub(super) const GRANTED: Stands = Stands {
    status: PermitStatus::Granted,
    decided_on: chrono::NaiveDate::from_ymd_opt(2025, 6, 9),
    due_on: None,
};

pub(super) const LAPSED: Stands = Stands { status: PermitStatus::Lapsed, ..GRANTED };

const fn project(number: u128) -> ProjectId {
    ProjectId::from_uuid(uuid(number))
}

/// A permit of the project 7 that stands like this.
pub(super) const fn elsewhere(stands: Stands) -> Cover {
    Cover { project: project(7), permit: permit_id(77), stands }
}

/// This project's permit stands for others, each with its project.
pub(super) fn cover(permit: u128, others: &[(u128, u128)], ends: bool) -> Command {
    let others = others.iter().map(|&(other, of)| (permit_id(other), project(of))).collect();
    Command::Cover { permit: permit_id(permit), others, ends }
}

/// These permits follow one of the same name.
pub(super) fn be_covered(permits: &[u128], by: Cover, ends: bool) -> Command {
    let AddPermit { item, .. } = permit(permits[0], Phase::BeforeStart);
    let permits = permits.iter().zip(0..).map(|(&number, place)| (permit_id(number), place)).collect();
    Command::BeCovered(BeCovered { permits, by, item, ends })
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

#[test]
fn what_another_stands_for_follows_it_and_passes_the_gate_with_it() {
    let mut life = life();
    life.does(&be_covered(&[8], elsewhere(NEW), false), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Preparing, None));
    assert!(!life.project.permits[&permit_id(8)].is_satisfied_on(day(NOW)));
    assert!(!life.project.permits[&permit_id(8)].is_untouched());
    // It goes no way of its own.
    refused(&mut life, &open_case(8, 8), &on(NOW), "PERMIT_COVERED .permitId");
    refused(&mut life, &rule_out(8), &on(NOW), "PERMIT_COVERED .permitId");
    refused(&mut life, &cover(8, &[(20, 7)], false), &on(NOW), "PERMIT_COVERED .permitId");
    let in_case = Stands { status: PermitStatus::InCase, ..NEW };
    life.does(&Command::FollowCover(elsewhere(in_case)), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::InCase, None));
    life.does(&Command::FollowCover(elsewhere(GRANTED)), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Granted, Some(CloseReason::Done)));
    let permit = &life.project.permits[&permit_id(8)];
    assert_eq!(life.project.steps[&permit.step].closed.map(|closing| closing.on), Some(day("2025-06-09")));
    assert!(permit.is_satisfied_on(day("2025-06-09")) && !permit.is_satisfied_on(day("2025-06-08")));
    // The grant is lost there, and so here: the step opens again.
    life.does(&Command::FollowCover(elsewhere(LAPSED)), &on(NOW));
    assert_eq!(status(&life), (PermitStatus::Lapsed, None));
    // The same told again says nothing.
    assert_eq!(life.tries(&Command::FollowCover(elsewhere(LAPSED)), &on(NOW)).unwrap(), []);
    let other = Cover { permit: permit_id(78), ..elsewhere(GRANTED) };
    assert_eq!(life.tries(&Command::FollowCover(other), &on(NOW)).unwrap(), [], "nobody follows that one");
}

#[test]
fn a_permit_follows_one_of_its_kind_that_it_was_not_filed_beside() {
    let mut life = life();
    let join = be_covered(&[8], elsewhere(NEW), false);
    let named = |name: &str| {
        let Command::BeCovered(command) = join.clone() else { panic!("a cover") };
        Command::BeCovered(BeCovered { item: PermitItem::Named(name.to_owned()), ..command })
    };
    refused(&mut life, &named("别的"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    let own = Cover { project: life.project.id, permit: permit_id(8), stands: NEW };
    refused(&mut life, &be_covered(&[8], own, false), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    let id = permit_id(99);
    refused(
        &mut life,
        &be_covered(&[99], elsewhere(NEW), false),
        &on(NOW),
        &format!("NOT_FOUND .permitIds[0] id={id}"),
    );
    let leave = be_covered(&[8], elsewhere(NEW), true);
    let id = permit_id(8);
    refused(&mut life, &leave, &on(NOW), &format!("NOT_FOUND .permitIds[0] id={id}"));
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
    standing.does(&cover(8, &[(20, 7)], false), &on(NOW));
    refused(&mut standing, &join, &on(NOW), "PERMIT_COVERS .permitIds[0]");
    // Following one it follows no other, and the same again changes nothing.
    life.does(&join, &on(NOW));
    assert_eq!(life.tries(&join, &on(NOW)).unwrap(), []);
    let other = Cover { permit: permit_id(78), ..elsewhere(NEW) };
    refused(&mut life, &be_covered(&[8], other, false), &on(NOW), "PERMIT_COVERED .permitIds[0]");
    let leave = be_covered(&[8], elsewhere(NEW), true);
    life.does(&leave, &on(NOW));
    assert_eq!(life.project.permits[&permit_id(8)].covered_by, None);
    life.does(&open_case(8, 8), &on(NOW));
}

#[test]
fn a_permit_that_stands_for_others_stays() {
    let mut life = life();
    life.does(&cover(8, &[(20, 7), (21, 7)], false), &on(NOW));
    life.does(&cover(8, &[(22, 9)], false), &on(NOW));
    let covers = |life: &Life| life.project.permits[&permit_id(8)].covers.len();
    assert_eq!(covers(&life), 3);
    assert_eq!(life.tries(&cover(8, &[(22, 9)], false), &on(NOW)).unwrap(), []);
    refused(&mut life, &rule_out(8), &on(NOW), "PERMIT_COVERS .permitId");
    let many: Vec<(u128, u128)> = (100..298).map(|number| (number, 7)).collect();
    refused(&mut life, &cover(8, &many, false), &on(NOW), "TOO_MANY .permitIds max=200");
    refused(&mut life, &cover(8, &[(20, 7)], true), &on(NOW).without_reason(), "REASON_REQUIRED .reason");
    life.does(&cover(8, &[(20, 7), (21, 7), (22, 9)], true), &on(NOW));
    assert_eq!(covers(&life), 0);
    life.does(&rule_out(8), &on(NOW));
    refused(&mut life, &cover(8, &[(20, 7)], false), &on(NOW), "PERMIT_RULED_OUT .permitId");
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
        let item = PermitItem::Catalogued(code.to_owned());
        Command::BeCovered(BeCovered { permits: [(permit_id(number), 0)].into(), by, item, ends: false })
    };
    refused(&mut life, &joins(32, 1, 30, "lead"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    refused(&mut life, &joins(30, 1, 31, "fire"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    refused(&mut life, &joins(31, 7, 30, "lead"), &on(NOW), "COVER_UNLIKE .permitIds[0]");
    life.does(&joins(31, 1, 30, "lead"), &on(NOW));
}
