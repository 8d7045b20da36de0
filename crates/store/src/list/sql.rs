//! From the query builder's statements to the store's.
//!
//! Both databases read PostgreSQL's `$1` and double quotes, so one builder serves both.

use sea_query::{Cond, Condition, Expr, ExprTrait, PostgresQueryBuilder, SelectStatement};

use crate::db::{BuiltStmt, StoreError, Value};

/// A column of a table.
pub(in crate::list) fn column(table: &'static str, name: &'static str) -> Expr {
    Expr::col((table, name))
}

/// A value to be bound.
pub(in crate::list) fn literal(value: impl Into<Value>) -> Expr {
    let value = match value.into() {
        Value::Uuid(v) => v.into(),
        Value::Text(v) => v.into(),
        Value::Int(v) => v.into(),
        Value::Bool(v) => v.into(),
        Value::Date(v) => v.into(),
        Value::Time(v) => v.into(),
        Value::Instant(v) => v.into(),
        Value::Bytes(v) => v.into(),
    };
    Expr::Value(value)
}

/// Whether a column holds one of these values; of none, it does not.
pub(in crate::list) fn one_of<V: Clone + Into<Value>>(column: Expr, values: &[V]) -> Expr {
    if values.is_empty() {
        return never();
    }
    column.is_in(values.iter().map(|value| literal(value.clone())))
}

/// A condition of this alone.
pub(in crate::list) fn only(expression: Expr) -> Condition {
    Cond::all().add(expression)
}

/// Whether there is such a row, looked up for each row that is come by. Of `exists` PostgreSQL would make a join, and read
/// the whole of a table where much of it passes.
pub(in crate::list) fn looked_up(mut rows: SelectStatement) -> Condition {
    only(Expr::from(rows.limit(1).take()).is_not_null())
}

/// What holds for no row.
pub(in crate::list) fn never() -> Expr {
    Expr::cust("1 = 2")
}

/// The statement of a list, with its values, under a name for traces and counts. That of the whole list has a few texts
/// and is kept prepared.
pub(in crate::list) fn build(
    name: &'static str,
    select: &SelectStatement,
    whole: bool,
) -> Result<(BuiltStmt, Vec<Value>), StoreError> {
    let (text, values) = select.build(PostgresQueryBuilder);
    let values: Result<Vec<Value>, StoreError> = values.into_iter().map(|value| bound(name, value)).collect();
    let statement = if whole { BuiltStmt::new(name, text) } else { BuiltStmt::once(name, text) };
    Ok((statement, values?))
}

fn bound(statement: &'static str, value: sea_query::Value) -> Result<Value, StoreError> {
    Ok(match value {
        sea_query::Value::Uuid(v) => Value::Uuid(v),
        sea_query::Value::String(v) => Value::Text(v),
        sea_query::Value::BigInt(v) => Value::Int(v),
        // A limit.
        sea_query::Value::BigUnsigned(v) => Value::Int(v.and_then(|v| i64::try_from(v).ok())),
        sea_query::Value::Bool(v) => Value::Bool(v),
        sea_query::Value::ChronoDate(v) => Value::Date(v),
        sea_query::Value::ChronoTime(v) => Value::Time(v),
        sea_query::Value::ChronoDateTimeUtc(v) => Value::Instant(v),
        sea_query::Value::Bytes(v) => Value::Bytes(v),
        other => return Err(StoreError::Misuse { statement, detail: format!("cannot bind {other:?}") }),
    })
}
