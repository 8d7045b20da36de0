//! The closed list of error codes a client can meet, and the only error type whose text reaches one.
//!
//! A refusal that a user can act on is data in a mutation's payload; what is here stands in the top-level
//! `errors` of a response, with its code in `extensions.code`.

use std::{error::Error as StdError, fmt, sync::Arc};

use crate::language::Language;

/// What kind of failure a top-level error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// No valid token or session came with the request.
    Unauthenticated,
    /// The caller is known and may not do this. What he may not even see is [`ErrorCode::NotFound`].
    Forbidden,
    /// Nothing is possible before the caller has changed his password.
    PasswordChangeRequired,
    /// A cookie came in a way in which another site could have had it sent.
    CrossSite,
    /// There is no such object, or none the caller may see.
    NotFound,
    /// The request itself is wrong: syntax, validation, a value out of range.
    BadUserInput,
    /// The request asks for more than one request may.
    ComplexityLimit,
    /// The caller asked too often.
    RateLimited,
    /// The service cannot take the request now; the same request may succeed later.
    Unavailable,
    /// A fault of ours. The log has the cause under the request id.
    Internal,
}

impl ErrorCode {
    /// Every code, in the order of declaration.
    pub const ALL: [Self; 10] = [
        Self::Unauthenticated,
        Self::Forbidden,
        Self::PasswordChangeRequired,
        Self::CrossSite,
        Self::NotFound,
        Self::BadUserInput,
        Self::ComplexityLimit,
        Self::RateLimited,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as it stands in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::PasswordChangeRequired => "PASSWORD_CHANGE_REQUIRED",
            Self::CrossSite => "CROSS_SITE",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::ComplexityLimit => "COMPLEXITY_LIMIT",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// What to tell a client when there is nothing more particular to say.
    pub const fn text(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Unauthenticated => ("请先登录或提供有效令牌。", "Please sign in, or send a valid token."),
            Self::Forbidden => ("您没有权限进行此操作。", "You may not do this."),
            Self::PasswordChangeRequired => {
                ("请先修改密码（POST /password）。", "Please change your password first (POST /password).")
            }
            Self::CrossSite => (
                "带有登录凭据的请求须出自本站页面，并带有请求头 X-Luodi。",
                "A request with a session's cookie must come from this site, with the header X-Luodi.",
            ),
            Self::NotFound => ("对象不存在。", "There is no such object."),
            Self::BadUserInput => ("请求内容有误。", "The request is not valid."),
            Self::ComplexityLimit => ("请求过于复杂。", "The request asks for too much."),
            Self::RateLimited => ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
            Self::Unavailable => ("服务暂时不可用，请稍后再试。", "The service is busy; try again later."),
            Self::Internal => (
                "服务内部错误，请将请求编号告知管理员。",
                "Internal error; tell the administrator the request id.",
            ),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A failure a resolver reports to the client.
///
/// Its `Display` is public text. `?` turns it into an `async_graphql::Error`, which keeps it as the source;
/// the HTTP handler recognises it there, and answers any other error of a resolver with
/// [`ErrorCode::Internal`] and generic text.
#[derive(Clone, Debug)]
pub struct PublicError {
    code: ErrorCode,
    message: String,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl PublicError {
    /// A failure with a text for the client, already in his language.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), cause: None }
    }

    /// A failure with its code's own text.
    pub fn plain(code: ErrorCode, language: Language) -> Self {
        Self::new(code, code.text(language))
    }

    /// A fault of ours: the client learns that there was one, the log gets the cause with the request id.
    pub fn internal(cause: impl StdError + Send + Sync + 'static) -> Self {
        Self::plain(ErrorCode::Internal, Language::default()).because(cause)
    }

    /// The same failure with a cause that is logged and never shown.
    #[must_use]
    pub fn because(self, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self { cause: Some(Arc::new(cause)), ..self }
    }

    /// The code for `extensions.code`.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The text for the client. That of an internal fault is always the generic one.
    pub fn public_text(&self, language: Language) -> &str {
        if self.code == ErrorCode::Internal { self.code.text(language) } else { &self.message }
    }

    /// The cause and its causes, one after the other, for the log.
    pub fn cause_text(&self) -> Option<String> {
        let mut next: Option<&dyn StdError> = Some(self.cause.as_deref()?);
        let mut text = String::new();
        while let Some(error) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&error.to_string());
            next = error.source();
        }
        Some(text)
    }
}

// Deliberately not `std::error::Error`: its `source` would invite a caller to print the cause.
impl fmt::Display for PublicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.public_text(Language::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("query failed")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn the_cause_is_for_the_log_only() {
        let error = PublicError::internal(Outer(std::io::Error::other("password=hunter2")));
        assert_eq!(error.to_string(), ErrorCode::Internal.text(Language::Zh));
        assert_eq!(error.public_text(Language::En), ErrorCode::Internal.text(Language::En));
        assert_eq!(error.cause_text().unwrap(), "query failed: password=hunter2");
    }

    #[test]
    fn an_internal_error_has_no_text_of_its_own() {
        let error = PublicError::new(ErrorCode::Internal, "password=hunter2");
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn the_codes_as_written() {
        let codes: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(
            codes.join(" "),
            "UNAUTHENTICATED FORBIDDEN PASSWORD_CHANGE_REQUIRED CROSS_SITE NOT_FOUND BAD_USER_INPUT \
             COMPLEXITY_LIMIT RATE_LIMITED UNAVAILABLE INTERNAL"
        );
    }
}
