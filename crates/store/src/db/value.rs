//! Values bound to `$1`, `$2`, … and the one place that says which of them both databases keep alike.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use uuid::Uuid;

/// A value for one placeholder.
///
/// Each variant carries its own NULL, because PostgreSQL wants to know the type of a NULL too. JSON is text in
/// both databases, money and counts are 64-bit integers; there is no float.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// `uuid` in PostgreSQL, a 16-byte `BLOB` in SQLite.
    Uuid(Option<Uuid>),
    /// `text` in both.
    Text(Option<String>),
    /// `bigint` in PostgreSQL, `INTEGER` in SQLite.
    Int(Option<i64>),
    /// `boolean` in PostgreSQL, `INTEGER` 0 or 1 in SQLite.
    Bool(Option<bool>),
    /// `date` in PostgreSQL, `TEXT` as `2024-10-31` in SQLite.
    Date(Option<NaiveDate>),
    /// `time` in PostgreSQL, `TEXT` as `09:00:00.000000` in SQLite.
    Time(Option<NaiveTime>),
    /// `timestamptz` in PostgreSQL, `TEXT` as `2024-10-31T01:00:00.000000Z` in SQLite: always UTC and always of
    /// one width, so that comparing texts compares instants.
    Instant(Option<DateTime<Utc>>),
    /// `bytea` in PostgreSQL, `BLOB` in SQLite.
    Bytes(Option<Vec<u8>>),
}

/// Why a value is refused before it reaches a database: only one of the two could have kept it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unstorable {
    /// PostgreSQL has no text with U+0000 in it.
    #[error("text holds the character U+0000")]
    Nul,
    /// Years outside 0 to 9999 have no four-digit text, so SQLite would sort them wrongly.
    #[error("year {0} is outside 0 to 9999")]
    Year(i32),
}

impl Value {
    /// This value as both databases can keep it: instants and times cut to microseconds, PostgreSQL's precision,
    /// and a leap second carried into the next one.
    pub(crate) fn storable(self) -> Result<Self, Unstorable> {
        match &self {
            Self::Text(Some(text)) if text.contains('\0') => Err(Unstorable::Nul),
            Self::Date(Some(date)) => year(date.year()).map(|()| self),
            Self::Time(Some(time)) => Ok(Self::Time(Some(cut_time(*time)))),
            Self::Instant(Some(instant)) => {
                let cut = DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(*instant);
                year(cut.year()).map(|()| Self::Instant(Some(cut)))
            }
            _ => Ok(self),
        }
    }
}

fn year(year: i32) -> Result<(), Unstorable> {
    if (0..=9999).contains(&year) { Ok(()) } else { Err(Unstorable::Year(year)) }
}

/// A time of day has no next second after 23:59:59, so its leap second is cut to the last microsecond.
fn cut_time(time: NaiveTime) -> NaiveTime {
    let micros = (time.nanosecond() / 1_000).min(999_999);
    time.with_nanosecond(micros * 1_000).unwrap_or(time)
}

/// Declares how a Rust type becomes a [`Value`]: the type itself, a reference to it and both as options. The store's
/// modules use it for the domain's ids and codes:
///
/// ```text
/// value_from!(ProjectId => Uuid, |id| id.uuid());
/// ```
#[macro_export]
macro_rules! value_from {
    ($type:ty => $variant:ident, |$value:ident| $convert:expr) => {
        impl From<$type> for $crate::db::Value {
            fn from($value: $type) -> Self {
                Self::$variant(Some($convert))
            }
        }
        impl From<&$type> for $crate::db::Value {
            fn from(value: &$type) -> Self {
                Self::from(value.clone())
            }
        }
        impl From<Option<$type>> for $crate::db::Value {
            fn from(value: Option<$type>) -> Self {
                value.map_or(Self::$variant(None), Self::from)
            }
        }
        impl From<Option<&$type>> for $crate::db::Value {
            fn from(value: Option<&$type>) -> Self {
                value.map_or(Self::$variant(None), Self::from)
            }
        }
        impl From<&Option<$type>> for $crate::db::Value {
            fn from(value: &Option<$type>) -> Self {
                Self::from(value.as_ref())
            }
        }
    };
}

value_from!(Uuid => Uuid, |value| value);
value_from!(String => Text, |value| value);
value_from!(i64 => Int, |value| value);
value_from!(i32 => Int, |value| i64::from(value));
value_from!(u32 => Int, |value| i64::from(value));
value_from!(u16 => Int, |value| i64::from(value));
value_from!(bool => Bool, |value| value);
value_from!(NaiveDate => Date, |value| value);
value_from!(NaiveTime => Time, |value| value);
value_from!(DateTime<Utc> => Instant, |value| value);
value_from!(Vec<u8> => Bytes, |value| value);

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}

impl From<&Self> for Value {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}

/// The values for `$1`, `$2`, … in order: anything that is `Into<Value>`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        ::std::vec::Vec::<$crate::db::Value>::from([$($crate::db::Value::from($value)),*])
    };
}
