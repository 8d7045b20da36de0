//! The days a case tells: intake, stops, the cure of defects, and what stays when all is over.

use super::{case, clock_of, d, short, shown, year};
use crate::calendar::WorkCalendar;
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
fn an_ended_clock_stands_whatever_is_published_later_until_its_events_tell_otherwise() {
    let limits = Limits { legal: Some(Limit::working(20)), ..Limits::default() };
    let approved = "03-02 ACCEPTED, 03-30 APPROVED";
    let kept = clock_of(approved, &limits, "03-30");
    let later = {
        let year = year(2026, "03-30", "04-11");
        WorkCalendar::new([year]).unwrap()
    };
    let again = |events: &str, limits: &Limits| clock(&case(events), limits, &later, d("05-20"));
    assert_ne!(again(approved, &limits), kept, "this calendar would say otherwise");
    assert_eq!(again(approved, &limits).or_kept(Some(&kept)), kept);
    let shorter = Limits { legal: Some(Limit::working(7)), ..Limits::default() };
    assert_eq!(again(approved, &shorter).or_kept(Some(&kept)), kept);

    let corrected = "03-03 ACCEPTED, 03-30 APPROVED";
    assert_eq!(again(corrected, &limits).or_kept(Some(&kept)), again(corrected, &limits));
    let open = clock_of("03-02 ACCEPTED", &limits, "03-30");
    let reopened = again("03-02 ACCEPTED", &limits);
    assert_eq!(reopened.clone().or_kept(Some(&open)), reopened, "an open one is worked out again");
    assert_eq!(reopened.clone().or_kept(None), reopened);
}
