//! Whose registry it is: that of a place is kept there, or above it.

use luodi_domain::access::{Action, Object, can};
use luodi_domain::context::Context;
use luodi_domain::ids::{AgencyId, PostId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::registry::{agencies, regions};

use super::agency_of;
use crate::AppError;
use crate::projects::viewer;

/// Refuses to change what belongs to a region that lies outside the caller's jurisdiction; to none, what stands above all
/// regions: that is for whoever keeps a whole tree of them.
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
        None => {
            let own = context.actor.officer().map(|officer| officer.regions.as_slice());
            own.filter(|own| own.len() == 1).map(<[RegionId]>::to_vec).unwrap_or_default()
        }
    };
    keeps(context, &regions)
}

/// The same of what belongs to an agency.
pub(super) async fn keeps_of(tx: &mut Tx<'_>, context: &Context, agency: AgencyId) -> Result<(), AppError> {
    keeps(context, &agencies::regions(tx, agency).await?)
}

/// The same of what belongs to the agency whose post this is.
pub(super) async fn keeps_post(tx: &mut Tx<'_>, context: &Context, post: PostId) -> Result<(), AppError> {
    let agency = agency_of(tx, post).await?;
    keeps_of(tx, context, agency).await
}

fn keeps(context: &Context, regions: &[RegionId]) -> Result<(), AppError> {
    match viewer(context) {
        Some(viewer) if !can(&viewer, Action::Keep, &Object::Registry { regions }) => {
            Err(Refusal::new(Rule::OutsideJurisdiction).into())
        }
        _ => Ok(()),
    }
}
