//! Prometheus metrics. What they say of the load is the business of callers only.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use luodi_graphql::http::{AuthError, Authenticate as _};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::Sockets;
use super::authenticate::Callers;
use crate::failure::Failure;

const REQUESTS: &str = "luodi_http_requests_total";
const SECONDS: &str = "luodi_http_request_seconds";
const UNDER_WAY: &str = "luodi_http_requests_under_way";
const SOCKETS: &str = "luodi_sockets_open";
const REPLANNING: &str = "luodi_replanning_left";
const ANCHORED: &str = "luodi_last_anchor_timestamp_seconds";
/// Bounds in seconds: from a cached read to the request timeout.
const BOUNDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Starts recording.
pub(super) fn install() -> Result<PrometheusHandle, Failure> {
    let failed = |error: metrics_exporter_prometheus::BuildError| Failure::Observability(error.to_string());
    let builder = PrometheusBuilder::new();
    let builder =
        builder.set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), BOUNDS).map_err(failed)?;
    let handle = builder.install_recorder().map_err(failed)?;
    metrics::describe_counter!(REQUESTS, "Requests answered, by path, method and status.");
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "Time to answer.");
    metrics::describe_gauge!(UNDER_WAY, "Requests being answered now.");
    metrics::describe_gauge!(SOCKETS, "Sockets open now.");
    metrics::describe_gauge!(REPLANNING, "Projects whose plans are still to be worked out anew.");
    metrics::describe_gauge!(
        ANCHORED,
        metrics::Unit::Seconds,
        "When the latest anchor was taken, in Unix time."
    );
    Ok(handle)
}

/// So many plans are still to be worked out anew.
pub(crate) fn replanning(left: i64) {
    gauge!(REPLANNING).set(u32::try_from(left).unwrap_or_default());
}

/// The latest anchor was taken then.
pub(crate) fn anchored(taken_at: DateTime<Utc>) {
    gauge!(ANCHORED).set(u32::try_from(taken_at.timestamp()).unwrap_or_default());
}

/// The page that Prometheus reads.
pub(super) async fn page(
    State((callers, sockets, recorder)): State<(Callers, Sockets, PrometheusHandle)>,
    headers: HeaderMap,
) -> Response {
    match callers.authenticate(&headers).await {
        Ok(_) => {}
        Err(AuthError::TooMany(seconds)) => {
            return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds)]).into_response();
        }
        Err(_) => return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response(),
    }
    gauge!(SOCKETS).set(u32::try_from(sockets.count()).unwrap_or(u32::MAX));
    recorder.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder.render()).into_response()
}

/// Counts and times every request. Paths are those of the router, so nobody can invent new series.
pub(super) async fn count(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let path = path.map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "HEAD" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let started = Instant::now();
    let under_way = UnderWay::begin();
    let response = next.run(request).await;
    drop(under_way);
    histogram!(SECONDS, "path" => path.clone()).record(started.elapsed().as_secs_f64());
    counter!(REQUESTS, "path" => path, "method" => method, "status" => response.status().as_str().to_owned())
        .increment(1);
    response
}

/// Counts a request while it is being answered, also when its client hangs up.
struct UnderWay;

impl UnderWay {
    fn begin() -> Self {
        gauge!(UNDER_WAY).increment(1.0);
        Self
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        gauge!(UNDER_WAY).decrement(1.0);
    }
}
