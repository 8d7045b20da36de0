//! Taking a file in.

use base16ct::lower::encode_string;
use bytes::Bytes;
use chrono::{NaiveDate, TimeDelta};
use futures::{FutureExt, Stream, StreamExt};
use luodi_domain::attachment::{FileFacts, MediaType, file_name};
use luodi_domain::ids::{FileId, OfficerId};
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_store::db::{StoreError, Tx};
use luodi_store::files::{self, NewFile, Quota, Room};
use luodi_store::{absences, facts};
use sha2::{Digest, Sha256};

use super::kind::{HEAD, media_type};
use super::{Files, FilesError, MOST_WAITING};
use crate::AppError;
use crate::access::Principal;

/// A file that somebody wants to upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Whose it is.
    officer: OfficerId,
    /// Who brings it for him, being his deputy.
    deputy: Option<OfficerId>,
    name: String,
    declared: Option<String>,
    /// How many bytes it may have.
    length: u64,
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
        caller: &Principal,
        name: &str,
        declared: Option<String>,
        length: Option<u64>,
    ) -> Result<Upload, FilesError> {
        let Principal { viewer, deputy, .. } = caller;
        if !viewer.role.records_cases() {
            let role = Fact::Term("role", viewer.role.as_str());
            return Err(Refusal::new(Rule::RoleNotAllowed).with("role", role).into());
        }
        let name = file_name(name)?;
        match length {
            Some(0) => return Err(Refusal::new(Rule::FileEmpty).into()),
            Some(length) if length > self.limits.largest => return Err(self.too_large().into()),
            _ => {}
        }
        let upload = Upload {
            officer: viewer.officer,
            deputy: deputy.as_ref().map(|deputy| deputy.officer),
            name,
            declared,
            length: length.unwrap_or(self.limits.largest),
        };
        let size = length.map_or(1, number);
        let mut conn = self.app.db.read().await?;
        let room = files::room(&mut conn, upload.officer, upload.deputy, size, self.quota()).await?;
        drop(conn);
        self.entered(room)?;
        Ok(upload)
    }

    /// Takes the bytes of a file in, and enters it as one that waits to be attached. What is left of the bytes when this
    /// fails is nobody's.
    pub async fn receive<E>(
        &self,
        upload: Upload,
        bytes: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    ) -> Result<Received, FilesError> {
        let _place = self.places.enter(upload.deputy.unwrap_or(upload.officer), upload.length)?;
        self.has_room().await?;
        self.bound().await?;
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
            if size > self.limits.largest {
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
                uploaded_by: upload.officer,
                name: Some(upload.name.clone()),
                media_type: received.media_type,
                size: number(received.size),
                sha256: received.sha256.clone(),
                attached: false,
            },
            deputy: upload.deputy,
            stored_at: self.app.system_now(),
        };
        let (quota, today) = (self.quota(), self.app.today());
        let entered: Result<Room, AppError> = self
            .app
            .db
            .write(move |tx| {
                let file = file.clone();
                async move {
                    let room = files::insert(tx, &file, quota).await?;
                    // Both are held by now: he was let in up to a quarter of an hour ago.
                    still_brings(tx, &file, today).await?;
                    Ok(room)
                }
                .boxed()
            })
            .await;
        self.entered(entered?)
    }

    /// How much of one officer's there may be.
    fn quota(&self) -> Quota {
        let since = self.app.system_now() - TimeDelta::days(1);
        Quota { waiting: MOST_WAITING, since, bytes: number(self.limits.daily) }
    }

    fn entered(&self, room: Room) -> Result<(), FilesError> {
        let (rule, max) = match room {
            Room::Enough => return Ok(()),
            Room::Waiting => (Rule::FilesWaiting, MOST_WAITING),
            Room::Daily => (Rule::FilesDaily, number(self.limits.daily >> 30)),
        };
        Err(Refusal::new(rule).with("max", Fact::Number(max)).into())
    }

    fn too_large(&self) -> Refusal {
        Refusal::new(Rule::FileTooLarge).with("max", Fact::Number(number(self.limits.largest)))
    }
}

/// Refuses whoever has left since he began to send, or stands in for the other no longer.
async fn still_brings(tx: &mut Tx<'_>, file: &NewFile, today: NaiveDate) -> Result<(), AppError> {
    let officer = file.facts.uploaded_by;
    let stands = match file.deputy {
        Some(deputy) => absences::standing_in(tx, officer, deputy, today).await?.is_some(),
        None => facts::officer(tx, officer).await?.is_some_and(|facts| facts.active),
    };
    if stands { Ok(()) } else { Err(Refusal::new(Rule::NotOnBehalf).into()) }
}

fn number(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
