//! Numbering what was committed, and telling this process of it.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use luodi_store::feed::{self, CHANNEL};
use tokio::time::sleep;

use crate::{App, AppError};

/// Changes numbered, and read, at a time.
const BATCH: u32 = 500;
/// How often it is looked whether somebody committed who could not tell us: a command of this binary beside the service on
/// SQLite, another replica that died before it numbered its own.
const PERIOD: Duration = Duration::from_millis(500);
/// How long to leave to another replica that is numbering: what was committed after it had looked is ours again.
const TURN: Duration = Duration::from_millis(20);
/// How long to wait before listening again.
const AWAY: Duration = Duration::from_secs(1);

/// How far a round of numbering and reading came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// There is nothing left.
    Done,
    /// Another replica is numbering.
    Theirs,
}

impl App {
    /// Numbers and reads the feed until asked to stop. One per process; any number of processes.
    pub async fn run_feed(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut hearing = pin!(self.hear());
        let mut read = None;
        let mut away = false;
        loop {
            // What was begun is finished before the end, so that no connection is dropped in the middle of a transaction.
            let pause = match self.round(&mut read).await {
                Ok(round) => {
                    if std::mem::take(&mut away) {
                        tracing::info!("the feed goes on");
                    }
                    if round == Round::Done { PERIOD } else { TURN }
                }
                Err(error) => {
                    if !std::mem::replace(&mut away, true) {
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

    /// Numbers all that waits, then reads on from where the last round came to.
    async fn round(&self, read: &mut Option<i64>) -> Result<Round, AppError> {
        let standing = feed::peek(&mut self.db.read().await?).await?;
        let mut after = match *read {
            Some(after) if after <= standing.last => after,
            // At the beginning; or the database was brought back from a copy that had not come as far.
            _ => {
                self.feed.recent.begin(standing.last);
                *read.insert(standing.last)
            }
        };
        let round = if standing.waiting { self.number().await? } else { Round::Done };
        if !standing.waiting && standing.last == after {
            return Ok(round);
        }
        loop {
            let changes = feed::read(&mut self.db.read().await?, after, i64::from(BATCH)).await?;
            let Some(last) = changes.last() else { return Ok(round) };
            after = last.no;
            self.feed.recent.publish(changes);
            *read = Some(after);
        }
    }

    async fn number(&self) -> Result<Round, AppError> {
        loop {
            let numbered = self
                .db
                .write(|tx| async move { feed::number(tx, i64::from(BATCH)).await }.boxed())
                .await?;
            match numbered {
                None => return Ok(Round::Theirs),
                Some(numbered) if numbered < u64::from(BATCH) => return Ok(Round::Done),
                Some(_) => {}
            }
        }
    }

    /// Wakes the feed whenever another replica has numbered; never ready.
    async fn hear(&self) {
        let mut away = false;
        loop {
            let error = match self.db.listen(CHANNEL).await {
                Ok(None) => std::future::pending().await,
                Ok(Some(mut listener)) => loop {
                    // What was said before we listened is read now.
                    self.wake_feed();
                    if std::mem::take(&mut away) {
                        tracing::info!("hearing of other replicas' changes at once again");
                    }
                    if let Err(error) = listener.heard().await {
                        break error;
                    }
                },
                Err(error) => error,
            };
            if !std::mem::replace(&mut away, true) {
                tracing::warn!(%error, "other replicas' changes are looked for now and then until PostgreSQL answers again");
            }
            sleep(AWAY).await;
        }
    }
}
