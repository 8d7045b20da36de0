//! The list of pairs of projects that look the same 疑似重复.

use chrono::NaiveDate;
use luodi_domain::access::Viewer;
use luodi_domain::duplicate::RulingKind;
use luodi_domain::ids::{DuplicateId, ProjectId};
use sea_query::{Cond, Condition, Expr, ExprTrait, Query};
use sqlx::FromRow;
use uuid::Uuid;

use super::filter::{Filter, Term};
use super::order::{Kind, List, SortKey};
use super::page::{self, Listing, Page, Paging};
use super::scope;
use super::sql::{build, column, literal, one_of, only};
use crate::db::{Conn, StoreError, Value};

/// What pairs can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DuplicateKey {
    /// The order in which they were found.
    Found,
}

impl SortKey for DuplicateKey {
    fn name(self) -> &'static str {
        "found"
    }

    fn column(self) -> &'static str {
        "id"
    }

    fn kind(self) -> Kind {
        Kind::Uuid
    }

    fn optional(self) -> bool {
        false
    }

    fn unique(self) -> bool {
        true
    }
}

/// The list of `duplicate_suspicion`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicates;

impl List for Duplicates {
    const TABLE: &'static str = "duplicate_suspicion";
    type Key = DuplicateKey;
}

/// What is read of a pair to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    id: Uuid,
}

impl Listing for Duplicates {
    const NAME: &'static str = "LIST_DUPLICATES";
    const COLUMNS: &'static [&'static str] = &["id"];
    type Term = DuplicateTerm;
    type Row = Row;

    fn id(row: &Row) -> Uuid {
        row.id
    }

    fn value(row: &Row, key: DuplicateKey) -> Value {
        match key {
            DuplicateKey::Found => row.id.into(),
        }
    }
}

/// One thing that can be asked of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DuplicateTerm {
    /// It is one of these.
    Id(Vec<DuplicateId>),
    /// Whether somebody has to decide, on a day.
    Open(bool, NaiveDate),
    /// One of these projects is in it.
    Project(Vec<ProjectId>),
    /// It exists for this viewer.
    SeenBy(Viewer),
}

impl Term for DuplicateTerm {
    fn condition(&self) -> Condition {
        match self {
            Self::Id(ids) => only(one_of(own("id"), ids)),
            Self::Open(true, today) => Cond::any().add(own("ruling").is_null()).add(over(*today)),
            Self::Open(false, today) => Cond::all().add(own("ruling").is_not_null()).add(over(*today).not()),
            Self::Project(projects) => {
                Cond::any().add(one_of(own("first_id"), projects)).add(one_of(own("second_id"), projects))
            }
            Self::SeenBy(viewer) => seen_by(viewer),
        }
    }
}

/// A page of the pairs that pass a filter.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &Filter<DuplicateTerm>,
    paging: &Paging<Duplicates>,
) -> Result<Page<DuplicateId>, StoreError> {
    let page = page::page::<Duplicates>(conn, filter, paging).await?;
    let typed = |(id, place)| (DuplicateId::from_uuid(id), place);
    Ok(Page { rows: page.rows.into_iter().map(typed).collect() })
}

/// How many pairs pass a filter.
pub async fn count(conn: &mut Conn<'_>, filter: &Filter<DuplicateTerm>) -> Result<i64, StoreError> {
    page::count::<Duplicates>(conn, "COUNT_DUPLICATES", filter).await
}

/// The pairs that pass a filter, all of them: for filters that name some.
pub async fn seen(
    conn: &mut Conn<'_>,
    filter: &Filter<DuplicateTerm>,
) -> Result<Vec<DuplicateId>, StoreError> {
    let mut select = Query::select();
    select.column(("duplicate_suspicion", "id")).from("duplicate_suspicion").cond_where(filter.condition());
    let (statement, values) = build("DUPLICATES_SEEN", &select, false)?;
    let rows: Vec<(Uuid,)> = conn.fetch_all(statement, values).await?;
    Ok(rows.into_iter().map(|(id,)| DuplicateId::from_uuid(id)).collect())
}

fn own(name: &'static str) -> Expr {
    column("duplicate_suspicion", name)
}

/// The first contact stood until a day before.
fn over(today: NaiveDate) -> Expr {
    let first = own("ruling").eq(literal(RulingKind::FirstContactStands.as_str()));
    first.and(own("until").lt(literal(today)))
}

/// Those of which the viewer stands above both.
fn seen_by(viewer: &Viewer) -> Condition {
    let above = || scope::arbitrated(viewer);
    Cond::all().add(own("first_id").in_subquery(above())).add(own("second_id").in_subquery(above()))
}
