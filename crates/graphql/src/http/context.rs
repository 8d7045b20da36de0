//! What resolvers know of the request they serve.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::http::{Extensions, HeaderMap};
use tower_http::request_id::RequestId;

use crate::language::Language;

/// In every request's data: `ctx.data::<RequestContext<P>>()`.
#[derive(Clone, Debug)]
pub struct RequestContext<P> {
    /// Who acts.
    pub principal: P,
    /// Names this request in the log and in the errors of its answer.
    pub request_id: Arc<str>,
    /// For every message in the answer.
    pub language: Language,
}

/// What is known of a request before its caller is.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) request_id: Arc<str>,
    pub(super) language: Language,
}

impl Facts {
    /// The id is the one tower-http's layer put there, when it is short and plain: it may be the client's
    /// own. Otherwise it is counted.
    pub(super) fn of(headers: &HeaderMap, extensions: &Extensions, counter: &AtomicU64) -> Self {
        let given = extensions.get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        let request_id = given.filter(|id| is_plain(id)).map_or_else(
            || Arc::from(format!("request-{}", counter.fetch_add(1, Ordering::Relaxed))),
            Arc::from,
        );
        Self { request_id, language: Language::from_headers(headers) }
    }
}

fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strange_request_id_is_replaced() {
        #[track_caller]
        fn check(given: Option<&str>, expected: &str) {
            let mut extensions = Extensions::new();
            if let Some(given) = given {
                extensions.insert(RequestId::new(given.parse().unwrap()));
            }
            let facts = Facts::of(&HeaderMap::new(), &extensions, &AtomicU64::new(7));
            assert_eq!(&*facts.request_id, expected);
        }
        check(Some("0192f0c1-7a52_a.b"), "0192f0c1-7a52_a.b");
        check(None, "request-7");
        check(Some(""), "request-7");
        check(Some("a b"), "request-7");
        check(Some("\"x\""), "request-7");
        check(Some(&"a".repeat(65)), "request-7");
    }
}
