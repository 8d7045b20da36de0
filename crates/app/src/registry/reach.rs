//! Whose registry it is: that of a place is kept there, or above it. A place that nobody keeps yet, such as another
//! province, is kept by administrators at the top: somebody has to begin it.

use luodi_domain::access::{Action, Object, can};
use luodi_domain::actor::{OfficerFacts, PostRole};
use luodi_domain::context::Context;
use luodi_domain::ids::{AgencyId, PostId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::registry::{agencies, officers, regions};

use super::agency_of;
use crate::AppError;
use crate::projects::viewer;

/// Refuses to change what belongs to a region that lies outside the caller's jurisdiction, or to none.
pub(super) async fn keeps_in(
    tx: &mut Tx<'_>,
    context: &Context,
    region: Option<RegionId>,
) -> Result<(), AppError> {
    let regions = match region {
        Some(region) => {
            let above = regions::ancestors(tx, &[region]).await?.remove(&region).unwrap_or_default();
            std::iter::once(region).chain(above).collect()
        }
        None => Vec::new(),
    };
    keeps(tx, context, None, &regions).await
}

/// The same of what belongs to an agency.
pub(super) async fn keeps_of(tx: &mut Tx<'_>, context: &Context, agency: AgencyId) -> Result<(), AppError> {
    let regions = agencies::regions(tx, agency).await?;
    keeps(tx, context, Some(agency), &regions).await
}

/// The same of what belongs to the agency whose post this is.
pub(super) async fn keeps_post(tx: &mut Tx<'_>, context: &Context, post: PostId) -> Result<(), AppError> {
    let agency = agency_of(tx, post).await?;
    keeps_of(tx, context, agency).await
}

async fn keeps(
    tx: &mut Tx<'_>,
    context: &Context,
    agency: Option<AgencyId>,
    regions: &[RegionId],
) -> Result<(), AppError> {
    let Some(viewer) = viewer(context)? else { return Ok(()) };
    if can(&viewer, Action::Keep, &Object::Registry { agency, regions }) {
        return Ok(());
    }
    let at_the_top =
        |officer: &OfficerFacts| officer.role == PostRole::Administrator && officer.regions.len() == 1;
    if context.actor.officer().is_some_and(at_the_top) {
        let kept = match regions.last() {
            Some(root) => officers::administered(tx, *root).await?,
            None => false,
        };
        if !kept {
            return Ok(());
        }
    }
    Err(Refusal::new(Rule::OutsideJurisdiction).into())
}
