//! Reading a request's body, never more of it than allowed.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap,
        header::{CONTENT_TYPE, EXPECT},
    },
};
use http_body_util::BodyExt as _;

use super::{accept::names_another_charset, refusal::Refusal};
use crate::limits::MAX_BODY;

/// How much of the body of a refused request is read and thrown away before the answer, and for how long.
const LINGER_BYTES: usize = 16 << 20;
const LINGER: Duration = Duration::from_secs(5);

/// Whether a body is sent as `application/json`, with `charset=utf-8` or none. Nothing else is taken: a form or plain text
/// can be sent from a foreign page without the browser asking first.
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).into_iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let mut parts = value.to_str().unwrap_or_default().split(';').map(str::trim);
    let json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    json && !parts.any(names_another_charset)
}

/// Refuses what [`is_json`] does not take.
pub(super) fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    if is_json(headers) { Ok(()) } else { Err(Refusal::ContentType) }
}

/// The body, up to [`MAX_BODY`], counted as it arrives: `Content-Length` is only what the client says.
pub(super) async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::BodyCutOff)?;
        if let Ok(data) = frame.into_data() {
            if read.len() + data.len() > MAX_BODY {
                // Freed first: the rest is dropped as it comes.
                drop(read);
                drain(body).await;
                return Err(Refusal::BodyTooLarge);
            }
            read.extend_from_slice(&data);
        }
    }
    Ok(Bytes::from(read))
}

/// Sees a body off that nobody will read: a connection closed while the client still sends shows it a reset instead of
/// the answer.
///
/// A client that waits to be asked for its body is not asked.
pub(super) async fn linger(headers: &HeaderMap, body: Body) {
    linger_for(headers, body, LINGER_BYTES).await;
}

/// The same for a body of which more may be sent before anybody can know that it is refused.
pub async fn linger_for(headers: &HeaderMap, body: Body, most: usize) {
    if !headers.contains_key(EXPECT) {
        drain_most(body, most).await;
    }
}

async fn drain(body: Body) {
    drain_most(body, LINGER_BYTES).await;
}

async fn drain_most(mut body: Body, most: usize) {
    let rest = async {
        let mut left = most;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    };
    // Whether it ended or not, the answer is the same.
    let _ = tokio::time::timeout(LINGER, rest).await;
}
