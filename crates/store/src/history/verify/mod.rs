//! Checking a project's history against itself and against the current rows.

mod difference;
mod finding;
mod row;

pub use finding::{Finding, Problem};

use chrono::{DateTime, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::ProjectId;
use luodi_domain::project::{FoldError, Project};

use super::chain::GENESIS;
use super::rows::{self, LINK_AFTER, VERSION};
use crate::db::{Conn, StoreError};
use crate::params;

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
/// Sequence without gaps, links and hashes, times that do not run backwards, canonical form, columns against text, private texts against digests, the
/// project's version, and, where `current` is given, that the events fold to it. Call it on one
/// [`crate::db::Db::snapshot`] from which `current` was loaded too: what is written in between would be found otherwise.
pub async fn verify(
    conn: &mut Conn<'_>,
    project: ProjectId,
    current: Option<&Project>,
) -> Result<Verified, StoreError> {
    let mut check = Check {
        project,
        last: 0,
        hash: GENESIS.to_owned(),
        recorded_at: DateTime::<Utc>::MIN_UTC,
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
    let version: Option<(i64,)> = conn.fetch_optional(VERSION, params![project]).await?;
    check.version(version.map(|(version,)| version));
    check.state(current);
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
    folded: Folded,
    findings: Vec<Finding>,
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
        let mut problems = Vec::new();
        let event = row::examine(whole, &mut problems);
        for problem in problems {
            self.found(Some(sequence), problem);
        }
        if let Err(error) = self.fold(event) {
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
        (self.last, self.hash) = (sequence, hash);
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

    fn version(&mut self, version: Option<i64>) {
        match version {
            None if self.last > 0 => self.found(None, Problem::NoProject),
            Some(version) if version > self.last => {
                self.found(Some(self.last + 1), Problem::Missing { to: version });
            }
            Some(version) if version < self.last => {
                self.found(Some(version + 1), Problem::Beyond { version });
            }
            _ => {}
        }
    }

    fn state(&mut self, current: Option<&Project>) {
        let (Folded::Project(folded), Some(current)) = (&self.folded, current) else { return };
        for part in difference::difference(folded, current) {
            self.found(None, Problem::State { part });
        }
    }
}
