//! Following the feed.

use std::collections::HashSet;
use std::sync::Arc;

use luodi_domain::ids::ProjectId;
use luodi_store::db::{Db, StoreError};
use luodi_store::feed::{self, Change};
use luodi_store::list::projects;

use super::{Feed, in_time};
use crate::AppError;
use crate::list::ProjectFilter;

/// Changes taken at a time.
const BATCH: usize = 100;

/// One follower of the feed, and how far he has come.
#[derive(Debug)]
pub struct Changes {
    db: Db,
    feed: Arc<Feed>,
    last: i64,
    filter: Option<ProjectFilter>,
}

impl Changes {
    pub(super) const fn new(db: Db, feed: Arc<Feed>, last: i64, filter: Option<ProjectFilter>) -> Self {
        Self { db, feed, last, filter }
    }

    /// Waits for the next changes, in the order of the feed: at least one. After an error, or when this was given up, the
    /// next call answers the same ones.
    pub async fn next(&mut self) -> Result<Vec<Change>, AppError> {
        loop {
            let head = self.feed.recent.beyond(self.last).await;
            let kept = self.feed.recent.after(self.last, BATCH);
            // Whoever is far behind reads much: the database is there for others too.
            let _turn = match (&kept, &self.filter) {
                (Some(_), None) => None,
                _ => self.feed.readers.acquire().await.ok(),
            };
            let mut changes = match kept {
                Some(changes) => changes,
                None => in_time(self.read()).await?,
            };
            let Some(last) = changes.last().map(|change| change.no) else {
                let detail = format!("nothing follows, and the feed reaches to {head}");
                return Err(StoreError::Inconsistent {
                    table: "outbox",
                    row: format!("feed_no {}", self.last),
                    detail,
                }
                .into());
            };
            in_time(self.pass(&mut changes)).await?;
            self.last = last;
            if !changes.is_empty() {
                return Ok(changes);
            }
        }
    }

    async fn read(&self) -> Result<Vec<Change>, AppError> {
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        Ok(feed::read(&mut self.db.read().await?, self.last, limit).await?)
    }

    /// Leaves the changes of projects that pass the filter: one statement for all.
    async fn pass(&self, changes: &mut Vec<Change>) -> Result<(), AppError> {
        let Some(filter) = &self.filter else { return Ok(()) };
        let named: HashSet<ProjectId> = changes.iter().map(|change| change.project).collect();
        let named: Vec<ProjectId> = named.into_iter().collect();
        let passing = projects::among(&mut self.db.read().await?, filter, &named).await?;
        changes.retain(|change| passing.contains(&change.project));
        Ok(())
    }
}
