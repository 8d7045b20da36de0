//! The media type of the answer.

use axum::http::{HeaderMap, header::ACCEPT};

use crate::language::quality;

/// A media type this handler answers in. Both are JSON; they differ in the status of a refused document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: a refused document is a 400.
    GraphQlResponse,
    /// `application/json`: a refused document is a 200, since an intermediary may have sent any other.
    Json,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphQlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::GraphQlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }
}

/// How well a media range fits: not, as `*/*`, as `application/*`, or by name.
type Specificity = u8;

/// The best answer to `Accept` (RFC 9110 §12.5.1), `None` when the caller takes neither media type.
///
/// No header and mere wildcards mean `application/json`; between equals, the type made for GraphQL wins.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<MediaType> {
    let values: Vec<&str> =
        headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok()).collect();
    if values.iter().all(|value| value.trim().is_empty()) {
        return Some(MediaType::Json);
    }
    let rate = |media| rate(media, &values);
    let (graphql, json) = (rate(MediaType::GraphQlResponse), rate(MediaType::Json));
    match (graphql, json) {
        ((0, _), (0, _)) => None,
        (graphql, json) if graphql > json || (graphql == json && graphql.1 == BY_NAME) => {
            Some(MediaType::GraphQlResponse)
        }
        _ => Some(MediaType::Json),
    }
}

const BY_NAME: Specificity = 3;

/// The quality of a media type, in thousandths, by the range that names it most closely.
fn rate(media: MediaType, values: &[&str]) -> (u16, Specificity) {
    let ranges = values.iter().flat_map(|value| value.split(','));
    let mut best = (0, 0);
    for range in ranges {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let specificity = match name {
            "*/*" => 1,
            _ if name.eq_ignore_ascii_case("application/*") => 2,
            _ if name.eq_ignore_ascii_case(media.essence()) => BY_NAME,
            _ => continue,
        };
        if parts.clone().any(names_another_charset) {
            continue;
        }
        let quality = quality(parts);
        if specificity > best.1 || (specificity == best.1 && quality > best.0) {
            best = (quality, specificity);
        }
    }
    best
}

/// Whether a parameter asks for an encoding other than UTF-8.
pub(super) fn names_another_charset(parameter: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset")
            && !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    })
}

#[cfg(test)]
mod tests {
    use super::{MediaType::*, *};

    #[track_caller]
    fn check(accept: &str, expected: Option<MediaType>) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        assert_eq!(negotiate(&headers), expected, "{accept}");
    }

    #[test]
    fn the_best_of_both() {
        assert_eq!(negotiate(&HeaderMap::new()), Some(Json));
        check("", Some(Json));
        check("*/*", Some(Json));
        check("application/*", Some(Json));
        check("application/json", Some(Json));
        check("Application/JSON; charset=UTF-8", Some(Json));
        check("application/graphql-response+json", Some(GraphQlResponse));
        check("application/graphql-response+json; charset=\"utf-8\"", Some(GraphQlResponse));
        check("application/json, application/graphql-response+json", Some(GraphQlResponse));
        check("application/json, application/graphql-response+json;q=0.9", Some(Json));
        check("application/graphql-response+json, application/json;q=0.9", Some(GraphQlResponse));
        check("application/graphql-response+json;q=0.5, */*;q=0.1", Some(GraphQlResponse));
        check("application/graphql-response+json;q=0, */*", Some(Json));
        check("application/json;q=0, */*", Some(GraphQlResponse));
        check("text/html, */*;q=0.8", Some(Json));
        check("text/html", None);
        check("application/json;q=0", None);
        check("application/json; charset=gbk", None);
        check("application/xml, image/*", None);
        check("*/*;q=x", None);
    }
}
