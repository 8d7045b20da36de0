//! What of a resolver's errors a client gets to see.

use async_graphql::{ErrorExtensionValues, PathSegment, ServerError};

use super::context::Facts;
use crate::codes::{ErrorCode, PublicError};
use crate::language::Language;

/// Most errors in one answer: a document can be wrong in thousands of places.
const MAX_ERRORS: usize = 50;

/// Makes errors public: [`PublicError`]s keep their text, complaints about the request itself too, anything
/// else is logged under the request id and answered with generic text.
pub(super) fn publish(errors: Vec<ServerError>, facts: &Facts) -> Vec<ServerError> {
    let mut public: Vec<_> = errors.into_iter().map(|error| publish_one(error, facts)).collect();
    public.truncate(MAX_ERRORS);
    public
}

fn publish_one(error: ServerError, facts: &Facts) -> ServerError {
    let (code, message) = if let Some(public) = error.source::<PublicError>() {
        if let Some(cause) = public.cause_text() {
            log(&error.path, public.code(), &cause, facts);
        }
        (public.code(), public.public_text(facts.language).to_owned())
    } else if error.source.is_none() && error.path.is_empty() {
        // Parsing and validation have no path, a resolver's error always has one.
        // async-graphql's own words, which are English.
        (ErrorCode::BadUserInput, document_is_wrong(&error.message, facts.language))
    } else {
        log(&error.path, ErrorCode::Internal, &error.message, facts);
        (ErrorCode::Internal, ErrorCode::Internal.text(facts.language).to_owned())
    };
    let mut published = ServerError::new(message, None);
    published.locations = error.locations;
    published.path = error.path;
    published.extensions = Some(extensions(code, facts));
    published
}

/// What to tell the client about a document that the library refuses, in the library's own English.
pub(super) fn document_is_wrong(detail: &str, language: Language) -> String {
    language.pick(format!("查询语句有误：{detail}"), format!("The document is not valid: {detail}"))
}

/// `code` and `requestId`, and nothing else.
pub(super) fn extensions(code: ErrorCode, facts: &Facts) -> ErrorExtensionValues {
    let mut values = ErrorExtensionValues::default();
    values.set("code", code.as_str());
    values.set("requestId", &*facts.request_id);
    values
}

fn log(path: &[PathSegment], code: ErrorCode, cause: &str, facts: &Facts) {
    let path = path.iter().map(|segment| match segment {
        PathSegment::Field(name) => name.clone(),
        PathSegment::Index(index) => index.to_string(),
    });
    let path = path.collect::<Vec<_>>().join(".");
    let request_id = &*facts.request_id;
    if code == ErrorCode::Internal {
        tracing::error!(request_id, path, cause, "a resolver failed");
    } else {
        tracing::warn!(request_id, path, cause, code = code.as_str(), "a resolver gave up");
    }
}
