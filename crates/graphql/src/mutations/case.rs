//! Cases and their events.

use async_graphql::{Context, Object};
use luodi_domain::ids::CaseId;

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::case::{InvalidateCaseEventInput, OpenCaseInput, RecordCaseEventInput};
use crate::limits::mutation_cost;
use crate::types::{Case, Project};

payloads! {
    /// What came of `openCase`. 新开办件结果
    OpenCasePayload {
        /// The case; null when it was refused. 办件
        case: Case,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `recordCaseEvent`. 记录办件经过结果
    RecordCaseEventPayload {
        /// The case as it is now; null when there is none. 办件
        case: Case,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `invalidateCaseEvent`. 作废办件经过结果
    InvalidateCaseEventPayload {
        /// The case as it is now; null when there is none. 办件
        case: Case,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// Attempts at permits.
#[derive(Default)]
pub(crate) struct CaseMutation;

#[Object]
impl CaseMutation {
    /// Opens an attempt at a permit: one at a time. 新开办件
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn open_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For which permit, at which agency. 输入")] input: OpenCaseInput,
    ) -> Result<Option<OpenCasePayload>, PublicError> {
        let done = Session::new(ctx, "openCase")?.execute(&input).await?;
        // Nothing was opened when it was refused: the object named is then the permit.
        let opened = if done.errors.is_empty() { done.object(ctx, CaseId::from_uuid).await? } else { None };
        let project = done.project(ctx).await?;
        Ok(Some(OpenCasePayload { case: opened, project, errors: done.errors }))
    }

    /// Records what happened to a case. Its state is what its events amount to, in whatever order they arrive. 记录办件经过
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_case_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and what happened. 输入")] input: RecordCaseEventInput,
    ) -> Result<Option<RecordCaseEventPayload>, PublicError> {
        let done = Session::new(ctx, "recordCaseEvent")?.execute(&input).await?;
        let (case, project) = (done.object(ctx, CaseId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RecordCaseEventPayload { case, project, errors: done.errors }))
    }

    /// Takes back an event that was wrong, with a reason. 作废办件经过
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn invalidate_case_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event of which case, and why. 输入")] input: InvalidateCaseEventInput,
    ) -> Result<Option<InvalidateCaseEventPayload>, PublicError> {
        let done = Session::new(ctx, "invalidateCaseEvent")?.execute(&input).await?;
        let (case, project) = (done.object(ctx, CaseId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(InvalidateCaseEventPayload { case, project, errors: done.errors }))
    }
}
