//! What a use case answers when it does not do what was asked.

use luodi_domain::calendar::CalendarError;
use luodi_domain::project::FoldError;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_reference::days_off::BuiltInError;
use luodi_store::db::{RetryHint, StoreError};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule said no; the caller can act on it.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The domain's own events do not fit the project: a mistake in this program.
    #[error("decided events do not fit the project: {0}")]
    Fold(#[from] FoldError),
    /// The days off that come with the product cannot be read: a mistake in this program.
    #[error(transparent)]
    DaysOff(#[from] BuiltInError),
    /// The days off that were published contradict one another.
    #[error("the working-day calendar: {0}")]
    Calendar(#[from] CalendarError),
    /// A password could not be hashed: a damaged hash, or no thread for it.
    #[error("a password could not be hashed: {0}")]
    Hashing(String),
    /// The permit catalogue that comes with the product has faults: nobody can work by it.
    #[error("the permit catalogue cannot be read: {0}")]
    Catalogue(String),
    /// What a region says otherwise than the catalogue cannot be read.
    #[error("what a region says otherwise than the permit catalogue cannot be read: {0}")]
    Override(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl AppError {
    /// What is named does not exist, or not for the caller.
    pub fn not_found(field: &'static str, id: &impl ToString) -> Self {
        Refusal::new(Rule::NotFound).at(field).text("id", id.to_string()).into()
    }

    /// The refusal, if that is what it is.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Store(_)
            | Self::Fold(_)
            | Self::DaysOff(_)
            | Self::Calendar(_)
            | Self::Hashing(_)
            | Self::Catalogue(_)
            | Self::Override(_) => None,
        }
    }
}

impl RetryHint for AppError {
    fn decide_again(&self) -> bool {
        matches!(self, Self::Store(error) if error.decide_again())
    }
}
