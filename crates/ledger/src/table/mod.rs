//! Where in a sheet the projects are: its header, what its columns mean, and which of its rows are projects.

mod field;
mod header;
mod month;
mod rows;

pub use field::{Field, PERMIT_HEADINGS};
pub use header::{Column, Header};
pub use month::Months;
pub use rows::{Kind, Rows};
