//! Pairs of projects that look the same: they exist for whoever stands above both.

use luodi_domain::duplicate::Suspicion;
use luodi_domain::ids::DuplicateId;
use luodi_store::duplicates;
use luodi_store::list::duplicates as list;

use super::Sight;
use crate::AppError;
use crate::list::{DuplicateTerm, Duplicates, Filter, Page, Paging};

impl Sight {
    /// A page of the pairs that pass a filter.
    pub async fn list_duplicates(
        &self,
        filter: &Filter<DuplicateTerm>,
        paging: &Paging<Duplicates>,
    ) -> Result<Page<DuplicateId>, AppError> {
        Ok(list::page(&mut self.app.db.read().await?, &self.duplicates_in(filter), paging).await?)
    }

    /// How many pairs pass a filter.
    pub async fn count_duplicates(&self, filter: &Filter<DuplicateTerm>) -> Result<i64, AppError> {
        Ok(list::count(&mut self.app.db.read().await?, &self.duplicates_in(filter)).await?)
    }

    /// Those of these pairs that exist for the caller, in the order asked for.
    pub async fn duplicates(&self, ids: &[DuplicateId]) -> Result<Vec<Suspicion>, AppError> {
        let filter = self.duplicates_in(&vec![DuplicateTerm::Id(ids.to_vec())].into());
        let mut conn = self.app.db.read().await?;
        let seen = list::seen(&mut conn, &filter).await?;
        let mut found = duplicates::by_ids(&mut conn, &seen).await?;
        found.sort_by_key(|one| ids.iter().position(|id| *id == one.id));
        Ok(found)
    }

    fn duplicates_in(&self, filter: &Filter<DuplicateTerm>) -> Filter<DuplicateTerm> {
        let seen = DuplicateTerm::SeenBy(self.viewer.clone());
        Filter::All(vec![filter.clone(), Filter::Term(seen)])
    }
}
