//! Enterprises.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::EnterpriseId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{CreateEnterpriseInput, UpdateEnterpriseInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::Enterprise;

payloads! {
    /// What came of `createEnterprise`. 新建企业结果
    CreateEnterprisePayload {
        /// The entry; null when it was refused. 企业
        enterprise: Enterprise,
    }
    /// What came of `updateEnterprise`. 更新企业结果
    UpdateEnterprisePayload {
        /// The entry as it is now; null when there is none. 企业
        enterprise: Enterprise,
    }
}

/// Enterprises.
#[derive(Default)]
pub(crate) struct EnterpriseMutation;

#[Object]
impl EnterpriseMutation {
    /// Enters an enterprise. Its credit code is checked, and one code names one enterprise. 新建企业
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn create_enterprise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new entry. 输入")] input: CreateEnterpriseInput,
    ) -> Result<Option<CreateEnterprisePayload>, PublicError> {
        let session = Session::new(ctx, "createEnterprise")?;
        let done = session.settle(create_enterprise(&session, &input).await, &[], About::default()).await?;
        let enterprise = done.object(ctx, EnterpriseId::from_uuid).await?;
        Ok(Some(CreateEnterprisePayload { enterprise, errors: done.errors }))
    }

    /// Changes an enterprise. A name it had before is kept. 更新企业
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_enterprise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry, and what changes. 输入")] input: UpdateEnterpriseInput,
    ) -> Result<Option<UpdateEnterprisePayload>, PublicError> {
        let session = Session::new(ctx, "updateEnterprise")?;
        let about = about(&input.id(), EnterpriseId::uuid);
        let done = session.settle(update_enterprise(&session, &input).await, &[], about).await?;
        let enterprise = done.object(ctx, EnterpriseId::from_uuid).await?;
        Ok(Some(UpdateEnterprisePayload { enterprise, errors: done.errors }))
    }
}

async fn create_enterprise(session: &Session<'_>, input: &CreateEnterpriseInput) -> Result<Outcome, Stopped> {
    let entry = input.read(EnterpriseId::from_uuid(session.app.new_id()))?;
    let call = session.call((&input.terms).into())?;
    // On the heap: an entry makes the future large.
    Ok(Box::pin(session.app.create_enterprise(call, entry)).await?)
}

async fn update_enterprise(session: &Session<'_>, input: &UpdateEnterpriseInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(Box::pin(session.app.update_enterprise(call, input.id()?, input.patch()?)).await?)
}
