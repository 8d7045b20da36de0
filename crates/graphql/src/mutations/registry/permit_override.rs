//! What regions say otherwise than the permit catalogue.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::OverrideId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{EndPermitTypeOverrideInput, OverridePermitTypeInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::PermitTypeOverride;

payloads! {
    /// What came of `overridePermitType`. 登记地方调整结果
    OverridePermitTypePayload {
        /// What the region says; null when it was refused. 地方调整
        permit_type_override: PermitTypeOverride,
    }
    /// What came of `endPermitTypeOverride`. 终止地方调整结果
    EndPermitTypeOverridePayload {
        /// What the region says, as it is now; null when there is none. 地方调整
        permit_type_override: PermitTypeOverride,
    }
}

/// What regions say otherwise than the permit catalogue.
#[derive(Default)]
pub(crate) struct PermitOverrideMutation;

#[Object]
impl PermitOverrideMutation {
    /// Enters what a region says otherwise than the permit catalogue: an administrator who keeps its registry, in person.
    /// It holds from the next question on; permits that are there follow when the plan is drawn again. 登记地方调整
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn override_permit_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, of which entry, and what. 输入")] input: OverridePermitTypeInput,
    ) -> Result<Option<OverridePermitTypePayload>, PublicError> {
        let session = Session::new(ctx, "overridePermitType")?;
        let done = session.settle(enter(&session, &input).await, &[], About::default()).await?;
        let permit_type_override = done.object(ctx, OverrideId::from_uuid).await?;
        Ok(Some(OverridePermitTypePayload { permit_type_override, errors: done.errors }))
    }

    /// Ends what a region says: sets its last day, or says that it was entered by mistake. 终止地方调整
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn end_permit_type_override(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and when. 输入")] input: EndPermitTypeOverrideInput,
    ) -> Result<Option<EndPermitTypeOverridePayload>, PublicError> {
        let session = Session::new(ctx, "endPermitTypeOverride")?;
        let about = about(&input.id(), OverrideId::uuid);
        let done = session.settle(end(&session, &input).await, &[], about).await?;
        let permit_type_override = done.object(ctx, OverrideId::from_uuid).await?;
        Ok(Some(EndPermitTypeOverridePayload { permit_type_override, errors: done.errors }))
    }
}

async fn enter(session: &Session<'_>, input: &OverridePermitTypeInput) -> Result<Outcome, Stopped> {
    let wanted = input.read(OverrideId::from_uuid(session.app.new_id()))?;
    Ok(session.app.override_permit_type(session.call((&input.terms).into())?, wanted).await?)
}

async fn end(session: &Session<'_>, input: &EndPermitTypeOverrideInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.end_permit_type_override(call, input.read()?).await?)
}
