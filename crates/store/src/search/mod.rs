//! Search by any characters of a name, by pinyin, by initials, and by code.
//!
//! Every tail of every name is kept as a term, so that any part of a name is the beginning of a term: one range of an
//! index, the same on both databases, however short the word. Full-text indexes of both engines need three characters.

mod compare;
mod key;

pub(crate) use compare::{Stored, differing};
pub(crate) use key::{MAX_SORT_KEY, beyond, terms, terms_of_names};
pub use key::{sort_key, words};

use std::collections::BTreeSet;

use luodi_domain::ids::ProjectId;
use luodi_domain::project::Project;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;

crate::statements! {
    /// The terms of a project, as a JSON array: one statement however many there are.
    INSERT = {
        sqlite: "insert into project_term (term, project_id) select value, $1 from json_each($2)",
        postgres: "insert into project_term (term, project_id)
            select value, $1 from jsonb_array_elements_text(cast($2 as jsonb))",
    };
    /// The terms of a project.
    SELECT = "select term from project_term where project_id = $1";
    /// All terms of a project.
    DELETE = "delete from project_term where project_id = $1";
    /// The terms of an entry of the registry, likewise.
    INSERT_NAMES = {
        sqlite: "insert into registry_term (object_id, kind, term) select $1, $2, value from json_each($3)",
        postgres: "insert into registry_term (object_id, kind, term)
            select $1, $2, value from jsonb_array_elements_text(cast($3 as jsonb))",
    };
    /// The terms of an entry of the registry.
    SELECT_NAMES = "select term from registry_term where object_id = $1";
    /// All terms of an entry of the registry.
    DELETE_NAMES = "delete from registry_term where object_id = $1";
}

/// What is searched beside projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// Agencies, by name and short name.
    Agency,
    /// Officers, by name.
    Officer,
    /// Enterprises, by their names, present and former, and credit code.
    Enterprise,
}

impl Searched {
    /// Each kind.
    pub const ALL: [Self; 3] = [Self::Agency, Self::Officer, Self::Enterprise];

    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "AGENCY",
            Self::Officer => "OFFICER",
            Self::Enterprise => "ENTERPRISE",
        }
    }

    /// The table of its entries.
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Officer => "officer",
            Self::Enterprise => "enterprise",
        }
    }
}

/// Writes the terms of an entry of the registry anew if its names are not what they were.
pub(crate) async fn save_names<'a>(
    tx: &mut Tx<'_>,
    kind: Searched,
    id: Uuid,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let new = terms_of_names(names);
    let rows: Vec<(String,)> = tx.fetch_all(SELECT_NAMES, params![id]).await?;
    let stored: BTreeSet<String> = rows.into_iter().map(|(term,)| term).collect();
    if stored == new {
        return Ok(());
    }
    if !stored.is_empty() {
        tx.execute(DELETE_NAMES, params![id]).await?;
    }
    tx.execute(INSERT_NAMES, params![id, kind.as_str(), serde_json::Value::from_iter(new).to_string()])
        .await
        .map(drop)
}

/// The kind and the terms, as a statement takes them.
pub(crate) fn terms_as_values<'a>(kind: Searched, names: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    params![kind.as_str(), serde_json::Value::from_iter(terms_of_names(names)).to_string()]
}

/// Writes the terms of a project anew if its names or codes are not what they were.
pub(crate) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let new = terms(&after.profile);
    match before {
        Some(before) if terms(&before.profile) == new => return Ok(()),
        Some(_) => drop(tx.execute(DELETE, params![after.id]).await?),
        None => {}
    }
    let terms = serde_json::Value::from_iter(new).to_string();
    tx.execute(INSERT, params![after.id, terms]).await.map(drop)
}

/// The terms of a project as they are stored.
pub(crate) async fn stored(conn: &mut Conn<'_>, project: ProjectId) -> Result<BTreeSet<String>, StoreError> {
    let rows: Vec<(String,)> = conn.fetch_all(SELECT, params![project]).await?;
    Ok(rows.into_iter().map(|(term,)| term).collect())
}
