//! Who acts: bearer tokens of officers, and their accounts and sessions.

mod account;
mod attempt;
mod begin;
mod identity;
mod password;
mod principal;
mod secret;
mod session;
mod setup;
mod sign_in;
mod token;
mod tries;
mod uses;

pub use account::{AccountSummary, Chosen, NewAccount};
pub use attempt::{Attempt, Dispatch};
pub use begin::{Device, SignedIn};
pub use luodi_store::identities::Link;
pub use luodi_store::sessions::Session;
pub use password::Password;
pub use principal::{Admitted, Credential, Principal};
pub use session::{SessionTerms, Visitor};
pub use setup::{Office, OfficeFounded};
pub(crate) use token::take_back_tokens;
pub use token::{NewToken, TokenSummary};

pub(crate) use password::Hasher;
pub(crate) use uses::Uses;
