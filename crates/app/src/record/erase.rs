//! Erasing a person, and saying where the name stands still.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::ids::ProjectId;
use luodi_store::administration::{self, Deed, Noted};
use luodi_store::db::{Conflict, StoreError, Tx};
use luodi_store::history::{self, EraseRequest, HistoryField, Remnant, Scope};
use luodi_store::{projects, registry};

use crate::{App, AppError};

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Names, numbers and, where asked for, free texts that are gone.
    pub places: usize,
    /// Free texts that still mention one, by project, history row and field; a human has to look at them.
    pub mentions: Vec<HistoryField>,
    /// Other places in which the text stands still and which nothing erases: plain text that is hashed, and columns of names
    /// and codes. What is there now can be corrected by a command. Nothing when they could not be looked at, which undoes
    /// no erasure; the log says why.
    pub remnants: Option<Vec<Remnant>>,
}

/// A name or telephone number, as it was entered: two characters at least, because a single one stands in half of all texts
/// and is nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonText(String);

/// Too short to be somebody's name or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a person's name or number has at least two characters")]
pub struct PersonTextError;

impl FromStr for PersonText {
    type Err = PersonTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.chars().nth(1).is_none() { Err(PersonTextError) } else { Ok(Self(text.to_owned())) }
    }
}

/// Whom to erase, and how thoroughly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasePerson {
    /// The name or telephone number.
    pub text: PersonText,
    /// One project, or all.
    pub only: Option<ProjectId>,
    /// Whether free texts in which it stands go too, each as a whole.
    pub free_texts: bool,
}

impl App {
    /// Erases a person's name or telephone number, as it was entered, from contacts and handlers and from the history;
    /// when it is not about one project only, an officer's number or e-mail address too. A project of which there is
    /// neither a row nor a history is refused as not found.
    pub async fn erase_person(&self, person: &ErasePerson) -> Result<Erased, AppError> {
        let now = self.system_now();
        let request = EraseRequest {
            scope: person.only.map_or(Scope::Everywhere, Scope::Project),
            texts: vec![person.text.0.clone()],
            free_texts: person.free_texts,
        };
        let (asked, deed) = (request.clone(), self.deed("erase-person"));
        let erased: Result<Erased, AppError> = self
            .db
            .write(move |tx| {
                let (request, deed) = (asked.clone(), deed.clone());
                async move { erase(tx, &request, &deed, now).await }.boxed()
            })
            .await;
        let mut erased = erased?;
        if let Err(error) = self.db.truncate_log().await {
            tracing::warn!(%error, "erased, but the write-ahead log still holds the text: erase once more when it is idle");
        }
        // After the job: this reads every text there is, and SQLite has one writer.
        let remnants = async { history::remnants(&mut self.db.snapshot().await?, &request).await };
        erased.remnants = match remnants.await {
            Ok(remnants) => Some(remnants.into_iter().collect()),
            Err(error) => {
                tracing::warn!(%error, "erased, but where the text stands still could not be looked at");
                None
            }
        };
        tracing::info!(
            places = erased.places,
            mentions = erased.mentions.len(),
            remnants = erased.remnants.as_ref().map(Vec::len),
            "a person's data was erased"
        );
        Ok(erased)
    }
}

/// The projects are held first: a command that was decided on the rows as they were would write the text back.
async fn erase(
    tx: &mut Tx<'_>,
    request: &EraseRequest,
    deed: &Deed,
    now: DateTime<Utc>,
) -> Result<Erased, AppError> {
    if let Scope::Project(project) = request.scope
        && projects::lock(tx, project).await?.is_none()
        && history::last(tx, project).await?.is_none()
    {
        return Err(AppError::not_found("project", &project));
    }
    let mut held = history::projects_naming(tx, request).await?;
    projects::lock_many(tx, &mut held).await?;
    let erasure = history::erase(tx, request, None, now).await?;
    for project in erasure.projects() {
        history::blank_current(tx, project).await?;
    }
    // A project that came to name the person meanwhile was not held.
    let grown = erasure.projects().iter().any(|project| held.binary_search(project).is_err());
    if grown || !history::projects_naming(tx, request).await?.is_empty() {
        return Err(StoreError::Conflict(Conflict::Version).into());
    }
    let mut places = erasure.erased.len();
    if request.scope == Scope::Everywhere {
        for text in &request.texts {
            places += usize::try_from(registry::officers::erase(tx, text).await?).unwrap_or(usize::MAX);
        }
    }
    // Of no region: whoever keeps one need not know of all projects in it. It is read at the machine, and in dumps.
    let noted = administration::erasures(&erasure.erased).into_iter();
    let noted: Vec<Noted> = noted.map(|change| Noted { change, region: None }).collect();
    administration::append(tx, deed, &noted).await?;
    Ok(Erased { places, mentions: erasure.mentions.into_iter().collect(), remnants: None })
}
