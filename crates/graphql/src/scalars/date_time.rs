//! A moment.

use std::str::FromStr;

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, SecondsFormat, Utc};

use super::parse_text;

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// The text is not an RFC 3339 date and time with an offset, or there is no such moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an RFC 3339 date and time with an offset")]
pub struct DateTimeError;

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let moment = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| DateTimeError)?.to_utc();
        // The offset can carry a moment out of the four-digit years that RFC 3339 can write.
        if (1..=9999).contains(&moment.year()) { Ok(Self(moment)) } else { Err(DateTimeError) }
    }
}

// What stands on this block is the description in the schema.
/// A moment as RFC 3339 with an offset, such as `2024-10-31T09:00:00+08:00`; always answered in UTC. 时刻
#[Scalar(name = "DateTime", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        parse_text(value, str::parse)
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
