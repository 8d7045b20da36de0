//! The tables of the history as they are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::ids::{CommandId, ProjectId};
use luodi_domain::private::Private;
use sqlx::FromRow;
use uuid::Uuid;

use super::private::Texts;
use crate::db::{BuiltStmt, Conn, StoreError, Value, padded};
use crate::params;

/// A row of `history`.
#[derive(Debug, Clone, FromRow)]
pub(super) struct HistoryRow {
    pub(super) project_id: Uuid,
    pub(super) sequence: i64,
    pub(super) event_type: String,
    pub(super) event_version: i64,
    pub(super) command_id: Uuid,
    pub(super) command: String,
    pub(super) actor_id: Option<Uuid>,
    pub(super) occurred_on: NaiveDate,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) canonical: String,
    pub(super) previous_hash: String,
    pub(super) hash: String,
}

/// A row of `history_private`. Salt and text are both there, or the row was erased.
#[derive(Debug, Clone, FromRow)]
pub(super) struct PrivateRow {
    pub(super) project_id: Uuid,
    pub(super) sequence: i64,
    pub(super) field: String,
    pub(super) kind: String,
    pub(super) salt: Option<Vec<u8>>,
    pub(super) text: Option<String>,
}

/// What a row is by itself: its place, its hashed text and the hashes around that. It holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRow {
    /// The project.
    pub project: ProjectId,
    /// Its place in the project's history, from 1.
    pub sequence: i64,
    /// What is hashed.
    pub canonical: String,
    /// The hash of the row before.
    pub previous_hash: String,
    /// This row's hash.
    pub hash: String,
}

/// The columns of [`HistoryRow`].
macro_rules! history {
    ($($rest:literal)*) => {
        concat!(
            "select h.project_id, h.sequence, h.event_type, h.event_version, h.command_id, h.command, h.actor_id,
                    h.occurred_on, h.recorded_at, h.canonical, h.previous_hash, h.hash
             from history h", $($rest)*
        )
    };
}

/// The columns of [`PrivateRow`].
macro_rules! private {
    ($($rest:literal)*) => {
        concat!(
            "select p.project_id, p.sequence, p.field, p.kind, p.salt, p.text from history_private p", $($rest)*
        )
    };
}

crate::statements! {
    /// A project's rows after a sequence.
    PAGE = history!(" where h.project_id = $1 and h.sequence > $2 order by h.sequence limit $3");
    /// The private texts of a span of a project's rows.
    PAGE_PRIVATE = private!(" where p.project_id = $1 and p.sequence > $2 and p.sequence <= $3
                              order by p.sequence, p.field");
    /// The rows of projects in a span of sequences.
    list SPAN = history!(" where h.sequence > $1 and h.sequence <= $2 and h.project_id in ({ids})");
    /// Their private texts.
    list SPAN_PRIVATE = private!(" where p.sequence > $1 and p.sequence <= $2 and p.project_id in ({ids})
                                   order by p.field");
    /// The rows of a command, in all projects it touched.
    OF_COMMAND = history!(" where h.command_id = $1 order by h.project_id, h.sequence");
    /// The private texts of a command's rows.
    OF_COMMAND_PRIVATE = private!(
        " join history h on h.project_id = p.project_id and h.sequence = p.sequence
          where h.command_id = $1 order by p.project_id, p.sequence, p.field");
    /// Where commands decided on two projects that looked the same.
    pub(super) list RULED = "select project_id, sequence from history where event_type = 'DUPLICATE_RULED' and command_id in ({ids})";
    /// Where commands had permits stand for others, or follow one.
    list COVERING = history!(" where h.event_type in ('COVER_SET', 'COVER_FOLLOWED') and h.command_id in ({ids})");
    /// Their private texts.
    list COVERING_PRIVATE = private!(
        " join history h on h.project_id = p.project_id and h.sequence = p.sequence
          where h.event_type in ('COVER_SET', 'COVER_FOLLOWED') and h.command_id in ({ids}) order by p.field");
    /// The rows of projects that say whose turn a permit's preparation is, whether another stands for it, and whether the
    /// project goes on at all.
    list PREPARED = history!(" where h.event_type in ('PERMIT_ADDED', 'PERMIT_UPDATED', 'PERMIT_REPLANNED',
        'COVER_FOLLOWED', 'PROJECT_WITHDRAWN', 'PROJECT_REOPENED') and h.project_id in ({ids})");
    /// Their private texts.
    list PREPARED_PRIVATE = private!(
        " join history h on h.project_id = p.project_id and h.sequence = p.sequence
          where h.event_type in ('PERMIT_ADDED', 'PERMIT_UPDATED', 'PERMIT_REPLANNED', 'COVER_FOLLOWED',
          'PROJECT_WITHDRAWN', 'PROJECT_REOPENED') and p.project_id in ({ids}) order by p.field");
    /// What is hashed of all rows behind a place.
    CHAIN = "select project_id, sequence, canonical, previous_hash, hash from history
        where (project_id, sequence) > ($1, $2) order by project_id, sequence limit $3";
    /// A project's last row: its sequence, hash and time.
    pub(super) LAST = "select sequence, hash, recorded_at from history where project_id = $1 order by sequence desc limit 1";
    /// Projects that have a history, or an entry in the outbox, and no row.
    pub(super) WITHOUT_PROJECT = "select h.project_id from history h
        where not exists (select 1 from project p where p.id = h.project_id)
        union select o.project_id from outbox o where not exists (select 1 from project p where p.id = o.project_id)
        order by project_id";
    /// The place and hash of the row after a sequence: what links the chain when the rest of the row cannot be read.
    pub(super) LINK_AFTER = "select sequence, hash from history where project_id = $1 and sequence > $2
        order by sequence limit 1";
    /// A project's version, when it was first recorded and when it was last written.
    pub(super) VERSION = "select version, created_at, updated_at from project where id = $1";
}

/// A history row with the private texts that stand beside it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) row: HistoryRow,
    pub(super) private: Vec<PrivateRow>,
}

impl Whole {
    /// The private texts by path.
    pub(super) fn texts(&self) -> Texts {
        let text = |row: &PrivateRow| (row.field.clone(), Private::from_stored(row.text.clone()));
        self.private.iter().map(text).collect()
    }
}

/// At most `limit` rows of a project after a sequence.
pub(super) async fn page(
    conn: &mut Conn<'_>,
    project: ProjectId,
    after: i64,
    limit: i64,
) -> Result<Vec<Whole>, StoreError> {
    let rows: Vec<HistoryRow> = conn.fetch_all(PAGE, params![project, after, limit]).await?;
    let Some(last) = rows.last() else { return Ok(Vec::new()) };
    let private = conn.fetch_all(PAGE_PRIVATE, params![project, after, last.sequence]).await?;
    Ok(together(rows, private))
}

/// At most `limit` rows of all projects behind a place, in the order of project and sequence, as they are hashed; from the
/// beginning when no place is given.
pub async fn chain_rows(
    conn: &mut Conn<'_>,
    after: Option<(ProjectId, i64)>,
    limit: i64,
) -> Result<Vec<ChainRow>, StoreError> {
    // Sequences begin at 1, so nothing lies before.
    let (project, sequence) = after.unwrap_or((ProjectId::from_uuid(Uuid::nil()), 0));
    let rows: Vec<(Uuid, i64, String, String, String)> =
        conn.fetch_all(CHAIN, params![project, sequence, limit]).await?;
    let row = |(project, sequence, canonical, previous_hash, hash)| {
        let project = ProjectId::from_uuid(project);
        ChainRow { project, sequence, canonical, previous_hash, hash }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The rows of projects after a sequence and up to another, in order for each project.
pub(super) async fn span(
    conn: &mut Conn<'_>,
    projects: &[ProjectId],
    after: i64,
    until: i64,
) -> Result<Vec<Whole>, StoreError> {
    let mut rows: Vec<HistoryRow> = conn.fetch_list(SPAN, params![after, until], projects).await?;
    rows.sort_by_key(|row| (row.project_id, row.sequence));
    let private = conn.fetch_list(SPAN_PRIVATE, params![after, until], projects).await?;
    Ok(together(rows, private))
}

/// The rows of projects that say whose turn a permit's preparation is, and whether the project goes on, in order for each
/// project.
pub(super) async fn prepared(conn: &mut Conn<'_>, projects: &[ProjectId]) -> Result<Vec<Whole>, StoreError> {
    let mut rows: Vec<HistoryRow> = conn.fetch_list(PREPARED, params![], projects).await?;
    rows.sort_by_key(|row| (row.project_id, row.sequence));
    let private = conn.fetch_list(PREPARED_PRIVATE, params![], projects).await?;
    Ok(together(rows, private))
}

/// These rows, by project and sequence.
pub(super) async fn at(conn: &mut Conn<'_>, places: &[(ProjectId, i64)]) -> Result<Vec<Whole>, StoreError> {
    let Some(last) = places.last() else { return Ok(Vec::new()) };
    let missing = padded(places.len()).saturating_sub(places.len());
    let places: Vec<_> = places.iter().chain(std::iter::repeat_n(last, missing)).collect();
    let pair = |table: &'static str| {
        let one = move |at: usize| {
            format!("({table}.project_id = ${} and {table}.sequence = ${})", at * 2 + 1, at * 2 + 2)
        };
        (0..places.len()).map(one).collect::<Vec<_>>().join(" or ")
    };
    let values: Vec<Value> =
        places.iter().flat_map(|(project, sequence)| params![*project, *sequence]).collect();
    let rows = BuiltStmt::new("HISTORY_AT", format!("{}{}", history!(" where "), pair("h")));
    let rows = conn.fetch_all(rows, values.clone()).await?;
    let private =
        BuiltStmt::new("PRIVATE_AT", format!("{}{} order by p.field", private!(" where "), pair("p")));
    let private = conn.fetch_all(private, values).await?;
    Ok(together(rows, private))
}

/// The rows of a command, in all projects it touched.
pub(super) async fn of_command(conn: &mut Conn<'_>, command: CommandId) -> Result<Vec<Whole>, StoreError> {
    let rows = conn.fetch_all(OF_COMMAND, params![command]).await?;
    let private = conn.fetch_all(OF_COMMAND_PRIVATE, params![command]).await?;
    Ok(together(rows, private))
}

/// The rows by which commands had permits stand for others, or follow one.
pub(super) async fn covering(conn: &mut Conn<'_>, commands: &[CommandId]) -> Result<Vec<Whole>, StoreError> {
    let rows = conn.fetch_list(COVERING, params![], commands).await?;
    let private = conn.fetch_list(COVERING_PRIVATE, params![], commands).await?;
    Ok(together(rows, private))
}

/// Puts each private text to its row.
fn together(rows: Vec<HistoryRow>, private: Vec<PrivateRow>) -> Vec<Whole> {
    let mut by_row: HashMap<(Uuid, i64), Vec<PrivateRow>> = HashMap::new();
    for text in private {
        by_row.entry((text.project_id, text.sequence)).or_default().push(text);
    }
    let whole = |row: HistoryRow| {
        let private = by_row.remove(&(row.project_id, row.sequence)).unwrap_or_default();
        Whole { row, private }
    };
    rows.into_iter().map(whole).collect()
}
