//! The list of permits that can be filed 可报手续.

use chrono::NaiveDate;
use luodi_domain::access::Viewer;
use luodi_domain::ids::PermitId;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query};
use sqlx::FromRow;
use uuid::Uuid;

use super::filter::{Filter, Term};
use super::order::{Kind, List, SortKey};
use super::page::{self, Listing, Page, Paging};
use super::projects::PermitTerm;
use super::scope;
use super::sql::{column, looked_up};
use crate::db::{Conn, StoreError, Value};

/// What permits that can be filed are sorted by; what is equal, in the order in which they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileableKey {
    /// The day agreed for their preparation.
    AgreedOn,
}

impl SortKey for FileableKey {
    fn name(self) -> &'static str {
        "agreed"
    }

    fn column(self) -> &'static str {
        "agreed_on"
    }

    fn kind(self) -> Kind {
        Kind::Date
    }

    fn optional(self) -> bool {
        true
    }

    fn unique(self) -> bool {
        false
    }
}

/// The list of `fileable_permit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fileable;

impl List for Fileable {
    const TABLE: &'static str = "fileable_permit";
    type Key = FileableKey;
}

/// What is read of a permit to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    id: Uuid,
    agreed_on: Option<NaiveDate>,
}

impl Listing for Fileable {
    const NAME: &'static str = "LIST_FILEABLE";
    const COLUMNS: &'static [&'static str] = &["id", "agreed_on"];
    type Term = FileableTerm;
    type Row = Row;

    fn id(row: &Row) -> Uuid {
        row.id
    }

    fn value(row: &Row, key: FileableKey) -> Value {
        match key {
            FileableKey::AgreedOn => row.agreed_on.into(),
        }
    }
}

/// One thing that can be asked of a permit that can be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileableTerm {
    /// The permit passes a filter.
    Permit(Filter<PermitTerm>),
    /// The viewer may read all of its project: that it can be filed tells of other permits.
    ReadBy(Viewer),
}

impl Term for FileableTerm {
    fn condition(&self) -> Condition {
        let own = |name| column("fileable_permit", name);
        match self {
            Self::Permit(filter) => {
                let mut permits = Query::select();
                permits.column(("permit", "id")).from("permit").cond_where(filter.condition());
                Cond::all().add(own("id").in_subquery(permits))
            }
            Self::ReadBy(viewer) => {
                // Looked up for each permit that is come by: those of a whole province would be a long list.
                let mut read = Query::select();
                read.expr(Expr::cust("1")).from("project").cond_where(scope::projects(viewer));
                read.and_where(Expr::col(("project", "id")).equals(("fileable_permit", "project_id")));
                looked_up(read.cond_where(scope::whole(viewer)).take())
            }
        }
    }
}

/// A page of the permits that can be filed and pass a filter.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &Filter<FileableTerm>,
    paging: &Paging<Fileable>,
) -> Result<Page<PermitId>, StoreError> {
    let page = page::page::<Fileable>(conn, filter, paging).await?;
    let typed = |(id, place)| (PermitId::from_uuid(id), place);
    Ok(Page { rows: page.rows.into_iter().map(typed).collect() })
}

/// How many there are.
pub async fn count(conn: &mut Conn<'_>, filter: &Filter<FileableTerm>) -> Result<i64, StoreError> {
    page::count::<Fileable>(conn, "COUNT_FILEABLE", filter).await
}
