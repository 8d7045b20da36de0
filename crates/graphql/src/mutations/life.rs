//! Moving a project through its life.

use async_graphql::{Context, Object};

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::life::{
    AdvanceProjectInput, PauseProjectInput, ReopenProjectInput, ResumeProjectInput, ReturnProjectInput,
    WithdrawProjectInput,
};
use crate::limits::mutation_cost;
use crate::types::Project;

payloads! {
    /// What came of `advanceProject`. 推进阶段结果
    AdvanceProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `returnProject`. 退回结果
    ReturnProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `pauseProject`. 暂停结果
    PauseProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `resumeProject`. 恢复推进结果
    ResumeProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `withdrawProject`. 终止结果
    WithdrawProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `reopenProject`. 重启结果
    ReopenProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// Stages and standing.
#[derive(Default)]
pub(crate) struct LifeMutation;

#[Object]
impl LifeMutation {
    /// Takes a project to its next stage. The gate before it asks for facts that happened on or before `occurredOn`: a
    /// contract or agreement, a plan, a start or production with evidence, and the permits that the law puts before. 推进阶段
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn advance_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, to which stage. 输入")] input: AdvanceProjectInput,
    ) -> Result<Option<AdvanceProjectPayload>, PublicError> {
        let done = Session::new(ctx, "advanceProject")?.execute(&input).await?;
        Ok(Some(AdvanceProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Takes a project back one stage: by a manager, with a reason. 退回上一阶段
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn return_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why. 输入")] input: ReturnProjectInput,
    ) -> Result<Option<ReturnProjectPayload>, PublicError> {
        let done = Session::new(ctx, "returnProject")?.execute(&input).await?;
        Ok(Some(ReturnProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Pauses a project or renews its pause: approved one level up, with a justified reason, three months at the most and
    /// renewed at most twice. Legal clocks go on. 暂停
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn pause_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, until when, and on which ground. 输入")] input: PauseProjectInput,
    ) -> Result<Option<PauseProjectPayload>, PublicError> {
        let done = Session::new(ctx, "pauseProject")?.execute(&input).await?;
        Ok(Some(PauseProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Lets a paused project go on. 恢复推进
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn resume_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project. 输入")] input: ResumeProjectInput,
    ) -> Result<Option<ResumeProjectPayload>, PublicError> {
        let done = Session::new(ctx, "resumeProject")?.execute(&input).await?;
        Ok(Some(ResumeProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Gives a project up, with a reason. Its open steps are closed. 终止
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn withdraw_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why. 输入")] input: WithdrawProjectInput,
    ) -> Result<Option<WithdrawProjectPayload>, PublicError> {
        let done = Session::new(ctx, "withdrawProject")?.execute(&input).await?;
        Ok(Some(WithdrawProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Takes up a project that was given up, with a reason. Its steps are restored. 重启
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn reopen_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why. 输入")] input: ReopenProjectInput,
    ) -> Result<Option<ReopenProjectPayload>, PublicError> {
        let done = Session::new(ctx, "reopenProject")?.execute(&input).await?;
        Ok(Some(ReopenProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }
}
