//! The clock as tables: what happened, by which limit, as of which day, and what the clock says.

mod course;
mod deadlines;
mod holders;
mod legs;
mod properties;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Clock, Limits, Reckoning, clock};
use crate::calendar::{DayUnit, DaysOff, WorkCalendar};
use crate::case::{Case, CaseEvent, CaseEventKind, EventSource, Extension, Handover, LegKind};
use crate::ids::{AgencyId, CaseEventId, CaseId};

/// The days off of 2025 and 2026 as the State Council published them; beyond, everything is provisional.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| {
    let y2025 = year(
        2025,
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    );
    let y2026 = year(
        2026,
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    );
    WorkCalendar::new([y2025, y2026]).unwrap()
});

fn year(year: i32, off: &str, worked: &str) -> DaysOff {
    let days = |text: &str| -> Vec<NaiveDate> {
        let day = |text: &str| d(&format!("{year}-{text}"));
        let run = |text: &str| {
            let (from, to) = text.split_once("..").unwrap_or((text, text));
            let to = day(to);
            day(from).iter_days().take_while(move |day| *day <= to).collect::<Vec<_>>()
        };
        text.split(' ').flat_map(run).collect()
    };
    DaysOff { year, sources: vec!["国务院办公厅".into()], off: days(off), worked: days(worked) }
}

/// A day, of 2026 unless its year is said.
fn d(text: &str) -> NaiveDate {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    text.parse().unwrap()
}

fn agency(number: u128) -> AgencyId {
    AgencyId::from_uuid(Uuid::from_u128(number))
}

/// A case opened on 2026-01-05 to which this happened: "03-02 ACCEPTED, 03-10 PAUSE_STARTED". What is handed on goes to
/// agency 2 for a decision; "03-12 HANDED_ON FORWARDING by 03-20" says another leg and its day. The law allows ten days
/// more, "03-20 EXTENDED 10"; what is missing may have its day, "03-02 ACCEPTED_WITH_DEFECTS cured by 03-20".
fn case(events: &str) -> Case {
    let told = events.split(", ").filter(|event| !event.is_empty());
    let event = |(text, id): (&str, u128)| {
        let words: Vec<&str> = text.split(' ').collect();
        let kind = CaseEventKind::parse(words[1]).unwrap();
        let handover = (kind == CaseEventKind::HandedOn).then(|| Handover {
            leg: words.get(2).map_or(LegKind::Decision, |leg| LegKind::parse(leg).unwrap()),
            agency: agency(2),
            due_on: words.get(4).map(|day| d(day)),
        });
        let mut event = event(id, kind, d(words[0]), handover);
        if kind == CaseEventKind::Extended {
            let days = words[2].parse().unwrap();
            event.extension = Some(Extension { days, unit: DayUnit::Working, most: Some(10) });
        }
        event.cure_by = words.get(4).filter(|_| kind.is_with_defects()).map(|day| d(day));
        (event.id, event)
    };
    with(told.zip(1..).map(event).collect())
}

fn event(id: u128, kind: CaseEventKind, occurred_on: NaiveDate, handover: Option<Handover>) -> CaseEvent {
    CaseEvent {
        id: CaseEventId::from_uuid(Uuid::from_u128(id)),
        kind,
        occurred_on,
        occurred_at: None,
        source: EventSource::Officer,
        handover,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
        valid: true,
    }
}

fn with(events: BTreeMap<CaseEventId, CaseEvent>) -> Case {
    Case {
        id: CaseId::from_uuid(Uuid::from_u128(1)),
        number: None,
        agency: Some(agency(1)),
        opened_on: d("01-05"),
        first_leg_due: None,
        handler: None,
        measured: None,
        events,
    }
}

fn clock_of(events: &str, limits: &Limits, today: &str) -> Clock {
    clock(&case(events), limits, &CALENDAR, d(today))
}

/// A day, short if of 2026.
fn short(day: NaiveDate) -> String {
    day.to_string().trim_start_matches("2026-").to_owned()
}

fn shown(reckoning: Option<&Reckoning>) -> String {
    let Some(reckoning) = reckoning else { return "–".into() };
    let Reckoning { deadline, used, paused, remaining, overdue, alert, extended_by, .. } = *reckoning;
    let due = deadline.map_or("?".into(), |due| short(due.on) + if due.provisional { "~" } else { "" });
    let mut text = format!("due {due} used {used} paused {paused} left {remaining}");
    if extended_by > 0 {
        write!(text, " extended {extended_by}").unwrap();
    }
    if overdue > 0 {
        write!(text, " over {overdue}").unwrap();
    }
    write!(text, " {alert}").unwrap();
    text
}
