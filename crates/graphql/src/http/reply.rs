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
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

/// The answer with a response that was executed.
pub(super) fn compose(response: async_graphql::Response, facts: &Facts) -> Answer {
    let errors = publish(response.errors, facts);
    Answer { errors, data: Some(response.data), extensions: response.extensions }
}

/// A refusal as an error of an answer.
pub(super) fn error_of(refusal: &Refusal, facts: &Facts) -> ServerError {
    let mut error = ServerError::new(refusal.text(facts.language), None);
    error.locations = refusal.locations();
    error.extensions = Some(extensions(refusal.code(), facts));
    error
}

/// The answer to a request the schema took.
pub(super) fn answer(
    mut response: async_graphql::Response,
    progress: &Progress,
    media: MediaType,
    facts: &Facts,
) -> Response<Body> {
    progress.complete(&mut response);
    let mut answer = compose(response, facts);
    let status = if progress.executed() {
        let cost = value!({ "complexity": progress.cost(), "limit": MAX_COMPLEXITY });
        answer.extensions.insert("cost".to_owned(), cost);
        StatusCode::OK
    } else {
        answer.data = None;
        refused_document(media)
    };
    write(status, &answer, media, facts)
}

/// The answer to a request that did not get as far.
pub(super) fn refuse(refusal: &Refusal, media: MediaType, facts: &Facts) -> Response<Body> {
    let answer = Answer { errors: vec![error_of(refusal, facts)], data: None, extensions: BTreeMap::new() };
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
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language, authorization, cookie"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
