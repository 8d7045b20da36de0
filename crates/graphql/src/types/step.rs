//! Steps 环节 and stage visits.

use async_graphql::{Context, ID, Object};
use luodi_domain::{
    ids::{ProjectId, StepId},
    project,
    step::{self, HelperRole},
};

use super::{
    Officer, Permit, Project, SHORT,
    enums::{CloseReason, GateOutcome, Stage, StepKind},
    fetch::Fetch,
};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::{
        failed,
        loaders::{Loaders, StepsOf},
        sight,
    },
};

/// Something that somebody must do by a date and owns: a stay in a stage, a permit. 环节
pub struct Step {
    pub(super) project: ProjectId,
    pub(super) step: step::Step,
}

impl Step {
    /// The steps of a project, in the order in which they were opened.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let steps = Loaders::of(ctx)?.one(StepsOf(project)).await?.unwrap_or_default();
        Ok(steps.steps.values().map(|step| Self { project, step: step.clone() }).collect())
    }

    /// The step of a project with this id.
    pub(super) async fn in_project(
        ctx: &Context<'_>,
        project: ProjectId,
        id: StepId,
    ) -> Result<Option<Self>, PublicError> {
        let steps = Loaders::of(ctx)?.one(StepsOf(project)).await?.unwrap_or_default();
        Ok(steps.steps.get(&id).map(|step| Self { project, step: step.clone() }))
    }
}

impl Fetch for Step {
    type Id = StepId;

    async fn fetch(ctx: &Context<'_>, id: StepId) -> Result<Option<Self>, PublicError> {
        match Loaders::of(ctx)?.one(id).await? {
            Some(project) => Self::in_project(ctx, project, id).await,
            None => Ok(None),
        }
    }
}

/// Something that somebody must do by a date and owns: a stay in a stage, a permit. 环节
#[Object]
impl Step {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.step.id)
    }

    /// The project it belongs to. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// What it is about. 环节类别
    async fn kind(&self) -> StepKind {
        match self.step.kind {
            step::StepKind::StageVisit(_) => StepKind::StageVisit,
            step::StepKind::Permit(_) => StepKind::Permit,
        }
    }

    /// The stage, when it is a stay in one. 阶段
    async fn stage(&self) -> Option<Stage> {
        match self.step.kind {
            step::StepKind::StageVisit(stage) => Some(stage.into()),
            step::StepKind::Permit(_) => None,
        }
    }

    /// The permit, when it is about one. 手续
    async fn permit(&self, ctx: &Context<'_>) -> Result<Option<Permit>, PublicError> {
        match self.step.kind {
            step::StepKind::StageVisit(_) => Ok(None),
            step::StepKind::Permit(permit) => Permit::in_project(ctx, self.project, permit).await,
        }
    }

    /// Who must get it done: exactly one officer of ours, in service while the step is open. 主办
    async fn responsible(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.step.responsible).await
    }

    /// Since when; a step that was closed and opened again under the same officer counts from before. 主办起始日期
    async fn responsible_since(&self) -> Date {
        Date(self.step.responsible_since)
    }

    /// Who received it first; stays on record through every handover. 首接责任人
    async fn first_receiver(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.step.first_receiver).await
    }

    /// Who helps. 协办
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn assisting(&self, ctx: &Context<'_>) -> Result<Vec<Officer>, PublicError> {
        Officer::all(ctx, self.step.helping(HelperRole::Assisting)).await
    }

    /// Who sees to it that it is done. 督办
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn supervising(&self, ctx: &Context<'_>) -> Result<Vec<Officer>, PublicError> {
        Officer::all(ctx, self.step.helping(HelperRole::Supervising)).await
    }

    /// The day it was opened. 开始日期
    async fn opened_on(&self) -> Date {
        Date(self.step.opened_on)
    }

    /// The day by which it is to be done, where one was set. 时限
    async fn due_on(&self) -> Option<Date> {
        self.step.due_on.map(Date)
    }

    /// The day it ended; null while it is open. 办结日期
    async fn closed_on(&self) -> Option<Date> {
        self.step.closed.map(|closing| Date(closing.on))
    }

    /// Why it ended; null while it is open. 办结原因
    async fn close_reason(&self) -> Option<CloseReason> {
        self.step.closed.map(|closing| closing.reason.into())
    }
}

/// A project's stay in a stage. 阶段停留
pub struct StageVisit {
    project: ProjectId,
    visit: project::StageVisit,
    step: step::Step,
}

impl StageVisit {
    /// The stays of a project in its stages, in their order.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let steps = Loaders::of(ctx)?.one(StepsOf(project)).await?.unwrap_or_default();
        let visit = |(id, step): (&StepId, &step::Step)| {
            steps.visits.get(id).map(|&visit| Self { project, visit, step: step.clone() })
        };
        let mut visits: Vec<Self> = steps.steps.iter().filter_map(visit).collect();
        visits.sort_by_key(|visit| visit.visit.position);
        Ok(visits)
    }
}

/// A project's stay in a stage. 阶段停留
#[Object]
impl StageVisit {
    /// Which stage. 阶段
    async fn stage(&self) -> Stage {
        self.visit.stage.into()
    }

    /// What became of the gate before it, for those who may know which permits are missing. 阶段准入结果
    async fn gate(&self, ctx: &Context<'_>) -> Result<Option<GateOutcome>, PublicError> {
        let may = sight(ctx)?.may_read_gaps(self.project).await.map_err(failed(ctx))?;
        Ok(may.then(|| self.visit.gate.into()))
    }

    /// The day it began. 进入日期
    async fn entered_on(&self) -> Date {
        Date(self.step.opened_on)
    }

    /// The day it ended; null while the project is there. 离开日期
    async fn left_on(&self) -> Option<Date> {
        self.step.closed.map(|closing| Date(closing.on))
    }

    /// Its step, with the officer who is responsible. 环节
    async fn step(&self) -> Step {
        Step { project: self.project, step: self.step.clone() }
    }
}
