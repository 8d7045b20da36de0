//! Every way a request is refused before the schema sees it.

use async_graphql::{Name, Pos, Positioned, parser};
use axum::http::StatusCode;

use super::{accept::MediaType, authenticate::AuthError, errors::document_is_wrong, mutation::NotRun};
use crate::{
    codes::ErrorCode,
    language::Language,
    limits::{Limit, MAX_BODY, Refused},
};

/// Seconds after which a refused mutation may be sent again: most take milliseconds.
const RETRY_AFTER: u32 = 1;

/// What is said, in Chinese and in English, to somebody who is not the deputy of whom he names, wherever he asks.
pub const NOT_DEPUTY: (&str, &str) =
    ("您今天不是所指人员的代理人。", "You do not stand in for that officer today.");

/// What is said to somebody who would change something with a token that only reads.
pub const READ_ONLY: (&str, &str) = (
    "此令牌只能查询（READ），不能办理变更。",
    "This token may only read (its scope is READ); it changes nothing.",
);

/// Longest text of a syntax error passed on; the parser quotes the whole line, which may be a megabyte.
const MAX_SYNTAX_TEXT: usize = 500;

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    Method,
    NotAcceptable,
    Unauthenticated { tried: bool },
    MustChangePassword,
    CrossSite,
    NotDeputy,
    ReadOnly,
    TooManyAttempts(u32),
    Unavailable,
    ContentType,
    BodyTooLarge,
    BodyCutOff,
    BodyTooSlow,
    NotUtf8,
    NotJson,
    NotAnObject,
    Batch,
    Parameter,
    MissingQuery,
    Document(Refused),
    Syntax(Box<parser::Error>),
    NoSuchOperation,
    Variable(Box<Positioned<Name>>),
    MutationByGet,
    Subscription,
    SubscriptionsOnly,
    ManyRoots,
    TooManySubscriptions(usize),
    Protocol,
    Internal,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::Document(refused)
    }
}

impl From<&AuthError> for Refusal {
    fn from(error: &AuthError) -> Self {
        match error {
            AuthError::Missing => Self::Unauthenticated { tried: false },
            AuthError::Invalid => Self::Unauthenticated { tried: true },
            AuthError::MustChange => Self::MustChangePassword,
            AuthError::CrossSite => Self::CrossSite,
            AuthError::NotDeputy => Self::NotDeputy,
            AuthError::TooMany(seconds) => Self::TooManyAttempts(*seconds),
            AuthError::Unavailable(_) => Self::Unavailable,
        }
    }
}

impl From<NotRun> for Refusal {
    fn from(error: NotRun) -> Self {
        match error {
            NotRun::Full | NotRun::Closing => Self::Unavailable,
            NotRun::Cancelled => Self::Internal,
        }
    }
}

impl Refusal {
    /// The status, which for a document that is well sent but wrong depends on the answer's media type.
    pub(super) fn status(&self, media: MediaType) -> StatusCode {
        match self {
            Self::Method | Self::MutationByGet => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
            Self::MustChangePassword | Self::CrossSite | Self::NotDeputy | Self::ReadOnly => {
                StatusCode::FORBIDDEN
            }
            Self::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyCutOff
            | Self::NotUtf8
            | Self::NotJson
            | Self::NotAnObject
            | Self::Batch
            | Self::Parameter
            | Self::MissingQuery
            | Self::Protocol
            | Self::Document(Refused::Nul) => StatusCode::BAD_REQUEST,
            Self::Document(_)
            | Self::Syntax(_)
            | Self::NoSuchOperation
            | Self::Variable(_)
            | Self::Subscription
            | Self::SubscriptionsOnly
            | Self::ManyRoots
            | Self::TooManySubscriptions(_) => refused_document(media),
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code for `extensions.code`.
    pub(super) fn code(&self) -> ErrorCode {
        match self {
            Self::Unauthenticated { .. } => ErrorCode::Unauthenticated,
            Self::MustChangePassword => ErrorCode::PasswordChangeRequired,
            Self::CrossSite => ErrorCode::CrossSite,
            Self::ReadOnly | Self::NotDeputy => ErrorCode::Forbidden,
            Self::TooManyAttempts(_) | Self::TooManySubscriptions(_) => ErrorCode::RateLimited,
            Self::Unavailable => ErrorCode::Unavailable,
            Self::Internal => ErrorCode::Internal,
            Self::Document(Refused::Over(Limit::InputList)) => ErrorCode::BadUserInput,
            Self::BodyTooLarge | Self::Document(Refused::Over(_)) => ErrorCode::ComplexityLimit,
            _ => ErrorCode::BadUserInput,
        }
    }

    /// What to tell the client.
    pub(super) fn text(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Method => ("只接受 GET 和 POST。", "Only GET and POST are allowed."),
            Self::NotAcceptable => (
                "只能以 application/graphql-response+json 或 application/json 应答。",
                "Answers come as application/graphql-response+json or application/json only.",
            ),
            Self::ContentType => (
                "Content-Type 须为 application/json（UTF-8）。",
                "Content-Type must be application/json, in UTF-8.",
            ),
            Self::BodyTooLarge => {
                return language.pick(
                    format!("请求体超过上限 {MAX_BODY} 字节。"),
                    format!("A request body may have at most {MAX_BODY} bytes."),
                );
            }
            Self::BodyCutOff => ("请求体不完整。", "The request body was cut off."),
            Self::BodyTooSlow => ("请求体未在规定时间内送达。", "The request body did not arrive in time."),
            Self::NotUtf8 => ("请求不是有效的 UTF-8。", "The request is not valid UTF-8."),
            Self::NotJson => ("请求体不是有效的 JSON。", "The request body is not valid JSON."),
            Self::NotAnObject => ("请求体须为 JSON 对象。", "The request body must be a JSON object."),
            Self::Batch => ("不接受批量请求。", "Batches are not accepted; send one operation."),
            Self::Parameter => (
                "参数有误：query 和 operationName 须为字符串，variables 和 extensions 须为对象，且不得重复。",
                "Wrong parameters: query and operationName are strings, variables and extensions objects, each \
                 at most once.",
            ),
            Self::MissingQuery => ("缺少 query 参数。", "The parameter query is missing."),
            Self::Document(Refused::Nul) => {
                ("请求含有 NUL 字符。", "The character NUL (U+0000) is not allowed.")
            }
            Self::Document(Refused::FragmentCycle) => {
                ("片段循环引用。", "A fragment must not spread itself.")
            }
            Self::Document(Refused::Over(limit)) => return limit.text(language),
            Self::Syntax(error) => return document_is_wrong(&syntax_text(error), language),
            Self::NoSuchOperation => (
                "请求中没有指定名称的操作，或有多个操作而未指定名称。",
                "There is no operation of that name, or there are several and none is named.",
            ),
            Self::Variable(name) => {
                let name = &name.node;
                return language
                    .pick(format!("变量 ${name} 必须提供。"), format!("The variable ${name} is required."));
            }
            Self::MutationByGet => ("变更操作须用 POST。", "A mutation must be sent by POST."),
            Self::Subscription => (
                "此地址不支持订阅；请通过 /graphql/ws（graphql-transport-ws）订阅。",
                "Subscriptions are not served at this address, but at /graphql/ws (graphql-transport-ws).",
            ),
            Self::SubscriptionsOnly => (
                "此连接只用于订阅；查询和变更请用 POST /graphql。",
                "This socket serves subscriptions only; send queries and mutations by POST to /graphql.",
            ),
            Self::ManyRoots => (
                "一个订阅须有且只有一个根字段。",
                "A subscription has exactly one field at its root, and no introspection.",
            ),
            Self::TooManySubscriptions(most) => {
                return language.pick(
                    format!("一个连接上最多同时有 {most} 个订阅。"),
                    format!("At most {most} subscriptions may run on one socket."),
                );
            }
            Self::Protocol => (
                "Sec-WebSocket-Protocol 须包含 graphql-transport-ws。",
                "Sec-WebSocket-Protocol must offer graphql-transport-ws.",
            ),
            Self::NotDeputy => NOT_DEPUTY,
            Self::ReadOnly => READ_ONLY,
            Self::Unauthenticated { .. }
            | Self::MustChangePassword
            | Self::CrossSite
            | Self::TooManyAttempts(_)
            | Self::Unavailable
            | Self::Internal => {
                let code = self.code();
                (code.text(Language::Zh), code.text(Language::En))
            }
        };
        language.pick(zh, en).to_owned()
    }

    /// Where in the document, if it is about a place there.
    pub(super) fn locations(&self) -> Vec<Pos> {
        match self {
            Self::Syntax(error) => error.positions().collect(),
            Self::Variable(name) => vec![name.pos],
            _ => Vec::new(),
        }
    }

    /// The header that goes with the status.
    pub(super) fn header(&self) -> Option<(&'static str, String)> {
        let (name, value) = match self {
            Self::Method => ("allow", "GET, POST".to_owned()),
            Self::MutationByGet => ("allow", "POST".to_owned()),
            Self::Unauthenticated { tried: false } => ("www-authenticate", "Bearer".to_owned()),
            Self::Unauthenticated { tried: true } => {
                ("www-authenticate", "Bearer error=\"invalid_token\"".to_owned())
            }
            // The rest of the body may still come, and is no request (RFC 9110 §15.5.9).
            Self::BodyTooSlow => ("connection", "close".to_owned()),
            Self::TooManyAttempts(seconds) => ("retry-after", seconds.to_string()),
            Self::Unavailable => ("retry-after", RETRY_AFTER.to_string()),
            _ => return None,
        };
        Some((name, value))
    }
}

/// The status of a request that was well sent and whose document is refused.
pub(super) fn refused_document(media: MediaType) -> StatusCode {
    match media {
        MediaType::GraphQlResponse => StatusCode::BAD_REQUEST,
        MediaType::Json => StatusCode::OK,
    }
}

fn syntax_text(error: &parser::Error) -> String {
    let text = error.to_string();
    match text.char_indices().nth(MAX_SYNTAX_TEXT) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
