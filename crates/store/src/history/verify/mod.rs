//! Checking a project's history against itself and against the current rows.

mod chain;
mod covers;
mod derived;
mod difference;
mod finding;
mod links;
mod outbox;
mod row;

pub use chain::ChainCheck;
pub use finding::{Finding, Problem};
#[cfg(test)]
pub(crate) const STATEMENTS: [&[(&str, crate::db::StmtText)]; 3] = [covers::ALL, derived::ALL, links::ALL];
pub use links::links;

use chrono::{DateTime, Utc};
use luodi_domain::ids::{CommandId, ProjectId};
use luodi_domain::project::Project;
use sqlx::FromRow;

use super::rows::{self, LINK_AFTER, VERSION};
use crate::db::{Conn, StoreError};
use crate::outbox::{Entry, of_project};
use crate::params;
use chain::{Chain, Folded, Place};
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
/// and search, permits that stand for others against those, and, where `current` is given, that the events fold to it. Call
/// it on one [`crate::db::Db::snapshot`] from which `current` was loaded too: what is written in between would be found
/// otherwise.
pub async fn verify(
    conn: &mut Conn<'_>,
    project: ProjectId,
    current: Option<&Project>,
) -> Result<Verified, StoreError> {
    let mut check =
        Check { chain: Chain::new(project), begun_at: None, ended_at: None, told: Some(Told::default()) };
    // A page that cannot be read is read row by row, to name the row and go on behind it.
    let mut limit = PAGE;
    loop {
        match rows::page(conn, project, check.chain.last, limit).await {
            Ok(page) if page.is_empty() => break,
            Ok(page) => page.into_iter().for_each(|whole| check.row(whole)),
            Err(StoreError::Undecodable { .. }) if limit > 1 => limit = 1,
            Err(StoreError::Undecodable { column, detail, .. }) => {
                let next: Option<(i64, String)> =
                    conn.fetch_optional(LINK_AFTER, params![project, check.chain.last]).await?;
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
            check.chain.found(None, Problem::State { part });
        }
        let differing = covers::differing(conn, &whole).await;
        for problem in check.readable(differing, "permit")?.unwrap_or_default() {
            check.chain.found(None, problem);
        }
    }
    Ok(Verified { findings: check.chain.findings, rows: check.chain.last })
}

/// A check under way.
struct Check {
    chain: Chain,
    /// When the first row was recorded, if it can be read.
    begun_at: Option<DateTime<Utc>>,
    /// When the last row was recorded, if it can be read.
    ended_at: Option<DateTime<Utc>>,
    /// What the outbox must say; nothing can be said when a row cannot be read.
    told: Option<Told>,
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

impl Check {
    fn row(&mut self, whole: rows::Whole) {
        let row = &whole.row;
        let (sequence, recorded_at) = (row.sequence, row.recorded_at);
        let (previous_hash, hash) = (row.previous_hash.clone(), row.hash.clone());
        let mut command = CommandId::from_uuid(row.command_id);
        let mut problems = Vec::new();
        let stored = row::examine(whole, &mut problems);
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
        let place = Place { sequence, previous_hash, hash, recorded_at: Some(recorded_at) };
        self.chain.row(place, problems, stored.map(|stored| stored.event));
    }

    /// Steps over a row of which only the place and the hash can be read.
    fn unreadable(&mut self, sequence: i64, hash: String, problem: Problem) {
        self.chain.unreadable(sequence, hash, problem);
        (self.told, self.ended_at) = (None, None);
    }

    /// What was read; nothing when a column of it holds what no such column can, which is then found.
    fn readable<T>(&mut self, read: Result<T, StoreError>, table: &str) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(StoreError::Undecodable { column, detail, .. }) => {
                let column = format!("{table}.{column}");
                self.chain.found(None, Problem::Undecodable { column, detail });
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn head(&mut self, head: Option<&Head>) {
        let Some(Head { version, created_at, updated_at }) = head else {
            if self.chain.last > 0 {
                self.chain.found(None, Problem::NoProject);
            }
            return;
        };
        if *version > self.chain.last {
            self.chain.found(Some(self.chain.last + 1), Problem::Missing { to: *version });
        }
        if *version < self.chain.last {
            self.chain.found(Some(version + 1), Problem::Beyond { version: *version });
        }
        let begun = self.begun_at.and_then(|begun| row::compare("project.created_at", created_at, &begun));
        if let Some(problem) = begun {
            self.chain.found(Some(1), problem);
        }
        // Rows that are missing or too many were found above.
        let ended = self.ended_at.filter(|_| *version == self.chain.last);
        if let Some(problem) = ended.and_then(|ended| row::compare("project.updated_at", updated_at, &ended))
        {
            self.chain.found(Some(self.chain.last), problem);
        }
    }

    fn outbox(&mut self, entries: &[Entry]) {
        let Some(told) = self.told.take() else { return };
        for (sequence, problem) in told.compare(entries) {
            self.chain.found(Some(sequence), problem);
        }
    }

    /// The project as the events have it, or else as its rows do.
    fn whole(&self, current: Option<&Project>) -> Option<Project> {
        match &self.chain.folded {
            Folded::Project(folded) => Some(Project::clone(folded)),
            Folded::Nothing | Folded::Broken => current.cloned(),
        }
    }

    fn state(&mut self, current: Option<&Project>) {
        let (Folded::Project(folded), Some(current)) = (&self.chain.folded, current) else { return };
        for part in difference::difference(folded, current) {
            self.chain.found(None, Problem::State { part });
        }
    }
}
