//! Use cases on projects.

mod command;
mod execute;
mod hand_over;
mod register;
mod repeat;
mod split;
mod transaction;

pub use hand_over::HandOver;
pub use split::{NewPhase, Split};

pub(crate) use transaction::version_conflict;
