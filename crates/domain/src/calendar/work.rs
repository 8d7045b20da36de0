//! The calendar itself. It keeps only the days that differ from Monday to Friday, each with how many working days there are
//! more until then; whatever is asked is one search among them and arithmetic between two of them.

use chrono::NaiveDate;
use thiserror::Error;

use super::days_off::{DaysOff, DaysOffError};
use super::{DayUnit, Deadline, weekdays};

/// Notices that cannot both be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// A year that cannot have been published like that.
    #[error("the days off of {year}: {error}")]
    Year {
        /// The year.
        year: i32,
        /// Why.
        error: DaysOffError,
    },
    /// A year that is there twice.
    #[error("the days off of {0} are there twice")]
    YearTwice(i32),
    /// A day that one notice has off and another has worked.
    #[error("{day} is off in the notice for {off} and worked in that for {worked}")]
    Contradiction {
        /// The day.
        day: NaiveDate,
        /// The year of the notice by which it is off.
        off: i32,
        /// The year of the notice by which it is worked.
        worked: i32,
    },
}

/// A run of days of which it is published whether they are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// A day that differs from Monday to Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exception {
    /// Its number.
    pub(super) day: i64,
    /// Whether it is worked, and then a Saturday or Sunday.
    pub(super) worked: bool,
    /// How many working days there are more than weekdays, until this day inclusive.
    more: i64,
}

impl Exception {
    /// How many working days there are until this day.
    fn until(&self) -> i64 {
        weekdays::until(self.day) + self.more
    }
}

/// The working-day calendar. Beyond what is published it goes on from Monday to Friday; the default one knows no notice.
///
/// A day is *covered* when the notice for its year is there. The last week of a year, from 25 December on, waits for the
/// notice of the following year too: days off around New Year's Day and the make-up days for them can fall into it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkCalendar {
    years: Vec<DaysOff>,
    exceptions: Vec<Exception>,
    covered: Vec<Covered>,
}

impl WorkCalendar {
    /// The calendar of these years, in whatever order, with or without gaps.
    pub fn new(years: impl IntoIterator<Item = DaysOff>) -> Result<Self, CalendarError> {
        let checked = years.into_iter().map(|days_off| {
            let year = days_off.year;
            days_off.checked().map_err(|error| CalendarError::Year { year, error })
        });
        let mut years = checked.collect::<Result<Vec<_>, _>>()?;
        years.sort_by_key(|days_off| days_off.year);
        for pair in years.windows(2) {
            if pair[0].year == pair[1].year {
                return Err(CalendarError::YearTwice(pair[0].year));
            }
        }
        let exceptions = exceptions(&years)?;
        let covered = covered(&years);
        Ok(Self { years, exceptions, covered })
    }

    /// The same with these days differing from Monday to Friday instead, in order, and these runs covered.
    pub(super) fn changed(&self, days: Vec<(NaiveDate, bool)>, covered: Vec<Covered>) -> Self {
        Self { years: self.years.clone(), exceptions: counted(days), covered }
    }

    /// The days that differ from Monday to Friday, in order.
    pub(super) fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// What is published, by years.
    pub fn years(&self) -> &[DaysOff] {
        &self.years
    }

    /// The runs of days that are covered, in order.
    pub fn covered(&self) -> &[Covered] {
        &self.covered
    }

    /// The first day that is covered.
    pub fn covered_from(&self) -> Option<NaiveDate> {
        Some(self.covered.first()?.from)
    }

    /// The last day that is covered; a year in between may be missing ([`WorkCalendar::covered`]).
    pub fn covered_until(&self) -> Option<NaiveDate> {
        Some(self.covered.last()?.until)
    }

    /// Whether offices work on the day: as published, and where nothing is, from Monday to Friday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let number = weekdays::number(day);
        match self.exceptions.binary_search_by_key(&number, |exception| exception.day) {
            Ok(found) => self.exceptions[found].worked,
            Err(_) => weekdays::is_weekday(number),
        }
    }

    /// Whether it is published whether offices work on the day.
    pub fn is_covered(&self, day: NaiveDate) -> bool {
        self.all_covered(day, day)
    }

    /// Whether that is published of all days from the first to the last; of none it is.
    pub fn all_covered(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let behind = self.covered.partition_point(|covered| covered.until < first);
        let run = self.covered.get(behind);
        first > last || run.is_some_and(|covered| covered.from <= first && last <= covered.until)
    }

    /// The last day of a limit of so many days. The day of acceptance does not count; without any days it is the last one.
    /// A limit in calendar days whose last day is a day off ends on the next working day. Provisional if a day that decides
    /// it is not covered: of a limit in working days every day does, of one in calendar days the last and to which it moves.
    pub fn deadline(&self, from: NaiveDate, days: u32, unit: DayUnit) -> Deadline {
        if days == 0 {
            return Deadline { on: from, provisional: false };
        }
        let (first, on) = match unit {
            DayUnit::Working => (weekdays::day(weekdays::number(from) + 1), self.after(from, days)),
            DayUnit::Calendar => {
                let last = weekdays::day(weekdays::number(from) + i64::from(days));
                (last, self.on_or_after(last))
            }
        };
        Deadline { on, provisional: !self.all_covered(first, on) }
    }

    /// The `n`-th working day after the day; the day itself for none.
    pub fn after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 {
            return day;
        }
        weekdays::day(self.first_with(self.until(weekdays::number(day)) + i64::from(n)))
    }

    /// The `n`-th working day before the day; the day itself for none.
    pub fn before(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 {
            return day;
        }
        weekdays::day(self.first_with(self.until(weekdays::number(day) - 1) + 1 - i64::from(n)))
    }

    /// The day if it is a working day, or the next one.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working_day(day) { day } else { self.after(day, 1) }
    }

    /// The day if it is a working day, or the last one before it.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working_day(day) { day } else { self.before(day, 1) }
    }

    /// How many working days there are after the one day until the other, which counts; none if that is not later.
    pub fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> u32 {
        let count = self.until(weekdays::number(until)) - self.until(weekdays::number(after));
        u32::try_from(count).unwrap_or(0)
    }

    /// How many working days there are until the day with this number, from the common era on.
    fn until(&self, number: i64) -> i64 {
        let passed = self.exceptions.partition_point(|exception| exception.day <= number);
        weekdays::until(number) + self.more_after(passed)
    }

    /// The first day until which there are so many.
    fn first_with(&self, count: i64) -> i64 {
        let passed = self.exceptions.partition_point(|exception| exception.until() < count);
        // Behind the exceptions that fall short, weekdays count until the next one, at which there are enough.
        let weekday = weekdays::first_with(count - self.more_after(passed));
        self.exceptions.get(passed).map_or(weekday, |next| next.day.min(weekday))
    }

    /// What so many exceptions come to.
    fn more_after(&self, passed: usize) -> i64 {
        passed.checked_sub(1).map_or(0, |last| self.exceptions[last].more)
    }
}

/// The days that differ from Monday to Friday, in order.
fn exceptions(years: &[DaysOff]) -> Result<Vec<Exception>, CalendarError> {
    let named = years.iter().flat_map(|days_off| {
        let off = days_off.off.iter().map(|day| (*day, false, days_off.year));
        off.chain(days_off.worked.iter().map(|day| (*day, true, days_off.year)))
    });
    let mut named: Vec<_> = named.collect();
    named.sort_unstable();
    for pair in named.windows(2) {
        if let [(day, false, off), (again, true, worked)] = *pair
            && day == again
        {
            return Err(CalendarError::Contradiction { day, off, worked });
        }
    }
    named.dedup_by_key(|(day, ..)| *day);
    Ok(counted(named.into_iter().map(|(day, worked, _)| (day, worked)).collect()))
}

/// These days in order, each with what they come to; one that does not differ is left out.
fn counted(days: Vec<(NaiveDate, bool)>) -> Vec<Exception> {
    let mut more = 0;
    let mut exceptions = Vec::with_capacity(days.len());
    for (day, worked) in days {
        let day = weekdays::number(day);
        if weekdays::is_weekday(day) != worked {
            more += if worked { 1 } else { -1 };
            exceptions.push(Exception { day, worked, more });
        }
    }
    exceptions
}

/// The runs of years as runs of days, each without its last week.
fn covered(years: &[DaysOff]) -> Vec<Covered> {
    let runs = years.chunk_by(|one, next| one.year + 1 == next.year);
    let days = runs.filter_map(|run| {
        let from = NaiveDate::from_ymd_opt(run.first()?.year, 1, 1)?;
        let until = NaiveDate::from_ymd_opt(run.last()?.year, 12, 24)?;
        Some(Covered { from, until })
    });
    days.collect()
}
