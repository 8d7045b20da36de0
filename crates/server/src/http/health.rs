//! Health and readiness.

use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too, and is of this version.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.db().migration_status().await {
        Ok(status) if status.pending.is_empty() => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database is not of this version\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
