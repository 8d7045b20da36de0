//! Holding files against the record.

use base16ct::lower::encode_string;
use futures::TryStreamExt;
use luodi_domain::ids::{AttachmentId, ProjectId};
use luodi_store::files::{self, Recorded};
use sha2::{Digest, Sha256};

use super::{Files, FilesError, VaultError};

/// How many attachments are listed at once.
const PAGE: i64 = 256;

/// A file that is not what the record says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{project}: the file of {attachment} {what}")]
pub struct FileFinding {
    /// Of which project.
    pub project: ProjectId,
    /// Of which attachment.
    pub attachment: AttachmentId,
    /// What is wrong with it.
    pub what: FileFault,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is gone.
    #[error("is missing")]
    Missing,
    /// It is longer or shorter.
    #[error("has {found} bytes, the record says {recorded}")]
    Size {
        /// How long it is.
        found: u64,
        /// How long it should be.
        recorded: i64,
    },
    /// It is another one.
    #[error("has the hash {found}, the record says {recorded}")]
    Hash {
        /// What it hashes to.
        found: String,
        /// What it should hash to.
        recorded: String,
    },
}

impl Files {
    /// Reads every attached file of one project or, with none named, of all, and tells each that is not what the rows say;
    /// how many were read. That the rows are what the history says, [`App::verify_history`](crate::App::verify_history)
    /// tells.
    pub async fn check(
        &self,
        only: Option<ProjectId>,
        mut tell: impl FnMut(FileFinding),
    ) -> Result<u64, FilesError> {
        let (mut checked, mut after) = (0, None);
        loop {
            let page = match only {
                Some(project) => files::recorded_of(&mut self.app.db.read().await?, project).await?,
                None => files::recorded(&mut self.app.db.read().await?, after, PAGE).await?,
            };
            let Some(last) = page.last() else { return Ok(checked) };
            after = Some(last.attachment);
            for recorded in &page {
                checked += 1;
                if let Some(what) = self.fault(recorded).await? {
                    let (project, attachment) = (recorded.project, recorded.attachment);
                    tell(FileFinding { project, attachment, what });
                }
            }
            if only.is_some() {
                return Ok(checked);
            }
        }
    }

    async fn fault(&self, recorded: &Recorded) -> Result<Option<FileFault>, FilesError> {
        let mut content = match self.vault.read(recorded.file).await {
            Ok(content) => content,
            Err(VaultError::Missing) => return Ok(Some(FileFault::Missing)),
            Err(error) => return Err(error.into()),
        };
        if i64::try_from(content.size) != Ok(recorded.size) {
            return Ok(Some(FileFault::Size { found: content.size, recorded: recorded.size }));
        }
        let mut hash = Sha256::new();
        while let Some(bytes) = content.bytes.try_next().await.map_err(VaultError::Reading)? {
            hash.update(&bytes);
        }
        let found = encode_string(&hash.finalize());
        Ok((found != recorded.sha256).then(|| FileFault::Hash { found, recorded: recorded.sha256.clone() }))
    }
}
