//! Checking the record, anchoring and exporting it, and erasing people from it.

mod administration;
mod anchor;
mod dump;
mod erase;
mod verify;

pub use luodi_store::anchors::Anchor;
pub use luodi_store::history::{HistoryField, Remnant};

pub use administration::{Administered, AdministeredBy};
pub use anchor::{Outside, OutsideFinding, OutsideProblem};
pub use dump::{DumpProblem, ExportError, Exported, verify_dump};
pub use erase::{ErasePerson, Erased, PersonText, PersonTextError};
pub use verify::{Checked, Finding};
