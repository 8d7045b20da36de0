//! Working days and office hours.

use std::sync::LazyLock;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use luodi_app::calendar::as_it_comes;
use luodi_domain::calendar::WorkCalendar;
use rand::RngExt;
use rand::rngs::StdRng;

// Of files that cannot be read nothing would come but weekends; a test holds the year to what was published.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| as_it_comes().unwrap_or_default());

/// This day, or the first working day after it.
pub(crate) fn working(day: NaiveDate) -> NaiveDate {
    CALENDAR.on_or_after(day)
}

/// The day so many working days after this one.
pub(crate) fn after(day: NaiveDate, working_days: u32) -> NaiveDate {
    working(CALENDAR.after(day, working_days))
}

/// The first working day at least so many days later.
pub(crate) fn later(day: NaiveDate, days: u64) -> NaiveDate {
    working(day + Days::new(days))
}

/// An instant on a day in Shanghai, minutes after 08:30.
pub(crate) fn at(day: NaiveDate, minutes: i64) -> DateTime<Utc> {
    let morning = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(30);
    morning + TimeDelta::minutes(minutes)
}

/// A moment of office hours: the morning up to 11:30, or the afternoon from 14:30.
pub(crate) fn office_minute(rng: &mut StdRng) -> i64 {
    let minute = rng.random_range(0..360);
    if minute < 180 { minute } else { minute + 180 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_skip_holidays_and_take_make_up_days() {
        for (from, days, expected) in [
            ("2024-02-08", 5, "2024-02-21"),
            ("2024-09-29", 1, "2024-09-30"),
            ("2024-09-30", 1, "2024-10-08"),
            ("2024-10-11", 1, "2024-10-12"),
        ] {
            assert_eq!(after(day(from), days), day(expected), "{from} + {days}");
        }
    }

    #[test]
    fn the_working_days_of_the_year_are_those_published() {
        assert_eq!(CALENDAR.working_days_between(day("2023-12-31"), day("2024-12-31")), 251);
    }

    #[test]
    fn half_past_eight_in_shanghai_is_half_past_midnight() {
        assert_eq!(at(day("2024-10-31"), 30).to_rfc3339(), "2024-10-31T01:00:00+00:00");
    }
}
