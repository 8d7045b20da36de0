//! What mutations take, and how it becomes the domain's commands.
//!
//! Reading an input touches nothing: codes, ids, amounts and rough dates go through the domain's own parsers, and what
//! they refuse is a [`Refusal`] with the path of the field. New ids come from outside.

pub(crate) mod access;
pub(crate) mod attachment;
pub(crate) mod case;
mod circumstances;
pub(crate) mod duplicate;
pub(crate) mod life;
pub(crate) mod material;
pub(crate) mod paper;
pub(crate) mod permit;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod read;
pub(crate) mod register;
pub(crate) mod registry;
pub(crate) mod step;
pub(crate) mod terms;
pub(crate) mod value;

pub(crate) use circumstances::{AuthorityInput, OnProject, OnProjectOnce, Terms};

use luodi_domain::actor::PostRole;
use luodi_domain::command::Command;
use luodi_domain::ids::{
    AgreementId, AttachmentId, CaseId, MaterialId, MilestoneId, PartyId, PermitId, ProjectId, StepId,
};
use luodi_domain::refusal::Refusal;
use uuid::Uuid;

/// Where new ids come from.
pub(crate) type NewId<'a> = &'a dyn Fn() -> Uuid;

/// What the domain calls a field, and the way to it in the input.
pub(crate) type Renamed = (&'static str, &'static [&'static str]);

/// What a command is addressed to. Its project is looked up when it is not the project itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Project(ProjectId),
    Party(PartyId),
    Agreement(AgreementId),
    Milestone(MilestoneId),
    Attachment(AttachmentId),
    Permit(PermitId),
    Case(CaseId),
    Step(StepId),
    Material(MaterialId),
}

impl Target {
    /// The field that names it.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Project(_) => "projectId",
            Self::Party(_) => "partyId",
            Self::Agreement(_) => "agreementId",
            Self::Milestone(_) => "milestoneId",
            Self::Attachment(_) => "attachmentId",
            Self::Permit(_) => "permitId",
            Self::Case(_) => "caseId",
            Self::Step(_) => "stepId",
            Self::Material(_) => "materialId",
        }
    }

    /// The object inside a project that it names.
    pub(crate) const fn object(self) -> Option<Uuid> {
        match self {
            Self::Project(_) => None,
            Self::Party(id) => Some(id.uuid()),
            Self::Agreement(id) => Some(id.uuid()),
            Self::Milestone(id) => Some(id.uuid()),
            Self::Attachment(id) => Some(id.uuid()),
            Self::Permit(id) => Some(id.uuid()),
            Self::Case(id) => Some(id.uuid()),
            Self::Step(id) => Some(id.uuid()),
            Self::Material(id) => Some(id.uuid()),
        }
    }
}

/// An input that asks something of an existing project.
pub(crate) trait ProjectInput: Sync {
    /// Fields that the domain calls otherwise than the input.
    const RENAMED: &'static [Renamed] = &[];

    /// What it is addressed to.
    fn target(&self) -> Result<Target, Refusal>;

    /// The project that the target must belong to, where the input names both.
    fn project(&self) -> Result<Option<ProjectId>, Refusal> {
        Ok(None)
    }

    /// Whether a caller in a post of this role may fill it in as it is.
    fn admits(&self, _role: PostRole) -> Result<(), Refusal> {
        Ok(())
    }

    /// What it carries beside the command.
    fn terms(&self) -> Terms<'_>;

    /// The command.
    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal>;
}

/// A day, if there is one.
pub(crate) fn day(date: Option<crate::scalars::Date>) -> Option<chrono::NaiveDate> {
    date.map(|date| date.0)
}
