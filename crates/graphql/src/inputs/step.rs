//! Inputs that say who does what.

use async_graphql::{ID, InputObject};
use luodi_app::projects::HandOver;
use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, StepId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::step::HelperRole;

use super::circumstances::Circumstances;
use super::{NewId, OnProject, ProjectInput, Renamed, Target, Terms, read};
use crate::types::enums::StepRole;

/// Puts an officer on a step, or takes one off 指派责任人. Whoever is made responsible replaces who was before.
#[derive(Debug, InputObject)]
pub(crate) struct AssignOfficerInput {
    /// Which open step. 环节
    pub(crate) step_id: ID,
    /// Who; must be in service. 责任人
    pub(crate) officer_id: ID,
    /// As what. 责任类别
    pub(crate) role: StepRole,
    /// Whether to take the officer off. A responsible officer can only be replaced. 是否移除
    #[graphql(default)]
    pub(crate) remove: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl AssignOfficerInput {
    fn step(&self) -> Result<StepId, Refusal> {
        read::id(&self.step_id, "stepId", StepId::parse)
    }
}

impl ProjectInput for AssignOfficerInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.step().map(Target::Step)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        let (step, officer) = (self.step()?, read::id(&self.officer_id, "officerId", OfficerId::parse)?);
        let role = match self.role {
            StepRole::Responsible if self.remove => {
                return Err(Refusal::new(Rule::OfficerResponsible).at("remove"));
            }
            StepRole::Responsible => return Ok(Command::AssignResponsible { step, officer }),
            StepRole::Assisting => HelperRole::Assisting,
            StepRole::Supervising => HelperRole::Supervising,
        };
        Ok(Command::AssignHelper { step, officer, role, remove: self.remove })
    }
}

/// Hands everything of one officer to another 移交: open steps, help given, and standing duties, in all projects, and the
/// duty rules that name him, at once.
#[derive(Debug, InputObject)]
pub(crate) struct HandOverOfficerInput {
    /// Who gives. 移交人
    pub(crate) from_officer_id: ID,
    /// Who receives; must be in service. 接收人
    pub(crate) to_officer_id: ID,
    /// Whether the giver leaves the service in the same moment. 是否停用移交人
    #[graphql(default)]
    pub(crate) deactivate: bool,
    #[graphql(flatten)]
    pub(crate) circumstances: Circumstances,
    /// The giver's version as the caller read it: another one is refused with VERSION_CONFLICT, and the payload has the
    /// officer as it is now. 预期版本
    pub(crate) expected_version: Option<i64>,
    /// At most 64 characters, chosen by the caller. The same key with the same input answers what the first request did
    /// and does nothing again, for seven days; with another input it is refused with IDEMPOTENCY_KEY_REUSED. 幂等键
    pub(crate) idempotency_key: Option<String>,
}

impl HandOverOfficerInput {
    /// Fields that the application calls otherwise.
    pub(crate) const RENAMED: &'static [Renamed] = &[("officerId", &["fromOfficerId"])];

    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms {
            circumstances: Some(&self.circumstances),
            expected_version: self.expected_version,
            idempotency_key: self.idempotency_key.as_deref(),
        }
    }

    pub(crate) fn read(&self) -> Result<HandOver, Refusal> {
        Ok(HandOver {
            from: read::id(&self.from_officer_id, "fromOfficerId", OfficerId::parse)?,
            to: read::id(&self.to_officer_id, "toOfficerId", OfficerId::parse)?,
            deactivate: self.deactivate,
        })
    }
}
