//! Search by any characters of a name, by pinyin, by initials, and by code.
//!
//! Every tail of every name is kept as a term, so that any part of a name is the beginning of a term: one range of an
//! index, the same on both databases, however short the word. Full-text indexes of both engines need three characters.

mod key;

pub use key::{sort_key, words};

use luodi_domain::project::Project;
use sea_query::{Expr, ExprTrait, Query};

use crate::db::{StoreError, Tx};
use crate::list::sql::literal;
use crate::params;

crate::statements! {
    /// The terms of a project, as a JSON array: one statement however many there are.
    INSERT = {
        sqlite: "insert into project_term (term, project_id) select value, $1 from json_each($2)",
        postgres: "insert into project_term (term, project_id)
            select value, $1 from jsonb_array_elements_text(cast($2 as jsonb))",
    };
    /// All terms of a project.
    DELETE = "delete from project_term where project_id = $1";
}

/// Writes the terms of a project anew if its names or codes are not what they were.
pub(crate) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let new = key::terms(&after.profile);
    match before {
        Some(before) if key::terms(&before.profile) == new => return Ok(()),
        Some(_) => drop(tx.execute(DELETE, params![after.id]).await?),
        None => {}
    }
    let terms = serde_json::Value::from_iter(new).to_string();
    tx.execute(INSERT, params![after.id, terms]).await.map(drop)
}

/// Projects with a term that begins like this, which [`words`] has made.
pub(crate) fn holds(word: &str) -> Expr {
    let mut terms = Query::select();
    terms.column(("project_term", "project_id")).from("project_term");
    terms.and_where(Expr::col(("project_term", "term")).gte(literal(word)));
    terms.and_where(Expr::col(("project_term", "term")).lt(literal(key::beyond(word))));
    Expr::col(("project", "id")).in_subquery(terms)
}
