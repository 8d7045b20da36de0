//! What happens to a project. The history holds one row per event; folding them gives the project.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::agreement::Agreement;
use crate::attachment::Attachment;
use crate::case::{Case, CaseEvent, Measured};
use crate::coded::coded_enum;
use crate::cover::{Cover, Covered};
use crate::duplicate::RulingKind;
use crate::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, DuplicateId, MaterialId, OfficerId, PartyId,
    PermitId, ProjectId, StepId,
};
use crate::material::MaterialFacts;
use crate::milestone::Milestone;
use crate::party::Party;
use crate::permit::{Level, Permit, Phase, Planned, Preparation, Response};
use crate::plan::Baseline;
use crate::private::Private;
use crate::profile::{Change, Profile};
use crate::stage::Stage;
use crate::standing::PauseGround;
use crate::step::{CloseReason, HelperRole};
use crate::terms::Terms;

/// Something that happened to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was registered. Always the first event, followed by its first [`Event::StageEntered`].
    Registered(Box<Registered>),
    /// One field of its profile changed.
    ProfileChanged(Box<Change>),
    /// It became an umbrella 分期; its phases are projects of their own.
    SplitIntoPhases {
        /// The phases.
        phases: Vec<ProjectId>,
    },
    /// An enterprise took up a role, or the entry was corrected.
    PartyRecorded(Party),
    /// An enterprise's role ended.
    PartyEnded {
        /// Which.
        party: PartyId,
        /// The last day.
        on: NaiveDate,
    },
    /// A paper was signed.
    AgreementRecorded(Agreement),
    /// A paper was dissolved.
    AgreementEnded {
        /// Which.
        agreement: AgreementId,
        /// The day.
        on: NaiveDate,
    },
    /// The terms of the negotiation are these now, as a whole.
    TermsRecorded(Terms),
    /// A milestone was reached, or its entry corrected.
    MilestoneRecorded(Milestone),
    /// A file was attached.
    FileAttached(Box<Attachment>),
    /// An attachment was withdrawn.
    AttachmentWithdrawn {
        /// Which.
        attachment: AttachmentId,
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: Private,
    },
    /// A stage began; opens its step.
    StageEntered(StageEntered),
    /// A step ended.
    StepClosed {
        /// Which.
        step: StepId,
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: CloseReason,
    },
    /// A closed step is to be done again.
    StepReopened {
        /// Which.
        step: StepId,
        /// Who is responsible now.
        responsible: OfficerId,
        /// The day.
        on: NaiveDate,
    },
    /// Another officer became responsible.
    ResponsibleChanged {
        /// Of which step.
        step: StepId,
        /// Until now.
        from: OfficerId,
        /// From now on.
        to: OfficerId,
        /// The day.
        on: NaiveDate,
    },
    /// An officer began to assist or supervise.
    HelperAdded {
        /// Which step.
        step: StepId,
        /// Who.
        officer: OfficerId,
        /// As what.
        role: HelperRole,
        /// The day.
        on: NaiveDate,
    },
    /// An officer no longer assists or supervises.
    HelperRemoved {
        /// Which step.
        step: StepId,
        /// Who.
        officer: OfficerId,
        /// As what.
        role: HelperRole,
        /// The day.
        on: NaiveDate,
    },
    /// An officer left and everything of his in this project went to another.
    HandedOver(HandedOver),
    /// Work was paused, or the pause renewed.
    Paused {
        /// The day the approval begins to count.
        on: NaiveDate,
        /// The last day approved.
        until: NaiveDate,
        /// Why.
        ground: PauseGround,
    },
    /// Work goes on.
    Resumed {
        /// The day.
        on: NaiveDate,
    },
    /// The project was given up. Its open steps are closed by events of the same command.
    Withdrawn {
        /// The day.
        on: NaiveDate,
    },
    /// A project that was given up goes on. Its steps are restored by events of the same command.
    Reopened {
        /// The day.
        on: NaiveDate,
    },
    /// A permit is needed; opens its step.
    PermitAdded(Box<PermitAdded>),
    /// What is known of a permit changed.
    PermitUpdated(PermitUpdated),
    /// The plan has a permit otherwise than before.
    PermitReplanned(PermitReplanned),
    /// The plan of permits was drawn from the catalogue and the attributes; what it changed is told by events of the same
    /// command.
    PlanDrawn {
        /// The day as of which the catalogue was read.
        on: NaiveDate,
    },
    /// The department that decides a permit confirmed it as it stands in the plan, or objected.
    PermitResponded {
        /// Which.
        permit: PermitId,
        /// What it said.
        response: Response,
    },
    /// The plan was locked: what is expected now is what it is measured by from here on.
    PlanLocked(Box<PlanLocked>),
    /// A permit turned out not to be needed.
    PermitRuledOut {
        /// Which.
        permit: PermitId,
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: Private,
        /// Whether the plan says so, and may say otherwise again; else somebody did, and it stays.
        by_plan: bool,
    },
    /// A permit stands for these others from now on, and for no more.
    CoverSet {
        /// Which.
        permit: PermitId,
        /// For which.
        covers: Covered,
    },
    /// Another permit stands for this one and stands like that, or none does any more.
    CoverFollowed {
        /// Which.
        permit: PermitId,
        /// The one that stands for it.
        by: Option<Cover>,
        /// The day, from which on it follows another than before, or none, where that changes.
        on: NaiveDate,
    },
    /// A material that permits need was put on the list.
    MaterialListed(Box<MaterialTold>),
    /// What is known of a material changed.
    MaterialUpdated(Box<MaterialTold>),
    /// A material was taken off the list.
    MaterialRemoved {
        /// Which.
        material: MaterialId,
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: Private,
    },
    /// An attempt at a permit was opened.
    CaseOpened {
        /// For which permit.
        permit: PermitId,
        /// The attempt, without events.
        case: Box<Case>,
    },
    /// Something happened to a case.
    CaseEventRecorded {
        /// Of which permit.
        permit: PermitId,
        /// Which case.
        case: CaseId,
        /// What.
        event: Box<CaseEvent>,
    },
    /// An event of a case was taken back.
    CaseEventInvalidated {
        /// Of which permit.
        permit: PermitId,
        /// Which case.
        case: CaseId,
        /// Which event.
        event: CaseEventId,
    },
    /// A case ended, and what it is measured by from now on was kept; or it goes on after all, and nothing is kept of it.
    CaseMeasured {
        /// Of which permit.
        permit: PermitId,
        /// Which case.
        case: CaseId,
        /// By what.
        measured: Option<Box<Measured>>,
    },
    /// It was decided what it is to another project that looked the same. Which that is stays unsaid here: whoever reads
    /// this need not know of it.
    DuplicateRuled {
        /// The suspicion, which knows both.
        duplicate: DuplicateId,
        /// What was decided.
        ruling: RulingKind,
        /// Until which day it holds, if not for good.
        until: Option<NaiveDate>,
        /// The day.
        on: NaiveDate,
    },
}

impl Event {
    /// The day it happened, where the event itself tells it: it can be another than the command's, for what happens to a
    /// case opens and ends the permit's step on the day that decided it, whichever event was told last.
    pub const fn own_day(&self) -> Option<NaiveDate> {
        match self {
            Self::PartyEnded { on, .. }
            | Self::AgreementEnded { on, .. }
            | Self::StepClosed { on, .. }
            | Self::StepReopened { on, .. }
            | Self::ResponsibleChanged { on, .. }
            | Self::HelperAdded { on, .. }
            | Self::HelperRemoved { on, .. }
            | Self::Paused { on, .. }
            | Self::Resumed { on }
            | Self::Withdrawn { on }
            | Self::Reopened { on }
            | Self::PermitRuledOut { on, .. }
            | Self::PlanDrawn { on }
            | Self::AttachmentWithdrawn { on, .. }
            | Self::MaterialRemoved { on, .. }
            | Self::DuplicateRuled { on, .. } => Some(*on),
            Self::MilestoneRecorded(milestone) => Some(milestone.occurred_on),
            Self::FileAttached(attachment) => Some(attachment.on),
            Self::StageEntered(entered) => Some(entered.on),
            Self::HandedOver(handed) => Some(handed.on),
            Self::PermitAdded(added) => Some(added.on),
            Self::MaterialListed(told) | Self::MaterialUpdated(told) => Some(told.on),
            Self::PermitResponded { response, .. } => Some(response.on),
            Self::PlanLocked(locked) => Some(locked.baseline.locked_on),
            Self::CaseOpened { case, .. } => Some(case.opened_on),
            Self::CaseEventRecorded { event, .. } => Some(event.occurred_on),
            // The days in a party, a paper or a profile are facts that an entry may correct later.
            Self::Registered(_)
            | Self::ProfileChanged(_)
            | Self::SplitIntoPhases { .. }
            | Self::PartyRecorded(_)
            | Self::AgreementRecorded(_)
            | Self::TermsRecorded(_)
            | Self::PermitUpdated(_)
            | Self::PermitReplanned(_)
            | Self::CaseEventInvalidated { .. }
            | Self::CoverSet { .. }
            | Self::CoverFollowed { .. }
            | Self::CaseMeasured { .. } => None,
        }
    }
}

/// The first event of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What the project is.
    pub profile: Profile,
    /// The umbrella it is a phase of.
    pub phase_of: Option<ProjectId>,
}

/// A stage begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageEntered {
    /// Which stage.
    pub stage: Stage,
    /// The stage left, unless this is the first.
    pub from: Option<Stage>,
    /// What became of the gate.
    pub gate: GateOutcome,
    /// The permits that were missing when the gate was passed with gaps.
    pub gaps: BTreeSet<PermitId>,
    /// The step of this visit.
    pub step: StepId,
    /// Who is responsible for it.
    pub responsible: OfficerId,
    /// The day it began.
    pub on: NaiveDate,
    /// The day by which the stage is to be left.
    pub due_on: Option<NaiveDate>,
}

coded_enum! {
    /// What became of the gate before a stage.
    pub enum GateOutcome {
        /// Everything the gate asks for was there.
        Met = "MET",
        /// Permits were missing; a manager passed it with gaps.
        WithGaps = "WITH_GAPS",
        /// Nobody looked: the project entered from a ledger or went back.
        NotChecked = "NOT_CHECKED",
    }
}

/// What went from one officer to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// Who gave.
    pub from: OfficerId,
    /// Who received.
    pub to: OfficerId,
    /// Open steps for which the giver was responsible.
    pub steps: BTreeSet<StepId>,
    /// Open steps at which the giver helped.
    pub helped: BTreeSet<StepId>,
    /// Whether the giver was the landing specialist.
    pub as_specialist: bool,
    /// Whether the giver was the leader in charge.
    pub as_leader: bool,
    /// The day.
    pub on: NaiveDate,
}

/// A permit is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitAdded {
    /// The permit, without cases.
    pub permit: Permit,
    /// Who is responsible for its step.
    pub responsible: OfficerId,
    /// The day it was opened.
    pub on: NaiveDate,
    /// By when it is to be in hand.
    pub due_on: Option<NaiveDate>,
}

/// What is known of a material from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialTold {
    /// Which.
    pub material: MaterialId,
    /// What is known of it.
    pub facts: MaterialFacts,
    /// The day.
    pub on: NaiveDate,
}

/// What the plan says of a permit now, and what holds of it after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermitReplanned {
    /// Which.
    pub permit: PermitId,
    /// What the plan says.
    pub planned: Planned,
    /// Who decides, by level.
    pub level: Level,
    /// Before which point it is needed.
    pub phase: Phase,
    /// The agency that decides.
    pub agency: Option<AgencyId>,
}

/// A plan is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLocked {
    /// When, and what is expected.
    pub baseline: Baseline,
    /// The day by which each permit of the plan is expected.
    pub permits: BTreeMap<PermitId, NaiveDate>,
}

/// What is known of a permit, after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitUpdated {
    /// Which.
    pub permit: PermitId,
    /// Who decides, by level.
    pub level: Level,
    /// Before which point it is needed.
    pub phase: Phase,
    /// The agency that decides.
    pub agency: Option<AgencyId>,
    /// Where it stands before its first case.
    pub preparation: Preparation,
    /// By when it is to be in hand.
    pub due_on: Option<NaiveDate>,
}
