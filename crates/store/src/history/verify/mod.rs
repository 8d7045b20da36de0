//! Checking a project's history against itself and against the current rows.

mod derived;
mod difference;
mod finding;
mod links;
mod outbox;
mod row;

pub use finding::{Finding, Problem};
#[cfg(test)]
pub(crate) const STATEMENTS: [&[(&str, crate::db::StmtText)]; 2] = [derived::ALL, links::ALL];
pub use links::links;

use chrono::{DateTime, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, ProjectId};
use luodi_domain::project::{FoldError, Project};
use sqlx::FromRow;

use super::chain::GENESIS;
use super::rows::{self, LINK_AFTER, VERSION};
use crate::db::{Conn, StoreError};
use crate::outbox::{Entry, of_project};
use crate::params;
use outbox::Told;

/// Rows held in memory at a time.
const PAGE: i64 = 256;

/// What a check of one project came to.
#[derive(Debug)]
pub struct Verified {
    /// Nothing when all is well.
    pub findings: Vec<Finding>,
    /// How many rows there are, by the sequence of the last.
    pub rows: i64,
}

/// Checks the history of a project.
///
/// Sequence without gaps, links and hashes, times that do not run backwards, canonical form, columns against text, days
/// against events, private texts against digests, the project's version and times, the outbox, what lists show, sort by
/// and search, and, where `current` is given, that the events fold to it. Call it on one [`crate::db::Db::snapshot`] from
/// which `current` was loaded too: what is written in between would be found otherwise.
pub async fn verify(
    conn: &mut Conn<'_>,
    project: ProjectId,
    current: Option<&Project>,
) -> Result<Verified, StoreError> {
    let mut check = Check {
        project,
        last: 0,
        hash: GENESIS.to_owned(),
        begun_at: None,
        ended_at: None,
        recorded_at: DateTime::<Utc>::MIN_UTC,
        told: Some(Told::default()),
        folded: Folded::Nothing,
        findings: Vec::new(),
    };
    // A page that cannot be read is read row by row, to name the row and go on behind it.
    let mut limit = PAGE;
    loop {
        match rows::page(conn, project, check.last, limit).await {
            Ok(page) if page.is_empty() => break,
            Ok(page) => page.into_iter().for_each(|whole| check.row(whole)),
            Err(StoreError::Undecodable { .. }) if limit > 1 => limit = 1,
            Err(StoreError::Undecodable { column, detail, .. }) => {
                let next: Option<(i64, String)> =
                    conn.fetch_optional(LINK_AFTER, params![project, check.last]).await?;
                let Some((sequence, hash)) = next else { break };
                check.unreadable(sequence, hash, Problem::Undecodable { column, detail });
                limit = PAGE;
            }
            Err(error) => return Err(error),
        }
    }
    let head: Option<Option<Head>> =
        check.readable(conn.fetch_optional(VERSION, params![project]).await, "project")?;
    if let Some(head) = head {
        check.head(head.as_ref());
    }
    if let Some(outbox) = check.readable(of_project(conn, project).await, "outbox")? {
        check.outbox(&outbox);
    }
    check.state(current);
    if let Some(whole) = check.whole(current) {
        let differing = derived::differing(conn, &whole).await;
        for part in check.readable(differing, "project")?.unwrap_or_default() {
            check.found(None, Problem::State { part });
        }
    }
    Ok(Verified { findings: check.findings, rows: check.last })
}

/// A check under way.
struct Check {
    project: ProjectId,
    /// The last row seen.
    last: i64,
    /// Its hash.
    hash: String,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// When the first row was recorded, if it can be read.
    begun_at: Option<DateTime<Utc>>,
    /// When the last row was recorded, if it can be read.
    ended_at: Option<DateTime<Utc>>,
    /// What the outbox must say; nothing can be said when a row cannot be read.
    told: Option<Told>,
    folded: Folded,
    findings: Vec<Finding>,
}

/// What a project's row says of its history.
#[derive(FromRow)]
struct Head {
    version: i64,
    /// When its first row was recorded.
    created_at: DateTime<Utc>,
    /// When its last row was recorded.
    updated_at: DateTime<Utc>,
}

/// What the events seen so far amount to.
enum Folded {
    Nothing,
    Project(Box<Project>),
    /// An event could not be read or applied.
    Broken,
}

impl Check {
    fn found(&mut self, sequence: Option<i64>, problem: Problem) {
        self.findings.push(Finding { project: self.project, sequence, problem });
    }

    fn row(&mut self, whole: rows::Whole) {
        let (sequence, hash) = (whole.row.sequence, whole.row.hash.clone());
        if sequence != self.last + 1 {
            self.found(Some(self.last + 1), Problem::Missing { to: sequence - 1 });
        }
        if whole.row.previous_hash != self.hash {
            self.found(Some(sequence), Problem::Link);
        }
        let recorded_at = whole.row.recorded_at;
        if recorded_at < self.recorded_at {
            self.found(Some(sequence), Problem::Earlier);
        }
        let mut command = CommandId::from_uuid(whole.row.command_id);
        let mut problems = Vec::new();
        let stored = row::examine(whole, &mut problems);
        for problem in problems {
            self.found(Some(sequence), problem);
        }
        // Hashed text tells more than a column beside it.
        let mut truly = recorded_at;
        if let Some(stored) = &stored {
            (command, truly) = (stored.envelope.origin.command_id, stored.envelope.origin.recorded_at);
        }
        if let Some(told) = &mut self.told {
            told.row(command, sequence, truly);
        }
        if sequence == 1 {
            self.begun_at = Some(truly);
        }
        self.ended_at = Some(truly);
        if let Err(error) = self.fold(stored.map(|stored| stored.event)) {
            self.found(Some(sequence), Problem::Fold(error));
        }
        (self.last, self.hash, self.recorded_at) = (sequence, hash, recorded_at);
    }

    /// Steps over a row of which only the place and the hash can be read.
    fn unreadable(&mut self, sequence: i64, hash: String, problem: Problem) {
        if sequence != self.last + 1 {
            self.found(Some(self.last + 1), Problem::Missing { to: sequence - 1 });
        }
        self.found(Some(sequence), problem);
        self.folded = Folded::Broken;
        (self.told, self.ended_at) = (None, None);
        (self.last, self.hash) = (sequence, hash);
    }

    /// What was read; nothing when a column of it holds what no such column can, which is then found.
    fn readable<T>(&mut self, read: Result<T, StoreError>, table: &str) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(StoreError::Undecodable { column, detail, .. }) => {
                let column = format!("{table}.{column}");
                self.found(None, Problem::Undecodable { column, detail });
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn fold(&mut self, event: Option<Event>) -> Result<(), FoldError> {
        let before = std::mem::replace(&mut self.folded, Folded::Broken);
        self.folded = match (before, event) {
            (Folded::Nothing, Some(event)) => Folded::Project(Box::new(Project::born(self.project, event)?)),
            (Folded::Project(mut project), Some(event)) => {
                project.apply(event)?;
                Folded::Project(project)
            }
            (Folded::Broken, _) | (_, None) => Folded::Broken,
        };
        Ok(())
    }

    fn head(&mut self, head: Option<&Head>) {
        let Some(Head { version, created_at, updated_at }) = head else {
            if self.last > 0 {
                self.found(None, Problem::NoProject);
            }
            return;
        };
        if *version > self.last {
            self.found(Some(self.last + 1), Problem::Missing { to: *version });
        }
        if *version < self.last {
            self.found(Some(version + 1), Problem::Beyond { version: *version });
        }
        let begun = self.begun_at.and_then(|begun| row::compare("project.created_at", created_at, &begun));
        if let Some(problem) = begun {
            self.found(Some(1), problem);
        }
        // Rows that are missing or too many were found above.
        let ended = self.ended_at.filter(|_| *version == self.last);
        if let Some(problem) = ended.and_then(|ended| row::compare("project.updated_at", updated_at, &ended))
        {
            self.found(Some(self.last), problem);
        }
    }

    fn outbox(&mut self, entries: &[Entry]) {
        let Some(told) = self.told.take() else { return };
        for (sequence, problem) in told.compare(entries) {
            self.found(Some(sequence), problem);
        }
    }

    /// The project as the events have it, or else as its rows do.
    fn whole(&self, current: Option<&Project>) -> Option<Project> {
        match &self.folded {
            Folded::Project(folded) => Some(Project::clone(folded)),
            Folded::Nothing | Folded::Broken => current.cloned(),
        }
    }

    fn state(&mut self, current: Option<&Project>) {
        let (Folded::Project(folded), Some(current)) = (&self.folded, current) else { return };
        for part in difference::difference(folded, current) {
            self.found(None, Problem::State { part });
        }
    }
}
