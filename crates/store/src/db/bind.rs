//! Turning [`Value`]s into the arguments of each driver.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

use super::Value;

/// `2024-05-31T01:30:00.000000Z`. Fixed width, so that SQLite compares instants by comparing texts.
pub(crate) fn instant_text(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Fixed width, for the same reason.
fn time_text(time: NaiveTime) -> String {
    time.format("%H:%M:%S%.6f").to_string()
}

/// Arguments for SQLite: dates, times and instants as text, the rest natively.
pub(super) fn sqlite(values: Vec<Value>) -> Result<SqliteArguments, BoxDynError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Uuid(v) => Arguments::add(&mut arguments, v)?,
            Value::Text(v) => Arguments::add(&mut arguments, v)?,
            Value::Int(v) => Arguments::add(&mut arguments, v)?,
            Value::Bool(v) => Arguments::add(&mut arguments, v)?,
            Value::Date(v) => Arguments::add(&mut arguments, v)?,
            Value::Time(v) => Arguments::add(&mut arguments, v.map(time_text))?,
            Value::Instant(v) => Arguments::add(&mut arguments, v.map(instant_text))?,
            Value::Bytes(v) => Arguments::add(&mut arguments, v)?,
        }
    }
    Ok(arguments)
}

/// Arguments for PostgreSQL: every variant has its own column type there.
pub(super) fn postgres(values: Vec<Value>) -> Result<PgArguments, BoxDynError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Uuid(v) => arguments.add(v)?,
            Value::Text(v) => arguments.add(v)?,
            Value::Int(v) => arguments.add(v)?,
            Value::Bool(v) => arguments.add(v)?,
            Value::Date(v) => arguments.add(v)?,
            Value::Time(v) => arguments.add(v)?,
            Value::Instant(v) => arguments.add(v)?,
            Value::Bytes(v) => arguments.add(v)?,
        }
    }
    Ok(arguments)
}
