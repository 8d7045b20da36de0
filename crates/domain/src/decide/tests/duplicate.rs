//! What becomes of projects that looked the same.

use super::commands::*;
use super::fixture::*;
use super::life::{new_build_at, on};
use crate::codes::ProjectCode;
use crate::command::Command;
use crate::duplicate::Ruling;
use crate::event::Event;
use crate::profile::{Change, CodeStanding};
use crate::stage::Stage;
use crate::standing::Standing;
use crate::step::Step;

const NOW: &str = "2025-06-10";

fn until(text: &str) -> Ruling {
    Ruling::FirstContactStands { until: day(text) }
}

#[test]
fn a_decision_has_a_reason_and_a_day_that_is_still_to_come() {
    let check = |ruling: Ruling, reason: bool, expected: &str| {
        let mut life = new_build_at(Stage::Lead);
        let ask = on(NOW);
        let ask = if reason { ask } else { ask.without_reason() };
        assert_eq!(life.answer(&rule_on_duplicate(ruling, true), &ask), expected);
    };
    check(Ruling::KeepApart, true, "ok");
    check(Ruling::KeepApart, false, "REASON_REQUIRED .reason");
    check(until("2025-06-30"), true, "ok");
    check(until("2025-06-29"), true, "DATE_OUT_OF_ORDER .until date=2025-06-29 notBefore=2025-06-30");
    check(until("2199-01-01"), true, "DATE_IN_FUTURE .until date=2199-01-01 today=2025-06-30");
}

#[test]
fn of_two_that_are_merged_the_later_one_ends() {
    let mut life = new_build_at(Stage::Permitting);
    let code = ProjectCode::parse("2505-330354-04-01-274607").unwrap();
    let take = Command::Update(vec![Change::Code(code.clone(), CodeStanding::Present)]);
    life.does(&take, &on(NOW));
    let mut kept = life.clone();
    let told = |events: &[Event]| matches!(events.first(), Some(Event::DuplicateRuled { .. }));
    assert!(told(&kept.tries(&rule_on_duplicate(Ruling::Merge, false), &on(NOW)).unwrap()));
    assert_eq!(kept.project.standing, Standing::Active);
    assert_eq!(kept.project.profile.codes[&code], CodeStanding::Present);

    assert!(told(&life.tries(&rule_on_duplicate(Ruling::Merge, true), &on(NOW)).unwrap()));
    assert_eq!(life.project.standing, Standing::Withdrawn { on: day(NOW) });
    assert_eq!(life.project.profile.codes[&code], CodeStanding::Former, "the other's to use");
    assert!(!life.project.steps.values().any(Step::is_open));
}
