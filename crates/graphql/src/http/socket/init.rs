//! Who is at the other end, by the payload of `connection_init`.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};
use serde_json::Value;

use super::super::authenticate::ON_BEHALF_OF;

/// The headers that a payload stands for: `{"authorization": "Bearer …", "onBehalfOf": "off_…"}`, in any case, also below
/// `headers`, where they have the names of headers.
pub(super) fn headers(payload: Option<&Value>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let members = payload.and_then(Value::as_object);
    let below = members.and_then(|members| members.get("headers")).and_then(Value::as_object);
    for (name, value) in [members, below].into_iter().flatten().flatten() {
        let Some(header) = header(name) else { continue };
        let value = value.as_str().and_then(|text| HeaderValue::from_str(text).ok());
        // Whoever meant to stand in for somebody must not be taken for himself.
        let value = value.or_else(|| (header == ON_BEHALF_OF).then(|| HeaderValue::from_static("")));
        headers.extend(value.map(|value| (header, value)));
    }
    headers
}

fn header(name: &str) -> Option<HeaderName> {
    let named = |header: &str| name.eq_ignore_ascii_case(header);
    if named("authorization") {
        return Some(AUTHORIZATION);
    }
    (named("onBehalfOf") || named(ON_BEHALF_OF.as_str())).then_some(ON_BEHALF_OF)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::{bearer_token, on_behalf_of};

    #[test]
    fn a_token_in_the_payload_is_one_in_the_headers() {
        #[track_caller]
        fn check(payload: &Value, expected: Option<&str>) {
            assert_eq!(bearer_token(&headers(Some(payload))).ok(), expected, "{payload}");
        }
        check(&json!({ "authorization": "Bearer abc" }), Some("abc"));
        check(&json!({ "Authorization": "bearer abc", "more": [] }), Some("abc"));
        check(&json!({ "headers": { "AUTHORIZATION": "Bearer abc" } }), Some("abc"));
        check(&json!({}), None);
        check(&json!("Bearer abc"), None);
        check(&json!({ "authorization": 7 }), None);
        check(&json!({ "authorization": "abc" }), None);
        check(&json!({ "authorization": "Bearer a\nb" }), None);
        // Which one is meant?
        check(&json!({ "authorization": "Bearer a", "headers": { "authorization": "Bearer b" } }), None);
        assert!(headers(None).is_empty());
    }

    #[test]
    fn so_is_whom_a_deputy_names() {
        #[track_caller]
        fn check(payload: &Value, expected: Option<&str>) {
            assert_eq!(on_behalf_of(&headers(Some(payload))), expected, "{payload}");
        }
        check(&json!({ "authorization": "Bearer abc" }), None);
        check(&json!({ "onBehalfOf": "off_1" }), Some("off_1"));
        check(&json!({ "headers": { "Luodi-On-Behalf-Of": "off_1" } }), Some("off_1"));
        check(&json!({ "onBehalfOf": "off_1", "luodi-on-behalf-of": "off_2" }), Some(""));
        check(&json!({ "onBehalfOf": null }), Some(""));
        check(&json!({ "onBehalfOf": 7 }), Some(""));
        check(&json!({ "onBehalfOf": "a\nb" }), Some(""));
    }
}
