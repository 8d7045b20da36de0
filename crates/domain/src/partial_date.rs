//! Dates as rough as people give them: `2024年5月底`, 上半年, a day.
//!
//! A rough date is a span of days. There is no order among spans, so the type has none: every rule that compares one
//! says whether it takes the first day or the last.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::coded::coded_enum;

/// Years a project can speak of; anything else is a slip, and calendar arithmetic within them cannot overflow.
const YEARS: RangeInclusive<i32> = 1900..=2199;

coded_enum! {
    /// How exactly a date is known.
    pub enum Precision {
        /// To the day.
        Day = "DAY",
        /// To the month.
        Month = "MONTH",
        /// To the quarter, 一季度 to 四季度.
        Quarter = "QUARTER",
        /// To the half-year, 上半年 or 下半年.
        Half = "HALF",
        /// To the year.
        Year = "YEAR",
    }
}

impl Precision {
    /// Months in a span, none for a day.
    const fn months(self) -> u32 {
        match self {
            Self::Day => 0,
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// Why a rough date is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// A year outside the ones a project can speak of.
    #[error("the year must lie between 1900 and 2199, found {found}")]
    Year {
        /// The year found.
        found: i32,
    },
    /// A text in none of the five forms.
    #[error("a date is written 2024-05-31, 2024-05, 2024-Q2, 2024-H1 or 2024")]
    Form,
    /// The right form, but no such month or day in the calendar.
    #[error("the calendar has no {year:04}-{month:02}-{day:02}")]
    NoSuchDay {
        /// The year.
        year: i32,
        /// The month, the first of the span.
        month: u32,
        /// The day, 1 where the form has none.
        day: u32,
    },
}

/// A date known to the day, month, quarter, half-year or year, with the words it was given in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first_day: NaiveDate,
    precision: Precision,
    raw: String,
}

impl PartialDate {
    /// The span of this precision that `date` lies in, and the words `raw` that it was read from.
    pub fn new(
        date: NaiveDate,
        precision: Precision,
        raw: impl Into<String>,
    ) -> Result<Self, PartialDateError> {
        if !YEARS.contains(&date.year()) {
            return Err(PartialDateError::Year { found: date.year() });
        }
        let first_day = match precision.months() {
            0 => date,
            months => date - Days::new(u64::from(date.day0())) - Months::new(date.month0() % months),
        };
        Ok(Self { first_day, precision, raw: raw.into() })
    }

    /// Reads the form that [`PartialDate::code`] writes; the text itself becomes the raw words.
    pub fn parse_code(text: &str) -> Result<Self, PartialDateError> {
        let (year, rest) = text.split_at_checked(4).ok_or(PartialDateError::Form)?;
        let number =
            |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok());
        let number = |digits: &str| number(digits).flatten().ok_or(PartialDateError::Form);
        let (precision, month, day) = match rest.as_bytes() {
            [] => (Precision::Year, 1, 1),
            [b'-', b'H', half @ b'1'..=b'2'] => (Precision::Half, 6 * u32::from(half - b'1') + 1, 1),
            [b'-', b'Q', quarter @ b'1'..=b'4'] => (Precision::Quarter, 3 * u32::from(quarter - b'1') + 1, 1),
            [b'-', _, _] => (Precision::Month, number(&rest[1..])?, 1),
            [b'-', _, _, b'-', _, _] => (Precision::Day, number(&rest[1..3])?, number(&rest[4..])?),
            _ => return Err(PartialDateError::Form),
        };
        let year = i32::try_from(number(year)?).map_err(|_| PartialDateError::Form)?;
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(PartialDateError::NoSuchDay {
            year,
            month,
            day,
        })?;
        Self::new(date, precision, text)
    }

    /// The first day it can mean.
    ///
    /// A rule that asks "not before" uses this end, and says so.
    pub const fn first_day(&self) -> NaiveDate {
        self.first_day
    }

    /// The last day it can mean.
    ///
    /// A rule that asks "by when" (overdue, promised) uses this end, and says so.
    pub fn last_day(&self) -> NaiveDate {
        match self.precision.months() {
            0 => self.first_day,
            months => self.first_day + Months::new(months) - Days::new(1),
        }
    }

    /// How exactly the date is known.
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// The words it was given in.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The date as a short code: `2024-05-31`, `2024-05`, `2024-Q2`, `2024-H1` or `2024`.
    pub fn code(&self) -> String {
        let (year, month0) = (self.first_day.year(), self.first_day.month0());
        match self.precision {
            Precision::Day => self.first_day.to_string(),
            Precision::Month => format!("{year:04}-{:02}", month0 + 1),
            Precision::Quarter => format!("{year:04}-Q{}", month0 / 3 + 1),
            Precision::Half => format!("{year:04}-H{}", month0 / 6 + 1),
            Precision::Year => format!("{year:04}"),
        }
    }
}

/// The code, without the raw words.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn spans() {
        fn check(date: &str, precision: Precision, code: &str, first: &str, last: &str) {
            let partial = PartialDate::new(day(date), precision, "原文").unwrap();
            assert_eq!(partial.to_string(), code);
            assert_eq!((partial.first_day(), partial.last_day()), (day(first), day(last)), "{code}");
            assert_eq!((partial.precision(), partial.raw()), (precision, "原文"));
        }
        use Precision::{Day, Half, Month, Quarter, Year};
        check("2024-05-31", Day, "2024-05-31", "2024-05-31", "2024-05-31");
        check("2024-05-31", Month, "2024-05", "2024-05-01", "2024-05-31");
        check("2024-05-31", Quarter, "2024-Q2", "2024-04-01", "2024-06-30");
        check("2024-05-31", Half, "2024-H1", "2024-01-01", "2024-06-30");
        check("2024-05-31", Year, "2024", "2024-01-01", "2024-12-31");
        check("2024-02-29", Month, "2024-02", "2024-02-01", "2024-02-29");
        check("2023-02-03", Month, "2023-02", "2023-02-01", "2023-02-28");
        check("2024-12-31", Quarter, "2024-Q4", "2024-10-01", "2024-12-31");
        check("2024-07-01", Half, "2024-H2", "2024-07-01", "2024-12-31");
        check("2199-12-31", Year, "2199", "2199-01-01", "2199-12-31");
    }

    #[test]
    fn codes() {
        fn check(text: &str, expected: &str) {
            let shown = PartialDate::parse_code(text)
                .map_or_else(|e| e.to_string(), |date| format!("{} {}", date.precision(), date.first_day()));
            assert_eq!(shown, expected, "{text:?}");
        }
        const FORM: &str = "a date is written 2024-05-31, 2024-05, 2024-Q2, 2024-H1 or 2024";
        check("2024-05-31", "DAY 2024-05-31");
        check("2024-05", "MONTH 2024-05-01");
        check("2024-Q2", "QUARTER 2024-04-01");
        check("2024-Q4", "QUARTER 2024-10-01");
        check("2024-H1", "HALF 2024-01-01");
        check("2024-H2", "HALF 2024-07-01");
        check("2024", "YEAR 2024-01-01");
        check("2024-02-29", "DAY 2024-02-29");
        check("2023-02-29", "the calendar has no 2023-02-29");
        check("2024-13", "the calendar has no 2024-13-01");
        check("2024-00", "the calendar has no 2024-00-01");
        check("2024-05-00", "the calendar has no 2024-05-00");
        check("1899-12-31", "the year must lie between 1900 and 2199, found 1899");
        check("0202", "the year must lie between 1900 and 2199, found 202");
        check("2200-Q1", "the year must lie between 1900 and 2199, found 2200");
        for text in [
            "",
            "202",
            "24-05",
            "2024-5",
            "2024.5",
            "2024/05/01",
            "2024-Q0",
            "2024-Q5",
            "2024-H3",
            "2024-q2",
            "2024-",
            "2024-05-",
            "2024-05-1",
            "2024-05-31T00:00",
            " 2024",
            "+024",
            "2024-+5",
            "2024-05-+1",
            "２０２４",
            "年年年年",
            "2024-é",
            "2024年5月",
            "2024-05-\u{e9}",
        ] {
            check(text, FORM);
        }
    }

    #[test]
    fn a_year_beyond_the_range_is_refused_even_as_a_date() {
        assert_eq!(
            PartialDate::new(NaiveDate::MAX, Precision::Year, ""),
            Err(PartialDateError::Year { found: NaiveDate::MAX.year() })
        );
        assert_eq!(
            PartialDate::new(NaiveDate::MIN, Precision::Month, ""),
            Err(PartialDateError::Year { found: NaiveDate::MIN.year() })
        );
    }

    proptest! {
        #[test]
        fn the_span_holds_the_date_and_the_code_reads_back(
            offset in 0_u64..=109_572,
            precision in proptest::sample::select(Precision::ALL),
        ) {
            let date = day("1900-01-01") + Days::new(offset);
            let partial = PartialDate::new(date, precision, "").unwrap();
            prop_assert!(partial.first_day() <= date && date <= partial.last_day());
            let read = PartialDate::parse_code(&partial.code()).unwrap();
            prop_assert_eq!((read.first_day(), read.precision()), (partial.first_day(), precision));
            prop_assert_eq!(read.raw(), partial.code());
            for edge in [partial.first_day(), partial.last_day()] {
                prop_assert_eq!(&PartialDate::new(edge, precision, "").unwrap(), &partial);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9QH\\-\\PC]{0,11}") {
            if let Ok(date) = PartialDate::parse_code(&text) {
                prop_assert_eq!(date.code(), text);
            }
        }
    }
}
