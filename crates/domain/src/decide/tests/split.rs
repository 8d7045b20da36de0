//! Splitting a project into phases.

use super::commands::*;
use super::fixture::*;
use super::life::{new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::command::{Command, NamedPhase};
use crate::ids::ProjectId;
use crate::permit::{PermitStatus, Phase};
use crate::project::Lineage;
use crate::stage::Stage;

const NOW: &str = "2025-06-10";

#[test]
fn a_split_needs_two_phases_and_no_permit_under_way() {
    let phases = |count: u128| split(100..100 + count);
    let check = |events: &[E], command: Command, date: &str, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        if !events.is_empty() {
            life.does(&open_case(1, 1), &on("2025-03-05"));
        }
        for (&kind, number) in events.iter().zip(1..) {
            life.does(&record(number, 1, kind), &on("2025-03-10"));
        }
        assert_eq!(life.answer(&command, &on(date)), expected, "{events:?}");
        if expected == "ok" {
            assert!(matches!(&life.project.lineage, Lineage::Umbrella(phases) if phases.len() >= 2));
            assert_eq!(life.project.current_visit(), None);
        }
    };
    let granted = [E::Accepted, E::Approved];
    check(&granted, phases(2), NOW, "ok");
    check(&granted, phases(50), NOW, "ok");
    check(&granted, phases(1), NOW, "REQUIRED .phases min=2");
    check(&granted, phases(51), NOW, "TOO_MANY .phases max=50");
    check(
        &granted,
        phases(2),
        "2025-02-28",
        "DATE_OUT_OF_ORDER .occurredOn date=2025-02-28 notBefore=2025-03-01",
    );
    check(&[], phases(2), NOW, "SPLIT_OPEN_PERMITS permits=1");
    check(&[E::Accepted], phases(2), NOW, "SPLIT_OPEN_PERMITS permits=1");
    check(&[E::Accepted, E::ApprovedWithDefects], phases(2), NOW, "SPLIT_OPEN_PERMITS permits=1");
}

/// An umbrella without anybody in service on it still hears what the systems say.
#[test]
fn an_umbrella_keeps_what_a_system_sends() {
    let mut life = new_build_at(Stage::Started);
    life.does(&split([101, 102]), &on("2025-05-01"));
    life.is_in_service(SPECIALIST, false);
    assert_eq!(
        life.answer(&add_permit(3, Phase::After), &on(NOW)),
        "PROJECT_IS_UMBRELLA attempted=ADD_PERMIT"
    );
    assert_eq!(life.answer(&sent(9, 1, E::Revoked), &on(NOW)), "ok");
    assert_eq!(life.project.permits[&permit_id(1)].status(), PermitStatus::Lapsed);
    assert!(life.project.steps.values().all(|step| !step.is_open()), "there is nobody to hold the step");
    // Once somebody is there, the next word about the permit opens its step.
    life.is_in_service(SPECIALIST, true);
    life.does(&sent(10, 1, E::Revoked), &on(NOW));
    assert!(life.project.steps[&permit_step(1)].is_open());
}

#[test]
fn phases_have_names_of_their_own() {
    let check = |names: &[&str], expected: &str| {
        let phase = |(name, number): (&&str, u128)| NamedPhase {
            id: ProjectId::from_uuid(uuid(number)),
            name: (*name).to_owned(),
        };
        let mut life = new_build_at(Stage::Signed);
        let before = life.project.clone();
        let command = Command::Split { phases: names.iter().zip(101..).map(phase).collect() };
        assert_eq!(life.answer(&command, &on(NOW)), expected, "{names:?}");
        if expected != "ok" {
            assert_eq!(life.project, before);
        }
    };
    check(&["一期", "二期"], "ok");
    check(&["一期", "二期", "一期"], "DUPLICATE .phases[2] .name");
    check(&["一期", " 一期 "], "DUPLICATE .phases[1] .name");
    check(&["一期", ""], "TEXT_EMPTY .phases[1] .name");
}
