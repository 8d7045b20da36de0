//! Scalars of the schema. Each checks a value before execution, so that a bad one never reaches a resolver.

mod date;
mod date_time;
mod decimal;

pub use date::Date;
pub use date_time::DateTime;
pub use decimal::{Decimal, DecimalError};

use async_graphql::{InputValueError, InputValueResult, ScalarType, Value};

/// Reads a scalar that is written as a string.
fn parse_text<T: ScalarType + async_graphql::InputType, E: std::fmt::Display>(
    value: Value,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> InputValueResult<T> {
    match value {
        Value::String(text) => read(&text).map_err(InputValueError::custom),
        other => Err(InputValueError::expected_type(other)),
    }
}

#[cfg(test)]
mod tests;
