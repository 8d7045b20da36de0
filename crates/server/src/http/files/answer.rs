//! What is answered when nothing comes of a file, in the form that GraphQL's errors have.

use axum::http::header::{CONNECTION, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use luodi_app::AppError;
use luodi_app::files::FilesError;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_graphql::codes::ErrorCode;
use luodi_graphql::http::{AuthError, NOT_DEPUTY, READ_ONLY};
use luodi_graphql::language::Language;
use luodi_graphql::messages::{self, PermitNames};

use super::allow;
use crate::http::json::error_answer;

/// Why nothing comes of it.
#[derive(Debug)]
pub(super) enum Not {
    /// By another method.
    Method,
    /// Not let in; whether something was tried.
    Caller { tried: bool },
    /// The password is to be changed first.
    MustChange,
    /// Another site may have sent it.
    CrossSite,
    /// He does not stand in for whom he names.
    Deputy,
    /// The token only reads.
    ReadOnly,
    /// Asked too often; after so many seconds again.
    TooMany(u32),
    /// As many of his files arrive as may at once.
    TooManyAtOnce,
    /// The address or a header is not what it should be.
    Malformed,
    /// A rule said no.
    Refused(Box<Refusal>),
    /// The body did not come whole.
    CutOff,
    /// The body did not come in time.
    TooSlow,
    /// There is no such file, or not for the caller.
    There,
    /// The disk is too full.
    NoRoom,
    /// The service has no time or place now.
    Busy,
    /// A fault of ours, which is in the log.
    Fault,
}

impl From<AuthError> for Not {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Missing => Self::Caller { tried: false },
            AuthError::Invalid => Self::Caller { tried: true },
            AuthError::NotDeputy => Self::Deputy,
            AuthError::MustChange => Self::MustChange,
            AuthError::CrossSite => Self::CrossSite,
            AuthError::TooMany(seconds) => Self::TooMany(seconds),
            AuthError::Unavailable(cause) => {
                tracing::error!(%cause, "callers cannot be looked up");
                Self::Busy
            }
        }
    }
}

impl From<FilesError> for Not {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::App(AppError::Refused(refusal)) => Self::Refused(refusal),
            FilesError::App(AppError::Store(store)) if store.is_transient() => {
                tracing::warn!(error = %store, "nothing came of a file");
                Self::Busy
            }
            FilesError::CutOff => Self::CutOff,
            FilesError::Full => Self::Busy,
            FilesError::TooManyAtOnce => Self::TooManyAtOnce,
            FilesError::NoRoom { free } => {
                tracing::error!(free, "too little room where files are kept; none is taken in");
                Self::NoRoom
            }
            FilesError::Vault(error) if error.is_of_the_place() => {
                tracing::error!(%error, "files cannot be kept or read");
                Self::Busy
            }
            error => {
                tracing::error!(%error, "nothing came of a file");
                Self::Fault
            }
        }
    }
}

impl Not {
    fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Caller { .. } => StatusCode::UNAUTHORIZED,
            Self::MustChange | Self::CrossSite | Self::Deputy | Self::ReadOnly => StatusCode::FORBIDDEN,
            Self::TooMany(_) | Self::TooManyAtOnce => StatusCode::TOO_MANY_REQUESTS,
            Self::Malformed | Self::CutOff => StatusCode::BAD_REQUEST,
            Self::Refused(refusal) => match refusal.rule {
                Rule::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                Rule::FileTypeRefused | Rule::FileTypeContradicted => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Rule::RoleNotAllowed => StatusCode::FORBIDDEN,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::There => StatusCode::NOT_FOUND,
            Self::NoRoom | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> ErrorCode {
        match self {
            Self::Method | Self::Malformed | Self::Refused(_) | Self::CutOff | Self::TooSlow => {
                ErrorCode::BadUserInput
            }
            Self::Caller { .. } => ErrorCode::Unauthenticated,
            Self::MustChange => ErrorCode::PasswordChangeRequired,
            Self::CrossSite => ErrorCode::CrossSite,
            Self::Deputy | Self::ReadOnly => ErrorCode::Forbidden,
            Self::TooMany(_) | Self::TooManyAtOnce => ErrorCode::RateLimited,
            Self::There => ErrorCode::NotFound,
            Self::NoRoom | Self::Busy => ErrorCode::Unavailable,
            Self::Fault => ErrorCode::Internal,
        }
    }

    fn text(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Refused(refusal) => {
                return messages::refusal(language, refusal, &refusal.at, &PermitNames::new());
            }
            Self::Method => ("此地址不接受该请求方法。", "This address does not take this method."),
            Self::Malformed => (
                "请求有误：地址须为 /files?name=文件名（UTF-8 百分号编码），Content-Type 至多一个。",
                "Wrong request: the address is /files?name=… (percent-encoded UTF-8), and Content-Type stands at most once.",
            ),
            Self::CutOff => ("请求体不完整。", "The request body was cut off."),
            Self::TooSlow => ("请求体未在规定时间内送达。", "The request body did not arrive in time."),
            Self::Deputy => NOT_DEPUTY,
            Self::ReadOnly => READ_ONLY,
            Self::TooManyAtOnce => (
                "您正在上传的文件已达上限，请等其中一个传完后再传。",
                "As many of your files as may be are arriving: please wait until one of them has.",
            ),
            Self::NoRoom => (
                "存放文件的磁盘空间不足，暂不能上传，请联系管理员。",
                "There is too little room where files are kept: none is taken at present. Please tell your administrator.",
            ),
            _ => return self.code().text(language).to_owned(),
        };
        language.pick(zh, en).to_owned()
    }

    /// The answer in a language, where this method is the one allowed. Of what is not there it holds nothing, so that two of
    /// a kind are the same to the byte.
    pub(super) fn answer(&self, language: Language, method: &'static str) -> Response {
        let refusal = if let Self::Refused(refusal) = self { Some(&**refusal) } else { None };
        let mut response = error_answer(self.status(), &self.text(language), self.code(), refusal);
        if let Some((name, value)) = self.header(method) {
            response.headers_mut().insert(name, value);
        }
        response
    }

    fn header(&self, method: &'static str) -> Option<(HeaderName, HeaderValue)> {
        let bearer = |tried| if tried { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        match self {
            Self::Method => Some(allow(method)),
            Self::Caller { tried } => Some((WWW_AUTHENTICATE, HeaderValue::from_static(bearer(*tried)))),
            Self::TooMany(seconds) => Some((RETRY_AFTER, HeaderValue::from(*seconds))),
            Self::Busy | Self::TooManyAtOnce => Some((RETRY_AFTER, HeaderValue::from(1))),
            // Whoever makes room takes his time.
            Self::NoRoom => Some((RETRY_AFTER, HeaderValue::from(600))),
            // The rest of the body may still come, and is no request.
            Self::TooSlow => Some((CONNECTION, HeaderValue::from_static("close"))),
            _ => None,
        }
    }
}
