//! How much room there is where files are kept.

use std::io;
use std::path::Path;

use tokio::task::spawn_blocking;

use super::vault::Place;
use super::{Files, FilesError, VaultError};

impl Files {
    /// Whether all files that are being sent leave free what has to stay free; ask with a place among them. What lies with
    /// another service is its business.
    pub(super) async fn has_room(&self) -> Result<(), FilesError> {
        let Place::Folder(folder) = &*self.vault.place else { return Ok(()) };
        let folder = folder.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "a short look at the disk, which may be one of a network"
        )]
        let work = spawn_blocking(move || free(&folder));
        let free = work.await.map_err(io::Error::other).flatten().map_err(VaultError::Folder)?;
        if free < self.limits.reserve.saturating_add(self.places.promised()) {
            return Err(FilesError::NoRoom { free });
        }
        Ok(())
    }
}

/// How many bytes whoever is not root may still write there.
fn free(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
