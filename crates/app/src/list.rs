//! Lists that the caller filters and sorts.

use chrono::NaiveDate;
use luodi_domain::ids::ProjectId;
use luodi_store::list::projects;

pub use luodi_store::list::projects::{
    AgencyRole, Cell, LineageKind, OfficerRole, PermitCounts, PermitTerm, ProjectFilter, ProjectKey,
    ProjectTerm, RegionLevel,
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

    /// How many projects have come how far, by region.
    pub async fn pipeline(&self, filter: &ProjectFilter, level: RegionLevel) -> Result<Vec<Cell>, AppError> {
        Ok(projects::pipeline(&mut self.db.snapshot().await?, filter, level).await?)
    }

    /// What the permits of the projects that pass a filter amount to; with a period, those decided in it.
    pub async fn permit_counts(
        &self,
        filter: &ProjectFilter,
        decided_on: &[Compare<NaiveDate>],
    ) -> Result<PermitCounts, AppError> {
        Ok(projects::permit_counts(&mut self.db.snapshot().await?, filter, decided_on).await?)
    }
}
