//! Lists that the caller filters and sorts.

use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PermitId, ProjectId};
use luodi_store::list::{fileable, history, permits, projects, registry};

pub use luodi_store::list::duplicates::{DuplicateKey, DuplicateTerm, Duplicates};
pub use luodi_store::list::fileable::{Fileable, FileableKey, FileableTerm};
pub use luodi_store::list::history::{HistoryPaging, HistoryTerm};
pub use luodi_store::list::permits::{PermitKey, Permits};
pub use luodi_store::list::projects::{
    AgencyRole, Cell, LineageKind, OfficerRole, OutlookPart, PermitCounts, PermitTerm, ProjectFilter,
    ProjectKey, ProjectTerm, Projects, RegionLevel,
};
pub use luodi_store::list::registry::{
    Agencies, AgencyTerm, EnterpriseTerm, Enterprises, EntryKey, OfficerTerm, Officers,
};
pub use luodi_store::list::{Compare, Direction, Filter, List, MAX_PLACE, Order, Page, Paging, PlaceError};
pub use luodi_store::search::words;

use crate::read::Entry;
use crate::{App, AppError};

impl App {
    /// A page of the projects that pass a filter.
    pub async fn list_projects(
        &self,
        filter: &ProjectFilter,
        paging: &Paging<Projects>,
    ) -> Result<Page<ProjectId>, AppError> {
        Ok(projects::page(&mut self.db.read().await?, filter, paging).await?)
    }

    /// How many projects pass a filter.
    pub async fn count_projects(&self, filter: &ProjectFilter) -> Result<i64, AppError> {
        Ok(projects::count(&mut self.db.read().await?, filter).await?)
    }

    /// A page of the permits that pass a filter.
    pub async fn list_permits(
        &self,
        filter: &Filter<PermitTerm>,
        paging: &Paging<Permits>,
    ) -> Result<Page<PermitId>, AppError> {
        Ok(permits::page(&mut self.db.read().await?, filter, paging).await?)
    }

    /// How many permits pass a filter.
    pub async fn count_permits(&self, filter: &Filter<PermitTerm>) -> Result<i64, AppError> {
        Ok(permits::count(&mut self.db.read().await?, filter).await?)
    }

    /// A page of the permits that can be filed and pass a filter.
    pub async fn list_fileable(
        &self,
        filter: &Filter<FileableTerm>,
        paging: &Paging<Fileable>,
    ) -> Result<Page<PermitId>, AppError> {
        Ok(fileable::page(&mut self.db.read().await?, filter, paging).await?)
    }

    /// How many permits can be filed and pass a filter.
    pub async fn count_fileable(&self, filter: &Filter<FileableTerm>) -> Result<i64, AppError> {
        Ok(fileable::count(&mut self.db.read().await?, filter).await?)
    }

    /// A page of the history rows that pass a filter, by project and sequence.
    pub async fn list_history(
        &self,
        filter: &Filter<HistoryTerm>,
        paging: &HistoryPaging,
    ) -> Result<Page<(ProjectId, i64)>, AppError> {
        Ok(history::page(&mut self.db.read().await?, filter, paging).await?)
    }

    /// How many history rows pass a filter.
    pub async fn count_history(&self, filter: &Filter<HistoryTerm>) -> Result<i64, AppError> {
        Ok(history::count(&mut self.db.read().await?, filter).await?)
    }

    /// These history rows.
    pub async fn history_at(&self, places: &[(ProjectId, i64)]) -> Result<Vec<Entry>, AppError> {
        Ok(luodi_store::history::at(&mut self.db.read().await?, places).await?)
    }

    /// How many projects have come how far, by region.
    pub async fn pipeline(&self, filter: &ProjectFilter, level: RegionLevel) -> Result<Vec<Cell>, AppError> {
        Ok(projects::pipeline(&mut self.db.snapshot().await?, filter, level).await?)
    }

    /// What the permits of the projects that pass a filter amount to, as far as they pass one of their own.
    pub async fn permit_counts(
        &self,
        filter: &ProjectFilter,
        which: &Filter<PermitTerm>,
    ) -> Result<PermitCounts, AppError> {
        Ok(projects::permit_counts(&mut self.db.snapshot().await?, filter, which).await?)
    }
}

/// A page of entries of the registry that pass a filter, and how many pass it.
macro_rules! registry_lists {
    ($($list:ident, $page:ident, $count:ident, $of:ty, $term:ty, $id:ty;)+) => {
        impl App {$(
            #[doc = concat!("A page of the ", stringify!($page), " that pass a filter.")]
            pub async fn $list(
                &self,
                filter: &Filter<$term>,
                paging: &Paging<$of>,
            ) -> Result<Page<$id>, AppError> {
                Ok(registry::$page(&mut self.db.read().await?, filter, paging).await?)
            }

            #[doc = concat!("How many ", stringify!($page), " pass a filter.")]
            pub async fn $count(&self, filter: &Filter<$term>) -> Result<i64, AppError> {
                Ok(registry::$count(&mut self.db.read().await?, filter).await?)
            }
        )+}
    };
}

registry_lists! {
    list_agencies, agencies, count_agencies, Agencies, AgencyTerm, AgencyId;
    list_officers, officers, count_officers, Officers, OfficerTerm, OfficerId;
    list_enterprises, enterprises, count_enterprises, Enterprises, EnterpriseTerm, EnterpriseId;
}
