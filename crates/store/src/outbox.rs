//! What others are still to hear of: one row per command and project, numbered by the feed after the commit.

use chrono::{DateTime, Utc};
use luodi_domain::ids::{CommandId, ProjectId};

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// Something happened to a project.
    INSERT = "insert into outbox (command_id, project_id, first_sequence, last_sequence, recorded_at)
        values ($1, $2, $3, $4, $5)";
}

/// The events that one command added to one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub command: CommandId,
    /// The project.
    pub project: ProjectId,
    /// Sequence of its first event.
    pub first: i64,
    /// Sequence of its last event.
    pub last: i64,
    /// When they were recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Adds an entry, in the transaction of the change.
pub async fn insert(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let values = params![entry.command, entry.project, entry.first, entry.last, entry.recorded_at];
    tx.execute(INSERT, values).await.map(drop)
}
