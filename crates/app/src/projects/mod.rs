//! Use cases on projects.

mod admission;
mod duplicates;
mod execute;
mod hand_over;
mod preview;
mod register;
mod repeat;
pub(crate) mod roster;
mod split;
mod transaction;

pub use duplicates::DecideDuplicate;
pub use hand_over::HandOver;
pub use preview::Preview;
pub(crate) use split::registration;
pub use split::{NewPhase, Split};

pub(crate) use admission::viewer;
pub(crate) use repeat::{first_answer, keep};
pub(crate) use transaction::{Step, named_by, not_recorder, version_conflict};
