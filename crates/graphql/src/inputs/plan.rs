//! Inputs for plans of permits.

use async_graphql::{ID, InputObject};
use luodi_app::first_plan;
use luodi_domain::attribute::Answers;
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::ids::{PermitId, ProjectId, StepId};
use luodi_domain::refusal::Refusal;

use super::value::{self, AttributeInput};
use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, read};
use crate::types::enums::PermitResponseKind;

/// How many permits one plan adds at most: more than any catalogue has.
const MOST: usize = 300;

/// Draws the plan of a project's permits from the catalogue and its attributes, again if there is one 编制手续办理计划.
#[derive(Debug, InputObject)]
pub(crate) struct PlanPermitsInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Attributes to answer first, in the same command. 属性
    #[graphql(default)]
    pub(crate) attributes: Vec<AttributeInput>,
    /// Keys of attributes to take off first. 删除属性
    #[graphql(default)]
    pub(crate) remove_attributes: Vec<String>,
    /// The code of a template for its kind of project, which answers what nobody has answered. 项目模板
    pub(crate) template: Option<String>,
    /// Shows what would change, and changes nothing. 仅预览
    #[graphql(default)]
    pub(crate) dry_run: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for PlanPermitsInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let mut answers = Vec::new();
        for key in &self.remove_attributes {
            answers.push((value::attribute(key, "removeAttributes")?, None));
        }
        let given = value::attributes(&self.attributes)?;
        answers.extend(given.into_iter().map(|(attribute, answer)| (attribute, Some(answer))));
        let presumed = match &self.template {
            None => Answers::new(),
            Some(code) => {
                first_plan::template(code).ok_or_else(|| read::invalid(code, "template"))?.answers.clone()
            }
        };
        let ids = std::iter::repeat_with(|| (PermitId::from_uuid(new_id()), StepId::from_uuid(new_id())));
        Ok(Command::PlanPermits(PlanPermits { answers, presumed, ids: ids.take(MOST).collect() }))
    }
}

/// Records what the department that decides a permit says to its place in the plan 反馈部门意见.
#[derive(Debug, InputObject)]
pub(crate) struct RespondToPermitInput {
    /// Which permit. 手续
    pub(crate) permit_id: ID,
    /// What it says; an objection needs a reason. 意见
    pub(crate) response: PermitResponseKind,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl RespondToPermitInput {
    fn permit(&self) -> Result<PermitId, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse)
    }
}

impl ProjectInput for RespondToPermitInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.permit().map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Respond { permit: self.permit()?, kind: self.response.into() })
    }
}

/// Locks the plan of a project's permits as its baseline 锁定手续办理计划.
#[derive(Debug, InputObject)]
pub(crate) struct LockPlanInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Although departments have not answered, whose silence then is consent, or attributes that decide are unknown: a
    /// manager's decision, with a reason. 带缺口锁定
    #[graphql(default)]
    pub(crate) with_gaps: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for LockPlanInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::LockPlan { with_gaps: self.with_gaps })
    }
}
