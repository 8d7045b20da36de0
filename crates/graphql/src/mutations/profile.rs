//! Registering a project, changing what it is, and splitting it.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use luodi_app::Outcome;
use luodi_domain::command::Command;
use luodi_domain::ids::ProjectId;
use luodi_domain::refusal::{Refusal, Rule};

use super::UserError;
use super::payload::payloads;
use super::session::{About, Session, Stopped};
use crate::codes::PublicError;
use crate::inputs::profile::UpdateProjectInput;
use crate::inputs::read;
use crate::inputs::register::{RegisterProjectInput, SplitIntoPhasesInput};
use crate::limits::mutation_cost;
use crate::page::page_cost;
use crate::types::Project;

/// How often an update is decided anew when somebody else changes the project at the same moment.
const ATTEMPTS: usize = 3;
/// Most phases of a project, for the price of listing them.
const PHASES: Option<i32> = Some(50);

payloads! {
    /// What came of `registerProject`. 登记项目结果
    RegisterProjectPayload {
        /// The project; null when it was refused. 项目
        project: Project,
    }
    /// What came of `updateProject`. 更新项目信息结果
    UpdateProjectPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// What came of `splitIntoPhases`. 分期结果
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct SplitIntoPhasesPayload {
    /// Why nothing was done; empty when it was done. 错误
    errors: Vec<UserError>,
    /// The umbrella as it is now; null when there is no such project. 总项目
    project: Option<Project>,
    #[graphql(skip)]
    phases: Vec<ProjectId>,
}

#[ComplexObject]
impl SplitIntoPhasesPayload {
    /// The phases registered, in the order of the input; none when it was refused. 各期
    #[graphql(complexity = "page_cost(PHASES, None, child_complexity)")]
    async fn phases(&self, ctx: &Context<'_>) -> Result<Vec<Project>, PublicError> {
        Project::all(ctx, &self.phases).await
    }
}

/// What projects are.
#[derive(Default)]
pub(crate) struct ProfileMutation;

#[Object]
impl ProfileMutation {
    /// Registers a project, at LEAD or taken over from a ledger at any stage, with a responsible officer from its first
    /// instant. 登记项目
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn register_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the project is. 输入")] input: RegisterProjectInput,
    ) -> Result<Option<RegisterProjectPayload>, PublicError> {
        let session = Session::new(ctx, "registerProject")?;
        let result = register(&session, &input).await;
        let done = session.settle(result, RegisterProjectInput::RENAMED, About::default()).await?;
        Ok(Some(RegisterProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Changes what a project is. What is left out stays. 更新项目信息
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and what changes. 输入")] input: UpdateProjectInput,
    ) -> Result<Option<UpdateProjectPayload>, PublicError> {
        let session = Session::new(ctx, "updateProject")?;
        let id = read::id(&input.project_id, "projectId", ProjectId::parse);
        let about = About { project: id.as_ref().ok().copied(), object: None };
        let result = match id {
            Ok(id) => update(&session, id, &input).await,
            Err(refusal) => Err(refusal.into()),
        };
        let done = session.settle(result, UpdateProjectInput::RENAMED, about).await?;
        Ok(Some(UpdateProjectPayload { project: done.project(ctx).await?, errors: done.errors }))
    }

    /// Splits a project into phases: it becomes their umbrella. By a manager; refused while permits are open. 分期
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn split_into_phases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, into which phases. 输入")] input: SplitIntoPhasesInput,
    ) -> Result<Option<SplitIntoPhasesPayload>, PublicError> {
        let session = Session::new(ctx, "splitIntoPhases")?;
        let project = ProjectId::parse(&input.project_id).ok();
        let result = split(&session, &input).await;
        let done = session.settle(result, &[], About { project, object: None }).await?;
        let phases = done.projects.iter().skip(1).copied().collect();
        Ok(Some(SplitIntoPhasesPayload { project: done.project(ctx).await?, phases, errors: done.errors }))
    }
}

async fn register(session: &Session<'_>, input: &RegisterProjectInput) -> Result<Outcome, Stopped> {
    let call = session.call(input.terms())?;
    let command = input.read(&|| session.app.new_id())?;
    Ok(session.app.register_project(call, command).await?)
}

async fn split(session: &Session<'_>, input: &SplitIntoPhasesInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    let command = input.read(&|| session.app.new_id())?;
    Ok(session.app.split_project(call, command).await?)
}

/// The changes are worked out from the project as it is, so the write is bound to the version that was read. A caller who
/// named no version does not mind which one it is: then it is read again.
async fn update(
    session: &Session<'_>,
    id: ProjectId,
    input: &UpdateProjectInput,
) -> Result<Outcome, Stopped> {
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        let head = session.head((&input.terms).into(), id).await?;
        let head = head.ok_or_else(|| Refusal::new(Rule::NotFound).at("projectId"))?;
        let mut call = session.call((&input.terms).into())?;
        let named = call.expected_version.is_some();
        call.expected_version.get_or_insert(head.version);
        let changes = input.changes(&head.profile, &|| session.app.new_id())?;
        match session.app.execute(call, id, Command::Update(changes)).await {
            Err(error)
                if !named
                    && left > 0
                    && error.refusal().is_some_and(|no| no.rule == Rule::VersionConflict) => {}
            result => return Ok(result?),
        }
    }
}
