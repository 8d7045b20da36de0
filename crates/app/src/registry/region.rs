//! Regions.

use futures::FutureExt;
use luodi_domain::decide::may_keep_registry;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::{DatedCode, Region, RegionKind};
use luodi_store::db::{StoreError, Tx};
use luodi_store::registry::regions::{self, CODE_IN_USE, NAME_ONCE, PROVINCE_ONCE};

use super::change::{FIRST_VERSION, duplicate, expect};
use super::note::Changed;
use super::reach::keeps_in;
use crate::{App, AppError, Call, Outcome};

/// What to change of a region; absent fields stay. Where it stands in the tree never changes.
#[derive(Debug, Clone, Default)]
pub struct RegionPatch {
    /// Its name.
    pub name: Option<String>,
    /// All its codes.
    pub codes: Option<Vec<DatedCode>>,
}

impl App {
    /// Puts a region into the tree.
    pub async fn create_region(&self, call: Call, region: Region) -> Result<Outcome, AppError> {
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let region = Region { version: FIRST_VERSION, ..region.clone() };
            async move {
                let parent = match region.parent {
                    Some(parent) => Some(kind_of(tx, parent).await?),
                    None => None,
                };
                keeps_in(tx, &context, region.parent).await?;
                let region = region.checked(parent)?;
                regions::insert(tx, &region).await.map_err(taken)?;
                Ok(Changed::between(None, &region, Some(region.id)))
            }
            .boxed()
        })
        .await
    }

    /// Changes a region.
    pub async fn update_region(
        &self,
        call: Call,
        id: RegionId,
        patch: RegionPatch,
    ) -> Result<Outcome, AppError> {
        let caller = call.clone();
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                let found = regions::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("regionId", &id))?;
                keeps_in(tx, &context, Some(id)).await?;
                expect(&call, before.version)?;
                let parent = match before.parent {
                    Some(parent) => Some(kind_of(tx, parent).await?),
                    None => None,
                };
                let after = Region {
                    name: patch.name.unwrap_or_else(|| before.name.clone()),
                    codes: patch.codes.unwrap_or_else(|| before.codes.clone()),
                    ..before.clone()
                };
                let after = after.checked(parent)?;
                if after != before {
                    regions::update(tx, &after, before.version).await.map_err(taken)?;
                }
                Ok(Changed::between(Some(&before), &after, Some(id)))
            }
            .boxed()
        })
        .await
    }
}

async fn kind_of(tx: &mut Tx<'_>, id: RegionId) -> Result<RegionKind, AppError> {
    let found = regions::by_ids(tx, &[id]).await?.into_iter().next();
    found.map(|region| region.kind).ok_or_else(|| AppError::not_found("parentId", &id))
}

pub(crate) fn taken(error: StoreError) -> AppError {
    duplicate(error, &[(CODE_IN_USE, "codes"), (NAME_ONCE, "name"), (PROVINCE_ONCE, "name")])
}
