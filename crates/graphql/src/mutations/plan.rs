//! Plans of permits.

use async_graphql::{Context, Object};

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::plan::PlanPermitsInput;
use crate::limits::mutation_cost;
use crate::types::{PlanChange, Project};

payloads! {
    /// What came of `planPermits`. 编制手续办理计划结果
    PlanPermitsPayload {
        /// What changes, or would; null when it was refused. 计划变化
        changes: Vec<PlanChange>,
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
        let (done, preview) = session.foreseen(&input, input.dry_run).await?;
        let changes = preview.map(|preview| PlanChange::all(&preview));
        Ok(Some(PlanPermitsPayload { changes, project: done.project(ctx).await?, errors: done.errors }))
    }
}
