//! The store: SQLite and PostgreSQL behind one type, every statement written once.

pub mod db;
pub mod facts;
#[cfg(test)]
mod fixture;
pub mod history;
pub mod idempotency;
pub mod list;
pub mod outbox;
pub mod projects;
pub mod registry;
pub mod search;
#[cfg(test)]
mod schema_tests;
mod stored;
pub mod tokens;
mod values;
