//! Cases: what may be opened and recorded, by whom, and what it does to the permit and its step.

use proptest::prelude::*;

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::command::{Command, OpenCase};
use crate::permit::Phase;
use crate::stage::Stage;

/// A project with a live case 1 for permit 1, opened on 03-05.
fn with_case() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&open_case(1, 1), &on("2025-03-05"));
    life
}

fn permit_and_step(life: &Life) -> String {
    let permit = &life.project.permits[&permit_id(1)];
    let closed = life.project.steps[&permit_step(1)].closed;
    let step = closed.map_or_else(|| "open".into(), |closing| format!("{} {}", closing.reason, closing.on));
    format!("{} · {step}", permit.status())
}

#[test]
fn what_happens_to_the_permit_and_its_step() {
    let check = |events: &[(E, &str)], expected: &str| {
        let mut life = with_case();
        for (&(kind, date), number) in events.iter().zip(1..) {
            life.does(&sent(number, 1, kind), &on(date));
        }
        assert_eq!(permit_and_step(&life), expected, "{events:?}");
    };
    let accepted = (E::Accepted, "2025-03-10");
    let approved = (E::Approved, "2025-04-01");
    check(&[], "IN_CASE · open");
    check(&[accepted], "IN_CASE · open");
    check(&[accepted, approved], "GRANTED · DONE 2025-04-01");
    check(&[accepted, (E::GrantedOnCommitment, "2025-03-12")], "GRANTED · DONE 2025-03-12");
    // A grant with defects is in hand but not done.
    let defects = (E::ApprovedWithDefects, "2025-04-02");
    check(&[accepted, defects], "GRANTED_WITH_DEFECTS · open");
    check(&[accepted, defects, (E::DefectsCured, "2025-04-20")], "GRANTED · DONE 2025-04-20");
    check(&[accepted, (E::Denied, "2025-04-01")], "REFUSED · open");
    check(&[(E::Withdrawn, "2025-03-20")], "REFUSED · open");
    check(&[accepted, approved, (E::Amended, "2025-05-01")], "GRANTED · DONE 2025-04-01");
    check(&[accepted, approved, (E::Revoked, "2025-05-01")], "LAPSED · open");
    check(&[accepted, approved, (E::Expired, "2025-05-01")], "LAPSED · open");
    // The decision arrives before the acceptance it needs.
    check(&[approved], "IN_CASE · open");
    check(&[approved, accepted], "GRANTED · DONE 2025-04-01");
    // Told late that it was granted earlier: the step ended earlier, too.
    check(&[accepted, approved, (E::Approved, "2025-03-25")], "GRANTED · DONE 2025-03-25");
}

proptest! {
    #[test]
    fn a_system_may_send_in_any_order(events in Just(vec![
        (1, E::Submitted, "2025-03-06"),
        (2, E::Accepted, "2025-03-10"),
        (3, E::PauseStarted, "2025-03-12"),
        (4, E::PauseEnded, "2025-03-20"),
        (5, E::Approved, "2025-04-01"),
        (6, E::Revoked, "2025-04-10"),
        (7, E::Approved, "2025-03-28"),
    ]).prop_shuffle()) {
        let mut life = with_case();
        for &(number, kind, date) in &events {
            life.does(&sent(number, 1, kind), &on(date));
        }
        prop_assert_eq!(permit_and_step(&life), "LAPSED · open");
        life.does(&take_back(1, 6), &on("2025-04-11"));
        prop_assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-03-28");
        life.does(&take_back(1, 7), &on("2025-04-12"));
        prop_assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-04-01");
    }
}
