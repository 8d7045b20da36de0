//! Recorders 代录人: who records what a leader decides.

use chrono::NaiveDate;
use luodi_domain::ids::{OfficerId, PostId, RecorderId};
use luodi_domain::registry::Recorder;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::params;

/// Nobody is twice a recorder of one leader at a time.
pub const ONCE: UniqueConstraint =
    UniqueConstraint { name: "recorder_once", columns: "recorder.leader_id, recorder.officer_id" };

macro_rules! recorders {
    ($rest:literal) => {
        concat!("select id, leader_id, officer_id, since, ended_on, version from recorder where ", $rest)
    };
}

crate::statements! {
    /// Recorders by their ids, also former ones.
    list BY_IDS = recorders!("id in ({ids})");
    /// The recorders of leaders.
    list OF_LEADERS = recorders!("ended_on is null and leader_id in ({ids}) order by id");
    /// For whom an officer records.
    OF_OFFICER = recorders!("ended_on is null and officer_id = $1 order by id");
    /// Those that concern an officer, either way.
    CONCERNING = recorders!("ended_on is null and (leader_id = $1 or officer_id = $1) order by id");
    /// Those that concern somebody in a post, either way.
    CONCERNING_POST = recorders!("ended_on is null and (leader_id in (select id from officer where post_id = $1)
        or officer_id in (select id from officer where post_id = $1)) order by id");
    /// Whether an officer records for a leader.
    RECORDS = "select exists (select 1 from recorder where ended_on is null and leader_id = $1 and officer_id = $2)";
    /// A new one.
    INSERT = "insert into recorder (id, leader_id, officer_id, since, ended_on, version) values ($1, $2, $3, $4, $5, $6)";
    /// He is none any more.
    END = "update recorder set ended_on = $2, version = $3 + 1 where id = $1 and version = $3 and ended_on is null";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    leader_id: Uuid,
    officer_id: Uuid,
    since: NaiveDate,
    ended_on: Option<NaiveDate>,
    version: i64,
}

impl From<Row> for Recorder {
    fn from(row: Row) -> Self {
        Self {
            id: RecorderId::from_uuid(row.id),
            leader: OfficerId::from_uuid(row.leader_id),
            officer: OfficerId::from_uuid(row.officer_id),
            since: row.since,
            ended_on: row.ended_on,
            version: row.version,
        }
    }
}

fn recorders(rows: Vec<Row>) -> Vec<Recorder> {
    rows.into_iter().map(Recorder::from).collect()
}

/// These recorders; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[RecorderId]) -> Result<Vec<Recorder>, StoreError> {
    conn.fetch_list(BY_IDS, params![], ids).await.map(recorders)
}

/// The recorders of leaders, as of now.
pub async fn of_leaders(conn: &mut Conn<'_>, leaders: &[OfficerId]) -> Result<Vec<Recorder>, StoreError> {
    conn.fetch_list(OF_LEADERS, params![], leaders).await.map(recorders)
}

/// For whom an officer records, as of now.
pub async fn of_officer(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Vec<Recorder>, StoreError> {
    conn.fetch_all(OF_OFFICER, params![officer]).await.map(recorders)
}

/// Where the officer records, or is recorded for; in the order of their ids.
pub async fn concerning(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Vec<Recorder>, StoreError> {
    conn.fetch_all(CONCERNING, params![officer]).await.map(recorders)
}

/// The same of everybody in a post.
pub async fn concerning_post(conn: &mut Conn<'_>, post: PostId) -> Result<Vec<Recorder>, StoreError> {
    conn.fetch_all(CONCERNING_POST, params![post]).await.map(recorders)
}

/// Whether an officer records for a leader.
pub async fn records(conn: &mut Conn<'_>, leader: OfficerId, officer: OfficerId) -> Result<bool, StoreError> {
    let (records,) = conn.fetch_one(RECORDS, params![leader, officer]).await?;
    Ok(records)
}

/// Adds a recorder.
///
/// # Errors
/// [`ONCE`] is broken when he is one already.
pub async fn insert(tx: &mut Tx<'_>, recorder: &Recorder) -> Result<(), StoreError> {
    let Recorder { id, leader, officer, since, ended_on, version } = recorder;
    tx.execute(INSERT, params![id, leader, officer, *since, *ended_on, *version]).await.map(drop)
}

/// Ends what a recorder is who is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn end(
    tx: &mut Tx<'_>,
    id: RecorderId,
    ended_on: Option<NaiveDate>,
    expected_version: i64,
) -> Result<(), StoreError> {
    tx.execute_guarded(END, params![id, ended_on, expected_version]).await
}
