//! The feed: committed changes of all projects in one order, numbered without holes.
//!
//! No column that a change brings along can be that order: a slower transaction commits a smaller id, or an earlier time,
//! after others have read past it. So changes are numbered once they are committed, by whoever holds the row of `feed`;
//! as its lock goes from holder to holder with the commit, numbers become visible in their order, and who has read up to
//! a number has missed nothing before it.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use luodi_domain::ids::{CommandId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, Dialect, StoreError, Tx};
use crate::params;

/// What PostgreSQL's listeners listen to.
pub const CHANNEL: &str = "luodi_feed";

crate::statements! {
    /// Where the feed ends, and whether changes wait for a number.
    PEEK = "select last_no, exists (select 1 from outbox where feed_no is null) from feed where id = 1";
    /// Where the feed ends, for whoever may number on from there. SQLite has one writer anyway.
    LEASE = {
        sqlite: "select last_no from feed where id = 1",
        postgres: "select last_no from feed where id = 1 for update skip locked",
    };
    /// Numbers the oldest changes that wait. Clocks of replicas differ, so a project's later change may say an earlier time:
    /// all that waits of a project goes together, and nothing takes its turn before what came before it in the project.
    NUMBER = "update outbox as o set feed_no = n.no
        from (
            select command_id, project_id,
                cast($1 as bigint) + row_number() over (order by turn, project_id, first_sequence) as no
            from (
                select command_id, project_id, first_sequence,
                    max(recorded_at) over (partition by project_id order by first_sequence) as turn
                from outbox
                where feed_no is null and project_id in (
                    select project_id from outbox where feed_no is null order by recorded_at, command_id limit $2)
            ) as waiting
        ) as n
        where o.command_id = n.command_id and o.project_id = n.project_id";
    /// Where the feed ends from now on.
    ADVANCE = "update feed set last_no = $1 where id = 1";
    /// Wakes those who listen, once committed. On SQLite nobody can listen.
    NOTIFY = { sqlite: "select 1", postgres: "select pg_notify('luodi_feed', '')" };
    /// Changes after a number.
    READ = "select o.feed_no, o.command_id, o.project_id, o.first_sequence, o.last_sequence, o.recorded_at, h.command
        from outbox o join history h on h.project_id = o.project_id and h.sequence = o.first_sequence
        where o.feed_no > $1 order by o.feed_no limit $2";
}

/// A change of a project: what one command did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number in the feed.
    pub no: i64,
    /// The command.
    pub command_id: CommandId,
    /// What the command was, such as `ADVANCE`.
    pub command: String,
    /// The project.
    pub project: ProjectId,
    /// Sequence of its first event in the project's history.
    pub first: i64,
    /// Sequence of its last event: the version of the project after it.
    pub last: i64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Where the feed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The last number given.
    pub last: i64,
    /// Whether changes wait for a number.
    pub waiting: bool,
}

#[derive(FromRow)]
struct Row {
    feed_no: i64,
    command_id: Uuid,
    project_id: Uuid,
    first_sequence: i64,
    last_sequence: i64,
    recorded_at: DateTime<Utc>,
    command: String,
}

impl From<Row> for Change {
    fn from(row: Row) -> Self {
        Self {
            no: row.feed_no,
            command_id: CommandId::from_uuid(row.command_id),
            command: row.command,
            project: ProjectId::from_uuid(row.project_id),
            first: row.first_sequence,
            last: row.last_sequence,
            recorded_at: row.recorded_at,
        }
    }
}

/// Where the feed stands at this moment.
pub async fn peek(conn: &mut Conn<'_>) -> Result<Standing, StoreError> {
    let (last, waiting) = conn.fetch_one(PEEK, params![]).await?;
    Ok(Standing { last, waiting })
}

/// Numbers changes that wait: `limit` of them, and what else waits of their projects. How many it was, fewer than `limit`
/// when none is left; `None` when somebody else is numbering.
pub async fn number(tx: &mut Tx<'_>, limit: i64) -> Result<Option<u64>, StoreError> {
    let held: Option<(i64,)> = tx.fetch_optional(LEASE, params![]).await?;
    let Some((last,)) = held else { return Ok(None) };
    let numbered = tx.execute(NUMBER, params![last, limit]).await?;
    if numbered > 0 {
        tx.execute(ADVANCE, params![last.saturating_add_unsigned(numbered)]).await?;
        if tx.dialect() == Dialect::Postgres {
            tx.execute(NOTIFY, params![]).await?;
        }
    }
    Ok(Some(numbered))
}

/// Changes after a number, in the order of the feed.
pub async fn read(conn: &mut Conn<'_>, after: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(READ, params![after, limit]).await?;
    Ok(rows.into_iter().map(Change::from).collect())
}
