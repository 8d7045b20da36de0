//! SQLite and PostgreSQL behind one type, [`Db`]. Nothing here knows the domain.
//!
//! Every statement is written once, in the dialect both share ([`crate::statements!`]). What both databases must
//! agree on is decided here: what a [`Value`] looks like in a column, what a failure means ([`StoreError`]), and what
//! a write is ([`Db::write`]): load, decide and change in one transaction, again from the start on a [`Conflict`].
//!
//! Rules for a statement: every column is one of [`Value`]'s types; sums are cast to `bigint`; no time or random
//! value from the database; `nulls last` is said; no `ilike`, no arrays, no date arithmetic, no `for update` (what
//! cannot be said otherwise gets two texts, [`Stmt::per_database`]).

mod bind;
mod classify;
mod command;
mod config;
mod conn;
mod count;
mod error;
mod handle;
mod job;
mod listen;
mod migrate;
mod postgres;
mod rows;
mod sqlite;
mod stmt;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod value;
mod writer;

pub(crate) use bind::instant_text;
pub use config::{BadTarget, DbConfig, Guards, Target};
pub use conn::{Conn, Record, Tx};
pub use count::StatementCounter;
pub use error::{Conflict, RetryHint, StoreError, UniqueConstraint};
pub use handle::{Db, Load};
pub use listen::Listener;
pub use migrate::{MigrationError, MigrationStatus};
pub(crate) use rows::{insert_rows, upsert_rows};
pub(crate) use stmt::padded;
pub use stmt::{BuiltStmt, Dialect, ListStmt, Query, Statement, Stmt, StmtText};
pub use value::{Unstorable, Value};
