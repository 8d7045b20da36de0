//! Health and readiness. Anybody may ask, as often as they like, so an answer must cost next to nothing.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::{App, AppError};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long an answer is given again.
const FRESH: Duration = Duration::from_secs(1);

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the database answers. That it is of this version is seen to before the service listens.
#[derive(Debug, Clone)]
pub(crate) struct Readiness {
    app: App,
    recent: Arc<Recent>,
}

impl Readiness {
    pub(crate) fn new(app: App) -> Self {
        Self { app, recent: Arc::default() }
    }
}

/// The database answers too.
pub(crate) async fn ready(State(readiness): State<Readiness>) -> (StatusCode, &'static str) {
    match readiness.recent.answer(readiness.app.has_officers()).await {
        // It serves all the same: founding one is what comes next, or the database is another than was meant.
        Some(false) => (StatusCode::OK, "ready; no office is founded in this database: run `luodi init`\n"),
        Some(true) => (StatusCode::OK, "ready\n"),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// The last answer: whether there is any officer, if there was one. One caller at a time looks for a new one; the others
/// wait for it, so that all together take up one connection at the most.
#[derive(Debug, Default)]
struct Recent(Mutex<Option<(Instant, Option<bool>)>>);

impl Recent {
    async fn answer(&self, look: impl Future<Output = Result<bool, AppError>>) -> Option<bool> {
        let mut last = self.0.lock().await;
        if let Some((at, answered)) = *last
            && at.elapsed() < FRESH
        {
            return answered;
        }
        let answered = match timeout(PATIENCE, look).await {
            Ok(Ok(any)) => Some(any),
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                None
            }
            Err(_) => {
                tracing::warn!(seconds = PATIENCE.as_secs(), "not ready: no answer in time");
                None
            }
        };
        *last = Some((Instant::now(), answered));
        answered
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;
    use luodi_app::StoreError;
    use tokio::time::sleep;

    use super::*;

    /// A look that takes so many seconds, and how many there were.
    async fn look(looks: &AtomicUsize, seconds: u64, answers: bool) -> Result<bool, AppError> {
        looks.fetch_add(1, Ordering::SeqCst);
        sleep(Duration::from_secs(seconds)).await;
        if answers { Ok(true) } else { Err(StoreError::Unavailable { detail: "away".to_owned() }.into()) }
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_callers_are_one_look_at_the_database() {
        for (seconds, answers, expected) in
            [(0, true, Some(true)), (1, true, Some(true)), (0, false, None), (9, true, None)]
        {
            let (recent, looks) = (Recent::default(), AtomicUsize::new(0));
            let started = Instant::now();
            let told = join_all((0..1_000).map(|_| recent.answer(look(&looks, seconds, answers)))).await;
            assert_eq!(told, vec![expected; 1_000], "{seconds} {answers}");
            assert_eq!(looks.load(Ordering::SeqCst), 1);
            assert!(started.elapsed() <= PATIENCE);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_good_for_a_second() {
        let (recent, looks) = (Recent::default(), AtomicUsize::new(0));
        for (wait, answers, expected, count) in
            [(0, false, None, 1), (999, true, None, 1), (1, true, Some(true), 2)]
        {
            sleep(Duration::from_millis(wait)).await;
            assert_eq!(recent.answer(look(&looks, 0, answers)).await, expected, "{wait}");
            assert_eq!(looks.load(Ordering::SeqCst), count, "{wait}");
        }
    }
}
