//! Holding projects for a decision that must not race another.
//!
//! Whoever writes a phase also writes what its umbrella shows, and whoever writes a permit that stands for others 共用
//! writes to their projects what becomes of it. So with each project its umbrella is held, and the projects that
//! follow its permits with theirs, whether one is named or several: all at once, in the order of their ids, so that
//! two transactions that hold their projects by one call never wait for each other. What comes to follow between the
//! look and the lock is held when it is written; a circle that comes of it is found by the server, and one of the two
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
    /// The same projects for several. A phase never moves to another umbrella.
    list BELONGING = "with named as (select id, phase_of from project where id in ({ids})),
        held as (select id, phase_of from named union select f.id, f.phase_of from named n
            join permit p on p.covered_project_id = n.id join project f on f.id = p.project_id)
        select id from held union select phase_of from held where phase_of is not null";
    /// Holds several, which the caller has sorted: more than fit one statement are held by several, one after the other.
    list LOCK_MANY = {
        sqlite: "select id, version from project where id in ({ids}) order by id",
        postgres: "select id, version from project where id in ({ids}) order by id for no key update",
    };
}

/// The project's version, once nobody else can change it or its umbrella before this transaction ends; nothing if there
/// is no such project.
pub async fn lock(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<i64>, StoreError> {
    let rows: Vec<(Uuid, i64)> = tx.fetch_all(LOCK, params![id]).await?;
    Ok(rows.into_iter().find_map(|(held, version)| (held == id.uuid()).then_some(version)))
}

/// Holds several projects with their umbrellas and those that follow them, as [`lock`] does for one. Sorts the ids and takes
/// out those given twice; projects that do not exist have no entry.
pub async fn lock_many(
    tx: &mut Tx<'_>,
    ids: &mut Vec<ProjectId>,
) -> Result<BTreeMap<ProjectId, i64>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let belonging: Vec<(Uuid,)> = tx.fetch_list(BELONGING, params![], ids).await?;
    let mut held: Vec<ProjectId> = belonging.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect();
    held.sort_unstable();
    held.dedup();
    let rows: Vec<(Uuid, i64)> = tx.fetch_list(LOCK_MANY, params![], &held).await?;
    let versions = rows.into_iter().map(|(id, version)| (ProjectId::from_uuid(id), version));
    Ok(versions.filter(|(id, _)| ids.binary_search(id).is_ok()).collect())
}
