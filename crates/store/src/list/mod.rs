//! Lists that the caller filters and sorts, a page at a time. The one place where statements are put together at run time.
//!
//! A page is found by keyset: it begins right after a [`Place`], so rows that others add or remove meanwhile shift
//! nothing. Every order ends with the id; what has no value stands last, whichever way the list runs.

mod compare;
mod filter;
pub mod history;
mod order;
mod page;
pub mod permits;
mod place;
pub mod projects;
pub mod registry;
pub(crate) mod sql;

pub use compare::Compare;
pub use filter::Filter;
pub use order::{Direction, Order, SortKey};
pub use page::{Page, Paging};
pub use place::{Place, PlaceError};
