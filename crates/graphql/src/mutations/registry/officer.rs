//! Officers.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::OfficerId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{CreateOfficerInput, UpdateOfficerInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::Officer;

payloads! {
    /// What came of `createOfficer`. 新建责任人结果
    CreateOfficerPayload {
        /// The entry; null when it was refused. 责任人
        officer: Officer,
    }
    /// What came of `updateOfficer`. 更新责任人结果
    UpdateOfficerPayload {
        /// The entry as it is now; null when there is none. 责任人
        officer: Officer,
    }
}

/// Officers.
#[derive(Default)]
pub(crate) struct OfficerMutation;

#[Object]
impl OfficerMutation {
    /// Enters an officer, in service. 新建责任人
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn create_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new entry. 输入")] input: CreateOfficerInput,
    ) -> Result<Option<CreateOfficerPayload>, PublicError> {
        let session = Session::new(ctx, "createOfficer")?;
        let done = session.settle(create_officer(&session, &input).await, &[], About::default()).await?;
        let officer = done.object(ctx, OfficerId::from_uuid).await?;
        Ok(Some(CreateOfficerPayload { officer, errors: done.errors }))
    }

    /// Changes an officer. Leaving the service with open steps is refused: hand them over first. 更新责任人
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry, and what changes. 输入")] input: UpdateOfficerInput,
    ) -> Result<Option<UpdateOfficerPayload>, PublicError> {
        let session = Session::new(ctx, "updateOfficer")?;
        let about = about(&input.id(), OfficerId::uuid);
        let done = session.settle(update_officer(&session, &input).await, &[], about).await?;
        let officer = done.object(ctx, OfficerId::from_uuid).await?;
        Ok(Some(UpdateOfficerPayload { officer, errors: done.errors }))
    }
}

async fn create_officer(session: &Session<'_>, input: &CreateOfficerInput) -> Result<Outcome, Stopped> {
    let entry = input.read(OfficerId::from_uuid(session.app.new_id()))?;
    Ok(session.app.create_officer(session.call((&input.terms).into())?, entry).await?)
}

async fn update_officer(session: &Session<'_>, input: &UpdateOfficerInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.update_officer(call, input.id()?, input.patch()?).await?)
}
