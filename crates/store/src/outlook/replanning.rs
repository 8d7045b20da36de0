//! How far working out anew what plans come to has come, and whose turn it is.

use chrono::{DateTime, Utc};
use luodi_domain::ids::ProjectId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;

crate::statements! {
    /// Where it stands.
    STAND = "select offices, revision, begun_by, total, done, began_at, finished_at, worker, leased_until from replanning
        where id = 1";
    /// Departments changed, and with them what plans come to.
    DEPARTMENTS_CHANGED = "update replanning set offices = offices + 1 where id = 1";
    /// The next projects whose outlook is by another revision. Either side of it is a range of the index; what is worked out
    /// leaves it, so that whoever begins again goes on where the last one ended.
    OUTDATED_BY = "select project_id from (
            select project_id from (
                select project_id from project_outlook where revision < $1 order by revision, project_id limit $2) as before
            union all
            select project_id from (
                select project_id from project_outlook where revision > $1 order by revision, project_id limit $2) as behind
        ) as both_sides limit $2";
    /// How many there are.
    LEFT = "select (select count(*) from project_outlook where revision < $1)
        + (select count(*) from project_outlook where revision > $1)";
    /// Begins with a revision, unless somebody has.
    BEGIN = "update replanning set revision = $1, begun_by = $4, total = $2, done = 0, began_at = $3, finished_at = null,
        worker = null, leased_until = null where id = 1 and (revision is null or revision <> $1)";
    /// Goes on, for whoever's turn it is. What changes after the end is worked out on top.
    ADVANCE = "update replanning set done = done + $2, total = case when done + $2 > total then done + $2 else total end,
        worker = $3, leased_until = $4
        where id = 1 and revision = $1 and (worker is null or worker = $3 or leased_until < $5)";
    /// Leaves it to others.
    LEAVE = "update replanning set worker = null, leased_until = null where id = 1 and worker = $1";
    /// All is worked out: some of it by commands, which are not counted.
    FINISH = "update replanning set finished_at = $2, total = done, worker = null, leased_until = null
        where id = 1 and revision = $1 and finished_at is null";
    /// Those of these projects that nobody holds, held until the transaction ends. Commands that hold one work its outlook
    /// out themselves. SQLite has one writer anyway.
    list LOCK_FREE = {
        sqlite: "select id, version from project where id in ({ids}) order by id",
        postgres: "select id, version from project where id in ({ids}) order by id for no key update skip locked",
    };
    /// A project that cannot be read keeps what it had.
    UNREADABLE = "update project_outlook set revision = $2 where project_id = $1";
}

/// Where working out anew stands.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Replanning {
    /// How often it changed which department an agency is, or whether it works.
    pub offices: i64,
    /// The revision that is worked out, or was last; nothing before the first time.
    pub revision: Option<String>,
    /// The process that began with it.
    pub begun_by: Option<Uuid>,
    /// How many projects there were to be worked out.
    pub total: i64,
    /// How many are.
    pub done: i64,
    /// When it began.
    pub began_at: Option<DateTime<Utc>>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The process that was at it last.
    worker: Option<Uuid>,
    /// Until when nobody else is.
    leased_until: Option<DateTime<Utc>>,
}

impl Replanning {
    /// Whether another process is at it.
    pub fn is_anothers(&self, me: Uuid, now: DateTime<Utc>) -> bool {
        self.worker.is_some_and(|worker| worker != me) && self.leased_until.is_some_and(|until| until >= now)
    }
}

/// A process that works out, at a moment, and until when it wants no other to.
#[derive(Debug, Clone, Copy)]
pub struct Worker {
    /// Its own id.
    pub id: Uuid,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// Where it stands.
pub async fn stand(conn: &mut Conn<'_>) -> Result<Replanning, StoreError> {
    conn.fetch_one(STAND, params![]).await
}

/// Says, in the transaction of the change, that plans have other deciders now.
pub async fn departments_changed(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(DEPARTMENTS_CHANGED, params![]).await.map(|_| ())
}

/// Some projects whose outlook is by another revision; none when all are by this one.
pub async fn outdated_by(
    conn: &mut Conn<'_>,
    revision: &str,
    limit: u32,
) -> Result<Vec<ProjectId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(OUTDATED_BY, params![revision, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect())
}

/// How many projects have an outlook by another revision.
pub async fn left(conn: &mut Conn<'_>, revision: &str) -> Result<i64, StoreError> {
    let (left,): (i64,) = conn.fetch_one(LEFT, params![revision]).await?;
    Ok(left)
}

/// Begins to work out a revision for so many projects, by a process; whether nobody had.
pub async fn begin(
    tx: &mut Tx<'_>,
    revision: &str,
    total: i64,
    now: DateTime<Utc>,
    by: Uuid,
) -> Result<bool, StoreError> {
    Ok(tx.execute(BEGIN, params![revision, total, now, by]).await? == 1)
}

/// Counts what was worked out; whether it is still this worker's turn at this revision.
pub async fn advance(tx: &mut Tx<'_>, revision: &str, done: i64, worker: Worker) -> Result<bool, StoreError> {
    let values = params![revision, done, worker.id, worker.until, worker.now];
    Ok(tx.execute(ADVANCE, values).await? == 1)
}

/// Leaves it to others, who else would wait for this worker.
pub async fn leave(tx: &mut Tx<'_>, worker: Uuid) -> Result<(), StoreError> {
    tx.execute(LEAVE, params![worker]).await.map(|_| ())
}

/// Says that a revision is worked out; whether it was not said before.
pub async fn finish(tx: &mut Tx<'_>, revision: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(tx.execute(FINISH, params![revision, now]).await? == 1)
}

/// Holds those of these projects that nobody else does, with their versions.
pub async fn lock_free(tx: &mut Tx<'_>, ids: &[ProjectId]) -> Result<Vec<(ProjectId, i64)>, StoreError> {
    let rows: Vec<(Uuid, i64)> = tx.fetch_list(LOCK_FREE, params![], ids).await?;
    Ok(rows.into_iter().map(|(id, version)| (ProjectId::from_uuid(id), version)).collect())
}

/// Passes over a project that cannot be read, so that it does not stand in the way of the others.
pub async fn unreadable(tx: &mut Tx<'_>, project: ProjectId, revision: &str) -> Result<(), StoreError> {
    tx.execute(UNREADABLE, params![project, revision]).await.map(|_| ())
}
