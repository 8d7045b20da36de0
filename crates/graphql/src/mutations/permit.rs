//! Permits.

use async_graphql::{Context, Object};
use luodi_domain::ids::PermitId;

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::permit::{AddPermitInput, RuleOutPermitInput, UpdatePermitInput};
use crate::limits::mutation_cost;
use crate::types::{Permit, Project};

payloads! {
    /// What came of `addPermit`. 添加手续结果
    AddPermitPayload {
        /// The permit; null when it was refused. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `updatePermit`. 更新手续结果
    UpdatePermitPayload {
        /// The permit as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `ruleOutPermit`. 注明不需办理结果
    RuleOutPermitPayload {
        /// The permit as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// The plan of permits.
#[derive(Default)]
pub(crate) struct PermitMutation;

#[Object]
impl PermitMutation {
    /// Puts a permit into a project's plan, with a responsible officer from its first instant. 添加手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn add_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for, at which level. 输入")] input: AddPermitInput,
    ) -> Result<Option<AddPermitPayload>, PublicError> {
        let done = Session::new(ctx, "addPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(AddPermitPayload { permit, project, errors: done.errors }))
    }

    /// Changes what is known of a permit. 更新手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and what changes. 输入")] input: UpdatePermitInput,
    ) -> Result<Option<UpdatePermitPayload>, PublicError> {
        let done = Session::new(ctx, "updatePermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(UpdatePermitPayload { permit, project, errors: done.errors }))
    }

    /// Records that a permit is not needed, with a reason. 注明不需办理
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn rule_out_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and why. 输入")] input: RuleOutPermitInput,
    ) -> Result<Option<RuleOutPermitPayload>, PublicError> {
        let done = Session::new(ctx, "ruleOutPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RuleOutPermitPayload { permit, project, errors: done.errors }))
    }
}
