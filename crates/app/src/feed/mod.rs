//! The feed of changes, as one process follows it.
//!
//! [`App::run_feed`] numbers what was committed, here or by anybody else, and tells this process how far the feed reaches.
//! Whoever follows it ([`Changes`]) pulls: he reads on after the last change he has, from memory if he is up to date and
//! from the database if he is not. So nobody's queue grows, and nothing is missed, repeated or out of order.

mod changes;
mod keep;
mod recent;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use luodi_store::db::StoreError;
use luodi_store::feed;
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;

pub use changes::Changes;
pub use luodi_store::feed::Change;

use crate::list::ProjectFilter;
use crate::{App, AppError};
use recent::Recent;

/// How long the database may take over one batch.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many followers look into the database at once.
const READERS: usize = 4;

/// What one process knows of the feed.
#[derive(Debug)]
pub(crate) struct Feed {
    /// Something was committed, here or elsewhere.
    woken: Notify,
    recent: Recent,
    /// The turns of followers at the database.
    readers: Semaphore,
}

impl Default for Feed {
    fn default() -> Self {
        let (woken, recent) = (Notify::default(), Recent::default());
        Self { woken, recent, readers: Semaphore::new(READERS) }
    }
}

impl App {
    /// The number of the last change in the feed, 0 before the first.
    pub async fn change_head(&self) -> Result<i64, AppError> {
        Ok(feed::peek(&mut self.db.read().await?).await?.last)
    }

    /// The changes after a number, of projects that pass a filter at the time they are read. [`App::run_feed`] must run.
    pub fn changes_after(&self, after: i64, filter: Option<ProjectFilter>) -> Changes {
        Changes::new(self.db.clone(), Arc::clone(&self.feed), after, filter)
    }

    /// Has what was just committed numbered.
    pub(crate) fn wake_feed(&self) {
        self.feed.woken.notify_one();
    }
}

/// What comes of some reading or numbering, unless the network to the database is dead and nobody says so.
async fn in_time<T>(work: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| {
        let detail = format!("no answer within {} s", PATIENCE.as_secs());
        Err(StoreError::Unavailable { detail }.into())
    })
}
