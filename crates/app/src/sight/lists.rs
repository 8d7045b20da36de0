//! Lists, counts and sums over what exists for the caller.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PermitId, ProjectId};

use super::Sight;
use crate::AppError;
use crate::feed::Changes;
use crate::list::{
    Agencies, AgencyTerm, Cell, EnterpriseTerm, Enterprises, Fileable, FileableTerm, Filter, HistoryPaging,
    HistoryTerm, OfficerTerm, Officers, Page, Paging, PermitCounts, PermitTerm, Permits, ProjectFilter,
    ProjectTerm, Projects, RegionLevel,
};
use crate::outlook::Progress;

impl Sight {
    /// A page of the projects that pass a filter.
    pub async fn list_projects(
        &self,
        filter: &ProjectFilter,
        paging: &Paging<Projects>,
    ) -> Result<Page<ProjectId>, AppError> {
        self.app.list_projects(&self.projects(filter), paging).await
    }

    /// How many projects pass a filter.
    pub async fn count_projects(&self, filter: &ProjectFilter) -> Result<i64, AppError> {
        self.app.count_projects(&self.projects(filter)).await
    }

    /// A page of the permits that pass a filter.
    pub async fn list_permits(
        &self,
        filter: &Filter<PermitTerm>,
        paging: &Paging<Permits>,
    ) -> Result<Page<PermitId>, AppError> {
        self.app.list_permits(&self.permits_in(filter), paging).await
    }

    /// How many permits pass a filter.
    pub async fn count_permits(&self, filter: &Filter<PermitTerm>) -> Result<i64, AppError> {
        self.app.count_permits(&self.permits_in(filter)).await
    }

    /// A page of the permits that can be filed and pass a filter, of projects of which the caller may read all.
    pub async fn list_fileable(
        &self,
        filter: &Filter<FileableTerm>,
        paging: &Paging<Fileable>,
    ) -> Result<Page<PermitId>, AppError> {
        self.app.list_fileable(&self.fileable_in(filter), paging).await
    }

    /// How many permits can be filed and pass a filter.
    pub async fn count_fileable(&self, filter: &Filter<FileableTerm>) -> Result<i64, AppError> {
        self.app.count_fileable(&self.fileable_in(filter)).await
    }

    /// How far working out plans anew has come, for administrators.
    pub async fn replanning(&self) -> Result<Option<Progress>, AppError> {
        match self.viewer.role {
            PostRole::Administrator => self.app.replanning().await,
            _ => Ok(None),
        }
    }

    /// A page of the history rows that pass a filter, by project and sequence.
    pub async fn list_history(
        &self,
        filter: &Filter<HistoryTerm>,
        paging: &HistoryPaging,
    ) -> Result<Page<(ProjectId, i64)>, AppError> {
        self.app.list_history(&self.history(filter), paging).await
    }

    /// How many history rows pass a filter.
    pub async fn count_history(&self, filter: &Filter<HistoryTerm>) -> Result<i64, AppError> {
        self.app.count_history(&self.history(filter)).await
    }

    /// How many projects have come how far, by region.
    pub async fn pipeline(&self, filter: &ProjectFilter, level: RegionLevel) -> Result<Vec<Cell>, AppError> {
        self.app.pipeline(&self.projects(filter), level).await
    }

    /// What the permits of the projects that pass a filter amount to, as far as they pass one of their own.
    pub async fn permit_counts(
        &self,
        filter: &ProjectFilter,
        which: &Filter<PermitTerm>,
    ) -> Result<PermitCounts, AppError> {
        self.app.permit_counts(&self.projects(filter), &self.permits_in(which)).await
    }

    /// The number of the last change in the feed, 0 before the first.
    pub async fn change_head(&self) -> Result<i64, AppError> {
        self.app.change_head().await
    }

    /// The changes after a number, of projects that exist for the caller and pass a filter at the time they are read.
    pub fn changes_after(&self, after: i64, filter: Option<ProjectFilter>) -> Changes {
        self.app.changes_after(after, Some(self.projects(&filter.unwrap_or_default())))
    }

    /// A page of the agencies that pass a filter.
    pub async fn list_agencies(
        &self,
        filter: &Filter<AgencyTerm>,
        paging: &Paging<Agencies>,
    ) -> Result<Page<AgencyId>, AppError> {
        self.app.list_agencies(filter, paging).await
    }

    /// How many agencies pass a filter.
    pub async fn count_agencies(&self, filter: &Filter<AgencyTerm>) -> Result<i64, AppError> {
        self.app.count_agencies(filter).await
    }

    /// A page of the officers that pass a filter.
    pub async fn list_officers(
        &self,
        filter: &Filter<OfficerTerm>,
        paging: &Paging<Officers>,
    ) -> Result<Page<OfficerId>, AppError> {
        self.app.list_officers(filter, paging).await
    }

    /// How many officers pass a filter.
    pub async fn count_officers(&self, filter: &Filter<OfficerTerm>) -> Result<i64, AppError> {
        self.app.count_officers(filter).await
    }

    /// A page of the enterprises that pass a filter.
    pub async fn list_enterprises(
        &self,
        filter: &Filter<EnterpriseTerm>,
        paging: &Paging<Enterprises>,
    ) -> Result<Page<EnterpriseId>, AppError> {
        self.app.list_enterprises(&self.enterprises_in(filter), paging).await
    }

    /// How many enterprises pass a filter.
    pub async fn count_enterprises(&self, filter: &Filter<EnterpriseTerm>) -> Result<i64, AppError> {
        self.app.count_enterprises(&self.enterprises_in(filter)).await
    }

    fn projects(&self, filter: &ProjectFilter) -> ProjectFilter {
        let seen = ProjectTerm::SeenBy(self.viewer.clone());
        Filter::All(vec![filter.seen_by(&self.viewer), Filter::Term(seen)])
    }

    fn permits_in(&self, filter: &Filter<PermitTerm>) -> Filter<PermitTerm> {
        let seen = PermitTerm::SeenBy(self.viewer.clone());
        Filter::All(vec![filter.seen_by(&self.viewer), Filter::Term(seen)])
    }

    fn fileable_in(&self, filter: &Filter<FileableTerm>) -> Filter<FileableTerm> {
        Filter::All(vec![filter.clone(), Filter::Term(FileableTerm::ReadBy(self.viewer.clone()))])
    }

    fn history(&self, filter: &Filter<HistoryTerm>) -> Filter<HistoryTerm> {
        let seen = HistoryTerm::SeenBy(self.viewer.clone());
        Filter::All(vec![filter.seen_by(&self.viewer), Filter::Term(seen)])
    }

    fn enterprises_in(&self, filter: &Filter<EnterpriseTerm>) -> Filter<EnterpriseTerm> {
        Filter::All(vec![filter.clone(), Filter::Term(EnterpriseTerm::SeenBy(self.viewer.clone()))])
    }
}
