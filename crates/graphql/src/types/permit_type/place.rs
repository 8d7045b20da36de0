//! The permit catalogue as it stands in a place.

use std::sync::Arc;

use async_graphql::Context;
use luodi_domain::catalogue::Catalogue;
use luodi_domain::ids::{ProjectId, RegionId};
use luodi_domain::permit::Permit;

use crate::{
    codes::PublicError,
    messages::permit_name,
    schema::{
        commands, language,
        loaders::{AncestorsOf, Loaders},
        notices, today,
    },
};

/// The catalogue as it stands where a project is. While no region says anything it is not asked where that is.
pub(crate) async fn catalogue_of_project(
    ctx: &Context<'_>,
    project: ProjectId,
) -> Result<Arc<Catalogue>, PublicError> {
    let overrides = notices(ctx).await?.overrides;
    if overrides.none_holds() {
        return Ok(overrides.catalogue_of([]));
    }
    let head = Loaders::of(ctx)?.one(project).await?;
    Ok(overrides.catalogue_of(head.iter().flat_map(|head| head.profile.place.nearest_first())))
}

/// The catalogue that has the name of a project's permit. Regions name nothing anew but what they add themselves, so where
/// the project is is seldom asked.
pub(crate) async fn catalogue_naming(
    ctx: &Context<'_>,
    project: ProjectId,
    permit: &Permit,
) -> Result<Arc<Catalogue>, PublicError> {
    let (catalogue, today) = (commands(ctx)?.catalogue(), today(ctx)?);
    match permit.item.code() {
        Some(code) if catalogue.name(code, today).is_none() => catalogue_of_project(ctx, project).await,
        _ => Ok(catalogue),
    }
}

/// What a project's permit is called, with the part of the works it is for.
pub(crate) async fn permit_called(
    ctx: &Context<'_>,
    project: ProjectId,
    permit: &Permit,
) -> Result<String, PublicError> {
    let catalogue = catalogue_naming(ctx, project, permit).await?;
    Ok(permit_name(permit, &catalogue, today(ctx)?, language(ctx)))
}

/// A region and those above it, nearest first; nothing when there is no such region.
pub(crate) async fn place_of_region(
    ctx: &Context<'_>,
    region: RegionId,
) -> Result<Option<Vec<RegionId>>, PublicError> {
    let above = Loaders::of(ctx)?.one(AncestorsOf(region)).await?;
    Ok(above.map(|above| std::iter::once(region).chain(above.iter().copied()).collect()))
}

/// The catalogue as it stands in a region; nothing when there is no such region.
pub(crate) async fn catalogue_of_region(
    ctx: &Context<'_>,
    region: RegionId,
) -> Result<Option<Arc<Catalogue>>, PublicError> {
    let (place, notices) = futures::future::try_join(place_of_region(ctx, region), notices(ctx)).await?;
    Ok(place.map(|place| notices.overrides.catalogue_of(place)))
}
