//! Who has a name or a code that holds a word.

use sea_query::{Expr, ExprTrait, Query};

use super::sql::{column, literal};
use crate::search::{Searched, beyond};

/// Projects with a term that begins like this, which [`crate::search::words`] has made.
pub(super) fn projects_hold(word: &str) -> Expr {
    let own = |name| column("project_term", name);
    let mut terms = Query::select();
    terms.expr(own("project_id")).from("project_term");
    terms.and_where(own("term").gte(literal(word))).and_where(own("term").lt(literal(beyond(word))));
    column("project", "id").in_subquery(terms)
}

/// Entries of the registry with a term that begins like this, by their ids in this column.
pub(super) fn names_hold(kind: Searched, id: Expr, word: &str) -> Expr {
    let own = |name| column("registry_term", name);
    let mut terms = Query::select();
    terms.expr(own("object_id")).from("registry_term");
    terms.and_where(own("kind").eq(literal(kind.as_str())));
    terms.and_where(own("term").gte(literal(word))).and_where(own("term").lt(literal(beyond(word))));
    id.in_subquery(terms)
}
