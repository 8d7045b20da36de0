//! Who is at the other end, by the payload of `connection_init`.

use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use serde_json::Value;

/// The headers that a payload stands for: `{"authorization": "Bearer …"}`, in any case, also below `headers`.
pub(super) fn headers(payload: Option<&Value>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let members = payload.and_then(Value::as_object);
    let below = members.and_then(|members| members.get("headers")).and_then(Value::as_object);
    for (name, value) in [members, below].into_iter().flatten().flatten() {
        if name.eq_ignore_ascii_case("authorization")
            && let Some(value) = value.as_str().and_then(|text| HeaderValue::from_str(text).ok())
        {
            headers.append(AUTHORIZATION, value);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::bearer_token;

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
}
