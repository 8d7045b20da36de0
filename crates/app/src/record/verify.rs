//! Checking the record.

use std::collections::BTreeMap;

use luodi_domain::ids::ProjectId;
use luodi_store::db::StoreError;
use luodi_store::history::{self, Problem};
use luodi_store::search::Searched;
use luodi_store::{administration, anchors, files, projects, registry};

use super::anchor::{Outside, OutsideFinding};
use super::dump::DumpProblem;
use crate::{App, AppError};

/// How many projects, anchors or entries of the registry are listed at once.
const PAGE: u32 = 500;

/// How much was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Projects.
    pub projects: u64,
    /// History rows.
    pub rows: i64,
    /// Rows of the record of administration.
    pub administration: i64,
    /// Anchors.
    pub anchors: u64,
}

/// Something that only tampering, a damaged disk or a wrong program can have brought about. Names
/// the project, or the table, and the row.
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
    /// An entry of the registry is sorted or found by what its names do not make of it.
    #[error("{0}")]
    Registry(registry::Differing),
    /// The record of administration contradicts itself, or the registry.
    #[error("{0}")]
    Administration(administration::Finding),
    /// A file and its attachment contradict one another.
    #[error("{0}")]
    File(files::Astray),
    /// The anchors contradict themselves, or the history.
    #[error("{0}")]
    Anchor(anchors::Finding),
    /// The anchors are not those of a copy from elsewhere.
    #[error("{0}")]
    Outside(OutsideFinding),
    /// A dump is not whole, or was edited.
    #[error("line {line}: {problem}")]
    Dump {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: DumpProblem,
    },
}

impl App {
    /// Checks histories, that the rows are what they amount to, the anchors, and the keys of the registry; tells each
    /// finding as it is made.
    ///
    /// Each project is read at one moment, so checking beside a running service finds nothing that is not there. A single
    /// project is refused as not found when it has neither a row nor a history; of the anchors only its heads are looked at
    /// then, of the registry nothing.
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
            self.verify_links(only, &mut tell).await?;
            let gone = anchors::verify_project(&mut self.db.read().await?, project).await?;
            gone.into_iter().map(Finding::Anchor).for_each(tell);
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
        self.verify_links(None, &mut tell).await?;
        let astray = files::astray(&mut self.db.read().await?).await?;
        astray.into_iter().map(Finding::File).for_each(&mut tell);
        self.verify_registry(&mut tell).await?;
        let administered = administration::verify(&mut self.db.snapshot().await?).await?;
        checked.administration = administered.rows;
        administered.findings.into_iter().map(Finding::Administration).for_each(&mut tell);
        let anchored = anchors::verify(&mut self.db.snapshot().await?).await?;
        checked.anchors = u64::try_from(anchored.hashes.len()).unwrap_or(u64::MAX);
        anchored.findings.into_iter().map(Finding::Anchor).for_each(tell);
        Ok(checked)
    }

    /// Holds the anchors against a copy of them that was kept elsewhere. Beside [`App::verify_history`], which tells whether
    /// they are what they say: this tells whether they are those that were taken.
    pub async fn compare_anchors(
        &self,
        copy: &Outside,
        mut tell: impl FnMut(Finding),
    ) -> Result<(), AppError> {
        let mut conn = self.db.snapshot().await?;
        let (mut hashes, mut after) = (BTreeMap::new(), 0);
        loop {
            let page = anchors::page(&mut conn, after, PAGE.into()).await?;
            let Some(last) = page.last() else { break };
            after = last.number;
            hashes.extend(page.into_iter().map(|anchor| (anchor.number, anchor.hash)));
        }
        copy.compare(&hashes, |finding| tell(Finding::Outside(finding)));
        Ok(())
    }

    /// Checks what agencies, officers and enterprises are sorted and found by.
    async fn verify_registry(&self, tell: &mut impl FnMut(Finding)) -> Result<(), AppError> {
        for kind in Searched::ALL {
            let mut last = None;
            loop {
                let looked = registry::differing(&mut self.db.snapshot().await?, kind, last, PAGE).await?;
                looked.differing.into_iter().map(Finding::Registry).for_each(&mut *tell);
                match looked.last {
                    Some(_) => last = looked.last,
                    None => break,
                }
            }
        }
        let astray = registry::terms_astray(&mut self.db.read().await?).await?;
        astray.into_iter().map(Finding::Registry).for_each(tell);
        Ok(())
    }

    /// Checks what rows point at.
    async fn verify_links(
        &self,
        only: Option<ProjectId>,
        tell: &mut impl FnMut(Finding),
    ) -> Result<(), AppError> {
        let found = history::links(&mut self.db.snapshot().await?, only).await?;
        found.into_iter().map(Finding::History).for_each(tell);
        Ok(())
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
        let mut told = None;
        let (current, readable) = match projects::load_one(&mut conn, id).await {
            Ok(current) => (current, true),
            Err(StoreError::Inconsistent { table, row, detail }) => {
                tell(Finding::Row { project: id, table, row, detail });
                (None, false)
            }
            Err(StoreError::Undecodable { column, detail, .. }) => {
                tell(Finding::Column { project: id, column: column.clone(), detail });
                told = Some(format!("project.{column}"));
                (None, false)
            }
            Err(error) => return Err(error.into()),
        };
        let verified = history::verify(&mut conn, id, current.as_ref()).await?;
        let found = !verified.findings.is_empty();
        for finding in verified.findings {
            let again = matches!(&finding.problem, Problem::Undecodable { column, .. } if Some(column) == told.as_ref());
            if !again {
                tell(Finding::History(finding));
            }
        }
        if let Some(project) = &current {
            for part in self.differing_outlook(&mut conn, project).await? {
                let problem = Problem::State { part };
                tell(Finding::History(history::Finding { project: id, sequence: None, problem }));
            }
        }
        checked.projects += 1;
        checked.rows += verified.rows;
        Ok(current.is_some() || !readable || verified.rows > 0 || found)
    }
}
