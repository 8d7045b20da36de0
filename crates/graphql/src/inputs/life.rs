//! Inputs that move a project through its life.

use async_graphql::{ID, InputObject};
use luodi_domain::command::{Command, NewVisit};
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::refusal::Refusal;

use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::{PauseGround, Stage};

fn project(id: &ID) -> Result<Target, Refusal> {
    read::id(id, "projectId", ProjectId::parse).map(Target::Project)
}

pub(super) fn visit(
    officer: Option<&ID>,
    due_on: Option<Date>,
    new_id: NewId<'_>,
) -> Result<NewVisit, Refusal> {
    Ok(NewVisit {
        step: StepId::from_uuid(new_id()),
        responsible: read::maybe_id(officer, "officerId", OfficerId::parse)?,
        due_on: day(due_on),
    })
}

/// Takes a project to the next stage 推进阶段.
#[derive(Debug, InputObject)]
pub(crate) struct AdvanceProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// The stage to enter; the next one of the track if left out. No stage can be skipped. 目标阶段
    pub(crate) to: Option<Stage>,
    /// Who is responsible for the stage entered; if left out whom a duty rule names, else the landing
    /// specialist. 主办
    pub(crate) officer_id: Option<ID>,
    /// By when the stage is to be left again. 办结期限
    pub(crate) due_on: Option<Date>,
    /// Whether to pass the gate although permits are missing 容缺: by a manager, with a reason and an authority. The missing
    /// permits stay visible as gaps 手续缺口. 是否容缺
    #[graphql(default)]
    pub(crate) with_gaps: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for AdvanceProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let visit = visit(self.officer_id.as_ref(), self.due_on, new_id)?;
        Ok(Command::Advance { to: self.to.map(Into::into), visit, with_gaps: self.with_gaps })
    }
}

/// Takes a project back one stage 退回: by a manager, with a reason.
#[derive(Debug, InputObject)]
pub(crate) struct ReturnProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Who is responsible for the stage gone back to; if left out whom a duty rule names, else the landing
    /// specialist. 主办
    pub(crate) officer_id: Option<ID>,
    /// By when that stage is to be left again. 办结期限
    pub(crate) due_on: Option<Date>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for ReturnProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Return { visit: visit(self.officer_id.as_ref(), self.due_on, new_id)? })
    }
}

/// Pauses a project, or renews its pause 暂停: with a reason and the authority of somebody one level up.
#[derive(Debug, InputObject)]
pub(crate) struct PauseProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// The last day asked for: at most three months on, renewed at most twice. 暂停至
    pub(crate) until: Date,
    /// The justified reason. 正当理由
    pub(crate) ground: PauseGround,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for PauseProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Pause { until: self.until.0, ground: self.ground.into() })
    }
}

/// Lets a paused project go on 恢复推进.
#[derive(Debug, InputObject)]
pub(crate) struct ResumeProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for ResumeProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Resume)
    }
}

/// Gives a project up 终止, with a reason: its open steps are closed.
#[derive(Debug, InputObject)]
pub(crate) struct WithdrawProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for WithdrawProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Withdraw)
    }
}

/// Takes up a project that was given up 重启, with a reason: the steps that its withdrawal closed are restored.
#[derive(Debug, InputObject)]
pub(crate) struct ReopenProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Who takes over steps whose officer is no longer in service; if left out whom a duty rule names, else
    /// the landing specialist. 接替责任人
    pub(crate) officer_id: Option<ID>,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for ReopenProjectInput {
    fn target(&self) -> Result<Target, Refusal> {
        project(&self.project_id)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        let substitute = read::maybe_id(self.officer_id.as_ref(), "officerId", OfficerId::parse)?;
        Ok(Command::Reopen { substitute })
    }
}
