//! Working days of 2024 and office hours.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use rand::RngExt;
use rand::rngs::StdRng;

/// Days off in 2024 that are no weekend (State Council, notice of October 2023), as month and first to last day.
const OFF: &[(u32, u32, u32)] =
    &[(1, 1, 1), (2, 10, 17), (4, 4, 6), (5, 1, 5), (6, 10, 10), (9, 15, 17), (10, 1, 7)];

/// Weekend days of 2024 on which people work instead.
const WORKED: &[(u32, u32)] = &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)];

/// Whether offices work on a day. Years other than 2024 are told without their holidays: only a few articles lie there.
pub(crate) fn works(day: NaiveDate) -> bool {
    let (month, date) = (day.month(), day.day());
    if day.year() == 2024 {
        if WORKED.contains(&(month, date)) {
            return true;
        }
        if OFF.iter().any(|&(off, first, last)| off == month && (first..=last).contains(&date)) {
            return false;
        }
    }
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// This day, or the first working day after it.
pub(crate) fn working(mut day: NaiveDate) -> NaiveDate {
    while !works(day) {
        day = day + Days::new(1);
    }
    day
}

/// The day so many working days after this one.
pub(crate) fn after(mut day: NaiveDate, working_days: u32) -> NaiveDate {
    for _ in 0..working_days {
        day = working(day + Days::new(1));
    }
    working(day)
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
        let days = day("2024-01-01").iter_days().take_while(|day| day.year() == 2024);
        assert_eq!(days.filter(|day| works(*day)).count(), 251);
    }

    #[test]
    fn half_past_eight_in_shanghai_is_half_past_midnight() {
        assert_eq!(at(day("2024-10-31"), 30).to_rfc3339(), "2024-10-31T01:00:00+00:00");
    }
}
