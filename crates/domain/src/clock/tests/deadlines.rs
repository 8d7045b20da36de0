//! One limit: the legal one, and what stops, extends and ends it.

use super::{case as told, clock_of, d, shown};
use crate::clock::{Limit, Limits, Pause, PauseKind};

#[track_caller]
fn check(events: &str, limit: Limit, today: &str, expected: &str) {
    let limits = Limits { legal: Some(limit), ..Limits::default() };
    let clock = clock_of(events, &limits, today);
    assert_eq!(format!("{} {}", clock.state, shown(clock.legal.as_ref())), expected, "{events} on {today}");
}

const TWENTY: Limit = Limit::working(20);

#[test]
fn the_clock_starts_at_acceptance() {
    check("", TWENTY, "03-20", "NOT_STARTED –");
    check("03-02 SUBMITTED", TWENTY, "03-20", "NOT_STARTED –");
    check("03-02 SUBMITTED, 03-03 SUPPLEMENT_STARTED", TWENTY, "03-20", "NOT_STARTED –");
    // A supplement before acceptance neither starts nor stops it.
    let supplemented = "02-20 SUBMITTED, 02-24 SUPPLEMENT_STARTED, 03-02 SUPPLEMENT_ENDED, 03-02 ACCEPTED";
    check(supplemented, TWENTY, "03-10", "RUNNING due 03-30 used 6 paused 0 left 14 NORMAL");
    // What has not happened yet does not show.
    check("03-02 ACCEPTED", TWENTY, "03-01", "NOT_STARTED –");
    check("03-02 ACCEPTED", TWENTY, "03-02", "RUNNING due 03-30 used 0 paused 0 left 20 NORMAL");
    check("03-02 ACCEPTED_WITH_DEFECTS", TWENTY, "03-02", "RUNNING due 03-30 used 0 paused 0 left 20 NORMAL");
    check("03-02 SUBMITTED, 03-04 NOT_ADMITTED", TWENTY, "03-10", "ENDED –");
}

#[test]
fn deadlines_without_a_stop_are_those_of_the_calendar() {
    #[track_caller]
    fn check(accepted: &str, days: u32, due: &str) {
        let limits = Limits { legal: Some(Limit::working(days)), ..Limits::default() };
        let clock = clock_of(&format!("{accepted} ACCEPTED"), &limits, accepted);
        assert_eq!(clock.legal.unwrap().deadline.unwrap().on, d(due), "{accepted} + {days}");
    }
    check("2026-02-12", 5, "2026-02-26");
    check("2026-02-13", 1, "2026-02-14");
    check("2026-02-14", 10, "2026-03-06");
    check("2026-04-30", 5, "2026-05-11");
    check("2026-09-30", 10, "2026-10-20");
    check("2025-09-26", 10, "2025-10-16");
    check("2025-12-31", 20, "2026-01-29");
    check("2026-01-01", 1, "2026-01-04");
    check("2026-01-30", 80, "2026-06-02");
    check("2026-01-30", 120, "2026-07-29");
    check("2026-03-02", 20, "2026-03-30");
    check("2026-03-02", 0, "2026-03-02");
}

#[test]
fn a_stop_moves_the_deadline_by_its_working_days() {
    let paused = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 04-07 PAUSE_ENDED";
    check(paused, TWENTY, "04-07", "RUNNING due 04-27 used 6 paused 19 left 14 NORMAL");
    check(paused, TWENTY, "04-27", "RUNNING due 04-27 used 20 paused 19 left 0 WARNING");
    // Before it ended nobody could know the deadline.
    check(paused, TWENTY, "04-01", "PAUSED due ? used 6 paused 16 left 14 NORMAL");
    check(paused, TWENTY, "03-09", "RUNNING due 03-30 used 5 paused 0 left 15 NORMAL");
    // Within a weekend it stops nothing.
    let weekend = "03-02 ACCEPTED, 03-14 SUPPLEMENT_STARTED, 03-15 SUPPLEMENT_ENDED";
    check(weekend, TWENTY, "03-16", "RUNNING due 03-30 used 10 paused 0 left 10 NORMAL");
    let from_friday = "03-02 ACCEPTED, 03-13 SUPPLEMENT_STARTED, 03-15 SUPPLEMENT_ENDED";
    check(from_friday, TWENTY, "03-16", "RUNNING due 03-30 used 10 paused 0 left 10 NORMAL");
    let until_monday = "03-02 ACCEPTED, 03-13 SUPPLEMENT_STARTED, 03-16 SUPPLEMENT_ENDED";
    check(until_monday, TWENTY, "03-16", "RUNNING due 03-31 used 9 paused 1 left 11 NORMAL");
    // Two that touch are one, also of different kinds.
    let both = "03-02 ACCEPTED, 03-10 SUPPLEMENT_STARTED, 03-20 SUPPLEMENT_ENDED, 03-20 PAUSE_STARTED, 04-07 PAUSE_ENDED";
    check(both, TWENTY, "04-07", "RUNNING due 04-27 used 6 paused 19 left 14 NORMAL");
    let turned = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 03-20 PAUSE_ENDED, 03-20 SUPPLEMENT_STARTED, 04-07 SUPPLEMENT_ENDED";
    check(turned, TWENTY, "04-07", "RUNNING due 04-27 used 6 paused 19 left 14 NORMAL");
    // From acceptance on, and twice.
    let at_once =
        "03-02 ACCEPTED, 03-02 PAUSE_STARTED, 03-06 PAUSE_ENDED, 03-10 PAUSE_STARTED, 03-12 PAUSE_ENDED";
    check(at_once, TWENTY, "03-12", "RUNNING due 04-08 used 2 paused 6 left 18 NORMAL");
}

#[test]
fn a_stop_that_begins_when_the_deadline_is_there_does_not_move_it() {
    let five = Limit::working(5);
    check("03-02 ACCEPTED, 03-06 PAUSE_STARTED", five, "03-08", "PAUSED due ? used 4 paused 0 left 1 NORMAL");
    check(
        "03-02 ACCEPTED, 03-09 PAUSE_STARTED",
        five,
        "03-09",
        "PAUSED due 03-09 used 5 paused 0 left 0 WARNING",
    );
    check(
        "03-02 ACCEPTED, 03-10 PAUSE_STARTED",
        five,
        "03-13",
        "PAUSED due 03-09 used 9 paused 0 left 0 over 4 OVERDUE",
    );
    check(
        "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 03-12 PAUSE_ENDED",
        five,
        "03-13",
        "RUNNING due 03-09 used 9 paused 0 left 0 over 4 OVERDUE",
    );
}

#[test]
fn a_warning_comes_with_two_working_days_left() {
    let events = "03-02 ACCEPTED";
    check(events, TWENTY, "03-25", "RUNNING due 03-30 used 17 paused 0 left 3 NORMAL");
    check(events, TWENTY, "03-26", "RUNNING due 03-30 used 18 paused 0 left 2 WARNING");
    check(events, TWENTY, "03-30", "RUNNING due 03-30 used 20 paused 0 left 0 WARNING");
    check(events, TWENTY, "03-31", "RUNNING due 03-30 used 21 paused 0 left 0 over 1 OVERDUE");
    // Also of a limit in calendar days: the weekend does not help.
    check(events, Limit::calendar(14), "03-11", "RUNNING due 03-16 used 9 paused 0 left 5 NORMAL");
    check(events, Limit::calendar(14), "03-12", "RUNNING due 03-16 used 10 paused 0 left 4 WARNING");
}

#[test]
fn calendar_days_are_counted_and_stopped_as_such_and_only_the_last_moves_off_a_day_off() {
    // 60 days after 2 March are 1 May: a day off until the 5th.
    let sixty = Limit::calendar(60);
    check("03-02 ACCEPTED", sixty, "03-10", "RUNNING due 05-06 used 8 paused 0 left 52 NORMAL");
    // Stopped for two days, it ends on 3 May, which is off as well; for five, on the 6th, which is worked.
    let stopped = |to: &str| format!("03-02 ACCEPTED, 03-10 PAUSE_STARTED, {to} PAUSE_ENDED");
    check(&stopped("03-12"), sixty, "03-12", "RUNNING due 05-06 used 8 paused 2 left 52 NORMAL");
    check(&stopped("03-15"), sixty, "03-15", "RUNNING due 05-06 used 8 paused 5 left 52 NORMAL");
    check(&stopped("03-16"), sixty, "03-16", "RUNNING due 05-07 used 8 paused 6 left 52 NORMAL");
    // The sixty days were up on 1 May: what begins on 4 May comes too late, although the deadline is the 6th.
    check(
        "03-02 ACCEPTED, 05-04 PAUSE_STARTED",
        sixty,
        "05-05",
        "PAUSED due 05-06 used 64 paused 0 left 0 WARNING",
    );
    check(
        "03-02 ACCEPTED, 04-30 PAUSE_STARTED, 05-09 PAUSE_ENDED",
        sixty,
        "05-10",
        "RUNNING due 05-11 used 60 paused 9 left 0 WARNING",
    );
}

#[test]
fn what_depends_on_days_not_published_is_provisional() {
    check("12-01 ACCEPTED", TWENTY, "12-01", "RUNNING due 12-29~ used 0 paused 0 left 20 NORMAL");
    check("12-01 ACCEPTED", Limit::working(10), "12-01", "RUNNING due 12-15 used 0 paused 0 left 10 NORMAL");
    // Counted before 2025, of which this calendar knows nothing, then stopped.
    check(
        "2024-12-30 ACCEPTED, 2025-01-06 PAUSE_STARTED, 2025-03-03 PAUSE_ENDED",
        Limit::working(10),
        "2025-03-03",
        "RUNNING due 2025-03-11~ used 4 paused 36 left 6 NORMAL",
    );
}

#[test]
fn a_case_that_has_ended_is_measured_until_its_end() {
    let approved = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 04-07 PAUSE_ENDED, 04-20 APPROVED";
    let expected = "ENDED due 04-27 used 15 paused 19 left 5 NORMAL";
    for today in ["04-20", "04-27", "04-28", "2027-03-01"] {
        check(approved, TWENTY, today, expected);
    }
    // Decided while it was stopped.
    let stopped = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 04-07 APPROVED";
    check(stopped, TWENTY, "2027-03-01", "ENDED due 04-27 used 6 paused 19 left 14 NORMAL");
    let late = "03-02 ACCEPTED, 04-02 DENIED";
    check(late, TWENTY, "2027-03-01", "ENDED due 03-30 used 23 paused 0 left 0 over 3 OVERDUE");
    let on_the_day = "03-02 ACCEPTED, 03-30 GRANTED_ON_COMMITMENT";
    check(on_the_day, TWENTY, "2027-03-01", "ENDED due 03-30 used 20 paused 0 left 0 NORMAL");
    // What becomes of the grant is no business of this clock.
    let revoked = "03-02 ACCEPTED, 03-30 APPROVED, 05-20 REVOKED";
    check(revoked, TWENTY, "2027-03-01", "ENDED due 03-30 used 20 paused 0 left 0 NORMAL");
    let asked_back = "03-02 ACCEPTED, 03-05 WITHDRAW_REQUESTED";
    check(asked_back, TWENTY, "03-09", "RUNNING due 03-30 used 5 paused 0 left 15 NORMAL");
}

#[test]
fn an_extension_counts_if_it_was_approved_in_time() {
    #[track_caller]
    fn check(events: &str, approved_on: &str, today: &str, expected: &str) {
        let limits = Limits { legal: Some(TWENTY), promised: Some(Limit::working(5)), ..Limits::default() };
        let clock = clock_of(&format!("{events}, {approved_on} EXTENDED 10"), &limits, today);
        assert_eq!(shown(clock.legal.as_ref()), expected, "{events} approved on {approved_on}");
        let promised = clock.promised.unwrap();
        assert_eq!((promised.extended_by, promised.deadline.unwrap().on), (0, d("03-09")));
    }
    let accepted = "03-02 ACCEPTED";
    check(accepted, "03-20", "03-20", "due 04-14 used 14 paused 0 left 16 extended 10 NORMAL");
    check(accepted, "03-30", "03-30", "due 04-14 used 20 paused 0 left 10 extended 10 NORMAL");
    check(accepted, "03-31", "03-31", "due 03-30 used 21 paused 0 left 0 over 1 OVERDUE");
    check(accepted, "03-20", "03-19", "due 03-30 used 13 paused 0 left 7 NORMAL");
    // A stop after the old deadline and before the new one counts again.
    let stopped = "03-02 ACCEPTED, 04-01 PAUSE_STARTED, 04-03 PAUSE_ENDED";
    check(stopped, "03-20", "04-03", "due 04-16 used 22 paused 2 left 8 extended 10 NORMAL");
    check(stopped, "03-31", "04-03", "due 03-30 used 24 paused 0 left 0 over 4 OVERDUE");
    // Approved while the clock stood, before the day was there.
    let open = "03-02 ACCEPTED, 03-10 PAUSE_STARTED";
    check(open, "04-15", "04-15", "due ? used 6 paused 25 left 24 extended 10 NORMAL");
}

#[test]
fn one_extension_counts_and_no_more_than_the_law_allows() {
    #[track_caller]
    fn check(events: &str, extended_by: u32, flagged: usize) {
        let case = told(events);
        let limits = Limits { legal: Some(TWENTY), ..Limits::default() };
        let clock = super::clock(&case, &limits, &super::CALENDAR, d("05-20"));
        assert_eq!(
            (clock.legal.unwrap().extended_by, case.view().flagged.len()),
            (extended_by, flagged),
            "{events}"
        );
    }
    check("03-02 ACCEPTED, 03-20 EXTENDED 5", 5, 0);
    check("03-02 ACCEPTED, 03-20 EXTENDED 10", 10, 0);
    check("03-02 ACCEPTED, 03-20 EXTENDED 11", 0, 1);
    check("03-02 ACCEPTED, 03-20 EXTENDED 5, 03-18 EXTENDED 4", 4, 1);
    check("03-02 ACCEPTED, 03-20 EXTENDED 5, 03-18 EXTENDED 40", 5, 1);
    check("03-20 EXTENDED 5, 03-02 ACCEPTED", 5, 0);
    check("03-02 ACCEPTED, 03-01 EXTENDED 5", 0, 1);
    check("03-02 ACCEPTED, 03-10 PAUSE_STARTED, 03-20 EXTENDED 5, 03-23 PAUSE_ENDED", 5, 0);
    check("03-02 ACCEPTED, 03-10 APPROVED, 03-20 EXTENDED 5", 0, 1);
}

#[test]
fn procedures_told_apart_overlap_with_what_events_tell() {
    #[track_caller]
    fn check(events: &str, procedures: &[(&str, &str)], today: &str, expected: &str) {
        let procedure = |&(from, to): &(&str, &str)| Pause {
            kind: PauseKind::SpecialProcedure,
            from: d(from),
            to: (!to.is_empty()).then(|| d(to)),
            told_by: None,
        };
        let procedures = procedures.iter().map(procedure).collect();
        let limits = Limits { legal: Some(TWENTY), procedures, ..Limits::default() };
        let clock = clock_of(events, &limits, today);
        let text = format!("{} {}", clock.state, shown(clock.legal.as_ref()));
        assert_eq!(text, expected, "{events} {:?}", limits.procedures);
    }
    let paused = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 03-20 PAUSE_ENDED";
    let expected = "RUNNING due 04-27 used 6 paused 19 left 14 NORMAL";
    check("03-02 ACCEPTED", &[("03-10", "04-07")], "04-07", expected);
    check(paused, &[("03-10", "04-07")], "04-07", expected);
    check(paused, &[("03-16", "04-07")], "04-07", expected);
    check(paused, &[("03-20", "04-07"), ("03-12", "03-18"), ("03-31", "04-02")], "04-07", expected);
    // Open, or planned to end later than today: nobody knows whether it will.
    let open = "PAUSED due ? used 6 paused 16 left 14 NORMAL";
    check("03-02 ACCEPTED", &[("03-10", "")], "04-01", open);
    check("03-02 ACCEPTED", &[("03-10", "04-07")], "04-01", open);
    check(paused, &[("03-10", "")], "04-01", open);
    // Not begun yet; over before acceptance; begun before and going on; gone on when the case ended.
    let running = "RUNNING due 03-30 used 6 paused 0 left 14 NORMAL";
    check("03-02 ACCEPTED", &[("03-11", "03-20")], "03-10", running);
    check("03-02 ACCEPTED", &[("02-03", "03-02")], "03-10", running);
    check(
        "03-02 ACCEPTED",
        &[("02-03", "03-04")],
        "03-10",
        "RUNNING due 04-01 used 4 paused 2 left 16 NORMAL",
    );
    let ended = "ENDED due 04-27 used 6 paused 19 left 14 NORMAL";
    check("03-02 ACCEPTED, 04-07 APPROVED", &[("03-10", "")], "05-20", ended);
    check("03-02 ACCEPTED, 04-07 APPROVED", &[("03-10", "04-30")], "05-20", ended);
}
