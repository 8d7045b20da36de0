//! What every mutation does around its command: who calls, on which project, and what to answer.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::Context;
use luodi_app::projects::Preview;
use luodi_app::read::Head;
use luodi_app::sight::Sight;
use luodi_app::{App, AppError, Call, Idempotency, Outcome, access::Principal};
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::refusal::{Refusal, Rule};
use uuid::Uuid;

use super::{UserError, hash};
use crate::codes::PublicError;
use crate::inputs::{AuthorityInput, ProjectInput, Renamed, Target, Terms};
use crate::messages::PermitNames;
use crate::schema::loaders::{Loaders, PermitsOf};
use crate::schema::{caller, commands, failed, language, sight};
use crate::types::{Project, fetch::Fetch, permit_called};

/// One mutation under way.
pub(super) struct Session<'a> {
    ctx: &'a Context<'a>,
    pub(super) app: &'a App,
    principal: &'a Principal,
    operation: &'static str,
}

/// What a mutation came to.
pub(super) struct Settled {
    /// The projects concerned, the one addressed first.
    pub(super) projects: Vec<ProjectId>,
    /// The object inside the project, or the registry entry.
    pub(super) object: Option<Uuid>,
    /// Why nothing was done; empty when it was.
    pub(super) errors: Vec<UserError>,
}

impl Settled {
    /// The project addressed, as it is now.
    pub(super) async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>, PublicError> {
        match self.projects.first() {
            Some(project) => Project::fetch(ctx, *project).await,
            None => Ok(None),
        }
    }

    /// The object concerned, as it is now.
    pub(super) async fn object<T: Fetch>(
        &self,
        ctx: &Context<'_>,
        id: fn(Uuid) -> T::Id,
    ) -> Result<Option<T>, PublicError> {
        match self.object {
            Some(object) => T::fetch(ctx, id(object)).await,
            None => Ok(None),
        }
    }
}

/// What a mutation is about, to show it when the command is refused.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About {
    pub(super) project: Option<ProjectId>,
    pub(super) object: Option<Uuid>,
}

impl<'a> Session<'a> {
    /// A mutation by its name in the API.
    pub(super) fn new(ctx: &'a Context<'a>, operation: &'static str) -> Result<Self, PublicError> {
        Ok(Self { ctx, app: commands(ctx)?, principal: caller(ctx)?, operation })
    }

    /// The call with what came beside the command.
    pub(super) fn call(&self, terms: Terms<'_>) -> Result<Call, Stopped> {
        let mut call = Call::new(Some(self.principal.viewer.officer), self.operation);
        call.deputy = self.principal.deputy.as_ref().map(|deputy| deputy.officer);
        call.expected_version = terms.expected_version;
        if let Some(circumstances) = terms.circumstances {
            call.occurred_on = circumstances.occurred_on.map(|day| day.0);
            call.reason.clone_from(&circumstances.reason);
            call.authority = circumstances.authority.as_ref().map(AuthorityInput::read).transpose()?;
            call.as_recorder =
                circumstances.authority.as_ref().is_some_and(|authority| authority.as_recorder);
        }
        if let Some(key) = terms.idempotency_key {
            let request_hash = hash::request_hash(self.ctx, self.operation)?;
            call.idempotency = Some(Idempotency { key: key.to_owned(), request_hash });
        }
        Ok(call)
    }

    /// The project as whoever gives the command sees it.
    pub(super) async fn head(&self, terms: Terms<'_>, id: ProjectId) -> Result<Option<Arc<Head>>, Stopped> {
        Ok(self.looking(terms).await?.heads(&[id]).await?.remove(&id))
    }

    /// What is seen by whoever gives the command: the caller, or the leader whose decision he records.
    async fn looking(&self, terms: Terms<'_>) -> Result<Cow<'a, Sight>, Stopped> {
        let call = self.call(terms)?;
        match (call.authority, call.deputy) {
            (Some(authority), None) if call.as_recorder => {
                let recorder = self.principal.viewer.officer;
                let leader = self.app.recorded_for(recorder, authority.officer).await?;
                Ok(Cow::Owned(self.app.seen_by(leader)))
            }
            // A deputy who says that he records is refused by the command.
            _ => Ok(Cow::Borrowed(sight(self.ctx)?)),
        }
    }

    /// Carries out a command on the project that its input names.
    pub(super) async fn execute<I: ProjectInput>(&self, input: &I) -> Result<Settled, PublicError> {
        let (about, result) = match self.aimed(input).await {
            Ok((about, project, role)) => (about, self.ask(project, input, role).await),
            Err(stopped) => (About::default(), Err(stopped)),
        };
        self.settle(result, I::RENAMED, about).await
    }

    /// Carries out a command and tells what it did; or, to be tried only, what it would do.
    pub(super) async fn told<I: ProjectInput>(
        &self,
        input: &I,
        only: bool,
    ) -> Result<(Settled, Option<Preview>), PublicError> {
        let (about, result) = match self.aimed(input).await {
            Ok((about, project, role)) if only => match self.foresee(project, input, role).await {
                Ok(preview) => {
                    let projects = about.project.into_iter().collect();
                    let settled = Settled { projects, object: about.object, errors: Vec::new() };
                    return Ok((settled, Some(preview)));
                }
                Err(stopped) => (about, Err(stopped)),
            },
            Ok((about, project, role)) => (about, self.ask(project, input, role).await),
            Err(stopped) => (About::default(), Err(stopped)),
        };
        let told = match &result {
            Ok(outcome) => self.tell(outcome).await,
            Err(_) => None,
        };
        Ok((self.settle(result, I::RENAMED, about).await?, told))
    }

    /// What a command did, as far as the caller may read all of the project by now. It was done, whether or not that can be
    /// told.
    async fn tell(&self, outcome: &Outcome) -> Option<Preview> {
        let told = async {
            let project = outcome.project()?;
            match sight(self.ctx).ok()?.may_read_all(project).await {
                Ok(true) => self.app.told(outcome).await.transpose(),
                Ok(false) => None,
                Err(error) => Some(Err(error)),
            }
        };
        match told.await? {
            Ok(told) => Some(told),
            Err(error) => {
                tracing::warn!(operation = self.operation, %error, "what a command did cannot be told");
                None
            }
        }
    }

    /// What an input is about, and the role by which the command is given.
    async fn aimed<I: ProjectInput>(&self, input: &I) -> Result<(About, ProjectId, PostRole), Stopped> {
        let sight = self.looking(input.terms()).await?;
        let (project, object) = self.addressed(input, &sight).await?;
        Ok((About { project: Some(project), object }, project, sight.viewer().role))
    }

    async fn foresee<I: ProjectInput>(
        &self,
        project: ProjectId,
        input: &I,
        role: PostRole,
    ) -> Result<Preview, Stopped> {
        input.admits(role)?;
        let call = self.call(input.terms())?;
        let command = input.command(&|| self.app.new_id())?;
        Ok(self.app.preview(call, project, &command).await?)
    }

    async fn ask<I: ProjectInput>(
        &self,
        project: ProjectId,
        input: &I,
        role: PostRole,
    ) -> Result<Outcome, Stopped> {
        input.admits(role)?;
        let call = self.call(input.terms())?;
        let command = input.command(&|| self.app.new_id())?;
        Ok(self.app.execute(call, project, command).await?)
    }

    /// A permit, as whoever gives the command sees it, and the first of these others that he does not see.
    pub(super) async fn about_permit(
        &self,
        terms: Terms<'_>,
        id: PermitId,
        others: &[PermitId],
    ) -> Result<(About, Option<usize>), Stopped> {
        let asked: Vec<PermitId> = [&[id], others].concat();
        let seen = self.looking(terms).await?.project_of_permit(&asked).await?;
        match seen.get(&id) {
            Some(project) => {
                let about = About { project: Some(*project), object: Some(id.uuid()) };
                Ok((about, others.iter().position(|other| !seen.contains_key(other))))
            }
            None => Err(Refusal::new(Rule::NotFound).at("permitId").into()),
        }
    }

    /// The project that an input is addressed to, and the object inside it that it names.
    async fn addressed<I: ProjectInput>(
        &self,
        input: &I,
        sight: &Sight,
    ) -> Result<(ProjectId, Option<Uuid>), Stopped> {
        let target = input.target()?;
        let found = match target {
            Target::Project(project) => sight.seen(&[project]).await?.pop(),
            Target::Party(id) => sight.project_of_party(&[id]).await?.remove(&id),
            Target::Agreement(id) => sight.project_of_agreement(&[id]).await?.remove(&id),
            Target::Milestone(id) => sight.project_of_milestone(&[id]).await?.remove(&id),
            Target::Attachment(id) => sight.project_of_attachment(&[id]).await?.remove(&id),
            Target::Permit(id) => sight.project_of_permit(&[id]).await?.remove(&id),
            Target::Case(id) => sight.project_of_case(&[id]).await?.remove(&id),
            Target::Material(id) => sight.project_of_material(&[id]).await?.remove(&id),
            Target::Step(id) => sight.project_of_step(&[id]).await?.remove(&id),
        };
        let wanted = input.project()?;
        match found.filter(|project| wanted.is_none_or(|wanted| wanted == *project)) {
            Some(project) => Ok((project, target.object())),
            None => Err(Refusal::new(Rule::NotFound).at(target.field()).into()),
        }
    }

    /// Turns what came of a command into what to answer. What was read before is forgotten: it may have changed.
    pub(super) async fn settle(
        &self,
        result: Result<Outcome, Stopped>,
        renamed: &[Renamed],
        about: About,
    ) -> Result<Settled, PublicError> {
        Loaders::of(self.ctx)?.clear().await;
        match result {
            Ok(outcome) => Ok(Settled {
                projects: outcome.projects().collect(),
                object: outcome.object(),
                errors: Vec::new(),
            }),
            Err(Stopped::Refused(refusal)) => {
                let permits = self.permit_names(&refusal, about.project).await?;
                let error = UserError::new(language(self.ctx), &refusal, renamed, &permits);
                Ok(Settled {
                    projects: about.project.into_iter().collect(),
                    object: about.object,
                    errors: vec![error],
                })
            }
            Err(Stopped::Failed(failure)) => Err(failed(self.ctx)(failure)),
            Err(Stopped::Public(error)) => Err(error),
        }
    }

    /// What the permits in a refusal are called; nothing when it has none.
    async fn permit_names(
        &self,
        refusal: &Refusal,
        project: Option<ProjectId>,
    ) -> Result<PermitNames, PublicError> {
        let named: Vec<PermitId> =
            refusal.facts.iter().flat_map(|(_, fact)| fact.permits()).copied().collect();
        let mut names = PermitNames::new();
        let Some(project) = project.filter(|_| !named.is_empty()) else { return Ok(names) };
        let permits = Loaders::of(self.ctx)?.one(PermitsOf(project)).await?.unwrap_or_default();
        for id in named {
            if let Some(permit) = permits.get(&id) {
                names.insert(id, permit_called(self.ctx, project, permit).await?);
            }
        }
        Ok(names)
    }
}

/// Why a command was not carried out.
pub(super) enum Stopped {
    /// A rule said no.
    Refused(Box<Refusal>),
    /// The application could not do it.
    Failed(AppError),
    /// Something else went wrong on the way.
    Public(PublicError),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<AppError> for Stopped {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::Refused(refusal),
            error => Self::Failed(error),
        }
    }
}

impl From<PublicError> for Stopped {
    fn from(error: PublicError) -> Self {
        Self::Public(error)
    }
}
