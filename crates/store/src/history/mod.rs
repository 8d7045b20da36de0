//! The history: one row per event, append-only and chained, from which a project can be folded again.
//!
//! A row's canonical text holds the event and everything known of it; the columns beside it are copies to search by.
//! [`link`] says what is hashed. Personal data and free text stand in a side table that may be erased; the canonical
//! text holds a salted digest in their place. [`verify`] tells whether any of this was tampered with.

mod append;
mod blank;
mod chain;
mod codec;
mod envelope;
mod erase;
mod fault;
mod json;
mod private;
mod read;
mod remnant;
mod rows;
#[cfg(test)]
mod tests;
mod verify;

pub use append::{AppendBatch, append, append_all};
pub use blank::blank_current;
pub use chain::{GENESIS, link};
pub use codec::EventType;
pub(crate) use codec::{measured_from_text, measured_text};
pub use envelope::{Envelope, Origin};
pub use erase::{EraseRequest, Erasure, HistoryField, Scope, erase, erase_fields, erased, projects_naming};
pub use fault::Fault;
pub(crate) use json::{Json, object};
pub use private::Kind;
pub(crate) use private::Sealed;
pub use read::{
    Entry, Head, Turns, at, covers_named, last, of_command, page, pages, rulings, turns, without_project,
};
#[cfg(test)]
pub(crate) use remnant::WHERE_A_TEXT_MAY_STAND;
pub use remnant::{Remnant, remnants};
pub use rows::{ChainRow, chain_rows};
pub use verify::{ChainCheck, Finding, Problem, Verified, links, verify};

/// Every statement of this module.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&[(&str, crate::db::StmtText)]] = &[
    blank::ALL,
    erase::ALL,
    remnant::ALL,
    rows::ALL,
    verify::STATEMENTS[0],
    verify::STATEMENTS[1],
    verify::STATEMENTS[2],
];
