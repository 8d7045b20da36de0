//! Holding projects for a decision that must not race another.
//!
//! Whoever writes a phase also writes what its umbrella shows, and whoever writes a permit that stands for others
//! 共用 writes to their projects what becomes of it. So with each project that is decided on its umbrella is held, and
//! the projects that follow its permits with theirs: all at once, in the order of their ids, so that two transactions
//! never wait for each other. What follows those is not written, and not held. What comes to follow between the look
//! and the lock is held when it is written; a circle that comes of it is found by the server, and one of the two
//! decides again.

use std::collections::BTreeMap;

use luodi_domain::ids::ProjectId;
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// A project, its umbrella, those that follow its permits and theirs, held until the transaction ends. SQLite has
    /// one writer anyway. On PostgreSQL the lock leaves foreign keys alone, so that rows that point at the project
    /// can still be written by others. The server locks rows in the order in which they come out of the sort.
    LOCK = {
        sqlite: "select id, version from project where id = $1",
        postgres: "select id, version from project where id in (select cast($1 as uuid)
            union all select phase_of from project where id = $1
            union all select project_id from permit where covered_project_id = $1
            union all select f.phase_of from permit p join project f on f.id = p.project_id
                where p.covered_project_id = $1) order by id for no key update",
    };
    /// The projects that follow permits of several.
    list FOLLOWERS = "select distinct project_id from permit where covered_project_id in ({ids})";
    /// The umbrellas of several. A phase never moves to another.
    list UMBRELLAS = "select distinct phase_of from project where id in ({ids}) and phase_of is not null";
    /// Holds several, which the caller has sorted: more than fit one statement are held by several, one after the other.
    list LOCK_MANY = {
        sqlite: "select id, version from project where id in ({ids}) order by id",
        postgres: "select id, version from project where id in ({ids}) order by id for no key update",
    };
}

/// The project's version, once nobody else can change it, its umbrella or what follows it before this transaction ends;
/// nothing if there is no such project.
pub async fn lock(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<i64>, StoreError> {
    let rows: Vec<(Uuid, i64)> = tx.fetch_all(LOCK, params![id]).await?;
    Ok(rows.into_iter().find_map(|(held, version)| (held == id.uuid()).then_some(version)))
}

/// Holds several projects and their umbrellas. Sorts the ids and takes out those given twice; projects that do not exist
/// have no entry.
pub async fn lock_many(
    tx: &mut Tx<'_>,
    ids: &mut Vec<ProjectId>,
) -> Result<BTreeMap<ProjectId, i64>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let umbrellas: Vec<(Uuid,)> = tx.fetch_list(UMBRELLAS, params![], ids).await?;
    let mut held = ids.clone();
    held.extend(umbrellas.into_iter().map(|(id,)| ProjectId::from_uuid(id)));
    held.sort_unstable();
    held.dedup();
    let rows: Vec<(Uuid, i64)> = tx.fetch_list(LOCK_MANY, params![], &held).await?;
    let versions = rows.into_iter().map(|(id, version)| (ProjectId::from_uuid(id), version));
    Ok(versions.filter(|(id, _)| ids.binary_search(id).is_ok()).collect())
}

/// Holds projects that are decided on with those that follow them, as [`lock`] does for one, and others that are only
/// written beside them; all with their umbrellas.
pub async fn lock_with_followers(
    tx: &mut Tx<'_>,
    decided: &[ProjectId],
    beside: &[ProjectId],
) -> Result<(), StoreError> {
    let followers: Vec<(Uuid,)> = tx.fetch_list(FOLLOWERS, params![], decided).await?;
    let mut ids: Vec<ProjectId> = followers.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect();
    ids.extend(decided.iter().chain(beside));
    lock_many(tx, &mut ids).await.map(drop)
}
