//! Where the bytes of files lie: in a folder, or with a service that speaks S3.

use std::fs::DirBuilder;
use std::io;
use std::mem;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::future::ready;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use luodi_domain::ids::FileId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;

/// How much of a file is handed on at once, to a folder.
const PART_ON_DISK: usize = 256 << 10;

/// The place could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no such file here.
    #[error("the file is not where files are kept")]
    Missing,
    /// The folder cannot be made.
    #[error("the folder for files cannot be made: {0}")]
    Folder(#[source] io::Error),
    /// It has another length than it had.
    #[error("{0} is not as long as it was")]
    Changed(FileId),
    /// It cannot be read to its end.
    #[error("a file cannot be read to its end: {0}")]
    Reading(#[source] io::Error),
    /// It cannot be reached, or has no room.
    #[error("the place where files are kept fails: {0}")]
    Store(#[source] object_store::Error),
}

impl From<object_store::Error> for VaultError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Store(error),
        }
    }
}

/// The bytes of files, by the files' ids.
#[derive(Debug, Clone)]
pub struct Vault {
    pub(super) store: Arc<dyn ObjectStore>,
    part: usize,
    /// Where it is a folder of ours.
    pub(super) folder: Option<PathBuf>,
}

/// A file's bytes and how many they are.
pub(super) struct Content {
    pub(super) size: u64,
    pub(super) bytes: BoxStream<'static, io::Result<Bytes>>,
}

impl Vault {
    /// A folder, made if need be, for nobody else to read. What is written is on the disk before it is acknowledged.
    pub fn in_folder(folder: &Folder) -> Result<Self, VaultError> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(VaultError::Folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), part: PART_ON_DISK, folder: Some(folder.to_owned()) })
    }

    /// Writes something, reads it and removes it again.
    pub async fn probe(&self) -> Result<(), VaultError> {
        let place = Path::from("probe");
        self.store.put(&place, Bytes::from_static(b"probe").into()).await?;
        self.store.get(&place).await?.bytes().await?;
        Ok(self.store.delete(&place).await?)
    }

    /// Begins to write a file.
    pub(super) fn write(&self, id: FileId) -> Writing {
        Writing { vault: self.clone(), place: place(id), held: Vec::new(), upload: None }
    }

    /// A file to be read.
    pub(super) async fn read(&self, id: FileId) -> Result<Content, VaultError> {
        let found = self.store.get(&place(id)).await?;
        let size = found.meta.size;
        let bytes = found.into_stream().map_err(io::Error::other).boxed();
        Ok(Content { size, bytes })
    }

    /// Removes a file, if it is there.
    pub(super) async fn remove(&self, id: FileId) -> Result<(), VaultError> {
        match self.store.delete(&place(id)).await.map_err(VaultError::from) {
            Err(VaultError::Missing) | Ok(()) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// All files with the time at which they were written. What else lies there is not ours.
    pub(super) fn all(&self) -> BoxStream<'static, Result<(FileId, DateTime<Utc>), VaultError>> {
        let listed = self.store.list(None).map_err(VaultError::from);
        let ours = |meta: ObjectMeta| ready(Ok(id_at(&meta.location).map(|id| (id, meta.last_modified))));
        listed.try_filter_map(ours).boxed()
    }
}

/// Where a file lies. Ids end in what was drawn at random, so that the folders fill evenly.
fn place(id: FileId) -> Path {
    let name = id.to_string();
    let folder = name.get(name.len() - 2..).unwrap_or_default();
    Path::from_iter([folder, &name])
}

fn id_at(location: &Path) -> Option<FileId> {
    let id = FileId::parse(location.filename()?).ok()?;
    (place(id) == *location).then_some(id)
}

/// A file being written. Dropped before its end, it leaves nothing.
pub(super) struct Writing {
    vault: Vault,
    place: Path,
    /// What is not yet a part.
    held: Vec<u8>,
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Writing {
    /// The bytes that were not handed on yet: all of them, at the beginning.
    pub(super) fn held(&self) -> &[u8] {
        &self.held
    }

    /// Takes more bytes.
    pub(super) async fn push(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.held.extend_from_slice(bytes);
        // Some places want all parts but the last to be of one size.
        while self.held.len() > self.vault.part {
            let rest = self.held.split_off(self.vault.part);
            let part = mem::replace(&mut self.held, rest);
            let upload = match &mut self.upload {
                Some(upload) => upload,
                none => none.insert(self.vault.store.put_multipart(&self.place).await?),
            };
            upload.put_part(part.into()).await?;
        }
        Ok(())
    }

    /// Ends the file, which is there from now on.
    pub(super) async fn end(mut self) -> Result<(), VaultError> {
        let held = mem::take(&mut self.held);
        let Some(upload) = &mut self.upload else {
            self.vault.store.put(&self.place, held.into()).await?;
            return Ok(());
        };
        upload.put_part(held.into()).await?;
        upload.complete().await?;
        self.upload = None;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let (Some(mut upload), Ok(runtime)) = (self.upload.take(), Handle::try_current()) else { return };
        // What cannot be cleared away now is, as what a crash leaves.
        runtime.spawn(async move { upload.abort().await });
    }
}
