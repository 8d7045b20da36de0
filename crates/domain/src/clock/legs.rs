//! The clock of each leg 环节: a case that lies at one agency too long shows there, whatever becomes of the whole.

use chrono::NaiveDate;

use super::Limits;
use super::stops::{Stops, days_between};
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::case::{CaseView, Leg, LegKind};
use crate::ids::AgencyId;

/// A leg and its days, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegClock {
    /// Which part of the way; the first is known only once it is handed on.
    pub kind: Option<LegKind>,
    /// Who has or had it.
    pub agency: Option<AgencyId>,
    /// The day it was sent there.
    pub sent_on: NaiveDate,
    /// By when it is to be done: the day given with it, else by the limit of its kind, which counts from acceptance on and
    /// stands while the case does. Nothing where neither is known.
    pub due: Option<Deadline>,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
    /// How many days it took, or has taken.
    pub took: u32,
    /// How many of these the clock stood.
    pub paused: u32,
    /// Whether it was done after its day, or is not done and the day has passed.
    pub late: bool,
    /// By how many days. Late by a weekend is late by none.
    pub late_by: u32,
}

pub(super) fn of(
    view: &CaseView,
    limits: &Limits,
    accepted_on: Option<NaiveDate>,
    until: NaiveDate,
    stops: &Stops,
    calendar: &WorkCalendar,
) -> Vec<LegClock> {
    let leg = |leg: &Leg| {
        let by_limit = || {
            // The first leg says what it was once it is handed on. Until then it is what the way begins with.
            let first = limits.legs.contains_key(&LegKind::InitialReview);
            let assumed = if first { LegKind::InitialReview } else { LegKind::Decision };
            let limit = limits.legs.get(&leg.kind.unwrap_or(assumed))?;
            stops.deadline(leg.sent_on.max(accepted_on?), *limit, calendar).0
        };
        let told = leg.due_on.map(|on| Deadline { on, provisional: false });
        let due = told.or_else(by_limit);
        let until = leg.done_on.unwrap_or(until);
        let working_days = |after| days_between(after, until, DayUnit::Working, calendar);
        LegClock {
            kind: leg.kind,
            agency: leg.agency,
            sent_on: leg.sent_on,
            due,
            done_on: leg.done_on,
            took: working_days(leg.sent_on),
            paused: stops.days(leg.sent_on, until, DayUnit::Working, calendar),
            late: due.is_some_and(|due| until > due.on),
            late_by: due.map_or(0, |due| working_days(due.on)),
        }
    };
    view.legs.iter().map(leg).collect()
}
