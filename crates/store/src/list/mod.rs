//! Lists that the caller filters and sorts, a page at a time: the one place where what a statement asks is put together at
//! run time. Elsewhere only the number of rows or values in a text varies.
//!
//! A page is found by keyset: it begins right after the place of a row, so rows that others add or remove meanwhile shift
//! nothing. Every order ends with the id; what has no value stands last, whichever way the list runs.

mod compare;
pub mod duplicates;
pub mod fileable;
mod filter;
pub mod history;
mod narrow;
mod order;
mod page;
pub mod permits;
mod place;
pub mod projects;
pub mod registry;
mod scope;
mod sql;
#[cfg(test)]
mod tests;
mod words;

pub use compare::Compare;
pub use filter::Filter;
pub use order::{Direction, List, Order, SortKey};
pub use page::{Page, Paging};
pub use place::{MAX_PLACE, PlaceError};
pub use scope::{Rights, contacts_seen, enterprises_seen, permits_seen, rights};
