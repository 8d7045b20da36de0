//! The time to cure what was missing 容缺补齐.
//!
//! 容缺 is a way of being accepted: the legal clock runs all the while. The certificate follows when the defect is cured;
//! otherwise the case is sent back, which an event says. A grant with defects 容缺通过 of the national codes sets the same time.

use chrono::NaiveDate;

use super::Limit;
use super::stops::days_between;
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::case::{CaseState, CaseView};

/// The clock of a cure. It is the applicant's: no supplement and no special procedure stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cure {
    /// Since when something is missing.
    pub since: NaiveDate,
    /// By when it is to be there: the day agreed with the applicant, else by the limit; nothing where neither is known.
    pub due: Option<Deadline>,
    /// The day it was cured.
    pub cured_on: Option<NaiveDate>,
    /// The day on which the case or the grant ended uncured: sent back, withdrawn, revoked.
    pub given_up_on: Option<NaiveDate>,
    /// How many working days are left; nothing once it is over or where no day is known.
    pub remaining: Option<u32>,
    /// Whether the day passed before either.
    pub late: bool,
    /// How many working days since.
    pub late_by: u32,
}

pub(super) fn of(
    view: &CaseView,
    limit: Option<Limit>,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Option<Cure> {
    let defects = view.defects?;
    let given_up_on = match defects.cured_on {
        Some(_) => None,
        None if view.state.is_live() || view.state == CaseState::ApprovedWithDefects => None,
        None => view.since,
    };
    let agreed = defects.due_on.map(|on| Deadline { on, provisional: false });
    let by_limit = || limit.map(|limit| calendar.deadline(defects.since, limit.days, limit.unit));
    let due = agreed.or_else(by_limit);
    let open = defects.cured_on.is_none() && given_up_on.is_none();
    let until = defects.cured_on.or(given_up_on).unwrap_or(today);
    Some(Cure {
        since: defects.since,
        due,
        cured_on: defects.cured_on,
        given_up_on,
        remaining: due.filter(|_| open).map(|due| days_between(today, due.on, DayUnit::Working, calendar)),
        late: due.is_some_and(|due| until > due.on),
        late_by: due.map_or(0, |due| days_between(due.on, until, DayUnit::Working, calendar)),
    })
}
