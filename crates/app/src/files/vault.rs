//! Where the bytes of files lie: in a folder, or in the bucket of a store that speaks S3.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::future::ready;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, stream};
use luodi_domain::ids::FileId;
use object_store::aws::AmazonS3;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt};

use super::bucket::{Bucket, Carrier, Opened, trouble};
use super::writing::Writing;

/// How much of a file is handed on at once, to a folder.
const PART_ON_DISK: usize = 256 << 10;
/// The same to a bucket: the least that S3 takes for a part that is not the last.
const PART_IN_BUCKET: usize = 5 << 20;
/// How much of a file is asked of a bucket at once. Each call is soon over, however slowly somebody reads.
const READ_AT_ONCE: u64 = 1 << 20;

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
    /// The store does not know us, or does not let us.
    #[error(
        "the store of files refuses ({0}): are key, secret, region and clock right, and may it read, write, remove and list?"
    )]
    Denied(String),
    /// There is no such bucket.
    #[error("the store of files has no such bucket (NoSuchBucket)")]
    NoBucket,
    /// It cannot be reached, or has no room.
    #[error("the place where files are kept fails: {0}")]
    Store(#[source] object_store::Error),
}

impl From<object_store::Error> for VaultError {
    fn from(error: object_store::Error) -> Self {
        let text = error.to_string();
        match (&error, trouble::code(&text)) {
            (_, Some(trouble::NO_BUCKET)) => Self::NoBucket,
            (object_store::Error::NotFound { .. }, _) => Self::Missing,
            (_, Some(code)) if trouble::is_refusal(code) => Self::Denied(code.to_owned()),
            (
                object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. },
                code,
            ) => Self::Denied(code.unwrap_or("AccessDenied").to_owned()),
            _ => Self::Store(error),
        }
    }
}

impl VaultError {
    /// Whether the place as a whole is of no use now, whatever file is asked for.
    pub const fn is_of_the_place(&self) -> bool {
        matches!(self, Self::Denied(_) | Self::NoBucket | Self::Store(_))
    }

    /// The same where no file is asked for: what is not found then is the place.
    pub(super) fn without_file(error: object_store::Error) -> Self {
        match Self::from(error) {
            Self::Missing => Self::NoBucket,
            error => error,
        }
    }
}

/// The bytes of files, by the files' ids.
#[derive(Debug, Clone)]
pub struct Vault {
    pub(super) store: Arc<dyn ObjectStore>,
    part: usize,
    pub(super) place: Arc<Place>,
}

/// What the vault is.
#[derive(Debug)]
pub(super) enum Place {
    /// A folder of ours.
    Folder(PathBuf),
    /// A bucket, or what lies in it below a prefix of ours.
    Bucket { opened: Opened, store: AmazonS3 },
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
        let place = Arc::new(Place::Folder(folder.to_owned()));
        Ok(Self { store: Arc::new(store), part: PART_ON_DISK, place })
    }

    /// A bucket, which is there. It is not asked for anything yet: the store may be away when the service starts.
    pub fn in_bucket(bucket: Bucket, carrier: Arc<dyn Carrier>) -> Result<Self, VaultError> {
        let root = bucket.root();
        let opened = Opened::new(bucket, carrier);
        let store = opened.store()?;
        let below = PrefixStore::new(store.clone(), root);
        Ok(Self {
            store: Arc::new(below),
            part: PART_IN_BUCKET,
            place: Arc::new(Place::Bucket { opened, store }),
        })
    }

    /// Writes something, reads it and removes it again.
    pub async fn probe(&self) -> Result<(), VaultError> {
        self.look().await?;
        let place = Path::from("probe");
        self.store
            .put(&place, Bytes::from_static(b"probe").into())
            .await
            .map_err(VaultError::without_file)?;
        self.store.get(&place).await?.bytes().await?;
        Ok(self.store.delete(&place).await?)
    }

    /// Looks whether the place is there.
    pub async fn look(&self) -> Result<(), VaultError> {
        self.store.list(None).try_next().await.map_err(VaultError::without_file).map(drop)
    }

    /// Begins to write a file.
    pub(super) fn write(&self, id: FileId) -> Writing {
        Writing::new(Arc::clone(&self.store), self.part, place(id))
    }

    /// A file to be read.
    pub(super) async fn read(&self, id: FileId) -> Result<Content, VaultError> {
        match *self.place {
            Place::Folder(_) => {
                let found = self.store.get(&place(id)).await?;
                let size = found.meta.size;
                let bytes = found.into_stream().map_err(io::Error::other).boxed();
                Ok(Content { size, bytes })
            }
            Place::Bucket { .. } => match self.store.head(&place(id)).await.map_err(VaultError::from) {
                Ok(found) => self.read_in_parts(found).await,
                Err(VaultError::Missing) => {
                    // Which of the two is not there, the answer did not say.
                    self.look().await?;
                    Err(VaultError::Missing)
                }
                Err(error) => Err(error),
            },
        }
    }

    /// A file part by part; whoever is the first to ask hears at once when nothing comes of it.
    async fn read_in_parts(&self, found: ObjectMeta) -> Result<Content, VaultError> {
        let size = found.size;
        let first = if size == 0 { Bytes::new() } else { self.part(&found, 0).await? };
        let next = first.len() as u64;
        let reading = (self.clone(), found, next);
        let rest = stream::try_unfold(reading, move |(vault, found, from)| async move {
            if from >= size {
                return Ok(None);
            }
            let bytes = vault.part(&found, from).await.map_err(io::Error::other)?;
            let next = from + bytes.len() as u64;
            Ok(Some((bytes, (vault, found, next))))
        });
        Ok(Content { size, bytes: stream::once(ready(Ok(first))).chain(rest).boxed() })
    }

    /// What begins here of a file that was found, if it still is that one.
    async fn part(&self, found: &ObjectMeta, from: u64) -> Result<Bytes, VaultError> {
        let range = from..found.size.min(from.saturating_add(READ_AT_ONCE));
        let options = GetOptions {
            if_match: found.e_tag.clone(),
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        Ok(self.store.get_opts(&found.location, options).await?.bytes().await?)
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

/// Of which file this is the place.
pub(super) fn id_at(location: &Path) -> Option<FileId> {
    let id = FileId::parse(location.filename()?).ok()?;
    (place(id) == *location).then_some(id)
}
