//! What browsers are told about every answer.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Response;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Nothing of an answer is run, shown within another page, or loaded by one of another origin.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// A page may have a style of its own.
const PAGE: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                    frame-ancestors 'none'";

/// For a year no browser asks for anything of this host over plain HTTP.
const ENCRYPTED: &str = "max-age=31536000";

/// Adds what is not there yet; `encrypted` where an address begins with `https` for browsers.
pub(super) fn secure(mut response: Response, encrypted: bool) -> Response {
    let headers = response.headers_mut();
    if encrypted {
        add(headers, STRICT_TRANSPORT_SECURITY, ENCRYPTED);
    }
    let page = headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, if page { PAGE } else { NOTHING }),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
        // An answer is for whoever asked, and true now.
        (CACHE_CONTROL, "no-store"),
    ] {
        add(headers, name, value);
    }
    response
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
