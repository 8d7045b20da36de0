//! Plans of permits.

use async_graphql::{Context, Object};
use luodi_domain::ids::PermitId;

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::plan::{LockPlanInput, PlanPermitsInput, RespondToPermitInput};
use crate::limits::mutation_cost;
use crate::types::{Permit, PlanChange, Project};

payloads! {
    /// What came of `planPermits`. 编制手续办理计划结果
    PlanPermitsPayload {
        /// What changes, or would; null when it was refused. 计划变化
        changes: Vec<PlanChange>,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `respondToPermit`. 反馈部门意见结果
    RespondToPermitPayload {
        /// The permit as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `lockPlan`. 锁定手续办理计划结果
    LockPlanPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// Plans of permits.
#[derive(Default)]
pub(crate) struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Draws the plan of a project's permits from the catalogue and its attributes, again if there is one. What somebody
    /// added, ruled out or has begun stays as it is. 编制手续办理计划
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn plan_permits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and what is known of it. 输入")] input: PlanPermitsInput,
    ) -> Result<Option<PlanPermitsPayload>, PublicError> {
        let session = Session::new(ctx, "planPermits")?;
        let (done, told) = session.told(&input, input.dry_run).await?;
        let changes = told.map(|told| PlanChange::all(&told));
        Ok(Some(PlanPermitsPayload { changes, project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Records what the department that decides a permit says to its place in the plan: that it confirms it, or what it
    /// objects to. Where the plan has the permit otherwise afterwards, the department is asked again. Of a permit that is
    /// accepted together with one that leads, by `coverPermits`, it is the opinion on its part, once that one has a case:
    /// no officer records the whole as granted while one objects, and of another attempt everybody is asked anew.
    /// 反馈部门意见
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn respond_to_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and what its department says. 输入")] input: RespondToPermitInput,
    ) -> Result<Option<RespondToPermitPayload>, PublicError> {
        let done = Session::new(ctx, "respondToPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RespondToPermitPayload { permit, project, errors: done.errors }))
    }

    /// Locks the plan of a project's permits, which all departments have confirmed: what is expected now is the baseline by
    /// which lost days are counted, and its permits change for a reason only. Locked again, it is replaced by what is
    /// expected then. 锁定手续办理计划
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn lock_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project. 输入")] input: LockPlanInput,
    ) -> Result<Option<LockPlanPayload>, PublicError> {
        let done = Session::new(ctx, "lockPlan")?.execute(&input).await?;
        Ok(Some(LockPlanPayload { project: done.project(ctx).await?, errors: done.errors }))
    }
}
