//! The record of administration 管理留痕: one chain of everything that was changed of the registry, of who may
//! come in, of who stands in for whom, of who records for whom, and of days off.
//!
//! What is there now is what the record amounts to: [`verify`] holds the two against one another.

mod append;
mod chain;
mod current;
mod erasure;
mod rows;
#[cfg(test)]
mod tests;
mod text;
mod verify;

pub use append::{Deed, Noted, append, hold};
pub use chain::{ChainCheck, ChainRow, Finding, Problem, Verified};
pub use erasure::erasures;
pub use rows::{Entry, Wanted, chain_rows, count, head, page};
pub use verify::verify;

/// Every statement of this module.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&[(&str, crate::db::StmtText)]] = &[append::ALL, current::ALL, rows::ALL];
