//! A case measured by one limit.

use chrono::NaiveDate;

use super::stops::{Stops, days_between};
use super::{Extension, Limit};
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::coded::coded_enum;

/// With how many working days left a limit is warned of.
pub const WARNING_DAYS: u32 = 2;

coded_enum! {
    /// How a limit stands.
    pub enum Alert {
        /// 正常.
        Normal = "NORMAL",
        /// 预警: two working days are left, or fewer.
        Warning = "WARNING",
        /// 逾期: the deadline has passed, or had when the case ended.
        Overdue = "OVERDUE",
    }
}

/// A case measured by one limit, all days in the unit of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoning {
    /// The limit, without what was added.
    pub limit: Limit,
    /// What an extension added.
    pub extended_by: u32,
    /// The last day to decide on time; nothing while the clock stands, for then nobody can know it.
    pub deadline: Option<Deadline>,
    /// How many days of it went by, until the end of the case.
    pub used: u32,
    /// How many days the clock stood. A stop that began when the deadline was there does not count.
    pub paused: u32,
    /// How many days are left; known also while the clock stands.
    pub remaining: u32,
    /// How many days went by since the deadline.
    pub overdue: u32,
    /// What to say of it.
    pub alert: Alert,
}

/// From acceptance to the end of the case, or to today.
pub(super) struct Run {
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
    pub(super) ended: bool,
}

impl Run {
    pub(super) fn reckon(
        &self,
        limit: Limit,
        extension: Option<Extension>,
        stops: &Stops,
        calendar: &WorkCalendar,
    ) -> Reckoning {
        let (mut deadline, mut counted) = stops.deadline(self.from, limit, calendar);
        let in_time = |extension: &Extension| {
            let on = extension.approved_on;
            (self.from..=self.until).contains(&on) && deadline.is_none_or(|deadline| on <= deadline.on)
        };
        let extended_by = extension.filter(in_time).map_or(0, |extension| extension.days);
        let whole = Limit { days: limit.days.saturating_add(extended_by), ..limit };
        if extended_by > 0 {
            (deadline, counted) = stops.deadline(self.from, whole, calendar);
        }
        let elapsed = days_between(self.from, self.until, limit.unit, calendar);
        let paused = counted.days(self.from, self.until, limit.unit, calendar);
        let used = elapsed.saturating_sub(paused);
        let overdue =
            deadline.map_or(0, |deadline| days_between(deadline.on, self.until, limit.unit, calendar));
        let late = deadline.is_some_and(|deadline| self.until > deadline.on);
        let warn = |deadline: Deadline| {
            let left = days_between(self.until, deadline.on, DayUnit::Working, calendar);
            !self.ended && left <= WARNING_DAYS
        };
        let alert = match deadline {
            _ if late => Alert::Overdue,
            Some(deadline) if warn(deadline) => Alert::Warning,
            _ => Alert::Normal,
        };
        let remaining = whole.days.saturating_sub(used);
        Reckoning { limit, extended_by, deadline, used, paused, remaining, overdue, alert }
    }
}
