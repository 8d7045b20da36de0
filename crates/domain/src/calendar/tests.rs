//! A small calendar as tables, and any calendar against counting day by day.

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;

use super::{CalendarError, DayUnit, DaysOff, Deadline, WorkCalendar};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace().map(day).collect()
}

fn year(year: i32, off: &str, worked: &str) -> DaysOff {
    DaysOff { year, sources: vec!["通知".to_owned()], off: days(off), worked: days(worked) }
}

/// 2030 begins on a Tuesday; 2031 takes its New Year's days from the December before.
fn calendar() -> WorkCalendar {
    let first = year(2030, "2030-01-01 2030-02-04 2030-02-05 2030-02-09", "2030-02-10");
    let second = year(2031, "2030-12-30 2030-12-31 2031-01-01", "2030-12-28 2030-12-29");
    let fourth = year(2033, "2033-01-01 2033-01-03", "");
    WorkCalendar::new([second, fourth, first]).unwrap()
}

/// The same day by day.
fn worked(years: &[DaysOff], day: NaiveDate) -> bool {
    if years.iter().any(|days_off| days_off.worked.contains(&day)) {
        return true;
    }
    let off = years.iter().any(|days_off| days_off.off.contains(&day));
    !off && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[test]
fn a_day_is_worked_as_published_and_else_from_monday_to_friday() {
    for (text, expected) in [
        ("2030-02-04", false), // a Monday off
        ("2030-02-08", true),  // a Friday
        ("2030-02-09", false), // a Saturday named off
        ("2030-02-10", true),  // a Sunday to make up
        ("2030-12-29", true),  // said by the notice of the next year
        ("2030-12-30", false),
        ("2033-01-03", false),
        ("2032-01-01", true),  // not published
        ("2040-01-01", false), // nor this, a Sunday
    ] {
        assert_eq!(calendar().is_working_day(day(text)), expected, "{text}");
    }
}

#[test]
fn the_last_week_waits_for_the_next_notice_and_a_missing_year_is_a_gap() {
    let calendar = calendar();
    for (text, expected) in [
        ("2029-12-31", false),
        ("2030-01-01", true),
        ("2030-12-25", true),
        ("2031-01-01", true),
        ("2031-12-24", true),
        ("2031-12-25", false),
        ("2032-06-01", false),
        ("2032-12-31", false),
        ("2033-01-01", true),
        ("2033-12-24", true),
        ("2033-12-25", false),
    ] {
        assert_eq!(calendar.is_covered(day(text)), expected, "{text}");
    }
    let runs = calendar.covered().iter().map(|run| (run.from.to_string(), run.until.to_string()));
    let expected = [("2030-01-01", "2031-12-24"), ("2033-01-01", "2033-12-24")];
    assert_eq!(runs.collect::<Vec<_>>(), expected.map(|(from, until)| (from.to_owned(), until.to_owned())));
    assert_eq!(
        (calendar.covered_from(), calendar.covered_until()),
        (Some(day("2030-01-01")), Some(day("2033-12-24")))
    );
    assert_eq!(
        (WorkCalendar::default().covered_from(), WorkCalendar::default().covered_until()),
        (None, None)
    );
}

#[test]
fn a_limit_ends() {
    use DayUnit::{Calendar, Working};

    let calendar = calendar();
    let check = |from: &str, days: u32, unit: DayUnit, expected: &str| {
        let Deadline { on, provisional } = calendar.deadline(day(from), days, unit);
        let found = format!("{on}{}", if provisional { " provisional" } else { "" });
        assert_eq!(found, expected, "{from} {days} {unit}");
    };
    check("2030-02-01", 0, Working, "2030-02-01");
    check("2030-02-02", 0, Working, "2030-02-02");
    check("2030-02-01", 1, Working, "2030-02-06");
    check("2030-02-02", 1, Working, "2030-02-06");
    check("2030-02-06", 3, Working, "2030-02-10");
    check("2030-02-06", 4, Working, "2030-02-11");
    check("2030-12-27", 2, Working, "2030-12-29");
    check("2030-12-27", 3, Working, "2031-01-02");
    // It looked at 25 December 2031 and after.
    check("2031-12-22", 2, Working, "2031-12-24");
    check("2031-12-22", 3, Working, "2031-12-25 provisional");
    check("2031-12-22", 20, Working, "2032-01-19 provisional");
    // Every day on the way counts, and 2032 lies on it.
    check("2031-12-22", 300, Working, "2033-02-15 provisional");
    check("2029-12-31", 1, Working, "2030-01-02");
    check("2029-12-30", 1, Working, "2029-12-31 provisional");
    check("2030-01-31", 0, Calendar, "2030-01-31");
    check("2030-01-31", 1, Calendar, "2030-02-01");
    check("2030-01-31", 4, Calendar, "2030-02-06");
    check("2030-01-31", 9, Calendar, "2030-02-10");
    // Of calendar days the last one decides, wherever the others lie.
    check("2031-12-20", 5, Calendar, "2031-12-25 provisional");
    check("2031-12-20", 400, Calendar, "2033-01-24");
    check("2031-12-20", 365, Calendar, "2032-12-20 provisional");
    check("+262142-12-30", 250, Working, "+262142-12-31 provisional");
    check("+262142-12-30", u32::MAX, Calendar, "+262142-12-31 provisional");
}

#[test]
fn working_days_go_both_ways() {
    let calendar = calendar();
    for (from, n, after, before) in [
        ("2030-02-06", 0, "2030-02-06", "2030-02-06"),
        ("2030-02-06", 1, "2030-02-07", "2030-02-01"),
        ("2030-02-10", 1, "2030-02-11", "2030-02-08"),
        ("2030-02-09", 1, "2030-02-10", "2030-02-08"),
        ("2030-12-31", 2, "2031-01-03", "2030-12-28"),
        ("2030-01-02", 1, "2030-01-03", "2029-12-31"),
    ] {
        assert_eq!(calendar.after(day(from), n), day(after), "{from} + {n}");
        assert_eq!(calendar.before(day(from), n), day(before), "{from} - {n}");
    }
    for (from, after, before) in
        [("2030-02-05", "2030-02-06", "2030-02-01"), ("2030-02-10", "2030-02-10", "2030-02-10")]
    {
        assert_eq!(calendar.on_or_after(day(from)), day(after), "{from}");
        assert_eq!(calendar.on_or_before(day(from)), day(before), "{from}");
    }
    for (after, until, expected) in [
        ("2030-02-01", "2030-02-06", 1),
        ("2030-02-06", "2030-02-01", 0),
        ("2030-02-06", "2030-02-06", 0),
        ("2030-02-02", "2030-02-05", 0),
        ("2030-02-08", "2030-02-10", 1),
        ("2029-12-31", "2030-12-31", 261 - 1 - 2 + 1 + 2 - 2),
    ] {
        assert_eq!(calendar.working_days_between(day(after), day(until)), expected, "{after}..{until}");
    }
}

#[test]
fn what_cannot_be_published_is_refused() {
    let check = |days_off: DaysOff, expected: &str| {
        let found = days_off.checked().map_or_else(|error| error.to_string(), |_| "taken".to_owned());
        assert_eq!(found, expected);
    };
    let many = |first: &str, count: usize| -> Vec<NaiveDate> { day(first).iter_days().take(count).collect() };
    let fine = || year(2030, "2030-01-01 2029-12-31 2031-01-31", "2029-12-30 2030-02-10");
    check(fine(), "taken");
    check(DaysOff { off: many("2030-01-01", 80), worked: Vec::new(), ..fine() }, "taken");
    check(year(1999, "1999-01-01", ""), "1999 is no year between 2000 and 2100");
    check(year(2101, "2101-01-01", ""), "2101 is no year between 2000 and 2100");
    check(DaysOff { sources: Vec::new(), ..fine() }, "no notice is named");
    check(
        DaysOff { sources: vec!["通知".to_owned(); 6], ..fine() },
        "6 notices are more than the 5 that a year has at most",
    );
    check(
        DaysOff { sources: vec!["通知".to_owned(), " ".to_owned()], ..fine() },
        "the name of a notice: the text is empty",
    );
    check(year(2030, "", ""), "there is no day off of 2030 itself");
    check(year(2030, "2029-12-31 2031-01-01", ""), "there is no day off of 2030 itself");
    check(
        DaysOff { off: many("2030-01-01", 81), ..fine() },
        "81 days are more than the 80 that a year has at most",
    );
    check(
        DaysOff { worked: many("2030-01-01", 31), ..fine() },
        "31 days are more than the 30 that a year has at most",
    );
    check(
        year(2030, "2030-01-01 2029-11-30", ""),
        "2029-11-30 lies outside 2030, the December before and the January after",
    );
    check(
        year(2030, "2030-01-01", "2031-02-01"),
        "2031-02-01 lies outside 2030, the December before and the January after",
    );
    check(year(2030, "2030-01-01 2030-01-01", ""), "2030-01-01 is there twice");
    check(year(2030, "2030-01-01", "2030-01-05 2030-01-05"), "2030-01-05 is there twice");
    check(year(2030, "2030-01-01 2030-01-05", "2030-01-05"), "2030-01-05 is both off and worked");
    check(year(2030, "2030-01-01", "2030-01-04"), "2030-01-04 is a weekday and worked anyway");
}

#[test]
fn notices_that_contradict_one_another_are_refused() {
    let check = |years: &[DaysOff], expected: &str| {
        let found = WorkCalendar::new(years.to_vec())
            .map_or_else(|error: CalendarError| error.to_string(), |_| "taken".to_owned());
        assert_eq!(found, expected);
    };
    let first = year(2030, "2030-01-01 2030-12-29", "");
    check(&[first.clone(), year(2031, "2030-12-29 2031-01-01", "")], "taken");
    check(
        &[year(2031, "2031-01-01", "2030-12-29"), first.clone()],
        "2030-12-29 is off in the notice for 2030 and worked in that for 2031",
    );
    check(&[first.clone(), first], "the days off of 2030 are there twice");
    check(&[year(2030, "", "")], "the days off of 2030: there is no day off of 2030 itself");
}

/// Two years, one after the other or with a year between, and what is asked about them.
fn published() -> impl Strategy<Value = Vec<DaysOff>> {
    let one = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year - 1, 12, 1).unwrap();
        let all: Vec<NaiveDate> = first.iter_days().take_while(|day| DaysOff::may_name(year, *day)).collect();
        let weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let weekends: Vec<NaiveDate> = all.iter().copied().filter(weekend).collect();
        let (off, worked) =
            (prop::sample::subsequence(all, 1..60), prop::sample::subsequence(weekends, 0..12));
        (off, worked).prop_map(move |(off, worked)| {
            let worked = worked.into_iter().filter(|day| !off.contains(day)).collect();
            DaysOff { year, sources: vec!["通知".to_owned()], off, worked }
        })
    };
    (one(2030), prop_oneof![one(2031), one(2032)])
        .prop_map(|(first, second)| vec![first, second])
        .prop_filter("notices that agree", |years| WorkCalendar::new(years.clone()).is_ok())
}

proptest! {
    #[test]
    fn it_counts_as_a_person_would(years in published(), start in 0u64..1500, n in 1u32..260) {
        let calendar = WorkCalendar::new(years.clone()).unwrap();
        let from = day("2029-06-01") + chrono::Days::new(start);
        let mut left = n;
        let mut on = from;
        let mut covered = true;
        while left > 0 {
            on = on.succ_opt().unwrap();
            covered &= calendar.is_covered(on);
            prop_assert_eq!(calendar.is_working_day(on), worked(&years, on));
            left -= u32::from(worked(&years, on));
        }
        let expected = Deadline { on, provisional: !covered };
        prop_assert_eq!(calendar.deadline(from, n, DayUnit::Working), expected);
        prop_assert_eq!(calendar.after(from, n), on);
        prop_assert_eq!(calendar.working_days_between(from, on), n);
        // Backwards to the day itself, or the working day before it.
        prop_assert_eq!(calendar.before(on, n), calendar.on_or_before(from));
        prop_assert_eq!(calendar.on_or_after(from) , if worked(&years, from) { from } else { calendar.after(from, 1) });
    }
}

#[test]
fn what_cannot_be_the_notice_of_a_year_is_refused() {
    let off = "2030-01-01 2030-02-01..2030-02-09 2030-05-01 2030-10-01..2030-10-04";
    let off = off.split(' ').flat_map(|run| {
        let (first, last) = run.split_once("..").unwrap_or((run, run));
        day(first).iter_days().take_while(move |day| *day <= self::day(last)).collect::<Vec<_>>()
    });
    let off: Vec<NaiveDate> = off.collect();
    let check = |off: &[NaiveDate], source: &str, expected: &str| {
        let notice = DaysOff {
            year: 2030,
            sources: vec!["放假".into(), source.into()],
            off: off.to_vec(),
            worked: Vec::new(),
        };
        let found = notice.check_notice().map_or_else(|refusal| refusal.to_string(), |()| "taken".to_owned());
        assert_eq!(found, expected, "{source} {off:?}");
    };
    let numbered = "国办发明电〔2029〕7号";
    assert_eq!(off.len(), 15);
    check(&off, numbered, "taken");
    for named in [
        "国办发明电[2029]12号",
        "《关于2030年放假的通知》（国办发明电〔2029〕7号）",
        "http://www.gov.cn/1",
        "https://gov.cn",
    ] {
        check(&off, named, "taken");
    }
    for unnamed in [
        "通知",
        "国办发明电〔2029〕号",
        "国办发明电2029 7号",
        "〔29〕7号",
        "https://example.org/gov.cn",
        "https://notgov.cn/",
        "www.gov.cn",
    ] {
        check(&off, unnamed, "SOURCE_NOT_A_NOTICE .sources");
    }
    for missing in ["2030-01-01", "2030-05-01", "2030-10-01", "2030-10-02", "2030-10-03"] {
        let others: Vec<_> = off.iter().copied().filter(|off| *off != day(missing)).collect();
        check(&others, numbered, &format!("HOLIDAY_MISSING .off date={missing}"));
    }
    // One of the December before is not the year's own.
    let fewer: Vec<_> =
        off.iter().copied().filter(|off| *off != day("2030-02-09")).chain([day("2029-12-31")]).collect();
    check(&fewer, numbered, "DAYS_OFF_TOO_FEW .off found=14 min=15");
}
