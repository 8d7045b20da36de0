//! Lists that the caller filters and sorts.

use luodi_domain::ids::ProjectId;
use luodi_store::list::projects;

pub use luodi_store::list::projects::{
    AgencyRole, LineageKind, OfficerRole, PermitTerm, ProjectFilter, ProjectKey, ProjectTerm,
};
pub use luodi_store::list::{Compare, Direction, Filter, Order, Page, Paging, PlaceError, SortKey};
pub use luodi_store::search::words;

use crate::{App, AppError};

impl App {
    /// A page of the projects that pass a filter.
    pub async fn list_projects(
        &self,
        filter: &ProjectFilter,
        paging: &Paging<ProjectKey>,
    ) -> Result<Page<ProjectId>, AppError> {
        Ok(projects::page(&mut self.db.read().await?, filter, paging).await?)
    }

    /// How many projects pass a filter.
    pub async fn count_projects(&self, filter: &ProjectFilter) -> Result<i64, AppError> {
        Ok(projects::count(&mut self.db.read().await?, filter).await?)
    }
}
