//! Lists of permits, over all projects.

use chrono::NaiveDate;
use luodi_domain::ids::PermitId;
use sqlx::FromRow;
use uuid::Uuid;

use super::filter::Filter;
use super::order::{Kind, SortKey};
use super::page::{self, Listing, Page, Paging};
use super::projects::PermitTerm;
use crate::db::{Conn, StoreError, Value};

/// What permits can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PermitKey {
    /// The order in which they were added.
    Added,
    /// The day of the decision that stands.
    DecidedOn,
}

impl SortKey for PermitKey {
    fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::DecidedOn => "decided",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Added => "id",
            Self::DecidedOn => "decided_on",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Added => Kind::Uuid,
            Self::DecidedOn => Kind::Date,
        }
    }

    fn optional(self) -> bool {
        self == Self::DecidedOn
    }

    fn unique(self) -> bool {
        self == Self::Added
    }
}

/// The list of permits.
pub(in crate::list) struct Permits;

/// What is read of a permit to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    id: Uuid,
    decided_on: Option<NaiveDate>,
}

impl Listing for Permits {
    const NAME: &'static str = "LIST_PERMITS";
    const TABLE: &'static str = "permit";
    const COLUMNS: &'static [&'static str] = &["id", "decided_on"];
    type Key = PermitKey;
    type Term = PermitTerm;
    type Row = Row;

    fn id(row: &Row) -> Uuid {
        row.id
    }

    fn value(row: &Row, key: PermitKey) -> Value {
        match key {
            PermitKey::Added => row.id.into(),
            PermitKey::DecidedOn => row.decided_on.into(),
        }
    }
}

/// A page of the permits that pass a filter.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &Filter<PermitTerm>,
    paging: &Paging<PermitKey>,
) -> Result<Page<PermitId>, StoreError> {
    let page = page::page::<Permits>(conn, filter, paging).await?;
    let typed = |(id, place)| (PermitId::from_uuid(id), place);
    Ok(Page { rows: page.rows.into_iter().map(typed).collect() })
}

/// How many permits pass a filter.
pub async fn count(conn: &mut Conn<'_>, filter: &Filter<PermitTerm>) -> Result<i64, StoreError> {
    page::count::<Permits>(conn, "COUNT_PERMITS", filter).await
}
