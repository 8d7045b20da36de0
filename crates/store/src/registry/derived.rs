//! Whether agencies, officers and enterprises are sorted and found by the names they have.

use std::collections::{BTreeSet, HashMap};

use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{after, enterprises};
use crate::db::{Conn, Stmt, StoreError};
use crate::params;
use crate::search::{self, Searched};

crate::statements! {
    /// A page of agencies with what they are sorted and found by.
    AGENCIES = "select id, name, short_name as other, name_key from agency where id > $1 order by id limit $2";
    /// The same of officers.
    OFFICERS = "select id, name, cast(null as text) as other, name_key from officer where id > $1 order by id limit $2";
    /// The same of enterprises, which also have former names.
    ENTERPRISES = "select id, name, credit_code as other, name_key from enterprise where id > $1 order by id limit $2";
    /// The terms of entries of one kind.
    list TERMS = "select object_id, term from registry_term where kind = $1 and object_id in ({ids})";
    /// Terms that lead to nothing.
    ASTRAY = "select t.kind, t.object_id, count(*) from registry_term t
        where not exists (select 1 from agency o where t.kind = 'AGENCY' and o.id = t.object_id)
            and not exists (select 1 from officer o where t.kind = 'OFFICER' and o.id = t.object_id)
            and not exists (select 1 from enterprise o where t.kind = 'ENTERPRISE' and o.id = t.object_id)
        group by t.kind, t.object_id order by t.kind, t.object_id";
}

/// What is stored of an entry and is not what its names make of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table} {row}: {detail}")]
pub struct Differing {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub row: String,
    /// What differs.
    pub detail: String,
}

/// A page that was looked through.
#[derive(Debug, Default)]
pub struct Looked {
    /// Nothing when all is well.
    pub differing: Vec<Differing>,
    /// The last entry of the page, after which the next one begins; none when there are no more.
    pub last: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    other: Option<String>,
    name_key: String,
}

const fn page_of(kind: Searched) -> Stmt {
    match kind {
        Searched::Agency => AGENCIES,
        Searched::Officer => OFFICERS,
        Searched::Enterprise => ENTERPRISES,
    }
}

fn shown(kind: Searched, id: Uuid) -> String {
    match kind {
        Searched::Agency => AgencyId::from_uuid(id).to_string(),
        Searched::Officer => OfficerId::from_uuid(id).to_string(),
        Searched::Enterprise => EnterpriseId::from_uuid(id).to_string(),
    }
}

/// Looks through at most `limit` entries of a kind after this one. Call it on one [`crate::db::Db::snapshot`]: what is
/// written in between would be found otherwise.
pub async fn differing(
    conn: &mut Conn<'_>,
    kind: Searched,
    last: Option<Uuid>,
    limit: u32,
) -> Result<Looked, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(page_of(kind), params![after(last), limit]).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut former_names = match kind {
        Searched::Enterprise => enterprises::former_names(conn, &ids).await?,
        Searched::Agency | Searched::Officer => HashMap::new(),
    };
    let terms: Vec<(Uuid, String)> = conn.fetch_list(TERMS, params![kind.as_str()], &ids).await?;
    let mut stored: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    for (id, term) in terms {
        stored.entry(id).or_default().insert(term);
    }
    let mut looked = Looked { differing: Vec::new(), last: ids.last().copied() };
    for Row { id, name, other, name_key } in rows {
        let former = former_names.remove(&id).unwrap_or_default();
        let names = std::iter::once(&name).chain(&other).chain(&former).map(String::as_str);
        let expected = search::terms_of_names(names);
        let stored = search::Stored { name_key, terms: stored.remove(&id).unwrap_or_default() };
        let found = search::differing(&stored, &name, &expected);
        looked.differing.extend(found.into_iter().map(|detail| Differing {
            table: kind.table(),
            row: shown(kind, id),
            detail,
        }));
    }
    Ok(looked)
}

/// Terms by which something is found that is not there. One statement.
pub async fn terms_astray(conn: &mut Conn<'_>) -> Result<Vec<Differing>, StoreError> {
    let rows: Vec<(String, Uuid, i64)> = conn.fetch_all(ASTRAY, params![]).await?;
    let differing = |(kind, id, count): (String, Uuid, i64)| {
        let known = Searched::ALL.into_iter().find(|known| known.as_str() == kind);
        let row = known.map_or_else(|| format!("{kind} {id}"), |kind| shown(kind, id));
        Differing {
            table: "registry_term",
            row,
            detail: format!("{count} of the search terms lead to what is not there"),
        }
    };
    Ok(rows.into_iter().map(differing).collect())
}
