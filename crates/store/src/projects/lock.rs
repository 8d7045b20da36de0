//! Holding projects for a decision that must not race another.
//!
//! Whoever writes a phase also writes what its umbrella shows, so the umbrella is held with it, from the first, and all are
//! held in the order of their ids: two transactions never wait for each other. So are the projects of permits that one of
//! its own stands for 共用: what becomes of that one is written to them.

use std::collections::BTreeMap;

use luodi_domain::ids::ProjectId;
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// A project, its umbrella and those that follow it, held until the transaction ends. SQLite has one writer anyway. On
    /// PostgreSQL the lock leaves foreign keys alone, so that rows that point at the project can still be written by others.
    /// The server locks rows in the order in which they come out of the sort.
    LOCK = {
        sqlite: "select id, version from project where id = $1",
        postgres: "select id, version from project where id in (select cast($1 as uuid)
            union all select phase_of from project where id = $1
            union all select project_id from permit where covered_project_id = $1
            union all select f.phase_of from permit p join project f on f.id = p.project_id
                where p.covered_project_id = $1) order by id for no key update",
    };
    /// The umbrellas of several. A phase never moves to another.
    list UMBRELLAS = "select distinct phase_of from project where id in ({ids}) and phase_of is not null";
    /// The first for several, which the caller has sorted.
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
    let rows: Vec<(Uuid, i64)> = tx.fetch_list(LOCK_MANY, params![], &held).await?;
    let versions = rows.into_iter().map(|(id, version)| (ProjectId::from_uuid(id), version));
    Ok(versions.filter(|(id, _)| ids.binary_search(id).is_ok()).collect())
}
