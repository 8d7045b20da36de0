//! Schedules as tables: a line for each task, and what the schedule says.

mod brute;
mod tables;

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{Estimate, Known, Need, Papers, Schedule, ScheduleError, Task, schedule};
use crate::calendar::{DaysOff, WorkCalendar};
use crate::clock::Limit;

/// The days off of the first half of 2026 as they were published; beyond the year everything is provisional.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| {
    let days = |text: &str| -> Vec<NaiveDate> { text.split(' ').map(d).collect() };
    let off = "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 \
               05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07";
    let worked = "01-04 02-14 02-28 05-09 09-20 10-10";
    let sources = vec!["国务院办公厅".into()];
    WorkCalendar::new([DaysOff { year: 2026, sources, off: days(off), worked: days(worked) }]).unwrap()
});

/// A day, of 2026 unless its year is said.
fn d(text: &str) -> NaiveDate {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    text.parse().unwrap()
}

/// A day, short if of 2026.
fn short(day: NaiveDate) -> String {
    day.to_string().trim_start_matches("2026-").to_owned()
}

/// "≥" before a lower bound, "~" behind what is provisional.
fn estimate(Estimate { on, provisional, at_least }: Estimate) -> String {
    let before = if at_least { "≥" } else { "" };
    let behind = if provisional { "~" } else { "" };
    format!("{before}{}{behind}", short(on))
}

/// "5w" working days, "60d" days, "?" unknown.
fn limit(text: &str) -> Option<Limit> {
    let days = |unit| text.strip_suffix(unit).map(|days: &str| days.parse().unwrap());
    let limit = days('w').map(Limit::working).or_else(|| days('d').map(Limit::calendar));
    assert!(limit.is_some() || text == "?", "{text}");
    limit
}

/// A plan, a task on each line: its name, how it stands, and behind an arrow what it needs.
///
/// How it stands: `5w/20w` by promise and by law, not begun, `@03-10` once prepared on that day, with `lacks ` before it
/// while papers are missing, `@03-10` for when they were agreed, `@?` if nobody said; `maybe 5w/20w`; `case
/// 03-10/03-20` due by promise and by law; `point 0w @03-10`; `done 03-02`; `whole` of what it needs; `out`. What it
/// needs: `a, b|c, ~e`, that is
/// a, and b or c, and usually e.
fn plan(text: &str) -> Vec<Task<&str>> {
    let task = |line| -> Task<&str> {
        let (key, rest): (&str, &str) = str::split_once(line, ':').unwrap();
        let (known, needs) = rest.split_once('←').unwrap_or((rest, ""));
        let need = |need| -> Need<&str> {
            let soft = str::strip_prefix(need, '~');
            Need { any_of: soft.unwrap_or(need).split('|').collect(), hard: soft.is_none() }
        };
        let needs = needs.split(',').map(str::trim).filter(|need| !need.is_empty()).map(need).collect();
        Task { key: key.trim(), known: known_of(known.trim()), needs }
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(task).collect()
}

fn known_of(text: &str) -> Known {
    let (text, day) = text.split_once(" @").map_or((text, None), |(text, day)| (text, Some(day)));
    let day = day.filter(|day| *day != "?").map(d);
    let limits = |text: &str| text.split_once('/').map(|(promised, legal)| (limit(promised), limit(legal)));
    let due = |text: &str| (text != "?").then(|| Estimate::exact(d(text)));
    match text.split_once(' ') {
        None if text == "out" => Known::RuledOut,
        None if text == "whole" => Known::Whole,
        None => {
            let (promised, legal) = limits(text).unwrap();
            Known::NotBegun { prepared_on: day, papers: Papers::Complete, promised, legal }
        }
        Some(("lacks", text)) => {
            let (promised, legal) = limits(text).unwrap();
            let papers = Papers::Missing { by: day, at_least: day.is_none() };
            Known::NotBegun { prepared_on: None, papers, promised, legal }
        }
        Some(("done", day)) => Known::Done(d(day)),
        Some(("maybe", text)) => {
            let (promised, legal) = limits(text).unwrap();
            Known::Undecided { promised, legal }
        }
        Some(("case", text)) => {
            let (promised, legal) = text.split_once('/').unwrap();
            Known::UnderWay { promised: due(promised), legal: due(legal) }
        }
        Some(("point", takes)) => Known::Point { planned_on: day, takes: limit(takes) },
        other => panic!("{other:?}"),
    }
}

fn of<'a>(
    text: &'a str,
    targets: &[&'a str],
    today: &str,
) -> Result<Schedule<&'a str>, ScheduleError<&'a str>> {
    schedule(&plan(text), targets, &CALENDAR, d(today))
}
