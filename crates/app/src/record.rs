//! Checking the record, and erasing people from it.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::ids::ProjectId;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::{Conflict, StoreError, Tx};
use luodi_store::history::{self, EraseRequest, Scope};

pub use luodi_store::history::PrivateField;
use luodi_store::{projects, registry};

use crate::{App, AppError};

/// How many projects are listed at once.
const PAGE: u32 = 500;

/// How much was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Projects.
    pub projects: u64,
    /// History rows.
    pub rows: i64,
}

/// Something that only tampering, a damaged disk or a wrong program can have brought about. Names the project and the row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The history contradicts itself, or the current rows.
    #[error("{0}")]
    History(history::Finding),
    /// A current row contradicts itself.
    #[error("{project}: {table} {row}: {detail}")]
    Row {
        /// The project.
        project: ProjectId,
        /// The table.
        table: &'static str,
        /// The row.
        row: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A current row holds a value that no such column can.
    #[error("{project}: column {column} of its current rows cannot be read: {detail}")]
    Column {
        /// The project.
        project: ProjectId,
        /// The column.
        column: String,
        /// What is wrong with it.
        detail: String,
    },
}

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Names, numbers and, where asked for, free texts that are gone.
    pub places: usize,
    /// Free texts that still mention one, by project, history row and field; a human has to look at them.
    pub mentions: Vec<PrivateField>,
}

/// Whom to erase, and how thoroughly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasePerson {
    /// The name or telephone number, as it was entered.
    pub text: String,
    /// One project, or all.
    pub only: Option<ProjectId>,
    /// Whether free texts in which it stands go too, each as a whole.
    pub free_texts: bool,
}

impl App {
    /// Checks histories and that the rows are what they amount to; tells each finding as it is made.
    ///
    /// Each project is read at one moment, so checking beside a running service finds nothing that is not there. A single
    /// project of which there is neither a row nor a history is refused as not found.
    pub async fn verify_history(
        &self,
        only: Option<ProjectId>,
        mut tell: impl FnMut(Finding),
    ) -> Result<Checked, AppError> {
        let mut checked = Checked::default();
        if let Some(project) = only {
            if !self.verify_one(project, &mut checked, &mut tell).await? {
                return Err(AppError::not_found("project", &project));
            }
            return Ok(checked);
        }
        let mut after = None;
        loop {
            let page = self.project_page(after, PAGE).await?;
            for project in &page {
                self.verify_one(*project, &mut checked, &mut tell).await?;
            }
            match page.last() {
                Some(last) => after = Some(*last),
                None => break,
            }
        }
        // The list of projects does not lead to a history whose project is gone.
        let left = history::without_project(&mut self.db.read().await?).await?;
        for project in left {
            self.verify_one(project, &mut checked, &mut tell).await?;
        }
        Ok(checked)
    }

    /// Whether there is anything of this project.
    async fn verify_one(
        &self,
        id: ProjectId,
        checked: &mut Checked,
        tell: &mut impl FnMut(Finding),
    ) -> Result<bool, AppError> {
        let mut conn = self.db.snapshot().await?;
        // A row that contradicts itself is a finding of its own, and no reason to leave the chain unread.
        let (current, readable) = match projects::load_one(&mut conn, id).await {
            Ok(current) => (current, true),
            Err(StoreError::Inconsistent { table, row, detail }) => {
                tell(Finding::Row { project: id, table, row, detail });
                (None, false)
            }
            Err(StoreError::Undecodable { column, detail, .. }) => {
                tell(Finding::Column { project: id, column, detail });
                (None, false)
            }
            Err(error) => return Err(error.into()),
        };
        let verified = history::verify(&mut conn, id, current.as_ref()).await?;
        for finding in verified.findings {
            // What could not be read was told already.
            if readable || finding.sequence.is_some() {
                tell(Finding::History(finding));
            }
        }
        checked.projects += 1;
        checked.rows += verified.rows;
        Ok(current.is_some() || !readable || verified.rows > 0)
    }

    /// Erases a person's name or telephone number, as it was entered, from contacts and handlers and from the history;
    /// when it is not about one project only, an officer's number or e-mail address too.
    pub async fn erase_person(&self, person: &ErasePerson) -> Result<Erased, AppError> {
        let ErasePerson { only, free_texts, .. } = *person;
        let text = person.text.trim().to_owned();
        if text.is_empty() {
            return Err(Refusal::new(Rule::TextEmpty).at("text").into());
        }
        let now = self.system_now();
        let scope = only.map_or(Scope::Everywhere, Scope::Project);
        let erased: Result<Erased, AppError> = self
            .db
            .write(move |tx| {
                let request = EraseRequest { scope, texts: vec![text.clone()], free_texts };
                async move { erase(tx, &request, now).await }.boxed()
            })
            .await;
        let erased = erased?;
        if let Err(error) = self.db.truncate_log().await {
            tracing::warn!(%error, "erased, but the write-ahead log still holds the text: erase once more when it is idle");
        }
        tracing::info!(
            places = erased.places,
            mentions = erased.mentions.len(),
            "a person's data was erased"
        );
        Ok(erased)
    }
}

/// The projects are held first: a command that was decided on the rows as they were would write the text back.
async fn erase(tx: &mut Tx<'_>, request: &EraseRequest, now: DateTime<Utc>) -> Result<Erased, AppError> {
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
    Ok(Erased { places, mentions: erasure.mentions.into_iter().collect() })
}
