//! Regions.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::RegionId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{CreateRegionInput, UpdateRegionInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::Region;

payloads! {
    /// What came of `createRegion`. 新建行政区划结果
    CreateRegionPayload {
        /// The entry; null when it was refused. 行政区划
        region: Region,
    }
    /// What came of `updateRegion`. 更新行政区划结果
    UpdateRegionPayload {
        /// The entry as it is now; null when there is none. 行政区划
        region: Region,
    }
}

/// Regions.
#[derive(Default)]
pub(crate) struct RegionMutation;

#[Object]
impl RegionMutation {
    /// Puts a region or park into the tree. 新建行政区划
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn create_region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new entry. 输入")] input: CreateRegionInput,
    ) -> Result<Option<CreateRegionPayload>, PublicError> {
        let session = Session::new(ctx, "createRegion")?;
        let done = session.settle(create_region(&session, &input).await, &[], About::default()).await?;
        let region = done.object(ctx, RegionId::from_uuid).await?;
        Ok(Some(CreateRegionPayload { region, errors: done.errors }))
    }

    /// Changes a region. 更新行政区划
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry, and what changes. 输入")] input: UpdateRegionInput,
    ) -> Result<Option<UpdateRegionPayload>, PublicError> {
        let session = Session::new(ctx, "updateRegion")?;
        let about = about(&input.id(), RegionId::uuid);
        let done = session.settle(update_region(&session, &input).await, &[], about).await?;
        let region = done.object(ctx, RegionId::from_uuid).await?;
        Ok(Some(UpdateRegionPayload { region, errors: done.errors }))
    }
}

async fn create_region(session: &Session<'_>, input: &CreateRegionInput) -> Result<Outcome, Stopped> {
    let entry = input.read(RegionId::from_uuid(session.app.new_id()))?;
    Ok(session.app.create_region(session.call((&input.terms).into())?, entry).await?)
}

async fn update_region(session: &Session<'_>, input: &UpdateRegionInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.update_region(call, input.id()?, input.patch()?).await?)
}
