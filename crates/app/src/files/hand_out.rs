//! Handing a file out.

use std::fmt;
use std::io;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use luodi_domain::access::Viewer;
use luodi_domain::attachment::MediaType;
use luodi_domain::ids::FileId;

use super::{Files, FilesError, VaultError};

/// A file on its way to whoever may have it.
pub struct Handed {
    /// What it is called, unless that was erased.
    pub name: Option<String>,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: u64,
    /// These.
    pub bytes: BoxStream<'static, io::Result<Bytes>>,
}

impl fmt::Debug for Handed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handed")
            .field("media_type", &self.media_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl Files {
    /// A file, if it exists for this viewer: who sees what it is attached to, or has uploaded it and not yet attached.
    pub async fn hand_out(&self, viewer: &Viewer, id: FileId) -> Result<Option<Handed>, FilesError> {
        let Some(kept) = self.app.seen_by(viewer.clone()).file(id).await? else { return Ok(None) };
        let content = self.vault.read(id).await?;
        // Nobody is sent less or more than he was told: whoever changed it is found by the check of the record.
        if i64::try_from(content.size) != Ok(kept.size) {
            return Err(VaultError::Changed(id).into());
        }
        let (name, media_type) = (kept.name, kept.media_type);
        // Whoever reads it sees that it broke off, and nothing of why.
        let told =
            move |error: &io::Error| tracing::error!(file = %id, %error, "a file broke off on its way");
        let bytes = content.bytes.inspect_err(told).boxed();
        Ok(Some(Handed { name, media_type, size: content.size, bytes }))
    }
}
