//! Reading a file.
//!
//! ```toml
//! year = 2026
//! sources = ["https://www.gov.cn/…"]               # the notices, by number or address
//! off = ["2026-01-01..2026-01-03", "2026-06-19"]   # days, or from the first to the last
//! worked = ["2026-01-04"]                          # Saturdays and Sundays on which offices work
//! ```

use std::ops::Range;

use chrono::NaiveDate;
use luodi_domain::calendar::{DayList, DaysOff, DaysOffError};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

/// A file that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct FileError {
    /// In which line, from 1.
    pub line: usize,
    /// Why.
    pub reason: Reason,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// It is not of the form, or has what the form has not.
    #[error("{0}")]
    Form(String),
    /// A text that is no day, nor a first and a last day.
    #[error("{0:?} is neither a day such as 2026-01-01 nor days such as 2026-01-01..2026-01-03")]
    NotDays(String),
    /// The last day comes before the first.
    #[error("{0:?} ends before it begins")]
    Backwards(String),
    /// The days cannot be those of the year.
    #[error("{0}")]
    DaysOff(#[from] DaysOffError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    year: Spanned<i32>,
    sources: Spanned<Vec<Spanned<String>>>,
    off: Spanned<Vec<Spanned<String>>>,
    worked: Spanned<Vec<Spanned<String>>>,
}

/// Days as they are written, and where each stands in the text.
#[derive(Default)]
struct Days {
    days: Vec<NaiveDate>,
    at: Vec<usize>,
}

/// Reads what is published of a year, and checks it.
pub fn read(text: &str) -> Result<DaysOff, FileError> {
    let error = |at: usize, reason: Reason| FileError { line: line(text, at), reason };
    let form: Form = toml::from_str(text).map_err(|found: toml::de::Error| {
        let at = found.span().map_or(0, |span| span.start);
        error(at, Reason::Form(found.message().to_owned()))
    })?;
    let year = *form.year.as_ref();
    DaysOff::check_year(year).map_err(|found| error(form.year.span().start, found.into()))?;
    let days = |list: DayList, entries: &Spanned<Vec<Spanned<String>>>| -> Result<Days, FileError> {
        let mut found = Days::default();
        for entry in entries.as_ref() {
            let at = entry.span().start;
            let (first, last) = ends(entry.as_ref()).map_err(|reason| error(at, reason))?;
            // Looked at before the days between are: there could be millions.
            for day in [first, last] {
                if !DaysOff::may_name(year, day) {
                    let index = found.days.len();
                    return Err(error(at, DaysOffError::Outside { list, index, day, year }.into()));
                }
            }
            for day in first.iter_days().take_while(|day| *day <= last) {
                found.days.push(day);
                found.at.push(at);
            }
        }
        Ok(found)
    };
    let (off, worked) = (days(DayList::Off, &form.off)?, days(DayList::Worked, &form.worked)?);
    let sources = form.sources.as_ref().iter().map(|source| source.as_ref().clone()).collect();
    let days_off = DaysOff { year, sources, off: off.days, worked: worked.days };
    days_off.checked().map_err(|found| {
        let start = |span: Range<usize>| span.start;
        let of_list = |list| match list {
            DayList::Off => (start(form.off.span()), &off.at),
            DayList::Worked => (start(form.worked.span()), &worked.at),
        };
        let entry = |(list, at): (usize, &Vec<usize>), index: usize| at.get(index).copied().unwrap_or(list);
        let at = match &found {
            DaysOffError::Year(_) => start(form.year.span()),
            DaysOffError::NoSource | DaysOffError::TooManySources(_) => start(form.sources.span()),
            DaysOffError::Source { index, .. } => {
                let source = form.sources.as_ref().get(*index);
                source.map_or_else(|| start(form.sources.span()), |source| start(source.span()))
            }
            DaysOffError::NoDayOff(_) => start(form.off.span()),
            DaysOffError::TooMany { list, .. } => of_list(*list).0,
            DaysOffError::Outside { list, index, .. } | DaysOffError::Twice { list, index, .. } => {
                entry(of_list(*list), *index)
            }
            DaysOffError::Both { index, .. } | DaysOffError::WorkedAnyway { index, .. } => {
                entry(of_list(DayList::Worked), *index)
            }
        };
        error(at, found.into())
    })
}

/// The first and the last day of an entry.
fn ends(entry: &str) -> Result<(NaiveDate, NaiveDate), Reason> {
    let day = |text: &str| {
        let day = text.trim().parse::<NaiveDate>().ok();
        day.ok_or_else(|| Reason::NotDays(entry.to_owned()))
    };
    let (first, last) = entry.split_once("..").unwrap_or((entry, entry));
    let (first, last) = (day(first)?, day(last)?);
    if last < first { Err(Reason::Backwards(entry.to_owned())) } else { Ok((first, last)) }
}

/// The line in which a byte stands, from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
