//! Who acts: bearer tokens of officers.

mod setup;
mod token;

pub use setup::{Office, OfficeFounded};
pub use token::{NewToken, Principal, TokenSummary};
