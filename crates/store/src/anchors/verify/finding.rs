//! What a check of the anchors found.

use std::fmt;

use luodi_domain::ids::ProjectId;

use crate::anchors::{Anchor, AnchoredHead};
use crate::history::GENESIS;

/// Something that only tampering, a damaged disk or a wrong program can have brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The number of the anchor at which it shows; none when the anchors cannot be read at all.
    pub anchor: Option<i64>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Anchors are not there; the finding's number is that of the first.
    #[error("missing, up to anchor {to}")]
    Missing {
        /// The last of them.
        to: i64,
    },
    /// The anchor does not follow on the one before it.
    #[error("its previous hash is not the hash of the anchor before")]
    Link,
    /// The anchor or its hash was changed.
    #[error("its hash is not that of its other columns")]
    Hash,
    /// Heads were added, changed or taken away.
    #[error("its root is not that of the heads it covers")]
    Root,
    /// It does not cover what it says.
    #[error(
        "it says {projects} projects and {rows} rows, its heads come to {counted_projects} and {counted_rows}"
    )]
    Extent {
        /// What it says.
        projects: i64,
        /// What it says.
        rows: i64,
        /// What its heads come to.
        counted_projects: i64,
        /// What its heads come to.
        counted_rows: i64,
    },
    /// There are heads of it, and no anchor.
    #[error("it has heads and is not there itself")]
    Unknown,
    /// The chain of a project no longer reaches as far as it did: its end was cut off.
    #[error("it covers {project} row {sequence}, which is gone")]
    Gone {
        /// The project.
        project: ProjectId,
        /// The row.
        sequence: i64,
    },
    /// The chain of a project is not the one it was: it was hashed anew.
    #[error("it covers {project} row {sequence} with another hash than the history has")]
    Changed {
        /// The project.
        project: ProjectId,
        /// The row.
        sequence: i64,
    },
    /// It covers less of the record of administration than the anchor before.
    #[error("it covers the record of administration up to row {sequence}, the anchor before covers more")]
    Back {
        /// The row.
        sequence: i64,
    },
    /// The record of administration no longer reaches as far as it did: its end was cut off.
    #[error("it covers administration row {sequence}, which is gone")]
    AdministrationGone {
        /// The row.
        sequence: i64,
    },
    /// The record of administration is not the one it was: it was hashed anew.
    #[error("it covers administration row {sequence} with another hash than the record has")]
    AdministrationChanged {
        /// The row.
        sequence: i64,
    },
    /// A column holds what no such column can.
    #[error("column {column} cannot be read: {detail}")]
    Undecodable {
        /// The column.
        column: String,
        /// What is wrong with it.
        detail: String,
    },
}

impl Finding {
    /// What is to be said of a head where the history has this hash, or no row at all.
    pub fn of_head(anchor: i64, head: &AnchoredHead, found: Option<&str>) -> Option<Self> {
        let (project, sequence) = (head.project, head.sequence);
        let problem = match found {
            Some(hash) if hash == head.hash => return None,
            Some(_) => Problem::Changed { project, sequence },
            None => Problem::Gone { project, sequence },
        };
        Some(Self { anchor: Some(anchor), problem })
    }

    /// What is to be said of an anchor where the record of administration has this hash at the row it names, or no such row.
    pub fn of_administration(anchor: &Anchor, found: Option<&str>) -> Option<Self> {
        let head = &anchor.administration;
        let sequence = head.sequence;
        let problem = match found.or_else(|| (sequence == 0).then_some(GENESIS)) {
            Some(hash) if hash == head.hash => return None,
            Some(_) => Problem::AdministrationChanged { sequence },
            None => Problem::AdministrationGone { sequence },
        };
        Some(Self { anchor: Some(anchor.number), problem })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.anchor {
            Some(number) => write!(f, "anchor {number}: {}", self.problem),
            None => write!(f, "anchors: {}", self.problem),
        }
    }
}
