//! What others are still to hear of: one row per command and project, numbered by the feed after the commit.

use chrono::{DateTime, Utc};
use luodi_domain::ids::{CommandId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, insert_rows};
use crate::params;

crate::statements! {
    /// What was said of a project.
    OF_PROJECT = "select command_id, first_sequence, last_sequence, recorded_at from outbox
        where project_id = $1 order by first_sequence, command_id";
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

#[derive(FromRow)]
struct Row {
    command_id: Uuid,
    first_sequence: i64,
    last_sequence: i64,
    recorded_at: DateTime<Utc>,
}

/// The entries of a project, in the order of its history.
pub async fn of_project(conn: &mut Conn<'_>, project: ProjectId) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(OF_PROJECT, params![project]).await?;
    let entry = |row: Row| Entry {
        command: CommandId::from_uuid(row.command_id),
        project,
        first: row.first_sequence,
        last: row.last_sequence,
        recorded_at: row.recorded_at,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Adds an entry, in the transaction of the change.
pub async fn insert(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    insert_all(tx, std::slice::from_ref(entry)).await
}

/// Adds entries, in the transaction of the changes, by few statements.
pub async fn insert_all(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<(), StoreError> {
    const INTO: &str =
        "insert into outbox (command_id, project_id, first_sequence, last_sequence, recorded_at) values ";
    let row =
        |entry: &Entry| params![entry.command, entry.project, entry.first, entry.last, entry.recorded_at];
    insert_rows(tx, "INSERT_OUTBOX", INTO, entries.iter().map(row).collect()).await
}
