//! What can go wrong in the store, the same for both databases.

use std::fmt::Display;
use std::sync::Arc;

use super::Unstorable;

/// Why the decision was taken on facts that no longer hold, so that it has to be taken again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// A row had moved on from the version it was read at.
    Version,
    /// Another attempt of the same request stored its idempotency key first.
    Idempotency,
    /// PostgreSQL could not serialise the transaction (SQLSTATE 40001).
    Serialization,
    /// PostgreSQL chose the transaction to end a deadlock (SQLSTATE 40P01).
    Deadlock,
}

/// A failure of the store. Cheap to clone, because one failure may answer several waiting callers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Decide again, on fresh facts. [`super::Db::write`] does so up to five times.
    #[error("the facts changed under the decision: {0:?}")]
    Conflict(Conflict),
    /// A unique constraint refused a row. PostgreSQL names the constraint, SQLite its columns (`project.code`, or
    /// `a.x, a.y`): compare with [`StoreError::is_unique`].
    #[error("unique constraint {constraint} refused a row")]
    Unique {
        /// Name or columns, as the database gave them.
        constraint: String,
    },
    /// A foreign key refused a row. SQLite does not say which, then the name is empty.
    #[error("foreign key {constraint:?} refused a row")]
    ForeignKey {
        /// Name of the constraint, or empty.
        constraint: String,
    },
    /// A CHECK refused a row.
    #[error("check {constraint} refused a row")]
    Check {
        /// Name of the constraint, the same on both databases.
        constraint: String,
    },
    /// A column that must hold something was given nothing.
    #[error("{column} must not be null")]
    NotNull {
        /// `table.column`.
        column: String,
    },
    /// A trigger refused a change, such as one to the history.
    #[error("a trigger refused the change: {detail}")]
    Refused {
        /// The trigger's own words.
        detail: String,
    },
    /// The queue of writes is full; nothing was done. Try again later.
    #[error("too many writes are waiting")]
    Busy,
    /// The database cannot be reached or has no room; nothing was done. Try again later.
    #[error("the database is not available: {detail}")]
    Unavailable {
        /// For the log, not for callers.
        detail: String,
    },
    /// The connection broke while the change was being committed: it may or may not have taken effect. Look it up
    /// by its idempotency key before trying again.
    #[error("the change may or may not have been stored: {detail}")]
    Uncertain {
        /// For the log, not for callers.
        detail: String,
    },
    /// Stored columns contradict each other or the code.
    #[error("{table} {row}: {detail}")]
    Inconsistent {
        /// Table of the row.
        table: &'static str,
        /// Key of the row.
        row: String,
        /// The contradiction.
        detail: String,
    },
    /// A stored value is none of its column's type, which the service itself cannot have written.
    #[error("{statement}: column {column} cannot be read: {detail}")]
    Undecodable {
        /// Name of the statement.
        statement: &'static str,
        /// The column.
        column: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A value only one of the databases could keep; nothing was sent.
    #[error("{statement}: ${position}: {reason}")]
    Unstorable {
        /// Name of the statement.
        statement: &'static str,
        /// The placeholder, counted from 1.
        position: usize,
        /// What is wrong with the value.
        reason: Unstorable,
    },
    /// A statement that must find a row found none.
    #[error("{statement}: no row")]
    NoRow {
        /// Name of the statement.
        statement: &'static str,
    },
    /// A mistake in this program: a wrong number of values, a failure swallowed by a job.
    #[error("{statement}: {detail}")]
    Misuse {
        /// Name of the statement.
        statement: &'static str,
        /// The mistake.
        detail: String,
    },
    /// A write job panicked; its changes were rolled back.
    #[error("a write job panicked: {message}")]
    Panicked {
        /// The panic's message.
        message: String,
    },
    /// Anything else the driver reports: a mistake in a statement or in the schema.
    #[error("{context}: {source}")]
    Internal {
        /// Name of the statement, or what was being done.
        context: &'static str,
        /// The driver's error.
        source: Arc<sqlx::Error>,
    },
}

/// A unique constraint under the two names the databases report it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniqueConstraint {
    /// PostgreSQL's name of the constraint or index.
    pub name: &'static str,
    /// SQLite's list of its columns, such as `project.code`, or `index 'name'` for an index on expressions.
    pub columns: &'static str,
}

impl StoreError {
    /// Did this unique constraint refuse a row?
    pub fn is_unique(&self, unique: UniqueConstraint) -> bool {
        matches!(self, Self::Unique { constraint } if constraint == unique.name || constraint == unique.columns)
    }

    /// A conflict, if this unique constraint refused a row: for keys that another attempt may have stored first.
    #[must_use]
    pub fn unique_as_conflict(self, unique: UniqueConstraint, conflict: Conflict) -> Self {
        if self.is_unique(unique) { Self::Conflict(conflict) } else { self }
    }

    /// A stored row that contradicts itself.
    pub fn inconsistent(table: &'static str, row: impl Display, detail: impl Into<String>) -> Self {
        Self::Inconsistent { table, row: row.to_string(), detail: detail.into() }
    }

    /// Is it worth trying the same request again later? With the same idempotency key: when the outcome is uncertain,
    /// only the key keeps the second attempt from doing it twice.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable { .. } | Self::Uncertain { .. } | Self::Conflict(_))
    }
}

/// Tells [`super::Db::write`] whether a failed job is to decide again.
///
/// An application's own error answers for the [`StoreError`] inside it, and `false` for its refusals.
pub trait RetryHint {
    /// Run the job again in a fresh transaction?
    fn decide_again(&self) -> bool;
}

impl RetryHint for StoreError {
    fn decide_again(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}
