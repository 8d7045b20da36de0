//! Lists of projects.

mod keys;
pub(in crate::list) mod parts;
mod summary;
mod term;

pub use keys::{ProjectKey, Projects};
pub(in crate::list) use parts::or_all;
pub use parts::{AgencyRole, OfficerRole, OutlookPart, PermitTerm};
pub use summary::{Cell, PermitCounts, RegionLevel, permit_counts, pipeline};
pub use term::{LineageKind, ProjectTerm};

use luodi_domain::ids::ProjectId;
use sea_query::{Query, SelectStatement};

use super::filter::Filter;
use super::order::List;
use super::page::{self, Page, Paging};
use super::sql::{build, column, one_of};
use crate::db::{Conn, StoreError};

/// A condition on projects.
pub type ProjectFilter = Filter<ProjectTerm>;

/// A page of the projects that pass a filter.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    paging: &Paging<Projects>,
) -> Result<Page<ProjectId>, StoreError> {
    let page = page::page::<Projects>(conn, filter, paging).await?;
    let typed = |(id, place)| (ProjectId::from_uuid(id), place);
    Ok(Page { rows: page.rows.into_iter().map(typed).collect() })
}

/// How many projects pass a filter.
pub async fn count(conn: &mut Conn<'_>, filter: &ProjectFilter) -> Result<i64, StoreError> {
    page::count::<Projects>(conn, "COUNT_PROJECTS", filter).await
}

/// Which of these projects pass a filter.
pub async fn among(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    ids: &[ProjectId],
) -> Result<Vec<ProjectId>, StoreError> {
    let mut select = passing(filter);
    select.and_where(one_of(column(Projects::TABLE, "id"), ids));
    let (statement, values) = build("PROJECTS_AMONG", &select, false)?;
    let rows: Vec<(uuid::Uuid,)> = conn.fetch_all(statement, values).await?;
    Ok(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect())
}

/// The ids of the projects that pass a filter.
pub(in crate::list) fn passing(filter: &ProjectFilter) -> SelectStatement {
    let mut select = Query::select();
    select.column((Projects::TABLE, "id")).from(Projects::TABLE).cond_where(filter.condition());
    select
}
