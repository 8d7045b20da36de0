//! What holds of every clock, whatever happened.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

use super::{CALENDAR, agency, d, event, with};
use crate::calendar::{DayUnit, Deadline, KeptDays};
use crate::case::{Case, CaseEventKind, Extension, Handover, LegKind};
use crate::clock::stops::Stops;
use crate::clock::{Clock, Limit, Limits, Pause, PauseKind, clock};

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
                CaseEventKind::Extended,
            ][..]
        ),
        2 => prop::sample::select(CaseEventKind::ALL),
    ];
    prop::collection::vec((0_u64..50, kind, prop::bool::weighted(0.9)), 0..12)
}

fn limits() -> impl Strategy<Value = Limits> {
    let of = |limit| prop::option::weighted(0.8, limit);
    (of(limit()), of(limit()), of(limit()), pauses()).prop_map(|(legal, promised, cure, procedures)| {
        let legs = BTreeMap::from([(LegKind::InitialReview, Limit::working(5))]);
        Limits { legal, promised, cure, legs, procedures }
    })
}

/// The clock of a case that heard this in this order, without the ids it gave.
fn heard(told: &[Told], limits: &Limits, today: NaiveDate) -> Clock {
    let mut clock = clock(&case_of(told, 1), limits, &CALENDAR, today);
    clock.course.pauses.iter_mut().for_each(|pause| pause.told_by = None);
    clock
}

/// A case to which this was told, under ids from this on.
fn case_of(told: &[Told], first: u128) -> Case {
    let events = told.iter().zip(first..).map(|(&(day, kind, valid), id)| {
        let handover = Handover { leg: LegKind::Decision, agency: agency(2), due_on: None };
        let handover = (kind == CaseEventKind::HandedOn).then_some(handover);
        let mut event = event(id, kind, on(day), handover);
        event.valid = valid;
        if kind == CaseEventKind::Extended {
            let days = u32::try_from(day % 14 + 1).unwrap();
            event.extension = Some(Extension { days, unit: DayUnit::Working, most: Some(10) });
        }
        event.cure_by = (kind.is_with_defects() && day % 2 == 0).then(|| on(day + 10));
        (event.id, event)
    });
    with(events.collect())
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
    fn an_extension_moves_the_deadline_only_if_it_was_there_in_time(
        told in told(),
        approved in 0_u64..90,
        legal in limit(),
        today in 0_u64..250,
    ) {
        let without: Vec<Told> = told.into_iter().filter(|(_, kind, _)| *kind != CaseEventKind::Extended).collect();
        let with = [&without[..], &[(approved, CaseEventKind::Extended, true)]].concat();
        let limits = Limits { legal: Some(legal), promised: Some(legal), ..Limits::default() };
        let (before, after) = (heard(&without, &limits, on(today)), heard(&with, &limits, on(today)));
        prop_assert_eq!(before.promised, after.promised);
        prop_assert_eq!(&before.course, &after.course);
        let (Some(before), Some(after)) = (before.legal, after.legal) else { return Ok(()) };
        if after.extended_by == 0 {
            prop_assert_eq!(before, after);
        } else {
            prop_assert!(before.deadline.is_none_or(|deadline| on(approved) <= deadline.on));
            prop_assert_eq!(before.used.saturating_add(before.paused), after.used.saturating_add(after.paused));
            if let (Some(before), Some(after)) = (before.deadline, after.deadline) {
                prop_assert!(before.on <= after.on);
            }
        }
    }

    #[test]
    fn what_was_kept_when_a_case_ended_stands_whatever_is_published(
        told in told(),
        limits in limits(),
        off in prop::collection::vec(0_u64..120, 0..20),
        late in told(),
        today in 0_u64..250,
    ) {
        let events = [(0, CaseEventKind::Accepted, true)].into_iter().chain(told).chain([(49, CaseEventKind::Withdrawn, true)]);
        let limits = Limits { procedures: Vec::new(), ..limits };
        let mut case = case_of(&events.collect::<Vec<_>>(), 1);
        let other = CALENDAR.with(&KeptDays {
            from: on(0), until: on(250), worked: Vec::new(), covered: Vec::new(),
            off: off.into_iter().map(on).filter(|day| day.weekday().num_days_from_monday() < 5).collect::<BTreeSet<_>>().into_iter().collect(),
        });
        let Some(measured) = case.measure(|| limits.clone(), &CALENDAR) else { return Ok(()) };
        let ended_on = clock(&case, &limits, &CALENDAR, on(250)).course.ended_on.unwrap();
        let today = on(today).max(ended_on);
        let figures = |clock: Clock| (clock.legal, clock.promised, clock.legs, clock.course, clock.deemed_accepted_on);
        let then = clock(&case, &limits, &CALENDAR, today);
        case.measured = Some(Box::new(measured));
        let now = case.clock(&Limits::default(), &other, today);
        prop_assert_eq!(figures(then), figures(now));
        // Told late, it is measured as if all had been known at once, while the days are those that were looked at.
        case.events.extend(case_of(&late, 1000).events);
        let anew = case.measure(Limits::default, &CALENDAR);
        if let Some(anew) = anew {
            let whole = clock(&case, &limits, &CALENDAR, on(300));
            case.measured = Some(Box::new(anew));
            prop_assert_eq!(figures(whole), figures(case.clock(&Limits::default(), &other, on(300))));
        }
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
