//! Lists of agencies, officers and enterprises.

use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, RegionId};
use luodi_domain::registry::AgencyKind;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query};
use sqlx::FromRow;
use uuid::Uuid;

use super::compare::Compare;
use super::filter::{Filter, Term};
use super::order::{Kind, List, SortKey};
use super::page::{self, Listing, Page, Paging};
use super::scope;
use super::sql::{column, literal, one_of, only};
use super::words::names_hold;
use crate::db::{Conn, StoreError, Value};
use crate::search::Searched;

/// What entries of the registry can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKey {
    /// The order in which they were entered.
    Entered,
    /// The name, by its pinyin.
    Name,
}

impl SortKey for EntryKey {
    fn name(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Name => "name",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Entered => "id",
            Self::Name => "name_key",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Entered => Kind::Uuid,
            Self::Name => Kind::Text,
        }
    }

    fn optional(self) -> bool {
        false
    }

    fn unique(self) -> bool {
        self == Self::Entered
    }
}

/// What is read of an entry to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    id: Uuid,
    name_key: String,
}

/// A page of entries, and their number, of one kind.
macro_rules! lists {
    ($($list:ident, $table:literal, $statement:literal, $counted:literal, $term:ty, $id:ty, $page:ident, $count:ident;)+) => {$(
        #[doc = concat!("The list of `", $table, "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $list;

        impl List for $list {
            const TABLE: &'static str = $table;
            type Key = EntryKey;
        }

        impl Listing for $list {
            const NAME: &'static str = $statement;
            const COLUMNS: &'static [&'static str] = &["id", "name_key"];
            type Term = $term;
            type Row = Row;

            fn id(row: &Row) -> Uuid {
                row.id
            }

            fn value(row: &Row, key: EntryKey) -> Value {
                match key {
                    EntryKey::Entered => row.id.into(),
                    EntryKey::Name => row.name_key.as_str().into(),
                }
            }
        }

        #[doc = concat!("A page of those that pass a filter, of `", $table, "`.")]
        pub async fn $page(
            conn: &mut Conn<'_>,
            filter: &Filter<$term>,
            paging: &Paging<$list>,
        ) -> Result<Page<$id>, StoreError> {
            let page = page::page::<$list>(conn, filter, paging).await?;
            let typed = |(id, place)| (<$id>::from_uuid(id), place);
            Ok(Page { rows: page.rows.into_iter().map(typed).collect() })
        }

        #[doc = concat!("How many pass a filter, of `", $table, "`.")]
        pub async fn $count(conn: &mut Conn<'_>, filter: &Filter<$term>) -> Result<i64, StoreError> {
            page::count::<$list>(conn, $counted, filter).await
        }
    )+};
}

lists! {
    Agencies, "agency", "LIST_AGENCIES", "COUNT_AGENCIES", AgencyTerm, AgencyId, agencies, count_agencies;
    Officers, "officer", "LIST_OFFICERS", "COUNT_OFFICERS", OfficerTerm, OfficerId, officers, count_officers;
    Enterprises, "enterprise", "LIST_ENTERPRISES", "COUNT_ENTERPRISES", EnterpriseTerm, EnterpriseId, enterprises, count_enterprises;
}

/// One thing that can be asked of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencyTerm {
    /// What kind of unit it is.
    Kind(Compare<AgencyKind>),
    /// It works for one of these regions, or one below.
    Region(Vec<RegionId>),
    /// Whether it still works.
    Active(bool),
    /// Its name or short name holds each of these words.
    Text(Vec<String>),
}

impl Term for AgencyTerm {
    fn condition(&self) -> Condition {
        match self {
            Self::Kind(kind) => kind.clone().map(AgencyKind::as_str).condition(column("agency", "kind")),
            Self::Region(regions) => below(column("agency", "region_id"), regions),
            Self::Active(active) => only(column("agency", "active").eq(literal(*active))),
            Self::Text(words) => named(Searched::Agency, "agency", words),
        }
    }
}

/// One thing that can be asked of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficerTerm {
    /// What the post is for.
    Role(Compare<PostRole>),
    /// The post is one of these agencies'.
    Agency(Vec<AgencyId>),
    /// The agency works for one of these regions, or one below.
    Region(Vec<RegionId>),
    /// Whether he or she is in service.
    Active(bool),
    /// The name holds each of these words.
    Text(Vec<String>),
}

impl Term for OfficerTerm {
    fn condition(&self) -> Condition {
        let post = |condition: Condition| {
            let mut posts = Query::select();
            posts.expr(column("post", "id")).from("post");
            posts.inner_join("agency", Expr::col(("agency", "id")).equals(("post", "agency_id")));
            posts.cond_where(condition);
            only(column("officer", "post_id").in_subquery(posts))
        };
        match self {
            Self::Role(role) => post(role.clone().map(PostRole::as_str).condition(column("post", "role"))),
            Self::Agency(agencies) => post(only(one_of(column("post", "agency_id"), agencies))),
            Self::Region(regions) => post(below(column("agency", "region_id"), regions)),
            Self::Active(active) => only(column("officer", "active").eq(literal(*active))),
            Self::Text(words) => named(Searched::Officer, "officer", words),
        }
    }
}

/// One thing that can be asked of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnterpriseTerm {
    /// Its unified social credit code.
    CreditCode(Compare<String>),
    /// Its names, former names or code hold each of these words.
    Text(Vec<String>),
    /// It exists for this viewer.
    SeenBy(Viewer),
}

impl Term for EnterpriseTerm {
    fn condition(&self) -> Condition {
        match self {
            Self::CreditCode(code) => code.condition(column("enterprise", "credit_code")),
            Self::Text(words) => named(Searched::Enterprise, "enterprise", words),
            Self::SeenBy(viewer) => scope::enterprises(viewer),
        }
    }
}

/// One of these regions, or one below.
fn below(region: Expr, regions: &[RegionId]) -> Condition {
    let mut descendants = Query::select();
    descendants.expr(column("region_closure", "descendant_id")).from("region_closure");
    descendants.and_where(one_of(column("region_closure", "ancestor_id"), regions));
    only(region.in_subquery(descendants))
}

fn named(kind: Searched, table: &'static str, words: &[String]) -> Condition {
    words.iter().fold(Cond::all(), |all, word| all.add(names_hold(kind, column(table, "id"), word)))
}
