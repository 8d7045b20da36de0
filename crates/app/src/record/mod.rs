//! Checking the record, and erasing people from it.

mod erase;
mod verify;

pub use luodi_store::history::{HistoryField, Remnant};

pub use erase::{ErasePerson, Erased, PersonText, PersonTextError};
pub use verify::{Checked, Finding};
