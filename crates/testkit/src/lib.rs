//! Harness for tests, never linked into the shipped binary.
//!
//! - [`postgres`]: a database of its own for each test, cloned from a migrated template.
//! - [`proxy`]: a TCP proxy that delays, cuts and swallows, because this must work without kernel help.
//! - [`binary`], [`process`], [`child`]: the built `luodi` as a child that ends with its owner.
//! - [`run`]: sizes and seeds, so that the same test serves the quick and the long tier.

pub mod binary;
pub mod child;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod process;
#[cfg(feature = "proxy")]
pub mod proxy;
pub mod run;

pub use run::{Seed, seed, size};

/// The one way a harness reports that a test cannot go on.
#[expect(clippy::panic, reason = "a test harness reports failure by failing the test")]
fn fail(problem: &str) -> ! {
    panic!("{problem}")
}
