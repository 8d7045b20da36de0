//! Dates and counts that others worked out.

use luodi_domain::calendar::DayUnit;

use super::{calendar, day};
use crate::days_off::built_in;

#[test]
fn every_year_from_2016_to_2026_comes_with_the_product() {
    let years: Vec<i32> = built_in().unwrap().iter().map(|days_off| days_off.year).collect();
    assert_eq!(years, (2016..=2026).collect::<Vec<_>>());
    let calendar = calendar();
    assert_eq!(calendar.covered_from(), Some(day("2016-01-01")));
    assert_eq!(calendar.covered_until(), Some(day("2026-12-24")));
    assert_eq!(calendar.covered().len(), 1);
}

#[test]
fn a_year_has_so_many_working_days() {
    let calendar = calendar();
    for (year, expected) in [
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ] {
        let (after, until) = (day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")));
        assert_eq!(calendar.working_days_between(after, until), expected, "{year}");
    }
    let expected = [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23];
    let ends = [
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
        "2026-07-31",
        "2026-08-31",
        "2026-09-30",
        "2026-10-31",
        "2026-11-30",
        "2026-12-31",
    ]
    .map(day);
    for (month, expected) in expected.into_iter().enumerate() {
        let found = calendar.working_days_between(ends[month], ends[month + 1]);
        assert_eq!(found, expected, "month {}", month + 1);
    }
}

#[test]
fn days_are_off_and_made_up_as_announced() {
    let calendar = calendar();
    for (first, last) in [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
        // Of New Year's Day 2019, said by a notice of which the year came later.
        ("2018-12-30", "2019-01-01"),
    ] {
        for off in day(first).iter_days().take_while(|off| *off <= day(last)) {
            assert!(!calendar.is_working_day(off), "{off}");
        }
    }
    for worked in [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2018-12-29",
        // Two days that a library of others has wrong.
        "2016-10-09",
        "2016-12-30",
        // The Monday on which the spring festival of 2020 ended after all.
        "2020-02-03",
    ] {
        assert!(calendar.is_working_day(day(worked)), "{worked}");
    }
}

#[test]
fn a_limit_in_working_days_ends() {
    let calendar = calendar();
    for (accepted, days, expected) in [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"), // a Saturday, worked
        ("2026-02-14", 10, "2026-03-06"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-30", 10, "2026-10-20"),
        ("2025-09-26", 10, "2025-10-16"),
        ("2025-12-31", 20, "2026-01-29"),
        ("2024-02-08", 5, "2024-02-21"),
        ("2026-01-01", 1, "2026-01-04"), // a Sunday, worked
        ("2026-01-30", 80, "2026-06-02"),
        ("2026-01-30", 120, "2026-07-29"),
        ("2026-03-02", 20, "2026-03-30"),
    ] {
        let found = calendar.deadline(day(accepted), days, DayUnit::Working);
        assert_eq!((found.on, found.provisional), (day(expected), false), "{accepted} + {days}");
    }
}

#[test]
fn a_pause_takes_its_working_days_out() {
    let calendar = calendar();
    let (accepted, paused, resumed) = (day("2026-03-02"), day("2026-03-10"), day("2026-04-07"));
    let away = calendar.working_days_between(paused, resumed);
    assert_eq!(away, 19);
    let due = day("2026-04-27");
    assert_eq!(calendar.after(accepted, 20 + away), due);
    // The same by what was used and what is left.
    let used = calendar.working_days_between(accepted, paused);
    assert_eq!(used, 6);
    assert_eq!(calendar.after(resumed, 20 - used), due);
    assert_eq!(calendar.working_days_between(day("2026-03-06"), day("2026-03-08")), 0, "a weekend");
}

#[test]
fn a_limit_in_calendar_days_moves_off_a_day_off() {
    let calendar = calendar();
    for (accepted, days, expected) in [
        ("2026-01-05", 60, "2026-03-06"),
        ("2026-08-02", 60, "2026-10-08"), // 1 October
        ("2026-01-16", 30, "2026-02-24"), // 15 February
        ("2026-02-07", 7, "2026-02-14"),  // a Saturday, worked
        ("2026-03-01", 6, "2026-03-09"),  // a Saturday
    ] {
        let found = calendar.deadline(day(accepted), days, DayUnit::Calendar);
        assert_eq!((found.on, found.provisional), (day(expected), false), "{accepted} + {days}");
    }
}

#[test]
fn what_no_notice_covers_yet_is_provisional() {
    let calendar = calendar();
    for (accepted, days, unit, expected, provisional) in [
        ("2026-12-23", 1, DayUnit::Working, "2026-12-24", false),
        ("2026-12-23", 2, DayUnit::Working, "2026-12-25", true),
        ("2026-11-02", 60, DayUnit::Working, "2027-01-25", true),
        ("2026-11-02", 60, DayUnit::Calendar, "2027-01-01", true),
        ("2015-12-30", 3, DayUnit::Working, "2016-01-05", true),
        ("2015-12-31", 2, DayUnit::Working, "2016-01-05", false),
    ] {
        let found = calendar.deadline(day(accepted), days, unit);
        assert_eq!((found.on, found.provisional), (day(expected), provisional), "{accepted} + {days} {unit}");
    }
}

#[test]
fn what_was_published_passes_for_a_notice_with_margin() {
    for days_off in built_in().unwrap() {
        days_off.check_notice().unwrap();
        let own = days_off.off.iter().filter(|day| day.to_string().starts_with(&days_off.year.to_string()));
        assert!(own.count() >= luodi_domain::calendar::LEAST_OFF + 5, "{}", days_off.year);
    }
}
