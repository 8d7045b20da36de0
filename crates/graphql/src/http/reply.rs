//! Answers on the wire.

use std::collections::BTreeMap;

use async_graphql::{ServerError, Value, value};
use axum::{
    body::Body,
    http::{
        HeaderName, HeaderValue, Response, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS},
    },
};
use serde::Serialize;

use super::{
    accept::MediaType,
    context::Facts,
    errors::{extensions, publish},
    refusal::{Refusal, refused_document},
};
use crate::{
    codes::ErrorCode,
    limits::{MAX_COMPLEXITY, cost::Progress},
};

/// `errors` first, so that they are seen; `data` only when execution began.
#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

/// The answer to a request the schema took.
pub(super) fn answer(
    mut response: async_graphql::Response,
    progress: &Progress,
    media: MediaType,
    facts: &Facts,
) -> Response<Body> {
    progress.complete(&mut response);
    let errors = publish(response.errors, facts);
    let mut extensions = response.extensions;
    let (status, data) = if progress.executed() {
        let cost = value!({ "complexity": progress.cost(), "limit": MAX_COMPLEXITY });
        extensions.insert("cost".to_owned(), cost);
        (StatusCode::OK, Some(response.data))
    } else {
        (refused_document(media), None)
    };
    write(status, &Answer { errors, data, extensions }, media, facts)
}

/// The answer to a request that did not get as far.
pub(super) fn refuse(refusal: &Refusal, media: MediaType, facts: &Facts) -> Response<Body> {
    let mut error = ServerError::new(refusal.text(facts.language), None);
    error.locations = refusal.locations();
    error.extensions = Some(extensions(refusal.code(), facts));
    let answer = Answer { errors: vec![error], data: None, extensions: BTreeMap::new() };
    let mut response = write(refusal.status(media), &answer, media, facts);
    if let Some((name, value)) = refusal.header()
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}

fn write(status: StatusCode, answer: &Answer, media: MediaType, facts: &Facts) -> Response<Body> {
    let (status, body) = match serde_json::to_vec(answer) {
        Ok(body) => (status, body),
        Err(error) => {
            tracing::error!(request_id = &*facts.request_id, %error, "an answer could not be written");
            let text = ErrorCode::Internal.text(facts.language);
            let code = ErrorCode::Internal.as_str();
            let body = serde_json::json!({ "errors": [{ "message": text, "extensions": { "code": code } }] });
            (StatusCode::INTERNAL_SERVER_ERROR, body.to_string().into_bytes())
        }
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    // An answer is for one caller, in his language, and never for a shared cache.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language, authorization"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
