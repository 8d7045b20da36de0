//! The store: SQLite and PostgreSQL behind one type, every statement written once.

pub mod absences;
pub mod accounts;
pub mod administration;
pub mod anchors;
mod answers;
pub mod attempts;
pub mod days_off;
pub mod db;
pub mod duplicates;
pub mod duties;
pub mod facts;
pub mod feed;
pub mod files;
#[cfg(test)]
mod fixture;
pub mod history;
pub mod idempotency;
pub mod identities;
pub mod list;
pub mod notices;
pub mod outbox;
pub mod outlook;
pub mod overrides;
pub mod projects;
pub mod recorders;
pub mod registry;
#[cfg(test)]
mod schema_tests;
pub mod search;
pub mod sessions;
pub mod statistics;
mod stored;
pub mod tokens;
mod values;
mod viewers;
