//! What holds of every clock, whatever happened.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{CALENDAR, agency, d, event, with};
use crate::calendar::{DayUnit, Deadline};
use crate::case::{CaseEventKind, Handover, LegKind};
use crate::clock::stops::Stops;
use crate::clock::{Clock, Extension, Limit, Limits, Pause, PauseKind, clock};

/// The day that lies so far behind 1 March 2025: a year of it with every kind of day off.
fn on(offset: u64) -> NaiveDate {
    d("2025-03-01") + Days::new(offset)
}

fn limit() -> impl Strategy<Value = Limit> {
    (0_u32..70, prop::sample::select(DayUnit::ALL)).prop_map(|(days, unit)| Limit { days, unit })
}

/// Stops as their first day and their length; the last may be open.
fn pauses() -> impl Strategy<Value = Vec<Pause>> {
    let one = (0_u64..200, prop::option::weighted(0.9, 0_u64..40)).prop_map(|(from, length)| Pause {
        kind: PauseKind::SpecialProcedure,
        from: on(from),
        to: length.map(|length| on(from + length)),
        told_by: None,
    });
    prop::collection::vec(one, 0..6)
}

fn deadline(accepted: NaiveDate, limit: Limit, pauses: &[Pause]) -> Option<Deadline> {
    Stops::of(pauses).deadline(accepted, limit, &CALENDAR).0
}

/// As a clerk would find it who strikes out days on the wall.
fn by_hand(accepted: NaiveDate, limit: Limit, pauses: &[Pause]) -> Option<NaiveDate> {
    let mut left = limit.days;
    let mut day = accepted;
    while left > 0 {
        day = day.succ_opt().unwrap();
        if pauses.iter().any(|pause| pause.from < day && pause.to.is_none()) {
            return None;
        }
        let stopped = pauses.iter().any(|pause| pause.from < day && pause.to.is_some_and(|to| day <= to));
        let counts = limit.unit == DayUnit::Calendar || CALENDAR.is_working_day(day);
        if counts && !stopped {
            left -= 1;
        }
    }
    while limit.days > 0 && limit.unit == DayUnit::Calendar && !CALENDAR.is_working_day(day) {
        day = day.succ_opt().unwrap();
    }
    Some(day)
}

/// What happened, on days of a month and a half.
type Told = (u64, CaseEventKind, bool);

fn told() -> impl Strategy<Value = Vec<Told>> {
    let kind = prop_oneof![
        2 => Just(CaseEventKind::Accepted),
        4 => prop::sample::select(
            &[
                CaseEventKind::PauseStarted,
                CaseEventKind::PauseEnded,
                CaseEventKind::SupplementStarted,
                CaseEventKind::SupplementEnded,
                CaseEventKind::HandedOn,
            ][..]
        ),
        2 => prop::sample::select(CaseEventKind::ALL),
    ];
    prop::collection::vec((0_u64..50, kind, prop::bool::weighted(0.9)), 0..12)
}

fn limits() -> impl Strategy<Value = Limits> {
    let of = |limit| prop::option::weighted(0.8, limit);
    let extension =
        (0_u64..60, 1_u32..15).prop_map(|(approved, days)| Extension { approved_on: on(approved), days });
    (of(limit()), of(limit()), prop::option::of(extension), of(limit()), pauses()).prop_map(
        |(legal, promised, extension, cure, procedures)| {
            let legs = BTreeMap::from([(LegKind::InitialReview, Limit::working(5))]);
            Limits { legal, promised, extension, cure, legs, procedures }
        },
    )
}

/// The clock of a case that heard this in this order, without the ids it gave.
fn heard(told: &[Told], limits: &Limits, today: NaiveDate) -> Clock {
    let events = told.iter().zip(1_u128..).map(|(&(day, kind, valid), id)| {
        let handover = Handover { leg: LegKind::Decision, agency: agency(2), due_on: None };
        let handover = (kind == CaseEventKind::HandedOn).then_some(handover);
        let mut event = event(id, kind, on(day), handover);
        event.valid = valid;
        (event.id, event)
    });
    let mut clock = clock(&with(events.collect()), limits, &CALENDAR, today);
    clock.course.pauses.iter_mut().for_each(|pause| pause.told_by = None);
    clock
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        (first, then) in told().prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
        limits in limits(),
        today in 0_u64..250,
    ) {
        prop_assert_eq!(heard(&first, &limits, on(today)), heard(&then, &limits, on(today)));
    }

    #[test]
    fn what_happens_later_does_not_show_and_an_end_ends_it(
        told in told(),
        limits in limits(),
        today in 0_u64..60,
        later in 0_u64..200,
    ) {
        let until: Vec<Told> = told.iter().copied().filter(|(day, ..)| *day <= today).collect();
        let as_of = heard(&told, &limits, on(today));
        prop_assert_eq!(&as_of, &heard(&until, &limits, on(today)));
        let after = heard(&until, &limits, on(today + later));
        if as_of.course.ended_on.is_some() {
            prop_assert_eq!((as_of.legal, as_of.promised), (after.legal, after.promised));
            prop_assert_eq!((as_of.legs, as_of.course), (after.legs, after.course));
        }
    }

    #[test]
    fn a_stop_split_in_two_that_touch_is_the_same_stop(
        before in 0_u64..8,
        (first, second) in (1_u64..8, prop::option::weighted(0.8, 1_u64..8)),
        (start, end) in prop::sample::select(&[
            (CaseEventKind::PauseStarted, CaseEventKind::PauseEnded),
            (CaseEventKind::SupplementStarted, CaseEventKind::SupplementEnded),
        ][..]),
        then in told(),
        limits in limits(),
        today in 0_u64..250,
    ) {
        let split = before + first;
        let ended = second.map(|second| split + second);
        let mut whole = vec![(0, CaseEventKind::Accepted, true), (before, start, true)];
        whole.extend(ended.map(|day| (day, end, true)));
        // After it, anything may happen.
        whole.extend(then.into_iter().filter(|(day, ..)| ended.is_some_and(|ended| *day > ended)));
        let halves = [&whole[..], &[(split, end, true), (split, start, true)]].concat();
        let whole = heard(&whole, &limits, on(today));
        let halves = heard(&halves, &limits, on(today));
        let more = usize::from(today >= split);
        prop_assert_eq!(halves.course.pauses.len(), whole.course.pauses.len() + more);
        prop_assert_eq!(Clock { course: whole.course.clone(), ..halves }, whole);
    }

    #[test]
    fn the_deadline_is_what_a_walk_over_the_days_finds(
        accepted in 0_u64..60,
        limit in limit(),
        pauses in pauses(),
    ) {
        let found = deadline(on(accepted), limit, &pauses);
        prop_assert_eq!(found.map(|deadline| deadline.on), by_hand(on(accepted), limit, &pauses));
        prop_assert!(found.is_none_or(|deadline| !deadline.provisional), "all of these days are published");
    }

    #[test]
    fn days_add_up(accepted in 0_u64..60, until in 0_u64..250, limit in limit(), pauses in pauses()) {
        let told = [(accepted, CaseEventKind::Accepted, true)];
        let limits = Limits { legal: Some(limit), procedures: pauses, ..Limits::default() };
        let until = on(accepted + until);
        let legal = heard(&told, &limits, until).legal.unwrap();
        let counts = |day: &NaiveDate| limit.unit == DayUnit::Calendar || CALENDAR.is_working_day(*day);
        let days = on(accepted).iter_days().skip(1).take_while(|day| *day <= until).filter(counts).count();
        prop_assert_eq!(usize::try_from(legal.used + legal.paused).unwrap(), days);
        prop_assert_eq!(legal.remaining, limit.days.saturating_sub(legal.used));
        if limit.unit == DayUnit::Working && legal.deadline.is_some() {
            prop_assert_eq!(legal.overdue, legal.used.saturating_sub(limit.days));
        }
    }

    #[test]
    fn another_stop_never_makes_it_earlier_and_one_behind_it_never_moves_it(
        accepted in 0_u64..60,
        limit in limit(),
        pauses in pauses(),
        another in (0_u64..250, prop::option::weighted(0.8, 0_u64..40)),
    ) {
        let (from, length) = another;
        let to = length.map(|length| on(from + length));
        let another = Pause { kind: PauseKind::Supplement, from: on(from), to, told_by: None };
        let before = deadline(on(accepted), limit, &pauses);
        let after = deadline(on(accepted), limit, &[&pauses[..], &[another]].concat());
        match (before, after) {
            (None, after) => prop_assert_eq!(after, None),
            (Some(before), None) => prop_assert!(another.from < before.on, "{} moved", before.on),
            (Some(before), Some(after)) => {
                prop_assert!(before.on <= after.on);
                if another.from >= before.on {
                    prop_assert_eq!(before, after);
                }
            }
        }
    }

    #[test]
    fn touching_stops_are_one(
        accepted in 0_u64..60,
        limit in limit(),
        pauses in pauses(),
        (from, first, second) in (0_u64..200, 0_u64..30, prop::option::of(0_u64..30)),
    ) {
        let stop = |from: u64, to: Option<u64>| Pause {
            kind: PauseKind::SpecialProcedure,
            from: on(from),
            to: to.map(on),
            told_by: None,
        };
        let end = second.map(|second| from + first + second);
        let whole = [&pauses[..], &[stop(from, end)]].concat();
        let halves = [stop(from + first, end), stop(from, Some(from + first))];
        let split = [&pauses[..], &halves].concat();
        prop_assert_eq!(deadline(on(accepted), limit, &whole), deadline(on(accepted), limit, &split));
    }
}
