//! One project's chain, row by row: places, links, times, and what the events amount to.

use chrono::{DateTime, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::ProjectId;
use luodi_domain::project::{FoldError, Project};

use super::finding::{Finding, Problem};
use super::row;
use crate::history::chain::GENESIS;
use crate::history::rows::ChainRow;

/// A walk along a chain, wherever its rows come from.
pub(super) struct Chain {
    pub(super) project: ProjectId,
    /// The last row seen.
    pub(super) last: i64,
    /// Its hash.
    hash: String,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    pub(super) folded: Folded,
    pub(super) findings: Vec<Finding>,
}

/// What the events seen so far amount to.
pub(super) enum Folded {
    Nothing,
    Project(Box<Project>),
    /// An event could not be read or applied.
    Broken,
}

/// Where a row stands in the chain.
pub(super) struct Place {
    pub(super) sequence: i64,
    pub(super) previous_hash: String,
    pub(super) hash: String,
    /// Nothing when it cannot be read.
    pub(super) recorded_at: Option<DateTime<Utc>>,
}

impl Chain {
    pub(super) fn new(project: ProjectId) -> Self {
        Self {
            project,
            last: 0,
            hash: GENESIS.to_owned(),
            recorded_at: DateTime::<Utc>::MIN_UTC,
            folded: Folded::Nothing,
            findings: Vec::new(),
        }
    }

    pub(super) fn found(&mut self, sequence: Option<i64>, problem: Problem) {
        self.findings.push(Finding { project: self.project, sequence, problem });
    }

    /// Takes the next row: its place, what was found of the row alone, and its event, if that can be read.
    pub(super) fn row(&mut self, place: Place, problems: Vec<Problem>, event: Option<Event>) {
        let Place { sequence, previous_hash, hash, recorded_at } = place;
        self.gap(sequence);
        if previous_hash != self.hash {
            self.found(Some(sequence), Problem::Link);
        }
        let recorded_at = recorded_at.unwrap_or(self.recorded_at);
        if recorded_at < self.recorded_at {
            self.found(Some(sequence), Problem::Earlier);
        }
        for problem in problems {
            self.found(Some(sequence), problem);
        }
        if let Err(error) = self.fold(event) {
            self.found(Some(sequence), Problem::Fold(error));
        }
        (self.last, self.hash, self.recorded_at) = (sequence, hash, recorded_at);
    }

    /// Steps over a row of which only the place and the hash can be read.
    pub(super) fn unreadable(&mut self, sequence: i64, hash: String, problem: Problem) {
        self.gap(sequence);
        self.found(Some(sequence), problem);
        self.folded = Folded::Broken;
        (self.last, self.hash) = (sequence, hash);
    }

    fn gap(&mut self, sequence: i64) {
        if sequence > self.last + 1 {
            self.found(Some(self.last + 1), Problem::Missing { to: sequence - 1 });
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
}

/// A check of one project's chain by the hashed texts alone, without a database and without private texts.
pub struct ChainCheck(Chain);

impl ChainCheck {
    /// A check that waits for the first row of a project.
    pub fn of(project: ProjectId) -> Self {
        Self(Chain::new(project))
    }

    /// The project.
    pub const fn project(&self) -> ProjectId {
        self.0.project
    }

    /// Looks at the next row: whether it follows on the one before, and whether its text belongs to this place, is in
    /// canonical form, is what was hashed, and tells an event that can have happened then.
    pub fn row(&mut self, row: ChainRow) {
        let mut problems = Vec::new();
        let stored = row::examine_alone(&row, &mut problems);
        let ChainRow { project: _, sequence, canonical: _, previous_hash, hash } = row;
        let recorded_at = stored.as_ref().map(|stored| stored.envelope.origin.recorded_at);
        let place = Place { sequence, previous_hash, hash, recorded_at };
        self.0.row(place, problems, stored.map(|stored| stored.event));
    }

    /// What it found; nothing when all is well.
    pub fn finish(self) -> Vec<Finding> {
        self.0.findings
    }
}
