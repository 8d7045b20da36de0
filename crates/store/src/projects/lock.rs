//! Holding projects for a decision that must not race another.

use std::collections::BTreeMap;

use luodi_domain::ids::ProjectId;
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// A project, held until the transaction ends. SQLite has one writer anyway. On PostgreSQL the lock leaves foreign
    /// keys alone, so that rows that point at the project can still be written by others.
    LOCK = {
        sqlite: "select version from project where id = $1",
        postgres: "select version from project where id = $1 for no key update",
    };
    /// The same for several. The server locks rows in the order in which they come out of the sort.
    list LOCK_MANY = {
        sqlite: "select id, version from project where id in ({ids}) order by id",
        postgres: "select id, version from project where id in ({ids}) order by id for no key update",
    };
}

/// The project's version, once nobody else can change it before this transaction ends; nothing if there is no such
/// project.
pub async fn lock(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = tx.fetch_optional(LOCK, params![id]).await?;
    Ok(row.map(|(version,)| version))
}

/// Holds several projects, in the order of their ids, so that two transactions never wait for each other. Sorts the
/// ids and takes out those given twice; projects that do not exist have no entry.
pub async fn lock_many(
    tx: &mut Tx<'_>,
    ids: &mut Vec<ProjectId>,
) -> Result<BTreeMap<ProjectId, i64>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, i64)> = tx.fetch_list(LOCK_MANY, params![], ids).await?;
    Ok(rows.into_iter().map(|(id, version)| (ProjectId::from_uuid(id), version)).collect())
}
