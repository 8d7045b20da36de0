//! Questions about the permit catalogue.

use std::sync::Arc;

use async_graphql::{Context, ID};
use luodi_domain::{catalogue, ids::RegionId};

use super::commands;
use super::lists::{bad_input, other_list};
use crate::{codes::PublicError, page::Cursor, types::catalogue_of_region};

/// Which entries of the permit catalogue are asked for.
pub(super) struct CatalogueFilter {
    pub(super) stage: Option<catalogue::ExchangeStage>,
    pub(super) department: Option<catalogue::Department>,
    pub(super) level: Option<luodi_domain::permit::Level>,
    pub(super) search: Option<String>,
}

impl CatalogueFilter {
    pub(super) fn lets_pass(&self, entry: &catalogue::PermitType) -> bool {
        let named = |text: &String| {
            [&entry.code, &entry.zh, &entry.en].iter().any(|name| name.to_lowercase().contains(text))
        };
        self.stage.is_none_or(|stage| stage == entry.stage)
            && self.department.is_none_or(|department| department == entry.department)
            && self.level.is_none_or(|level| level == entry.level)
            && self.search.as_ref().is_none_or(named)
    }
}

/// Where a page of the permit catalogue goes on.
pub(super) fn catalogue_place(
    ctx: &Context<'_>,
    cursor: &Cursor,
) -> Result<(catalogue::ExchangeStage, String), PublicError> {
    let read = |place: &str| {
        let (stage, code) = place.split_once(' ')?;
        Some((catalogue::ExchangeStage::parse(stage)?, code.to_owned()))
    };
    read(cursor.key()).ok_or_else(|| other_list(ctx))
}

/// The permit catalogue as it stands in a region, if one is named.
pub(super) async fn catalogue_in(
    ctx: &Context<'_>,
    named: Option<&ID>,
) -> Result<Arc<catalogue::Catalogue>, PublicError> {
    match named {
        None => Ok(commands(ctx)?.catalogue()),
        Some(named) => {
            let found = catalogue_of_region(ctx, region(ctx, named)?).await?;
            found.ok_or_else(|| no_region(ctx))
        }
    }
}

pub(super) fn region(ctx: &Context<'_>, id: &ID) -> Result<RegionId, PublicError> {
    RegionId::parse(id).map_err(|_| no_region(ctx))
}

pub(super) fn no_region(ctx: &Context<'_>) -> PublicError {
    bad_input(ctx, "regionId：没有该行政区划。".to_owned(), "`regionId`: there is no such region.".to_owned())
}
