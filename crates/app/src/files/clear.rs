//! Clearing away what nobody attached, and what was left behind.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::ready;
use futures::{FutureExt, TryStreamExt};
use luodi_domain::ids::FileId;
use luodi_store::db::StoreError;
use luodi_store::files;
use object_store::path::Path as Location;
use tokio::task::spawn_blocking;

use super::vault::{Place, id_at};
use super::{Files, FilesError, VaultError};

/// How long a file waits to be attached.
const PATIENCE: TimeDelta = TimeDelta::days(1);
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

impl Files {
    /// Removes files that were not attached within a day, and what a crash has left that is as old. Several replicas may do
    /// so at once.
    pub async fn clear(&self) -> Result<Cleared, FilesError> {
        let before = self.app.system_now() - PATIENCE;
        let waiting = self.clear_waiting(before).await?;
        let unknown = self.clear_unknown(before).await?;
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

    /// The rows go first: a file whose row is gone is unknown, if its bytes are not removed now.
    async fn clear_waiting(&self, before: DateTime<Utc>) -> Result<usize, FilesError> {
        let mut cleared = 0;
        loop {
            let gone: Result<Vec<FileId>, StoreError> = self
                .app
                .db
                .write(move |tx| async move { files::remove_waiting(tx, before, SOME).await }.boxed())
                .await;
            let gone = gone?;
            cleared += gone.len();
            for id in &gone {
                self.vault.remove(*id).await?;
            }
            if gone.len() < SOME {
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

    /// One that is younger may be on its way into the database.
    async fn clear_unknown(&self, before: DateTime<Utc>) -> Result<usize, FilesError> {
        let old = self.vault.all().try_filter_map(|(id, at)| ready(Ok((at < before).then_some(id))));
        let mut chunks = std::pin::pin!(old.try_chunks(SOME));
        let mut cleared = 0;
        while let Some(ids) = chunks.try_next().await.map_err(|error| error.1)? {
            let known = files::known(&mut self.app.db.read().await?, &ids).await?;
            let known: HashSet<FileId> = known.into_iter().collect();
            for id in ids.into_iter().filter(|id| !known.contains(id)) {
                self.vault.remove(id).await?;
                cleared += 1;
            }
        }
        Ok(cleared)
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
