//! What a check of the history found.

use std::fmt;

use chrono::NaiveDate;
use luodi_domain::ids::{CommandId, OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::project::FoldError;

use crate::history::Fault;

/// Something that only tampering, a damaged disk or a wrong program can have brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The project whose history or current rows it is about.
    pub project: ProjectId,
    /// The history row at which it shows; none when only the current rows differ.
    pub sequence: Option<i64>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Rows are not there; the finding's sequence is the first of them.
    #[error("missing, up to row {to}")]
    Missing {
        /// The last of them.
        to: i64,
    },
    /// Rows that the project does not know of; the finding's sequence is the first of them.
    #[error("the project is only at version {version}")]
    Beyond {
        /// The version of the project.
        version: i64,
    },
    /// The row does not follow on the one before it.
    #[error("its previous hash is not the hash of the row before")]
    Link,
    /// Time runs backwards.
    #[error("it was recorded before the row before it")]
    Earlier,
    /// Text or hash was changed.
    #[error("its hash is not that of its canonical text")]
    Hash,
    /// Another program wrote the text: this one writes one form only.
    #[error("its canonical text is not in canonical form")]
    Form,
    /// The canonical text is no event.
    #[error("its canonical text cannot be read: {0}")]
    Unreadable(Fault),
    /// A column of the row, or of its private texts, holds what no such column can.
    #[error("column {column} cannot be read: {detail}")]
    Undecodable {
        /// The column.
        column: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A column contradicts the canonical text.
    #[error("column {column} says {stored}, the canonical text {canonical}")]
    Column {
        /// The column.
        column: &'static str,
        /// What the column holds.
        stored: String,
        /// What it should hold.
        canonical: String,
    },
    /// The canonical text dates the event twice, and not alike.
    #[error("it is of {row}, but its event tells {event}")]
    Day {
        /// The day of the row.
        row: NaiveDate,
        /// The day that the event tells.
        event: NaiveDate,
    },
    /// Nobody would hear of what a command did; the finding's sequence is its first row.
    #[error("the outbox says nothing of {command}")]
    OutboxMissing {
        /// The command.
        command: CommandId,
    },
    /// The outbox tells of what did not happen.
    #[error("the outbox tells of {command}, of which there is no history")]
    OutboxUnknown {
        /// The command.
        command: CommandId,
    },
    /// A private text is gone, and not by being erased.
    #[error("the private text {field} is missing")]
    PrivateMissing {
        /// Its path.
        field: String,
    },
    /// A private text is not the one that was digested, or its kind is not.
    #[error("the private text {field} was changed")]
    PrivateChanged {
        /// Its path.
        field: String,
    },
    /// A private text of which the canonical text knows nothing.
    #[error("the private text {field} does not belong to the row")]
    PrivateUnknown {
        /// Its path.
        field: String,
    },
    /// The event cannot have happened after those before it.
    #[error("it cannot follow the rows before: {0}")]
    Fold(FoldError),
    /// The current rows are not what the history amounts to.
    #[error("the current rows differ from the history: {part}")]
    State {
        /// What differs, such as `stage` or `party pty_…`.
        part: String,
    },
    /// An open step whose officer, or a helper of which, is not in service, or is nobody.
    #[error("the open step {step} is held by {officer}, who is not in service")]
    NotInService {
        /// The step.
        step: StepId,
        /// The officer.
        officer: OfficerId,
    },
    /// Rows filed under another project than what they belong to, or under what is not there.
    #[error("rows of {table} point at what is not there, or is another project's")]
    Astray {
        /// The table.
        table: String,
    },
    /// Two permits, of which one stands for the other, do not say the same of it.
    #[error("{permit} and {lead}, which stands for it, do not say the same")]
    Cover {
        /// The one that follows.
        permit: PermitId,
        /// The one that stands for it.
        lead: PermitId,
    },
    /// There is a history, and no project.
    #[error("the project itself is missing")]
    NoProject,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sequence {
            Some(sequence) => write!(f, "{} row {sequence}: {}", self.project, self.problem),
            None => write!(f, "{}: {}", self.project, self.problem),
        }
    }
}
