//! Clearing away what nobody attached, and what was left behind.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, TryStreamExt};
use luodi_domain::ids::FileId;
use luodi_store::db::StoreError;
use luodi_store::files::{self, place};
use object_store::path::Path as Location;
use tokio::task::spawn_blocking;

use super::vault::{Place, id_at};
use super::{Files, FilesError, VaultError};

/// How long a file waits to be attached, and how old must be what is taken for left behind.
const PATIENCE: TimeDelta = TimeDelta::days(1);
/// How long a file of which there is no row is kept, from when this was first seen: time to notice that the database is
/// not the one that it should be.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How many are looked at together.
const SOME: usize = 256;

/// How much was cleared away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Files that nobody attached in time.
    pub waiting: usize,
    /// Files that the database does not know of.
    pub unknown: usize,
    /// What was left of files that never came to their end.
    pub halves: usize,
}

/// What lies in the place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lying {
    /// How many files the database knows of.
    pub known: usize,
    /// Those that are a day old and of which there is no row.
    pub unknown: Vec<FileId>,
    /// How many of these were noted as such before, when most was known; or were known and never attached.
    pub noted: usize,
}

impl Lying {
    /// Whether there is less that the database knows than what it does not know: then it is not the one that it should be,
    /// and nothing is cleared away on its word.
    pub const fn is_mostly_unknown(&self) -> bool {
        self.unknown.len() - self.noted > self.known
    }
}

impl Files {
    /// Forgets files that were not attached within a day, and removes what is left of uploads that broke off with the
    /// service as long ago, and files that no row has been of for a month. Several replicas may do so at once. A place that
    /// is not this database's is left alone.
    pub async fn clear(&self) -> Result<Cleared, FilesError> {
        if !self.bind().await? {
            return Ok(Cleared::default());
        }
        let now = self.app.system_now();
        let before = now - PATIENCE;
        let waiting = self.clear_waiting(now, before).await?;
        let unknown = self.clear_unknown(now).await?;
        let halves = match &*self.vault.place {
            Place::Folder(folder) => self.clear_halves(folder.clone(), before).await?,
            Place::Bucket { opened, store } => {
                let root = opened.bucket.root();
                let is_ours = |place: &Location| {
                    let below = place.prefix_match(&root).map(Iterator::collect::<Location>);
                    below.is_some_and(|below| id_at(&below).is_some())
                };
                opened.end_uploads(store, before, is_ours).await.map_err(VaultError::from)?
            }
        };
        Ok(Cleared { waiting, unknown, halves })
    }

    /// What lies in the place. One that is younger than a day may be on its way into the database, and is not yet unknown.
    pub async fn lying(&self) -> Result<Lying, FilesError> {
        let before = self.app.system_now() - PATIENCE;
        let mut chunks = std::pin::pin!(self.vault.all().try_chunks(SOME));
        let mut lying = Lying::default();
        let noted = place::unknown(&mut self.app.db.read().await?).await?;
        while let Some(files) = chunks.try_next().await.map_err(|error| error.1)? {
            let ids: Vec<FileId> = files.iter().map(|(id, _)| *id).collect();
            let known = files::known(&mut self.app.db.read().await?, &ids).await?;
            let known: HashSet<FileId> = known.into_iter().collect();
            lying.known += known.len();
            let unknown = files.into_iter().filter(|(id, at)| *at < before && !known.contains(id));
            let unknown: Vec<FileId> = unknown.map(|(id, _)| id).collect();
            lying.noted += unknown.iter().filter(|id| noted.contains_key(id)).count();
            lying.unknown.extend(unknown);
        }
        Ok(lying)
    }

    /// Only the rows go, and nobody finds the file any more. The bytes go with what is unknown, a month later: a database
    /// that was restored from before a file was attached takes it for one that waits.
    async fn clear_waiting(&self, now: DateTime<Utc>, before: DateTime<Utc>) -> Result<usize, FilesError> {
        let mut cleared = 0;
        loop {
            let gone: Result<usize, StoreError> = self
                .app
                .db
                .write(move |tx| {
                    async move {
                        let gone = files::remove_waiting(tx, before, SOME).await?;
                        place::note_unknown(tx, &gone, now, &[]).await?;
                        Ok(gone.len())
                    }
                    .boxed()
                })
                .await;
            let gone = gone?;
            cleared += gone;
            if gone < SOME {
                return Ok(cleared);
            }
        }
    }

    async fn clear_halves(&self, folder: PathBuf, before: DateTime<Utc>) -> Result<usize, FilesError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "looks through every folder once an hour, beside the requests"
        )]
        let work = spawn_blocking(move || clear_halves(&folder, before));
        let cleared = work.await.map_err(io::Error::other).flatten();
        Ok(cleared.map_err(VaultError::Folder)?)
    }

    /// What is seen for the first time is noted, and goes when a month has passed since.
    async fn clear_unknown(&self, now: DateTime<Utc>) -> Result<usize, FilesError> {
        let lying = self.lying().await?;
        let noted = place::unknown(&mut self.app.db.read().await?).await?;
        if lying.is_mostly_unknown() {
            tracing::error!(
                unknown = lying.unknown.len(),
                known = lying.known,
                "most files in the place where they are kept are unknown to this database; none of them is cleared away"
            );
            return Ok(0);
        }
        let due = |id: &&FileId| noted.get(*id).is_some_and(|seen| *seen < now - KEPT);
        let gone: Vec<FileId> = lying.unknown.iter().filter(due).copied().collect();
        for id in &gone {
            self.vault.remove(*id).await?;
        }
        let seen: Vec<FileId> = lying.unknown.iter().filter(|id| !noted.contains_key(id)).copied().collect();
        let left: HashSet<FileId> = lying.unknown.into_iter().collect();
        let mut forgotten = gone.clone();
        forgotten.extend(noted.into_keys().filter(|id| !left.contains(id)));
        if !(seen.is_empty() && forgotten.is_empty()) {
            self.note(seen, now, forgotten).await?;
        }
        Ok(gone.len())
    }

    async fn note(
        &self,
        seen: Vec<FileId>,
        now: DateTime<Utc>,
        forgotten: Vec<FileId>,
    ) -> Result<(), StoreError> {
        if !seen.is_empty() {
            tracing::warn!(
                files = seen.len(),
                "files lie where they are kept that the database does not know"
            );
        }
        let (seen, forgotten) = (Arc::new(seen), Arc::new(forgotten));
        self.app
            .db
            .write(move |tx| {
                let (seen, forgotten) = (Arc::clone(&seen), Arc::clone(&forgotten));
                async move { place::note_unknown(tx, &seen, now, &forgotten).await }.boxed()
            })
            .await
    }
}

/// Removes what was left of files that were being written when the service ended: `…#1` beside where they were to be.
fn clear_halves(folder: &Path, before: DateTime<Utc>) -> io::Result<usize> {
    let mut cleared = 0;
    for inner in fs::read_dir(folder)? {
        let inner = inner?;
        if !inner.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(inner.path())? {
            let file = file?;
            let half =
                file.file_name().to_str().and_then(|name| name.split_once('#')).is_some_and(|(id, nth)| {
                    FileId::parse(id).is_ok() && nth.bytes().all(|byte| byte.is_ascii_digit())
                });
            if half && DateTime::<Utc>::from(file.metadata()?.modified()?) < before {
                fs::remove_file(file.path())?;
                cleared += 1;
            }
        }
    }
    Ok(cleared)
}
