//! Monday to Friday as arithmetic, before any notice says otherwise.

use chrono::{Datelike, NaiveDate};

/// A day as a number: 0 is a Monday, the first day of the common era.
pub(super) fn number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 1
}

/// The day with this number, or the last one there is on that side.
pub(super) fn day(number: i64) -> NaiveDate {
    let day = i32::try_from(number + 1).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    day.unwrap_or(if number < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// Whether the day with this number is none of Saturday and Sunday.
pub(super) fn is_weekday(number: i64) -> bool {
    number.rem_euclid(7) < 5
}

/// How many weekdays lie between the day 0 and this one, both counted; negative before.
pub(super) fn until(number: i64) -> i64 {
    let days = number + 1;
    5 * days.div_euclid(7) + days.rem_euclid(7).min(5)
}

/// The first day until which there are this many.
pub(super) fn first_with(count: i64) -> i64 {
    let before = count - 1;
    7 * before.div_euclid(5) + before.rem_euclid(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    #[test]
    fn both_ways_agree_with_the_days_one_by_one() {
        let mut counted = until(-4000);
        for day_number in -3999..4000 {
            let weekday = !matches!(day(day_number).weekday(), Weekday::Sat | Weekday::Sun);
            assert_eq!(is_weekday(day_number), weekday, "{day_number}");
            counted += i64::from(weekday);
            assert_eq!(until(day_number), counted, "{day_number}");
            if weekday {
                assert_eq!(first_with(counted), day_number);
            }
            assert_eq!(number(day(day_number)), day_number);
        }
        assert_eq!(until(0), 1);
    }

    #[test]
    fn there_is_a_day_for_every_number() {
        for (number, expected) in [
            (0, "0001-01-01"),
            (-1, "0000-12-31"),
            (i64::from(i32::MAX), "+262142-12-31"),
            (i64::MAX / 2, "+262142-12-31"),
            (i64::MIN / 2, "-262143-01-01"),
        ] {
            assert_eq!(day(number).to_string(), expected, "{number}");
        }
    }
}
