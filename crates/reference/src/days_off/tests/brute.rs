//! Every day and every limit against counting over the files, and how long one question takes.

use std::time::Instant;

use chrono::{Datelike, NaiveDate, Weekday};
use luodi_domain::calendar::{DayUnit, Deadline};

use super::{calendar, day};
use crate::days_off::built_in;

/// The longest limit tried.
const LIMIT: u32 = 250;

/// Every working day of the files from 2016 on, as a person reads them: by day, until the notices end.
fn counted() -> Vec<NaiveDate> {
    let years = built_in().unwrap();
    let off: Vec<NaiveDate> = years.iter().flat_map(|days_off| days_off.off.clone()).collect();
    let made_up: Vec<NaiveDate> = years.iter().flat_map(|days_off| days_off.worked.clone()).collect();
    let weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days = day("2016-01-01").iter_days().take_while(|day| *day <= super::day("2026-12-24"));
    days.filter(|day| made_up.contains(day) || !(weekend(day) || off.contains(day))).collect()
}

#[test]
fn every_limit_from_every_day_is_what_is_counted_over_the_files() {
    let calendar = calendar();
    let working = counted();
    let mut next = 0;
    let mut compared = 0u32;
    for from in day("2016-01-01").iter_days().take_while(|from| *from <= day("2026-12-31")) {
        while working.get(next).is_some_and(|day| *day <= from) {
            next += 1;
        }
        for days in 1..=LIMIT {
            let found = calendar.deadline(from, days, DayUnit::Working);
            match working.get(next + days as usize - 1) {
                Some(&on) => assert_eq!(found, Deadline { on, provisional: false }, "{from} + {days}"),
                None => assert!(found.provisional, "{from} + {days} leaves what is published"),
            }
            compared += u32::from(!found.provisional);
        }
    }
    // 4,018 days, of which those near the end have fewer limits that stay covered.
    assert_eq!(compared, 4_011 * LIMIT - not_covered());
}

/// How many limits leave what is published, by counting from the end.
fn not_covered() -> u32 {
    let working = counted();
    let days = day("2016-01-01").iter_days().take_while(|from| *from <= day("2026-12-24"));
    days.map(|from| {
        let left = working.iter().rev().take(LIMIT as usize).filter(|day| **day > from).count();
        LIMIT - u32::try_from(left).unwrap()
    })
    .sum()
}

#[test]
fn the_time_of_a_question_does_not_grow_with_the_limit() {
    let calendar = calendar();
    let rounds = luodi_testkit::size("deadline_calls", 2_000, 2_000_000);
    let starts: Vec<NaiveDate> = day("2016-01-01").iter_days().take(3_500).collect();
    let time = |days: u32| {
        let asked = Instant::now();
        let mut sum = 0i64;
        for from in starts.iter().cycle().take(rounds) {
            let found = calendar.deadline(*from, days, DayUnit::Working);
            sum += i64::from(std::hint::black_box(found).on.num_days_from_ce());
        }
        assert!(sum > 0);
        asked.elapsed().as_secs_f64() / f64::from(u32::try_from(rounds).unwrap())
    };
    let least = |days: u32| (0..5).map(|_| time(days)).fold(f64::INFINITY, f64::min);
    let (short, long) = (least(2), least(LIMIT));
    println!("deadline: {:.0} ns for 2 working days, {:.0} ns for {LIMIT}", short * 1e9, long * 1e9);
    assert!(long < 10.0 * short, "{long} s against {short} s: no day is walked");
}
