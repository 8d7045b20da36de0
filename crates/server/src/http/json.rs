//! Answers in JSON outside GraphQL, errors in the form that GraphQL's have.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use luodi_domain::refusal::{Refusal, Segment};
use luodi_graphql::codes::ErrorCode;
use serde_json::{Value, json};

/// A JSON answer.
pub(super) fn json_answer(status: StatusCode, body: &Value) -> Response {
    let json = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, json, body.to_string()).into_response()
}

/// What went wrong, in words and by its code: that of the rule, where one said no, with the place of what it is about. It
/// holds nothing else of its request, so that two of a kind are the same to the byte.
pub(super) fn error_answer(
    status: StatusCode,
    message: &str,
    code: ErrorCode,
    refusal: Option<&Refusal>,
) -> Response {
    let mut error = json!({ "message": message, "extensions": { "code": code.as_str() } });
    if let Some(refusal) = refusal {
        error["extensions"]["code"] = refusal.rule.as_str().into();
        error["path"] = refusal.at.iter().map(segment).collect();
    }
    json_answer(status, &json!({ "errors": [error] }))
}

/// A step on the way to a field, as GraphQL writes it.
fn segment(segment: &Segment) -> Value {
    match segment {
        Segment::Field(name) => (*name).into(),
        Segment::Index(index) => (*index).into(),
    }
}
