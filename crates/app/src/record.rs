//! Checking the record, and erasing people from it.

use futures::FutureExt;
use luodi_domain::ids::ProjectId;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::StoreError;
use luodi_store::history::{self, EraseRequest, Scope};
use luodi_store::projects;

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
}

/// What an erasure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Names and numbers that are gone.
    pub places: usize,
    /// Free texts that mention one; a human has to look at them.
    pub mentions: usize,
}

impl App {
    /// Checks histories and that the rows are what they amount to; tells each finding as it is made.
    ///
    /// Each project is read at one moment, so checking beside a running service finds nothing that is not there.
    pub async fn verify_history(
        &self,
        only: Option<ProjectId>,
        mut tell: impl FnMut(Finding),
    ) -> Result<Checked, AppError> {
        let mut checked = Checked::default();
        if let Some(project) = only {
            self.verify_one(project, &mut checked, &mut tell).await?;
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
                None => return Ok(checked),
            }
        }
    }

    async fn verify_one(
        &self,
        id: ProjectId,
        checked: &mut Checked,
        tell: &mut impl FnMut(Finding),
    ) -> Result<(), AppError> {
        let mut conn = self.db.snapshot().await?;
        // A row that contradicts itself is a finding of its own, and no reason to leave the chain unread.
        let (current, readable) = match projects::load_one(&mut conn, id).await {
            Ok(current) => (current, true),
            Err(StoreError::Inconsistent { table, row, detail }) => {
                tell(Finding::Row { project: id, table, row, detail });
                (None, false)
            }
            Err(error) => return Err(error.into()),
        };
        for finding in history::verify(&mut conn, id, current.as_ref()).await? {
            // What could not be read was told already.
            if readable || finding.sequence.is_some() {
                tell(Finding::History(finding));
            }
        }
        checked.projects += 1;
        checked.rows += history::last(&mut conn, id).await?.map_or(0, |head| head.sequence);
        Ok(())
    }

    /// Erases a person's name or telephone number, as it was entered, from contacts and handlers and from the history.
    pub async fn erase_person(&self, text: &str, only: Option<ProjectId>) -> Result<Erased, AppError> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(Refusal::new(Rule::TextEmpty).at("text").into());
        }
        let now = self.system_now();
        let scope = only.map_or(Scope::Everywhere, Scope::Project);
        let erased: Result<Erased, AppError> = self
            .db
            .write(move |tx| {
                let request = EraseRequest { scope, texts: vec![text.clone()] };
                async move {
                    let erasure = history::erase(tx, &request, None, now).await?;
                    for project in erasure.projects() {
                        history::blank_current(tx, project).await?;
                    }
                    Ok(Erased { places: erasure.erased.len(), mentions: erasure.mentions.len() })
                }
                .boxed()
            })
            .await;
        let erased = erased?;
        tracing::info!(places = erased.places, mentions = erased.mentions, "a person's data was erased");
        Ok(erased)
    }
}
