//! What plans come to, kept beside projects and permits so that lists filter by it, and how far working it out anew has
//! come.

mod replanning;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::plan::Outlook;
use sqlx::FromRow;
use uuid::Uuid;

pub use replanning::{
    Replanning, Worker, advance, begin, departments_changed, finish, leave, left, lock_free, outdated_by,
    stand, unreadable,
};

use crate::db::{Conn, StoreError, Tx, Value, upsert_rows};
use crate::params;

#[cfg(test)]
pub(crate) const STATEMENTS: [&[(&str, crate::db::StmtText)]; 2] = [ALL, replanning::ALL];

crate::statements! {
    /// What is kept of these projects.
    list SELECT = "select project_id, version, revision, undecided, missing, outdated from project_outlook
        where project_id in ({ids})";
    /// Their permits that can be filed.
    list FILEABLE = "select id, project_id, agreed_on from fileable_permit where project_id in ({ids})";
    /// Forgets which they are, about to be written anew.
    list FORGET = "delete from fileable_permit where project_id in ({ids})";
}

/// What a project's plan comes to, and out of which version of the project that was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// The project.
    pub project: ProjectId,
    /// Its version.
    pub version: i64,
    /// What its plan comes to.
    pub outlook: Outlook,
}

/// What is kept of a project, and by which catalogue, word of regions and departments it was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// By which catalogue, word of regions and departments; empty where nobody has worked it out.
    pub revision: String,
    /// What was worked out.
    pub worked: Worked,
}

#[derive(FromRow)]
struct Row {
    project_id: Uuid,
    version: i64,
    revision: String,
    undecided: i64,
    missing: i64,
    outdated: bool,
}

/// What is kept of these projects; those that do not exist have no entry. Two statements.
pub async fn kept(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<HashMap<ProjectId, Kept>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let permits: Vec<(Uuid, Uuid, Option<NaiveDate>)> = conn.fetch_list(FILEABLE, params![], ids).await?;
    let mut fileable: HashMap<Uuid, BTreeMap<PermitId, Option<NaiveDate>>> = HashMap::new();
    for (id, project, agreed_on) in permits {
        fileable.entry(project).or_default().insert(PermitId::from_uuid(id), agreed_on);
    }
    let kept = |row: Row| {
        let project = ProjectId::from_uuid(row.project_id);
        let outlook = Outlook {
            fileable: fileable.remove(&row.project_id).unwrap_or_default(),
            undecided: u32::try_from(row.undecided).unwrap_or(u32::MAX),
            missing: u32::try_from(row.missing).unwrap_or(u32::MAX),
            outdated: row.outdated,
        };
        let worked = Worked { project, version: row.version, outlook };
        (project, Kept { revision: row.revision, worked })
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// Keeps what was worked out of projects that this transaction holds, in place of what was kept of them.
pub async fn keep(tx: &mut Tx<'_>, revision: &str, worked: &[Worked]) -> Result<(), StoreError> {
    const INTO: &str =
        "insert into project_outlook (project_id, version, revision, undecided, missing, outdated) values ";
    const ANEW: &str = " on conflict (project_id) do update set version = excluded.version,
        revision = excluded.revision, undecided = excluded.undecided, missing = excluded.missing,
        outdated = excluded.outdated";
    const FILEABLE_INTO: &str = "insert into fileable_permit (id, project_id, agreed_on) values ";
    let row = |one: &Worked| {
        let Outlook { undecided, missing, outdated, fileable: _ } = one.outlook;
        params![one.project, one.version, revision, undecided, missing, outdated]
    };
    upsert_rows(tx, "KEEP_OUTLOOKS", INTO, worked.iter().map(row).collect(), ANEW).await?;
    let projects: Vec<ProjectId> = worked.iter().map(|one| one.project).collect();
    tx.execute_list(FORGET, params![], &projects).await?;
    let fileable = |one: &Worked| -> Vec<Vec<Value>> {
        one.outlook.fileable.iter().map(|(id, agreed_on)| params![*id, one.project, *agreed_on]).collect()
    };
    let rows = worked.iter().flat_map(fileable).collect();
    upsert_rows(tx, "KEEP_FILEABLE", FILEABLE_INTO, rows, "").await
}
