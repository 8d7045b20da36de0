//! Pairs of projects that look the same: they exist for whoever stands above both.

use luodi_domain::duplicate::Suspicion;
use luodi_domain::ids::{CommandId, DuplicateId};
use luodi_store::list::duplicates as list;
use luodi_store::{duplicates, history};

use super::Sight;
use super::parts::Found;
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

    /// Those of these pairs that exist for the caller.
    pub async fn duplicates(&self, ids: &[DuplicateId]) -> Found<DuplicateId, Suspicion> {
        let filter = self.duplicates_in(&vec![DuplicateTerm::Id(ids.to_vec())].into());
        let mut conn = self.app.db.read().await?;
        let seen = list::seen(&mut conn, &filter).await?;
        let found = duplicates::by_ids(&mut conn, &seen).await?;
        Ok(found.into_iter().map(|pair| (pair.id, pair)).collect())
    }

    /// The pairs on which these commands decided, where they exist for the caller.
    pub async fn duplicates_ruled(&self, commands: &[CommandId]) -> Found<CommandId, Suspicion> {
        let ruled = history::rulings(&mut self.app.db.read().await?, commands).await?;
        let known = self.duplicates(&ruled.values().copied().collect::<Vec<_>>()).await?;
        Ok(ruled
            .into_iter()
            .filter_map(|(command, pair)| Some((command, known.get(&pair)?.clone())))
            .collect())
    }

    fn duplicates_in(&self, filter: &Filter<DuplicateTerm>) -> Filter<DuplicateTerm> {
        let seen = DuplicateTerm::SeenBy(self.viewer.clone());
        Filter::All(vec![filter.clone(), Filter::Term(seen)])
    }
}
