//! Taking a file in.

use base16ct::lower::encode_string;
use bytes::Bytes;
use futures::{FutureExt, Stream, StreamExt};
use luodi_domain::access::Viewer;
use luodi_domain::attachment::{FileFacts, MediaType, file_name};
use luodi_domain::ids::FileId;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_store::db::StoreError;
use luodi_store::files::{self, NewFile};
use sha2::{Digest, Sha256};

use super::kind::{HEAD, media_type};
use super::{Files, FilesError, MOST_WAITING};
use crate::AppError;

/// A file that somebody wants to upload.
#[derive(Debug, Clone)]
pub struct Upload {
    viewer: Viewer,
    name: String,
    declared: Option<String>,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: FileId,
    /// How many bytes it has.
    pub size: u64,
    /// What they hash to.
    pub sha256: String,
    /// What it is.
    pub media_type: MediaType,
}

impl Files {
    /// Looks at what is known of a file before its bytes: who sends it, its name, what it is said to be and how long.
    ///
    /// # Errors
    /// The refusal, or [`AppError::Store`].
    pub async fn admit(
        &self,
        viewer: &Viewer,
        name: &str,
        declared: Option<String>,
        length: Option<u64>,
    ) -> Result<Upload, FilesError> {
        if !viewer.role.records_cases() {
            let role = Fact::Term("role", viewer.role.as_str());
            return Err(Refusal::new(Rule::RoleNotAllowed).with("role", role).into());
        }
        let name = file_name(name)?;
        match length {
            Some(0) => return Err(Refusal::new(Rule::FileEmpty).into()),
            Some(length) if length > self.largest => return Err(self.too_large().into()),
            _ => {}
        }
        let waiting = files::waiting(&mut self.app.db.read().await?, viewer.officer).await?;
        if waiting >= MOST_WAITING {
            return Err(waiting_already().into());
        }
        Ok(Upload { viewer: viewer.clone(), name, declared })
    }

    /// Takes the bytes of a file in, and enters it as one that waits to be attached. What is left of the bytes when this
    /// fails is nobody's.
    pub async fn receive<E>(
        &self,
        upload: Upload,
        bytes: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    ) -> Result<Received, FilesError> {
        let _place = self.places.try_acquire().map_err(|_| FilesError::Full)?;
        let id = FileId::from_uuid(self.app.new_id());
        let received = self.keep(id, &upload, bytes).await?;
        let entered = self.enter(&upload, &received).await;
        // Whether it was entered is not known of a commit that broke off: then it is left to be cleared away.
        let uncertain =
            matches!(entered, Err(FilesError::App(AppError::Store(StoreError::Uncertain { .. }))));
        if entered.is_err()
            && !uncertain
            && let Err(error) = self.vault.remove(id).await
        {
            tracing::warn!(%error, "a file that was not entered is left to be cleared away");
        }
        entered?;
        tracing::info!(file = %id, size = received.size, "file received");
        Ok(received)
    }

    async fn keep<E>(
        &self,
        id: FileId,
        upload: &Upload,
        bytes: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    ) -> Result<Received, FilesError> {
        let (mut writing, mut hash, mut size) = (self.vault.write(id), Sha256::new(), 0_u64);
        let mut known = None;
        while let Some(some) = bytes.next().await {
            let some = some.map_err(|_| FilesError::CutOff)?;
            size = size.saturating_add(some.len() as u64);
            if size > self.largest {
                return Err(self.too_large().into());
            }
            hash.update(&some);
            let mut some = &some[..];
            if known.is_none() {
                // No more than it takes to know what it is goes anywhere before that is known.
                let (head, rest) = some.split_at(some.len().min(HEAD - writing.held().len()));
                writing.push(head).await?;
                some = rest;
                if writing.held().len() >= HEAD {
                    known = Some(media_type(writing.held(), upload.declared.as_deref())?);
                }
            }
            writing.push(some).await?;
        }
        if size == 0 {
            return Err(Refusal::new(Rule::FileEmpty).into());
        }
        let media_type = match known {
            Some(known) => known,
            None => media_type(writing.held(), upload.declared.as_deref())?,
        };
        writing.end().await?;
        Ok(Received { id, size, sha256: encode_string(&hash.finalize()), media_type })
    }

    async fn enter(&self, upload: &Upload, received: &Received) -> Result<(), FilesError> {
        let file = NewFile {
            id: received.id,
            facts: FileFacts {
                uploaded_by: upload.viewer.officer,
                name: Some(upload.name.clone()),
                media_type: received.media_type,
                size: i64::try_from(received.size).unwrap_or(i64::MAX),
                sha256: received.sha256.clone(),
                attached: false,
            },
            stored_at: self.app.system_now(),
        };
        let entered: Result<bool, StoreError> = self
            .app
            .db
            .write(move |tx| {
                let file = file.clone();
                async move { files::insert(tx, &file, MOST_WAITING).await }.boxed()
            })
            .await;
        if entered? { Ok(()) } else { Err(waiting_already().into()) }
    }

    fn too_large(&self) -> Refusal {
        let largest = i64::try_from(self.largest).unwrap_or(i64::MAX);
        Refusal::new(Rule::FileTooLarge).with("max", Fact::Number(largest))
    }
}

fn waiting_already() -> Refusal {
    Refusal::new(Rule::FilesWaiting).with("max", Fact::Number(MOST_WAITING))
}
