//! Anchors: now and then, what the chains of all projects and that of administration have come to, under one hash that
//! covers the anchor before.
//!
//! A chain tells by itself that a row of it was changed; not that its end was cut off, nor that all of it was hashed anew.
//! An anchor does: its [`root`](Anchor::root) is over the head of every chain, and the heads stand beside it. Whoever could
//! write all of that anew as well is given away by the line of one anchor that was kept where he cannot write. What is
//! hashed is text that anybody can put together by hand: docs/RECORD.md.

mod anchor;
mod heads;
mod line;
mod rows;
mod take;
#[cfg(test)]
mod tests;
mod verify;

#[cfg(test)]
pub(crate) use rows::ALL;

pub use anchor::Anchor;
pub use heads::{AdministrationHead, AnchoredHead, Heads};
pub use line::BadLine;
pub use rows::{heads_of, last, page};
pub use take::{Due, due, keep, was_first};
pub use verify::{AnchorCheck, Finding, Problem, Verified, verify, verify_project};
