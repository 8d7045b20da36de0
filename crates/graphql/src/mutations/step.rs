//! Who does what.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use luodi_app::Outcome;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};

use super::UserError;
use super::payload::payloads;
use super::session::{About, Session, Stopped};
use crate::codes::PublicError;
use crate::inputs::step::{AssignOfficerInput, HandOverOfficerInput};
use crate::limits::mutation_cost;
use crate::page::{MAX_PAGE, page_cost};
use crate::schema::{failed, sight};
use crate::types::{Officer, Project, Step, fetch::Fetch};

payloads! {
    /// What came of `assignOfficer`. 指派责任人结果
    AssignOfficerPayload {
        /// The step as it is now; null when there is none. 环节
        step: Step,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// What came of `handOverOfficer`. 移交结果
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct HandOverOfficerPayload {
    /// Why nothing was done; empty when it was done. 错误
    errors: Vec<UserError>,
    /// Who gave, as it is now; null when there is none. 移交人
    from_officer: Option<Officer>,
    /// Who received, as it is now; null when there is none. 接收人
    to_officer: Option<Officer>,
    /// In how many projects that exist for the caller something was handed over. 涉及项目数
    project_count: usize,
    #[graphql(skip)]
    projects: Vec<ProjectId>,
}

#[ComplexObject]
impl HandOverOfficerPayload {
    /// The projects in which something was handed over, the first 100. 涉及项目
    #[graphql(complexity = "page_cost(Some(MAX_PAGE), None, child_complexity)")]
    async fn projects(&self, ctx: &Context<'_>) -> Result<Vec<Project>, PublicError> {
        let most = usize::try_from(MAX_PAGE).unwrap_or_default().min(self.projects.len());
        Project::all(ctx, &self.projects[..most]).await
    }
}

/// Officers on steps.
#[derive(Default)]
pub(crate) struct StepMutation;

#[Object]
impl StepMutation {
    /// Puts an officer on an open step, or takes one off. Any step has exactly one responsible officer, in service. 指派责任人
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn assign_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, on which step, as what. 输入")] input: AssignOfficerInput,
    ) -> Result<Option<AssignOfficerPayload>, PublicError> {
        let done = Session::new(ctx, "assignOfficer")?.execute(&input).await?;
        let (step, project) = (done.object(ctx, StepId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(AssignOfficerPayload { step, project, errors: done.errors }))
    }

    /// Hands everything of one officer to another, in all projects at once or not at all, and takes the giver out of service
    /// in the same moment if asked to. 移交
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn hand_over_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who gives, and who receives. 输入")] input: HandOverOfficerInput,
    ) -> Result<Option<HandOverOfficerPayload>, PublicError> {
        let session = Session::new(ctx, "handOverOfficer")?;
        let result = hand_over(&session, &input).await;
        let done = session.settle(result, HandOverOfficerInput::RENAMED, About::default()).await?;
        let officer = async |id: &str| match OfficerId::parse(id) {
            Ok(id) => Officer::fetch(ctx, id).await,
            Err(_) => Ok(None),
        };
        let projects = sight(ctx)?.seen(&done.projects).await.map_err(failed(ctx))?;
        Ok(Some(HandOverOfficerPayload {
            from_officer: officer(&input.from_officer_id).await?,
            to_officer: officer(&input.to_officer_id).await?,
            project_count: projects.len(),
            projects,
            errors: done.errors,
        }))
    }
}

async fn hand_over(session: &Session<'_>, input: &HandOverOfficerInput) -> Result<Outcome, Stopped> {
    let call = session.call(input.terms())?;
    Ok(session.app.hand_over_officer(call, input.read()?).await?)
}
