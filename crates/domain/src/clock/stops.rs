//! Stops of a clock and what they add up to. The first day of a stop still counts, its last does not: (start, end].

use chrono::NaiveDate;

use super::Limit;
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::case::{CaseState, Move};
use crate::coded::coded_enum;
use crate::ids::CaseEventId;

coded_enum! {
    /// Why a clock stands.
    pub enum PauseKind {
        /// 补正: papers are missing.
        Supplement = "SUPPLEMENT",
        /// 特别程序: a hearing, an appraisal, an expert review, a public notice.
        SpecialProcedure = "SPECIAL_PROCEDURE",
    }
}

/// A stop of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub kind: PauseKind,
    /// The day it began, which still counts.
    pub from: NaiveDate,
    /// The day it ended, which does not count; nothing while it is open.
    pub to: Option<NaiveDate>,
    /// The event that began it: its opinion says the reason, its document is the evidence. One told by a table of special
    /// procedures has none.
    pub told_by: Option<CaseEventId>,
}

/// The stops that the moves of a case tell.
pub(super) fn told(moves: &[Move]) -> Vec<Pause> {
    let kind = |state| match state {
        CaseState::Supplement => Some(PauseKind::Supplement),
        CaseState::SpecialProcedure => Some(PauseKind::SpecialProcedure),
        _ => None,
    };
    let ends = moves.iter().skip(1).map(|next| Some(next.on)).chain([None]);
    let stop = |(moved, to): (&Move, Option<NaiveDate>)| {
        Some(Pause { kind: kind(moved.to)?, from: moved.on, to, told_by: Some(moved.by) })
    };
    moves.iter().zip(ends).filter_map(stop).collect()
}

/// Stops in order, apart from one another: what overlaps or touches is one. Only the last may be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stops(Vec<(NaiveDate, Option<NaiveDate>)>);

impl Stops {
    pub(super) fn of(pauses: &[Pause]) -> Self {
        let mut all: Vec<_> = pauses.iter().map(|pause| (pause.from, pause.to)).collect();
        // One that begins and ends within a day stops nothing.
        all.retain(|(from, to)| to.is_none_or(|to| to > *from));
        all.sort_unstable_by_key(|(from, _)| *from);
        let mut stops: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match stops.last_mut() {
                Some((_, None)) => break,
                Some((_, Some(end))) if from <= *end => match to {
                    Some(to) => *end = to.max(*end),
                    None => stops.last_mut().into_iter().for_each(|stop| stop.1 = None),
                },
                _ => stops.push((from, to)),
            }
        }
        Self(stops)
    }

    /// Whether the clock stands at the end.
    pub(super) fn is_open(&self) -> bool {
        self.0.last().is_some_and(|(_, to)| to.is_none())
    }

    /// How many days after the one until the other, which counts, were stopped.
    pub(super) fn days(
        &self,
        after: NaiveDate,
        until: NaiveDate,
        unit: DayUnit,
        calendar: &WorkCalendar,
    ) -> u32 {
        let stopped = self
            .0
            .iter()
            .map(|&(from, to)| days_between(from.max(after), to.unwrap_or(until).min(until), unit, calendar));
        stopped.sum()
    }

    /// The first day on which the days after `from` that were not stopped reach the limit, a last calendar day off moved on;
    /// nothing if a stop is open that began before. Beside it, the stops that came before it.
    pub(super) fn deadline(
        &self,
        from: NaiveDate,
        limit: Limit,
        calendar: &WorkCalendar,
    ) -> (Option<Deadline>, Self) {
        let mut left = limit.days;
        let mut counted_until = from;
        let mut provisional = false;
        for (stop, &(begins, ends)) in self.0.iter().enumerate() {
            if ends.is_some_and(|ends| ends <= counted_until) {
                continue;
            }
            let begins = begins.max(counted_until);
            let counted = days_between(counted_until, begins, limit.unit, calendar);
            if counted >= left {
                return (Some(last(counted_until, left, provisional, limit, calendar)), self.first(stop));
            }
            let Some(ends) = ends else { return (None, self.clone()) };
            provisional |= is_uncertain(counted_until, begins, limit.unit, calendar);
            left -= counted;
            counted_until = ends;
        }
        (Some(last(counted_until, left, provisional, limit, calendar)), self.clone())
    }

    fn first(&self, stops: usize) -> Self {
        Self(self.0.iter().take(stops).copied().collect())
    }
}

fn last(
    counted_until: NaiveDate,
    left: u32,
    provisional: bool,
    limit: Limit,
    calendar: &WorkCalendar,
) -> Deadline {
    let Deadline { on, provisional: uncertain } = calendar.deadline(counted_until, left, limit.unit);
    Deadline { on, provisional: provisional || uncertain }
}

fn is_uncertain(after: NaiveDate, until: NaiveDate, unit: DayUnit, calendar: &WorkCalendar) -> bool {
    let first = after.succ_opt().unwrap_or(after);
    unit == DayUnit::Working && until > after && !calendar.all_covered(first, until)
}

/// How many days of a kind there are after the one until the other, which counts; none if that is not later.
pub(super) fn days_between(
    after: NaiveDate,
    until: NaiveDate,
    unit: DayUnit,
    calendar: &WorkCalendar,
) -> u32 {
    match unit {
        DayUnit::Working => calendar.working_days_between(after, until),
        DayUnit::Calendar => u32::try_from((until - after).num_days()).unwrap_or(0),
    }
}
