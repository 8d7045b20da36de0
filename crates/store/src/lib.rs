//! The store: SQLite and PostgreSQL behind one type, every statement written once.

pub mod db;
pub mod history;
pub mod projects;
mod stored;
mod values;
