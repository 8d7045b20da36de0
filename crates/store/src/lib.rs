//! The store: SQLite and PostgreSQL behind one type, every statement written once.

pub mod db;
pub mod facts;
pub mod history;
pub mod idempotency;
pub mod outbox;
pub mod projects;
pub mod registry;
mod stored;
pub mod tokens;
mod values;
