//! Numbering what was committed, and telling this process of it.

use std::future::Future;
use std::mem;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use luodi_store::feed::{self, CHANNEL};
use tokio::time::sleep;

use super::in_time;
use crate::{App, AppError};

/// Changes numbered, and read, at a time.
const BATCH: u32 = 500;
/// How often it is looked whether somebody committed who could not tell us: another process beside the service on SQLite,
/// a replica that died before it numbered its own.
const PERIOD: Duration = Duration::from_millis(500);
/// How long to leave to another replica that is numbering: what was committed after it had looked is ours again.
const TURN: Duration = Duration::from_millis(20);
/// How long to wait before listening again.
const AWAY: Duration = Duration::from_secs(1);

/// What a batch leaves to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Nothing.
    Nothing,
    /// Another batch.
    More,
    /// What another replica is numbering.
    Theirs,
}

impl App {
    /// Numbers and reads the feed until asked to stop. One per process; any number of processes.
    pub async fn run_feed(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut hearing = pin!(self.hear());
        let (mut read, mut away) = (None, false);
        loop {
            // What was begun is finished before the end, so that no connection is dropped in the middle of a transaction.
            let pause = match in_time(self.batch(&mut read)).await {
                Ok(left) => {
                    if mem::take(&mut away) {
                        tracing::info!("the feed goes on");
                    }
                    match left {
                        Left::Nothing => PERIOD,
                        Left::More => Duration::ZERO,
                        Left::Theirs => TURN,
                    }
                }
                Err(error) => {
                    if !mem::replace(&mut away, true) {
                        tracing::warn!(%error, "the feed stands still until the database answers again");
                    }
                    PERIOD
                }
            };
            tokio::select! {
                () = self.feed.woken.notified(), if !away => {}
                () = sleep(pause) => {}
                () = &mut hearing => {}
                () = &mut stop => return,
            }
        }
    }

    /// Numbers a batch of what waits, and reads one from where the last came to.
    async fn batch(&self, read: &mut Option<i64>) -> Result<Left, AppError> {
        let standing = feed::peek(&mut self.db.read().await?).await?;
        let after = match *read {
            Some(after) if after <= standing.last => after,
            // At the beginning; or the database was brought back from a copy that had not come as far.
            _ => {
                self.feed.recent.begin(standing.last);
                *read.insert(standing.last)
            }
        };
        let numbered = if standing.waiting { self.number().await? } else { Some(0) };
        if !standing.waiting && standing.last == after {
            return Ok(Left::Nothing);
        }
        let changes = feed::read(&mut self.db.read().await?, after, i64::from(BATCH)).await?;
        let full = u64::from(BATCH);
        let more = u64::try_from(changes.len()).is_ok_and(|read| read >= full);
        if let Some(last) = changes.last() {
            *read = Some(last.no);
            self.feed.recent.publish(changes);
        }
        Ok(match numbered {
            None => Left::Theirs,
            Some(numbered) if more || numbered >= full => Left::More,
            Some(_) => Left::Nothing,
        })
    }

    async fn number(&self) -> Result<Option<u64>, AppError> {
        let job = self.db.write(|tx| async move { feed::number(tx, i64::from(BATCH)).await }.boxed());
        Ok(job.await?)
    }

    /// Wakes the feed whenever another replica has numbered; never ready.
    async fn hear(&self) {
        let mut away = false;
        loop {
            let error = match self.db.listen(CHANNEL).await {
                Ok(None) => std::future::pending().await,
                Ok(Some(mut listener)) => loop {
                    if mem::take(&mut away) {
                        tracing::info!("other replicas' changes are heard of at once again");
                    }
                    // Also the first time: what was said before we listened is read now.
                    self.wake_feed();
                    if let Err(error) = listener.heard().await {
                        break error;
                    }
                },
                Err(error) => error,
            };
            if !mem::replace(&mut away, true) {
                tracing::warn!(%error, "other replicas' changes are only looked for until PostgreSQL answers again");
            }
            sleep(AWAY).await;
        }
    }
}
