//! Search by any characters of a name, by pinyin, by initials, and by code.
//!
//! Every tail of every name is kept as a term, so that any part of a name is the beginning of a term: one range of an
//! index, the same on both databases, however short the word. Full-text indexes of both engines need three characters.

mod key;

pub(crate) use key::terms;
pub use key::{sort_key, words};

use std::collections::BTreeSet;

use luodi_domain::ids::ProjectId;
use luodi_domain::project::Project;
use sea_query::{Expr, ExprTrait, Query};
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, Value};
use crate::list::sql::literal;
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
    /// All terms of an entry of the registry.
    DELETE_NAMES = "delete from registry_term where object_id = $1";
}

/// What is searched beside projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    /// Agencies, by name and short name.
    Agency,
    /// Officers, by name.
    Officer,
    /// Enterprises, by their names, present and former, and credit code.
    Enterprise,
}

impl Searched {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "AGENCY",
            Self::Officer => "OFFICER",
            Self::Enterprise => "ENTERPRISE",
        }
    }
}

/// Writes the terms of an entry of the registry anew.
pub(crate) async fn save_names<'a>(
    tx: &mut Tx<'_>,
    kind: Searched,
    id: Uuid,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let mut values = params![id];
    tx.execute(DELETE_NAMES, values.clone()).await?;
    values.extend(terms_as_values(kind, names));
    tx.execute(INSERT_NAMES, values).await.map(drop)
}

/// The kind and the terms, as a statement takes them.
pub(crate) fn terms_as_values<'a>(kind: Searched, names: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    params![kind.as_str(), serde_json::Value::from_iter(key::terms_of_names(names)).to_string()]
}

/// Entries of the registry with a term that begins like this, by their ids in this column.
pub(crate) fn names_hold(kind: Searched, id: Expr, word: &str) -> Expr {
    let own = |name| Expr::col(("registry_term", name));
    let mut terms = Query::select();
    terms.expr(own("object_id")).from("registry_term");
    terms.and_where(own("kind").eq(literal(kind.as_str())));
    terms.and_where(own("term").gte(literal(word))).and_where(own("term").lt(literal(key::beyond(word))));
    id.in_subquery(terms)
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

/// Projects with a term that begins like this, which [`words`] has made.
pub(crate) fn holds(word: &str) -> Expr {
    let mut terms = Query::select();
    terms.column(("project_term", "project_id")).from("project_term");
    terms.and_where(Expr::col(("project_term", "term")).gte(literal(word)));
    terms.and_where(Expr::col(("project_term", "term")).lt(literal(key::beyond(word))));
    Expr::col(("project", "id")).in_subquery(terms)
}
