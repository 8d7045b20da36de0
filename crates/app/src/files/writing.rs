//! Writing a file, as a whole or in parts.

use std::mem;
use std::sync::Arc;

use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;

use super::VaultError;

/// A file being written. Dropped before its end, it leaves nothing.
pub(super) struct Writing {
    store: Arc<dyn ObjectStore>,
    /// How much goes at once.
    part: usize,
    place: Path,
    /// What is not yet a part.
    held: Vec<u8>,
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Writing {
    pub(super) fn new(store: Arc<dyn ObjectStore>, part: usize, place: Path) -> Self {
        Self { store, part, place, held: Vec::new(), upload: None }
    }

    /// The bytes that were not handed on yet: all of them, at the beginning.
    pub(super) fn held(&self) -> &[u8] {
        &self.held
    }

    /// Takes more bytes.
    pub(super) async fn push(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.held.extend_from_slice(bytes);
        // Some places want all parts but the last to be of one size.
        while self.held.len() > self.part {
            let rest = self.held.split_off(self.part);
            let part = mem::replace(&mut self.held, rest);
            let upload = match &mut self.upload {
                Some(upload) => upload,
                none => {
                    let begun = self.store.put_multipart(&self.place).await;
                    none.insert(begun.map_err(VaultError::without_file)?)
                }
            };
            upload.put_part(part.into()).await.map_err(VaultError::without_file)?;
        }
        Ok(())
    }

    /// Ends the file, which is there from now on.
    pub(super) async fn end(mut self) -> Result<(), VaultError> {
        let held = mem::take(&mut self.held);
        let Some(upload) = &mut self.upload else {
            let put = self.store.put(&self.place, held.into()).await;
            return put.map_err(VaultError::without_file).map(drop);
        };
        upload.put_part(held.into()).await.map_err(VaultError::without_file)?;
        upload.complete().await.map_err(VaultError::without_file)?;
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
