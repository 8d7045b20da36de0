//! What the notices say of one year.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::weekdays;
use crate::text::{TextError, clean_line};

/// The first year of which days off can be entered.
pub const FIRST_YEAR: i32 = 2000;
/// The last one.
pub const LAST_YEAR: i32 = 2100;
/// How many days off a year has at most: twice what any year had.
pub const MOST_OFF: usize = 80;
/// How many make-up working days a year has at most.
pub const MOST_WORKED: usize = 30;
/// How many notices a year has at most.
pub const MOST_SOURCES: usize = 5;
/// How long the name of one is at most, in characters.
pub const LONGEST_SOURCE: usize = 300;

/// The days off 放假 and make-up working days 调休上班 of one year, as its notices have them. A notice may name Saturdays and
/// Sundays that are off anyway, days of the December before, and of the January after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysOff {
    /// The year.
    pub year: i32,
    /// Where it stands: the numbers or addresses of the notices, one or more.
    pub sources: Vec<String>,
    /// Days on which offices are closed.
    pub off: Vec<NaiveDate>,
    /// Saturdays and Sundays on which they work.
    pub worked: Vec<NaiveDate>,
}

/// One of the two lists of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayList {
    /// Days off.
    Off,
    /// Make-up working days.
    Worked,
}

/// Why this cannot be what was published. Days are named by list and place, so that whoever entered them finds them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DaysOffError {
    /// Not a year of this calendar.
    #[error("{0} is no year between {FIRST_YEAR} and {LAST_YEAR}")]
    Year(i32),
    /// It is not said where it stands.
    #[error("no notice is named")]
    NoSource,
    /// More notices than a year has.
    #[error("{0} notices are more than the {MOST_SOURCES} that a year has at most")]
    TooManySources(usize),
    /// The name of a notice cannot be kept.
    #[error("the name of a notice: {error}")]
    Source {
        /// Where it stands among the notices.
        index: usize,
        /// Why.
        error: TextError,
    },
    /// A year without days off was not published, or not typed in.
    #[error("there is no day off of {0} itself")]
    NoDayOff(i32),
    /// More than a year has.
    #[error("{count} days are more than the {most} that a year has at most")]
    TooMany {
        /// In which list.
        list: DayList,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A day of another year that no notice for this one speaks of.
    #[error("{day} lies outside {year}, the December before and the January after")]
    Outside {
        /// In which list.
        list: DayList,
        /// Where in it.
        index: usize,
        /// The day.
        day: NaiveDate,
        /// The year.
        year: i32,
    },
    /// A day that the list has already.
    #[error("{day} is there twice")]
    Twice {
        /// In which list.
        list: DayList,
        /// Where it stands for the second time.
        index: usize,
        /// The day.
        day: NaiveDate,
    },
    /// A day that is in both lists.
    #[error("{day} is both off and worked")]
    Both {
        /// Where it stands among the days worked.
        index: usize,
        /// The day.
        day: NaiveDate,
    },
    /// A make-up day on which offices work anyway.
    #[error("{day} is a weekday and worked anyway")]
    WorkedAnyway {
        /// Where it stands among the days worked.
        index: usize,
        /// The day.
        day: NaiveDate,
    },
}

impl DaysOff {
    /// Whether a notice for this year can speak of the day: one of the year, of the December before or of the January after.
    pub fn may_name(year: i32, day: NaiveDate) -> bool {
        let (of, month) = (day.year(), day.month());
        of == year
            || (year.checked_sub(1) == Some(of) && month == 12)
            || (year.checked_add(1) == Some(of) && month == 1)
    }

    /// Whether a day is one of the year itself.
    pub(super) fn is_of_its_own(&self, day: NaiveDate) -> bool {
        day.year() == self.year
    }

    /// Whether days off of this year can be entered.
    pub fn check_year(year: i32) -> Result<(), DaysOffError> {
        if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(()) } else { Err(DaysOffError::Year(year)) }
    }

    /// The same with its days in order, if it can have been published.
    pub fn checked(mut self) -> Result<Self, DaysOffError> {
        let year = self.year;
        Self::check_year(year)?;
        self.sources = named(&self.sources)?;
        let Self { off, worked, .. } = &self;
        for (list, days, most) in [(DayList::Off, off, MOST_OFF), (DayList::Worked, worked, MOST_WORKED)] {
            if days.len() > most {
                return Err(DaysOffError::TooMany { list, count: days.len(), most });
            }
            for (index, &day) in days.iter().enumerate() {
                if !Self::may_name(year, day) {
                    return Err(DaysOffError::Outside { list, index, day, year });
                }
                if days[..index].contains(&day) {
                    return Err(DaysOffError::Twice { list, index, day });
                }
            }
        }
        for (index, &day) in worked.iter().enumerate() {
            if off.contains(&day) {
                return Err(DaysOffError::Both { index, day });
            }
            if weekdays::is_weekday(weekdays::number(day)) {
                return Err(DaysOffError::WorkedAnyway { index, day });
            }
        }
        if !off.iter().any(|day| self.is_of_its_own(*day)) {
            return Err(DaysOffError::NoDayOff(year));
        }
        self.off.sort_unstable();
        self.worked.sort_unstable();
        Ok(self)
    }
}

/// The notices, each in a line without the blanks around it.
fn named(sources: &[String]) -> Result<Vec<String>, DaysOffError> {
    match sources.len() {
        0 => Err(DaysOffError::NoSource),
        count if count > MOST_SOURCES => Err(DaysOffError::TooManySources(count)),
        _ => {
            let cleaned = sources.iter().enumerate().map(|(index, source)| {
                clean_line(source, LONGEST_SOURCE).map_err(|error| DaysOffError::Source { index, error })
            });
            cleaned.collect()
        }
    }
}
