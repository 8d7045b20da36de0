//! What is done every hour beside serving.

use std::fmt::Display;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use chrono::TimeDelta;
use luodi_app::files::{Cleared, Files, FilesError};
use luodi_app::{App, AppError};
use tokio::time::MissedTickBehavior;

use crate::{anchors, http};

/// How often.
const PERIOD: Duration = Duration::from_hours(1);
/// How long a key is kept: nobody sends a request again after a week.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Forgets idempotency keys and sessions that are too old, clears files away that nobody attached, has the database keep its
/// statistics, and anchors what happened since the last anchor, now and every hour until asked to stop.
pub(crate) async fn keep_up(
    app: App,
    files: Files,
    anchor_file: Option<PathBuf>,
    stop: impl Future<Output = ()>,
) {
    let work = || {
        let (app, files, anchor_file) = (app.clone(), files.clone(), anchor_file.clone());
        async move {
            let purged = app.purge_old_keys(KEPT).await.map(drop);
            told("old idempotency keys could not be forgotten", purged);
            let purged = app.purge_old_sessions().await.map(drop);
            told("old sessions could not be forgotten", purged);
            told("files that nobody attached could not be cleared away", clear(&files).await);
            let refreshed = app.db().refresh_statistics().await.map_err(AppError::from);
            told("statistics could not be refreshed", refreshed);
            told("the history could not be anchored", anchor(&app, anchor_file.as_deref()).await);
        }
    };
    every_hour(work, stop).await;
}

async fn clear(files: &Files) -> Result<(), FilesError> {
    let cleared = files.clear().await?;
    if cleared != Cleared::default() {
        let Cleared { waiting, unknown, halves } = cleared;
        tracing::info!(waiting, unknown, halves, "files cleared away");
    }
    Ok(())
}

/// Takes an anchor, if anything has changed, and writes it elsewhere.
async fn anchor(app: &App, file: Option<&Path>) -> Result<(), AppError> {
    if let Some(anchor) = app.take_anchor().await? {
        anchors::log(&anchor);
    }
    if let Some(last) = app.last_anchor().await? {
        // Whoever took it: a line that could not be written an hour ago is written now.
        if let Some(Err(error)) = file.map(|file| anchors::append(&last, file)) {
            tracing::warn!(%error, "the line of the last anchor could not be added to the file of anchors");
        }
        http::anchored(last.taken_at);
    }
    Ok(())
}

/// A database that is away for a while is no reason to give up.
fn told(failure: &'static str, outcome: Result<(), impl Display>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "{failure}");
    }
}

/// What was begun is finished before the end.
async fn every_hour<W: Future<Output = ()>>(work: impl Fn() -> W, stop: impl Future<Output = ()>) {
    let mut hours = tokio::time::interval(PERIOD);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            _ = hours.tick() => work().await,
            () = &mut stop => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn every_hour_until_asked_to_stop() {
        for (minutes, expected) in [(0, 1), (59, 1), (61, 2), (241, 5)] {
            let times = Cell::new(0);
            let work = async || times.set(times.get() + 1);
            // A moment later, so that the first time is not a matter of luck.
            let stop = sleep(Duration::from_mins(minutes) + Duration::from_secs(1));
            every_hour(work, stop).await;
            assert_eq!(times.get(), expected, "{minutes}");
        }
    }
}
