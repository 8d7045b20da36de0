//! Each agency's part of the way.

use std::collections::BTreeMap;

use super::{CALENDAR, case, d, short};
use crate::case::LegKind;
use crate::clock::{Limit, Limits, clock};

#[track_caller]
fn check(first_due: Option<&str>, events: &str, limits: &[(LegKind, Limit)], today: &str, expected: &[&str]) {
    let mut case = case(events);
    case.first_leg_due = first_due.map(d);
    let legs: BTreeMap<_, _> = limits.iter().copied().collect();
    let clock = clock(&case, &Limits { legs, ..Limits::default() }, &CALENDAR, d(today));
    let shown = clock.legs.iter().map(|leg| {
        let kind = leg.kind.map_or("?", LegKind::as_str);
        let due = leg.due.map_or("?".into(), |due| short(due.on));
        let done = leg.done_on.map_or("open".into(), short);
        let late = if leg.late { format!(" late {}", leg.late_by) } else { String::new() };
        format!(
            "{kind} {}..{done} due {due} took {} paused {}{late}",
            short(leg.sent_on),
            leg.took,
            leg.paused
        )
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{events} on {today}");
}

#[test]
fn a_day_given_with_a_leg_is_its_day() {
    check(None, "", &[], "01-12", &["? 01-05..open due ? took 5 paused 0"]);
    check(Some("01-12"), "", &[], "01-12", &["? 01-05..open due 01-12 took 5 paused 0"]);
    check(Some("01-12"), "", &[], "01-14", &["? 01-05..open due 01-12 took 7 paused 0 late 2"]);
    // Handed on too late: that shows by itself, and stays with the leg that was slow.
    check(
        Some("01-12"),
        "01-06 ACCEPTED, 01-14 HANDED_ON FORWARDING by 01-16, 01-16 HANDED_ON DECISION by 01-30",
        &[],
        "01-20",
        &[
            "INITIAL_REVIEW 01-05..01-14 due 01-12 took 7 paused 0 late 2",
            "FORWARDING 01-14..01-16 due 01-16 took 2 paused 0",
            "DECISION 01-16..open due 01-30 took 2 paused 0",
        ],
    );
    // Late by a weekend.
    check(Some("01-16"), "", &[], "01-17", &["? 01-05..open due 01-16 took 9 paused 0 late 0"]);
}

#[test]
fn a_limit_of_legs_runs_from_acceptance_and_stands_with_the_case() {
    let limits = [(LegKind::InitialReview, Limit::working(5)), (LegKind::Decision, Limit::working(10))];
    check(None, "01-06 SUBMITTED", &limits, "01-20", &["? 01-05..open due ? took 11 paused 0"]);
    check(None, "01-06 ACCEPTED", &limits, "01-20", &["? 01-05..open due 01-13 took 11 paused 0 late 5"]);
    // Without a first review the first leg is the one that decides.
    check(None, "01-06 ACCEPTED", &limits[1..], "01-20", &["? 01-05..open due 01-20 took 11 paused 0"]);
    let stopped = "01-06 ACCEPTED, 01-08 SUPPLEMENT_STARTED, 01-12 SUPPLEMENT_ENDED";
    check(None, stopped, &limits, "01-15", &["? 01-05..open due 01-15 took 8 paused 2"]);
    // Handed on while papers are missing; the day of the first leg was not known then.
    check(
        None,
        "01-06 ACCEPTED, 01-08 SUPPLEMENT_STARTED, 01-09 HANDED_ON",
        &limits,
        "01-12",
        &["INITIAL_REVIEW 01-05..01-09 due ? took 4 paused 1", "DECISION 01-09..open due ? took 1 paused 1"],
    );
    check(
        None,
        "01-06 ACCEPTED, 01-12 HANDED_ON, 01-27 APPROVED",
        &limits,
        "05-20",
        &[
            "INITIAL_REVIEW 01-05..01-12 due 01-13 took 5 paused 0",
            "DECISION 01-12..01-27 due 01-26 took 11 paused 0 late 1",
        ],
    );
}
