//! The days a case tells: intake, stops, the cure of defects, and what stays when all is over.

use super::{CALENDAR, case, clock_of, d, short, shown, year};
use crate::calendar::WorkCalendar;
use crate::case::Case;
use crate::clock::{ClockState, Limit, Limits, PauseKind, clock};

#[test]
fn silence_on_the_intake_is_shown_and_starts_nothing() {
    #[track_caller]
    fn check(events: &str, today: &str, deemed: Option<&str>) {
        let clock = clock_of(events, &Limits::default(), today);
        assert_eq!(clock.deemed_accepted_on.map(|day| day.on), deemed.map(d), "{events} on {today}");
        assert_eq!(clock.legal, None);
    }
    // Five working days after 2 March are the 9th.
    check("03-02 SUBMITTED", "03-09", None);
    check("03-02 SUBMITTED", "03-10", Some("03-02"));
    check("03-02 SUBMITTED, 03-09 ACCEPTED", "03-20", None);
    check("03-02 SUBMITTED, 03-09 SUPPLEMENT_STARTED", "03-20", None);
    check("03-02 SUBMITTED, 03-09 NOT_ADMITTED", "03-20", None);
    // A ruling that came too late does not undo it.
    check("03-02 SUBMITTED, 03-10 SUPPLEMENT_STARTED", "03-20", Some("03-02"));
    check("03-02 SUBMITTED, 03-16 ACCEPTED", "03-20", Some("03-02"));
    // Nobody knows when it was received.
    check("", "03-20", None);
    check("03-16 ACCEPTED", "03-20", None);
    let clock = clock_of("03-02 SUBMITTED", &Limits::default(), "03-10");
    assert_eq!((clock.state, clock.course.accepted_on), (ClockState::NotStarted, None));
    // Whether these were working days is not published.
    let clock = clock_of("2027-03-01 SUBMITTED", &Limits::default(), "2027-04-01");
    assert!(clock.deemed_accepted_on.unwrap().provisional);
}

#[test]
fn stops_are_told_by_kind_days_and_event() {
    #[track_caller]
    fn check(events: &str, today: &str, expected: &[(PauseKind, &str, &str, u128)]) {
        let clock = clock_of(events, &Limits::default(), today);
        let told: Vec<_> = clock
            .course
            .pauses
            .iter()
            .map(|pause| {
                let to = pause.to.map_or("open".into(), short);
                (pause.kind, short(pause.from), to, pause.told_by.unwrap().uuid().as_u128())
            })
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|&(kind, from, to, by)| (kind, from.into(), to.into(), by)).collect();
        assert_eq!(told, expected, "{events}");
    }
    let events = "03-02 SUPPLEMENT_STARTED, 03-04 ACCEPTED, 03-06 SUPPLEMENT_STARTED, 03-10 SUPPLEMENT_ENDED, \
                  03-10 PAUSE_STARTED";
    let supplement = (PauseKind::Supplement, "03-06", "03-10", 3);
    check(events, "03-20", &[supplement, (PauseKind::SpecialProcedure, "03-10", "open", 5)]);
    check(events, "03-09", &[(PauseKind::Supplement, "03-06", "open", 3)]);
    let ended = format!("{events}, 03-19 DENIED");
    check(&ended, "03-20", &[supplement, (PauseKind::SpecialProcedure, "03-10", "03-19", 5)]);
}

#[test]
fn the_promise_is_warned_of_before_the_law() {
    let limits =
        Limits { legal: Some(Limit::calendar(60)), promised: Some(Limit::working(10)), ..Limits::default() };
    let clock = clock_of("03-02 ACCEPTED", &limits, "03-17");
    assert_eq!(shown(clock.promised.as_ref()), "due 03-16 used 11 paused 0 left 0 over 1 OVERDUE");
    assert_eq!(shown(clock.legal.as_ref()), "due 05-06 used 15 paused 0 left 45 NORMAL");
    assert_eq!(clock.warned_by(), clock.promised.as_ref());
    let legal_only = Limits { promised: None, ..limits };
    let clock = clock_of("03-02 ACCEPTED", &legal_only, "03-17");
    assert_eq!(clock.warned_by(), clock.legal.as_ref());
    // A stop after the promised day and before the legal one stops only the law.
    let limits = Limits { promised: Some(Limit::working(5)), ..legal_only };
    let clock = clock_of("03-02 ACCEPTED, 03-10 PAUSE_STARTED", &limits, "03-17");
    assert_eq!(shown(clock.promised.as_ref()), "due 03-09 used 11 paused 0 left 0 over 6 OVERDUE");
    assert_eq!(shown(clock.legal.as_ref()), "due ? used 8 paused 7 left 52 NORMAL");
}

#[test]
fn the_time_to_cure_runs_beside_the_clock() {
    #[track_caller]
    fn check(events: &str, today: &str, expected: &str) {
        let limits =
            Limits { legal: Some(Limit::working(20)), cure: Some(Limit::working(10)), ..Limits::default() };
        let clock = clock_of(events, &limits, today);
        let shown = clock.cure.map_or("–".into(), |cure| {
            let end = match (cure.cured_on, cure.given_up_on) {
                (Some(day), None) => format!("cured {}", short(day)),
                (None, Some(day)) => format!("given up {}", short(day)),
                (None, None) => "open".into(),
                both => panic!("{both:?}"),
            };
            let late = if cure.late { format!(" late {}", cure.late_by) } else { String::new() };
            format!(
                "{} since {} due {} {end}{late}",
                clock.state,
                short(cure.since),
                short(cure.due.unwrap().on)
            )
        });
        assert_eq!(shown, expected, "{events} on {today}");
    }
    check("03-02 ACCEPTED", "03-10", "–");
    // A way of being accepted: the clock runs, no supplement stops the cure.
    let accepted = "03-02 ACCEPTED_WITH_DEFECTS";
    check(accepted, "03-16", "RUNNING since 03-02 due 03-16 open");
    check(accepted, "03-17", "RUNNING since 03-02 due 03-16 open late 1");
    check(
        &format!("{accepted}, 03-05 SUPPLEMENT_STARTED"),
        "03-17",
        "PAUSED since 03-02 due 03-16 open late 1",
    );
    check(&format!("{accepted}, 03-12 DEFECTS_CURED"), "03-20", "RUNNING since 03-02 due 03-16 cured 03-12");
    // The certificate follows, or it is sent back.
    check(
        &format!("{accepted}, 03-18 DEFECTS_CURED, 03-20 APPROVED"),
        "05-20",
        "ENDED since 03-02 due 03-16 cured 03-18 late 2",
    );
    check(&format!("{accepted}, 03-16 APPROVED"), "05-20", "ENDED since 03-02 due 03-16 cured 03-16");
    check(&format!("{accepted}, 03-17 DENIED"), "05-20", "ENDED since 03-02 due 03-16 given up 03-17 late 1");
    // National code 12: the grant ends the legal clock, the cure goes on.
    let granted = "03-02 ACCEPTED, 03-10 APPROVED_WITH_DEFECTS";
    check(granted, "03-25", "ENDED since 03-10 due 03-24 open late 1");
    check(&format!("{granted}, 03-20 DEFECTS_CURED"), "05-20", "ENDED since 03-10 due 03-24 cured 03-20");
    check(&format!("{granted}, 03-30 REVOKED"), "05-20", "ENDED since 03-10 due 03-24 given up 03-30 late 4");
    // No limit is known: nothing is late.
    let clock = clock_of(accepted, &Limits::default(), "05-20");
    assert_eq!(clock.cure.map(|cure| (cure.due, cure.late)), Some((None, false)));
}

#[test]
fn an_ended_case_stands_whatever_is_published_later() {
    let limits = Limits { legal: Some(Limit::working(20)), ..Limits::default() };
    let shorter = Limits { legal: Some(Limit::working(7)), ..Limits::default() };
    let later = WorkCalendar::new([year(2026, "03-30", "04-11")]).unwrap();
    let today = d("05-20");
    let approved = "03-02 ACCEPTED, 03-30 APPROVED";
    let mut ended = case(approved);
    let then = clock(&ended, &limits, &CALENDAR, today);
    assert_ne!(clock(&ended, &limits, &later, today), then, "this calendar would say otherwise");
    // An old one of which nothing was kept is as the calendar has it now.
    assert_eq!(ended.clock(&limits, &later, today), clock(&ended, &limits, &later, today));
    let keep = |case: &Case, limits: &Limits, calendar: &WorkCalendar| {
        case.measure(|| limits.clone(), calendar).map(Box::new)
    };
    ended.measured = keep(&ended, &limits, &CALENDAR);
    assert_eq!(ended.clock(&shorter, &later, today), then);
    assert_eq!(keep(&ended, &shorter, &later), ended.measured, "nothing new of what is known");

    // Told late that the clock stood for a day: by the limit and the days that were kept.
    let corrected = "03-02 ACCEPTED, 03-10 PAUSE_STARTED, 03-11 PAUSE_ENDED, 03-30 APPROVED";
    let mut told_late = Case { measured: ended.measured.clone(), ..case(corrected) };
    told_late.measured = keep(&told_late, &shorter, &CALENDAR);
    assert_eq!(told_late.clock(&shorter, &later, today), clock(&case(corrected), &limits, &CALENDAR, today));

    // It goes on after all: nothing is kept, and it is worked out by what holds now.
    let mut open = Case { measured: ended.measured, ..case("03-02 ACCEPTED") };
    assert_eq!(keep(&open, &shorter, &later), None);
    open.measured = None;
    assert_eq!(open.clock(&shorter, &later, today), clock(&open, &shorter, &later, today));
}

#[test]
fn an_agreed_day_to_cure_by_comes_before_the_limit() {
    #[track_caller]
    fn check(events: &str, today: &str, expected: (&str, Option<u32>, bool)) {
        let limits = Limits { cure: Some(Limit::working(10)), ..Limits::default() };
        let cure = clock_of(events, &limits, today).cure.unwrap();
        let (due, remaining, late) = expected;
        assert_eq!((cure.due.unwrap().on, cure.remaining, cure.late), (d(due), remaining, late), "{events}");
    }
    let agreed = "03-02 ACCEPTED_WITH_DEFECTS cured by 03-20";
    check("03-02 ACCEPTED_WITH_DEFECTS", "03-09", ("03-16", Some(5), false));
    check(agreed, "03-09", ("03-20", Some(9), false));
    check(agreed, "03-20", ("03-20", Some(0), false));
    check(agreed, "03-23", ("03-20", Some(0), true));
    check(&format!("{agreed}, 03-12 DEFECTS_CURED"), "03-23", ("03-20", None, false));
    check(&format!("{agreed}, 03-25 DENIED"), "04-20", ("03-20", None, true));
    // Another day was agreed when the permit was granted; without one the first stands.
    check(
        &format!("{agreed}, 03-10 APPROVED_WITH_DEFECTS cured by 03-31"),
        "03-23",
        ("03-31", Some(6), false),
    );
    check(&format!("{agreed}, 03-10 APPROVED_WITH_DEFECTS"), "03-23", ("03-20", Some(0), true));
}
