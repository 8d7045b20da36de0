//! What is said when somebody does not come in that way: a page for a browser, JSON for a program.

use axum::http::header::{ACCEPT, ALLOW, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use luodi_app::AppError;
use luodi_domain::access::Identity;
use luodi_graphql::codes::ErrorCode;
use luodi_graphql::http::NotRun;
use luodi_graphql::language::Language;

use crate::http::json::error_answer;
use crate::oidc::Trouble;

/// Why somebody does not come in.
#[derive(Debug)]
pub(super) enum Stop {
    /// Not by GET.
    Method,
    /// The parameters are not what they should be.
    Malformed,
    /// Tried too often; after so many seconds again.
    TooMany(u32),
    /// He was not sent from this browser, or too long ago, or is back already.
    Strayed,
    /// The provider let nobody in, or what he brought from there does not hold.
    Declined,
    /// The provider knows him, and no officer in service is linked with that.
    Stranger(Identity),
    /// The provider is of no use now.
    Away,
    /// The provider has no address to sign out at.
    NoEnd,
    /// The service has no time now.
    Busy,
    /// A fault of ours, which is in the log.
    Fault,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        tracing::warn!(%trouble, "nobody signed in by the identity provider");
        match trouble {
            Trouble::Away(_) => Self::Away,
            Trouble::Code(_) | Trouble::Token(_) => Self::Declined,
        }
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(store) if store.is_transient() => {
                tracing::warn!(error = %store, "a sign-in could not be looked at");
                Self::Busy
            }
            error => {
                tracing::error!(%error, "signing in by the identity provider failed");
                Self::Fault
            }
        }
    }
}

impl From<NotRun> for Stop {
    fn from(error: NotRun) -> Self {
        match error {
            NotRun::Full | NotRun::Closing => Self::Busy,
            NotRun::Cancelled => Self::Fault,
        }
    }
}

impl Stop {
    const fn code(&self) -> (StatusCode, ErrorCode) {
        match self {
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadUserInput),
            Self::Malformed => (StatusCode::BAD_REQUEST, ErrorCode::BadUserInput),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited),
            Self::Strayed | Self::Declined => (StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated),
            Self::Stranger(_) => (StatusCode::FORBIDDEN, ErrorCode::Forbidden),
            Self::NoEnd => (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            Self::Away | Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable),
            Self::Fault => (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
        }
    }

    fn text(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Method => ("此地址只接受 GET。", "This address takes GET only."),
            Self::Malformed => (
                "请求参数有误；to 须为本站路径，以一个斜杠开头。",
                "The parameters are not valid; `to` must be a path of this site, with one slash at its beginning.",
            ),
            Self::Strayed => (
                "本次登录不是在此浏览器发起，或已超过 10 分钟，或已使用过，请重新登录。",
                "This sign-in was not begun in this browser, or more than 10 minutes ago, or was used already: please begin \
                 again.",
            ),
            Self::Declined => (
                "统一身份认证未通过，请重新登录；仍不成功时请联系管理员。",
                "The identity provider did not let you in, or what it says does not hold: please begin again, and ask your \
                 administrator if that does not help.",
            ),
            Self::Stranger(Identity { issuer, subject }) => {
                return match language {
                    Language::Zh => format!(
                        "您已通过统一身份认证，但该身份未关联在岗人员账号。请联系本单位管理员关联：签发方 {issuer}，身份标识 {subject}。"
                    ),
                    Language::En => format!(
                        "The identity provider knows you, but no officer in service is linked with that identity. Ask the \
                         administrator of your office to link it: issuer {issuer}, subject {subject}."
                    ),
                };
            }
            Self::Away => (
                "统一身份认证暂时不可用，请稍后再试，或用密码登录。",
                "The identity provider is not available now: try again later, or sign in with a password.",
            ),
            Self::NoEnd => {
                ("统一身份认证未提供退出地址。", "The identity provider has no address to sign out at.")
            }
            Self::TooMany(_) | Self::Busy | Self::Fault => {
                let (_, code) = self.code();
                (code.text(Language::Zh), code.text(Language::En))
            }
        };
        language.pick(zh, en).to_owned()
    }

    const fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Method => Some((ALLOW, HeaderValue::from_static("GET"))),
            Self::Strayed | Self::Declined => {
                Some((WWW_AUTHENTICATE, HeaderValue::from_static("Luodi-Session")))
            }
            Self::Away => Some((RETRY_AFTER, HeaderValue::from_static("30"))),
            Self::Busy => Some((RETRY_AFTER, HeaderValue::from_static("1"))),
            _ => None,
        }
    }

    /// The answer: a page in both languages where one is asked for, or else in the form that GraphQL's errors have.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let (status, code) = self.code();
        let page = headers
            .get_all(ACCEPT)
            .iter()
            .any(|value| value.to_str().is_ok_and(|value| value.to_ascii_lowercase().contains("text/html")));
        let mut response = if page {
            let page = include_str!("page.html")
                .replace("{zh}", &escaped(&self.text(Language::Zh)))
                .replace("{en}", &escaped(&self.text(Language::En)));
            (status, Html(page)).into_response()
        } else {
            error_answer(status, &self.text(Language::from_headers(headers)), code, None)
        };
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        if let Self::TooMany(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response
    }
}

/// Text as it stands in a page: what the provider calls somebody is not ours to trust.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn body(stop: &Stop, accept: &'static str) -> String {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
        let bytes = to_bytes(stop.answer(&headers).into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_page_for_browsers_and_json_for_programs() {
        let stop =
            Stop::Stranger(Identity { issuer: "https://id".to_owned(), subject: "<b>'{en}".to_owned() });
        let page = body(&stop, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8").await;
        assert!(page.contains("身份标识 &lt;b&gt;&#39;") && !page.contains("<b>"), "{page}");
        assert!(page.contains("issuer https://id, subject &lt;b&gt;"), "{page}");
        let json = body(&stop, "application/json").await;
        assert!(json.starts_with(r#"{"errors":[{"extensions":{"code":"FORBIDDEN"},"message":"#), "{json}");
    }
}
