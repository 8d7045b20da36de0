//! What a client learns when the application could not answer.

use luodi_app::AppError;

use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};

/// A failure of reading: the database is busy or away, or something is wrong with us. Reading is never refused.
pub(crate) fn failure(error: AppError, language: Language) -> PublicError {
    let code = match &error {
        AppError::Store(store) if store.is_transient() => ErrorCode::Unavailable,
        AppError::Store(_)
        | AppError::Refused(_)
        | AppError::Fold(_)
        | AppError::DaysOff(_)
        | AppError::Calendar(_)
        | AppError::Hashing(_)
        | AppError::Catalogue(_)
        | AppError::Override(_) => ErrorCode::Internal,
    };
    PublicError::plain(code, language).because(error)
}

/// Something that the service itself should have provided is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Missing {
    /// The request was run without its data.
    #[error("the request has no {0} in its data")]
    Data(&'static str),
    /// A row names another that does not exist.
    #[error("{0} is named and does not exist")]
    Object(String),
}

impl From<Missing> for PublicError {
    fn from(missing: Missing) -> Self {
        Self::internal(missing)
    }
}

#[cfg(test)]
mod tests {
    use luodi_app::StoreError;

    use super::*;

    #[test]
    fn what_may_pass_by_itself_is_unavailable_and_the_rest_is_ours() {
        #[track_caller]
        fn check(error: StoreError, expected: ErrorCode) {
            let failure = failure(error.into(), Language::En);
            assert_eq!(failure.code(), expected);
            assert_eq!(failure.public_text(Language::En), expected.text(Language::En), "no detail is shown");
            assert!(failure.cause_text().is_some(), "the log gets the cause");
        }
        check(StoreError::Busy, ErrorCode::Unavailable);
        check(StoreError::Unavailable { detail: "no route to 10.0.0.1".to_owned() }, ErrorCode::Unavailable);
        check(StoreError::NoRow { statement: "SELECT" }, ErrorCode::Internal);
        let (row, detail) = ("prj_1 7".to_owned(), "unknown stage".to_owned());
        check(StoreError::Inconsistent { table: "history", row, detail }, ErrorCode::Internal);
    }
}
