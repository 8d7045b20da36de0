//! What a sheet says of projects, row by row.

mod control;
mod row;
mod whole;

pub use control::Control;
pub use row::{Problem, Row};
pub use whole::{Ledger, ReadError, Skipped, choose, read};

#[cfg(test)]
mod tests;
