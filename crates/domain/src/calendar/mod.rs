//! The working-day calendar 工作日历: which days count, when a limit is up, and how far that is known.
//!
//! The State Council publishes each year's days off 放假 and make-up working days 调休上班 in a notice of the autumn before
//! ([`DaysOff`]). A [`WorkCalendar`] is Monday to Friday with what the notices say otherwise, merged by date: a notice may
//! speak of days of the neighbouring December.

mod days_off;
mod kept;
mod kept_days;
mod notice;
mod weekdays;
mod work;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use days_off::{
    DayList, DaysOff, DaysOffError, FIRST_YEAR, LAST_YEAR, LONGEST_SOURCE, MOST_OFF, MOST_SOURCES,
    MOST_WORKED,
};
pub use kept::{KeptDaysOff, may_publish_days_off};
pub use kept_days::KeptDays;
pub use notice::LEAST_OFF;
pub use work::{CalendarError, Covered, WorkCalendar};

use crate::coded::coded_enum;

coded_enum! {
    /// What the days of a limit 时限 are.
    pub enum DayUnit {
        /// 工作日: days on which offices work.
        Working = "WORKING",
        /// 自然日: every day.
        Calendar = "CALENDAR",
    }
}

/// The last day of a limit 到期日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub on: NaiveDate,
    /// 暂定: it depends on days of which no notice has said yet whether they are worked.
    pub provisional: bool,
}
