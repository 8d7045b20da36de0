//! From the drivers' errors to [`StoreError`].

use std::sync::Arc;

use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

use super::{Conflict, StoreError};

/// What a failure of `context` (a statement's name, or what was being done) means.
pub(super) fn classify(context: &'static str, error: sqlx::Error) -> StoreError {
    use sqlx::Error as E;
    let known = match &error {
        E::RowNotFound => Some(StoreError::NoRow { statement: context }),
        E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Io(_) | E::Tls(_) => {
            Some(unavailable(&error))
        }
        E::ColumnDecode { index, source } => {
            let column = index.trim_matches('"').to_owned();
            Some(StoreError::Undecodable { statement: context, column, detail: source.to_string() })
        }
        E::Database(cause) => {
            if let Some(cause) = cause.try_downcast_ref::<PgDatabaseError>() {
                postgres(cause)
            } else if let Some(cause) = cause.try_downcast_ref::<SqliteError>() {
                sqlite(cause)
            } else {
                None
            }
        }
        _ => None,
    };
    known.unwrap_or_else(|| StoreError::Internal { context, source: Arc::new(error) })
}

/// What a failure of COMMIT means. When the answer was lost on the way, or the disk failed while flushing, nobody knows
/// whether it took effect; SQLite's other refusals to commit leave nothing behind.
pub(super) fn classify_commit(error: sqlx::Error) -> StoreError {
    let sqlite = error.as_database_error().and_then(|cause| cause.try_downcast_ref::<SqliteError>());
    let certain = sqlite.and_then(primary_code).is_some_and(|code| code != IOERR);
    match classify("commit", error) {
        StoreError::Unavailable { detail } if !certain => StoreError::Uncertain { detail },
        other => other,
    }
}

/// SQLITE_IOERR.
const IOERR: i32 = 10;

/// The result code without its extension.
fn primary_code(cause: &SqliteError) -> Option<i32> {
    Some(cause.code()?.parse::<i32>().ok()? & 0xff)
}

fn unavailable(cause: &dyn std::error::Error) -> StoreError {
    StoreError::Unavailable { detail: cause.to_string() }
}

/// By SQLSTATE, <https://www.postgresql.org/docs/15/errcodes-appendix.html>.
fn postgres(cause: &PgDatabaseError) -> Option<StoreError> {
    let constraint = || cause.constraint().unwrap_or_default().to_owned();
    Some(match cause.code() {
        "40001" => StoreError::Conflict(Conflict::Serialization),
        "40P01" => StoreError::Conflict(Conflict::Deadlock),
        "23505" => StoreError::Unique { constraint: constraint() },
        "23503" => StoreError::ForeignKey { constraint: constraint() },
        "23514" => StoreError::Check { constraint: constraint() },
        "23502" => {
            let (table, column) = (cause.table().unwrap_or_default(), cause.column().unwrap_or_default());
            StoreError::NotNull { column: format!("{table}.{column}") }
        }
        // RAISE EXCEPTION in a trigger.
        "P0001" => StoreError::Refused { detail: cause.message().to_owned() },
        // Lock and statement timeouts, a session killed for idling in its transaction, a primary turned standby.
        "55P03" | "57014" | "25P03" | "25006" => unavailable(cause),
        // Connection exceptions, no resources left, the server shutting down or starting.
        code if ["08", "53"].contains(&code.get(..2)?) || code.starts_with("57P0") => unavailable(cause),
        _ => return None,
    })
}

/// By result code, <https://www.sqlite.org/rescode.html>; names stand only in the message.
fn sqlite(cause: &SqliteError) -> Option<StoreError> {
    let code: i32 = cause.code()?.parse().ok()?;
    let message = cause.message();
    let after = |prefix: &str| message.strip_prefix(prefix).unwrap_or(message).to_owned();
    Some(match code {
        // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY.
        2067 | 1555 => StoreError::Unique { constraint: after("UNIQUE constraint failed: ") },
        // SQLITE_CONSTRAINT_FOREIGNKEY.
        787 => StoreError::ForeignKey { constraint: String::new() },
        // SQLITE_CONSTRAINT_CHECK.
        275 => StoreError::Check { constraint: after("CHECK constraint failed: ") },
        // SQLITE_CONSTRAINT_NOTNULL.
        1299 => StoreError::NotNull { column: after("NOT NULL constraint failed: ") },
        // SQLITE_CONSTRAINT_TRIGGER: RAISE(ABORT, …).
        1811 => StoreError::Refused { detail: message.to_owned() },
        // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN with their extended codes.
        _ if [5, 6, 8, IOERR, 13, 14].contains(&primary_code(cause)?) => unavailable(cause),
        _ => return None,
    })
}
