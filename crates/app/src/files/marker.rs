//! Whose files lie in a place. The database has an id for it, and an object in the place says the same: what one database
//! does not know of is not cleared away because another, an empty or a restored one, was put over the same place.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use futures::{FutureExt, TryStreamExt};
use luodi_domain::ids::InstallationId;
use luodi_store::db::StoreError;
use luodi_store::files::{self, place};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutMode, PutOptions};

use super::{Files, FilesError, Vault, VaultError};

/// What the object is called.
const NAME: &str = "luodi-office";
/// How many files are looked up together.
const SOME: usize = 256;

/// Whose a place is, as far as one database can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Belonging {
    /// This database's: it is marked so.
    Own,
    /// It is not marked, and may be marked as this database's: nothing lies there, or files that the database knows.
    Unmarked,
    /// Nobody's yet: nothing lies there, and no office is founded that could mark it.
    Nobodys,
    /// Another database's.
    Another {
        /// The id that stands there.
        marked: String,
        /// That of the database, if it has one.
        own: Option<InstallationId>,
    },
    /// Not this database's: it is not marked, and of the files that lie there the database knows none.
    Unknown,
}

impl Vault {
    /// What the marker of the place says, if there is one.
    async fn marker(&self) -> Result<Option<String>, VaultError> {
        match self.store.get(&Path::from(NAME)).await.map_err(VaultError::from) {
            Ok(found) => {
                let bytes = found.bytes().await?;
                Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
            }
            Err(VaultError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Leaves a marker where there is none; of two who do so at once, the second finds the first one's.
    async fn mark(&self, id: InstallationId) -> Result<(), VaultError> {
        let (name, text) = (Path::from(NAME), Bytes::from(format!("{id}\n")));
        let once = PutOptions::from(PutMode::Create);
        match self.store.put_opts(&name, text.clone().into(), once).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            // Not every store can do that.
            Err(object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. }) => {
                self.store.put(&name, text.into()).await?;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Files {
    /// Whose the place is. Nothing is changed.
    pub async fn belonging(&self) -> Result<Belonging, FilesError> {
        // The marker first: whoever leaves one has the id in his database before.
        let marked = self.vault.marker().await?;
        let own = place::installation(&mut self.app.db.read().await?).await?;
        if let Some(marked) = marked {
            let same = own.is_some_and(|own| own.to_string() == marked);
            return Ok(if same { Belonging::Own } else { Belonging::Another { marked, own } });
        }
        Ok(match self.knows_some().await? {
            Some(true) => Belonging::Unmarked,
            Some(false) => Belonging::Unknown,
            None if self.app.has_officers().await? => Belonging::Unmarked,
            None => Belonging::Nobodys,
        })
    }

    /// The same where the place is this database's or may be.
    ///
    /// # Errors
    /// [`FilesError::Another`] or [`FilesError::UnknownPlace`] when it is not.
    pub async fn ours(&self) -> Result<Belonging, FilesError> {
        match self.belonging().await? {
            found @ (Belonging::Own | Belonging::Unmarked | Belonging::Nobodys) => Ok(found),
            Belonging::Another { marked, own } => Err(FilesError::Another { marked, own }),
            Belonging::Unknown => Err(FilesError::UnknownPlace),
        }
    }

    /// Sees to it that the place is this database's, and marks it where nobody has; whether it is, which it may come to be
    /// once an office is founded.
    ///
    /// # Errors
    /// As [`Self::ours`]; then nothing was changed.
    pub async fn bind(&self) -> Result<bool, FilesError> {
        self.bound.store(false, Ordering::Relaxed);
        let mut found = self.ours().await?;
        if found == Belonging::Unmarked {
            let new = InstallationId::from_uuid(self.app.new_id());
            let id: Result<InstallationId, StoreError> =
                self.app.db.write(move |tx| async move { place::install(tx, new).await }.boxed()).await;
            let id = id?;
            self.vault.mark(id).await?;
            tracing::info!(installation = %id, "the place where files are kept is marked as this database's");
            found = self.ours().await?;
        }
        let own = found == Belonging::Own;
        self.bound.store(own, Ordering::Relaxed);
        Ok(own)
    }

    /// The same before a file is taken in; it is looked at once.
    pub(super) async fn bound(&self) -> Result<(), FilesError> {
        if !self.bound.load(Ordering::Relaxed) {
            self.bind().await?;
        }
        Ok(())
    }

    /// Whether the database knows a file that lies there; nothing when none does.
    async fn knows_some(&self) -> Result<Option<bool>, FilesError> {
        let mut chunks = std::pin::pin!(self.vault.all().map_ok(|(id, _)| id).try_chunks(SOME));
        let mut found = None;
        while let Some(ids) = chunks.try_next().await.map_err(|error| error.1)? {
            if !files::known(&mut self.app.db.read().await?, &ids).await?.is_empty() {
                return Ok(Some(true));
            }
            found = Some(false);
        }
        Ok(found)
    }
}
