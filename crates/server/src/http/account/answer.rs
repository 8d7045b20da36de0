//! What is answered about signing in, in the form that GraphQL's errors have.

use axum::http::header::{ALLOW, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use luodi_app::AppError;
use luodi_domain::refusal::Refusal;
use luodi_graphql::codes::ErrorCode;
use luodi_graphql::http::{AuthError, NotRun};
use luodi_graphql::language::Language;
use luodi_graphql::messages::{self, PermitNames};

use crate::http::json::error_answer;

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Not {
    /// Not by POST.
    Method,
    /// The body is not sent as JSON.
    ContentType,
    /// The body is larger than a login and two passwords.
    TooLarge,
    /// The body is not what it should be; what it was is not repeated.
    Malformed,
    /// Another site may have sent it.
    CrossSite,
    /// Tried too often; after so many seconds again.
    TooMany(u32),
    /// Whoever it was, he was not let in. One answer for every reason.
    LetIn,
    /// There is no session, or it is over.
    SignedIn,
    /// A rule said no.
    Refused(Box<Refusal>),
    /// The service has no time now.
    Busy,
    /// A fault of ours, which is in the log.
    Fault,
}

impl From<AppError> for Not {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::Refused(refusal),
            AppError::Store(store) if store.is_transient() => {
                tracing::warn!(error = %store, "an account could not be looked at");
                Self::Busy
            }
            error => {
                tracing::error!(%error, "signing in or out failed");
                Self::Fault
            }
        }
    }
}

impl From<AuthError> for Not {
    fn from(error: AuthError) -> Self {
        match error {
            // Changing the password is what is done here; and everybody has his own account, whomever he stands in for.
            AuthError::Missing | AuthError::Invalid | AuthError::MustChange | AuthError::NotDeputy => {
                Self::SignedIn
            }
            AuthError::CrossSite => Self::CrossSite,
            AuthError::TooMany(seconds) => Self::TooMany(seconds),
            AuthError::Unavailable(cause) => {
                tracing::error!(%cause, "callers cannot be looked up");
                Self::Busy
            }
        }
    }
}

impl From<NotRun> for Not {
    fn from(error: NotRun) -> Self {
        match error {
            NotRun::Full | NotRun::Closing => Self::Busy,
            NotRun::Cancelled => Self::Fault,
        }
    }
}

impl Not {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::LetIn | Self::SignedIn => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> ErrorCode {
        match self {
            Self::Method | Self::ContentType | Self::TooLarge | Self::Malformed | Self::Refused(_) => {
                ErrorCode::BadUserInput
            }
            Self::CrossSite => ErrorCode::CrossSite,
            Self::TooMany(_) => ErrorCode::RateLimited,
            Self::LetIn | Self::SignedIn => ErrorCode::Unauthenticated,
            Self::Busy => ErrorCode::Unavailable,
            Self::Fault => ErrorCode::Internal,
        }
    }

    fn text(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Refused(refusal) => {
                return messages::refusal(language, refusal, &refusal.at, &PermitNames::new());
            }
            Self::Method => ("此地址只接受 POST。", "This address takes POST only."),
            Self::ContentType => {
                ("Content-Type 须为 application/json。", "Content-Type must be application/json.")
            }
            Self::TooLarge => ("请求体过大。", "The request body is too large."),
            Self::Malformed => {
                ("请求体须为规定字段的 JSON 对象。", "The body must be a JSON object of the fields for it.")
            }
            Self::LetIn => (
                "用户名或密码有误，或账号暂不可用；连续 5 次失败后锁定 15 分钟，忘记密码请联系管理员。",
                "Wrong login or password, or the account cannot be used at present: five failures in a row lock it for 15 \
                 minutes. If you forgot the password, ask your administrator.",
            ),
            Self::CrossSite | Self::TooMany(_) | Self::SignedIn | Self::Busy | Self::Fault => {
                let code = self.code();
                (code.text(Language::Zh), code.text(Language::En))
            }
        };
        language.pick(zh, en).to_owned()
    }

    /// The answer in a language. It holds nothing of its request, so that two of a kind are the same to the byte.
    pub(super) fn answer(&self, language: Language) -> Response {
        let refusal = if let Self::Refused(refusal) = self { Some(&**refusal) } else { None };
        let mut response = error_answer(self.status(), &self.text(language), self.code(), refusal);
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        response
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Method => Some((ALLOW, HeaderValue::from_static("POST"))),
            // RFC 9110 §11.6.1 wants some scheme named; ours has no name that browsers know.
            Self::LetIn | Self::SignedIn => {
                Some((WWW_AUTHENTICATE, HeaderValue::from_static("Luodi-Session")))
            }
            Self::TooMany(seconds) => Some((RETRY_AFTER, HeaderValue::from(*seconds))),
            Self::Busy => Some((RETRY_AFTER, HeaderValue::from(1))),
            _ => None,
        }
    }
}
