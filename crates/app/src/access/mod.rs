//! Who acts: bearer tokens of officers.

mod setup;
mod token;
mod uses;

pub use setup::{Office, OfficeFounded};
pub use token::{NewToken, Principal, TokenSummary};
pub(crate) use uses::Uses;
