//! What can be asked of a project. New ids come with the command, so that deciding again gives the same objects.

mod references;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::agreement::AgreementKind;
use crate::attachment::Subject;
use crate::attribute::{Answer, Answers, Attribute};
use crate::case::{CaseEventKind, Document, EventSource, Handover};
use crate::cover::{Cover, Covered};
use crate::duplicate::Ruling;
use crate::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, DuplicateId, EnterpriseId, FileId, MaterialId,
    MilestoneId, OfficerId, PartyId, PermitId, ProjectId, StepId,
};
use crate::material::MaterialState;
use crate::milestone::{EvidenceKind, MilestoneKind, Works};
use crate::money::Money;
use crate::party::PartyRole;
use crate::permit::{Level, PermitItem, Phase, Preparation, ResponseKind};
use crate::profile::{Change, Profile};
use crate::stage::Stage;
use crate::standing::PauseGround;
use crate::step::{HelperRole, Turn};
use crate::terms::SubsidyKind;

/// The name of [`Command::Advance`].
pub const ADVANCE: &str = "ADVANCE";
/// The name of [`Command::RuleOnDuplicate`].
pub const RULE_ON_DUPLICATE: &str = "RULE_ON_DUPLICATE";
/// The name of [`Command::Cover`] and [`Command::BeCovered`], two parts of one.
pub const COVER_PERMITS: &str = "COVER_PERMITS";
/// The name of [`Command::FollowCover`].
pub const FOLLOW_COVER: &str = "FOLLOW_COVER";

/// Asks for a project to be registered.
#[derive(Debug, Clone)]
pub struct Register {
    /// The new project's id.
    pub id: ProjectId,
    /// What it is.
    pub profile: Profile,
    /// The umbrella it is a phase of.
    pub phase_of: Option<ProjectId>,
    /// The stage it enters at; anything after LEAD is taken over from a ledger, with its gates not checked.
    pub stage: Stage,
    /// The step of the first stage.
    pub visit: NewVisit,
}

/// The step of a stage about to be entered.
#[derive(Debug, Clone, Copy)]
pub struct NewVisit {
    /// The new step's id.
    pub step: StepId,
    /// Who is responsible; if nobody is named, whom a duty rule names, else the project's landing specialist.
    pub responsible: Option<OfficerId>,
    /// By when the stage is to be left.
    pub due_on: Option<NaiveDate>,
}

/// Asks something of an existing project.
#[derive(Debug, Clone)]
pub enum Command {
    /// `updateProject`.
    Update(Vec<Change>),
    /// `splitIntoPhases`, the umbrella's part: the phases are registered beside it.
    Split {
        /// The phases about to be registered.
        phases: Vec<NamedPhase>,
    },
    /// `recordParty`.
    RecordParty(RecordParty),
    /// `endParty`.
    EndParty(PartyId),
    /// `recordAgreement`.
    RecordAgreement(RecordAgreement),
    /// `endAgreement`.
    EndAgreement(AgreementId),
    /// `recordTerms`.
    RecordTerms(RecordTerms),
    /// `recordMilestone`.
    RecordMilestone(RecordMilestone),
    /// `attachFile`.
    Attach(Attach),
    /// `withdrawAttachment`.
    WithdrawAttachment(AttachmentId),
    /// `advanceProject`.
    Advance {
        /// The stage to enter; by default the next one.
        to: Option<Stage>,
        /// Its step.
        visit: NewVisit,
        /// Whether to pass the gate although permits are missing.
        with_gaps: bool,
    },
    /// `returnProject`: one stage back.
    Return {
        /// The step of the stage gone back to.
        visit: NewVisit,
    },
    /// `pauseProject`: pauses, or renews the pause.
    Pause {
        /// The last day asked for.
        until: NaiveDate,
        /// The justified reason.
        ground: PauseGround,
    },
    /// `resumeProject`.
    Resume,
    /// `withdrawProject`.
    Withdraw,
    /// `reopenProject`.
    Reopen {
        /// Who takes over steps whose officer is no longer in service.
        substitute: Option<OfficerId>,
    },
    /// `planPermits`.
    PlanPermits(PlanPermits),
    /// `addPermit`.
    AddPermit(AddPermit),
    /// `updatePermit`.
    UpdatePermit(UpdatePermit),
    /// `openCase`.
    OpenCase(OpenCase),
    /// `recordCaseEvent`.
    RecordCaseEvent(RecordCaseEvent),
    /// `invalidateCaseEvent`.
    InvalidateCaseEvent {
        /// Of which case.
        case: CaseId,
        /// Which event.
        event: CaseEventId,
    },
    /// `respondToPermit`.
    Respond {
        /// To which permit.
        permit: PermitId,
        /// What its department says.
        kind: ResponseKind,
    },
    /// `lockPlan`.
    LockPlan {
        /// Whether to lock it although departments have not answered, or attributes that decide are unknown.
        with_gaps: bool,
    },
    /// `ruleOutPermit`.
    RuleOutPermit(PermitId),
    /// `addMaterial`.
    AddMaterial(AddMaterial),
    /// `updateMaterial`.
    UpdateMaterial(UpdateMaterial),
    /// `removeMaterial`.
    RemoveMaterial(MaterialId),
    /// `assignOfficer` with the role RESPONSIBLE.
    AssignResponsible {
        /// Which step.
        step: StepId,
        /// Who.
        officer: OfficerId,
    },
    /// `assignOfficer` with another role, or its removal.
    AssignHelper {
        /// Which step.
        step: StepId,
        /// Who.
        officer: OfficerId,
        /// As what.
        role: HelperRole,
        /// Whether the officer is to be taken off.
        remove: bool,
    },
    /// `handOverOfficer`, this project's part.
    HandOver {
        /// Who gives.
        from: OfficerId,
        /// Who receives.
        to: OfficerId,
    },
    /// `coverPermits`, the part of the permit that stands for others.
    Cover {
        /// Which permit.
        permit: PermitId,
        /// For which others.
        others: Covered,
    },
    /// The same, the part of a project whose permits it stands for.
    BeCovered(BeCovered),
    /// `uncoverPermit`: a permit goes its own way again.
    Uncover(PermitId),
    /// What another project did to permits that stand for one another: nobody asks for it, this one follows.
    FollowCover(Follow),
    /// `decideDuplicate`, the part of one of the two projects.
    RuleOnDuplicate {
        /// What is decided on.
        duplicate: DuplicateId,
        /// What.
        ruling: Ruling,
        /// Whether this is the one that was registered later.
        later: bool,
    },
}

/// Asks for the plan of permits to be drawn from the catalogue, again if there is one.
#[derive(Debug, Clone)]
pub struct PlanPermits {
    /// Answers to attributes that come with it; an inner nothing takes one off.
    pub answers: Vec<(Attribute, Option<Answer>)>,
    /// Answers of a template, to what nobody has answered.
    pub presumed: Answers,
    /// Ids for the permits it may add, with those of their steps.
    pub ids: Vec<(PermitId, StepId)>,
}

/// Asks for permits to follow another that stands for them.
#[derive(Debug, Clone)]
pub struct BeCovered {
    /// Which, with where each was named.
    pub permits: BTreeMap<PermitId, usize>,
    /// The one that stands for them, as it is.
    pub by: Cover,
    /// What that one is.
    pub item: PermitItem,
}

/// What a project has to follow of permits that stand for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// How the one stands that stands for some of this project's.
    Stands(Cover),
    /// One for which this project's stood goes its own way.
    Left {
        /// The one that stood for it.
        permit: PermitId,
        /// The one that left.
        other: PermitId,
    },
}

/// A phase about to be registered, as its umbrella must know it.
#[derive(Debug, Clone)]
pub struct NamedPhase {
    /// The new project's id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
}

/// Asks for an enterprise's role to be recorded.
#[derive(Debug, Clone)]
pub struct RecordParty {
    /// The entry: a new id, or an existing one to correct.
    pub id: PartyId,
    /// Who.
    pub enterprise: EnterpriseId,
    /// As what.
    pub role: PartyRole,
    /// From which day on.
    pub since: NaiveDate,
    /// Whom to call: name and telephone.
    pub contact: Option<NewContact>,
}

/// Somebody to call, as it was typed.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: Option<String>,
}

/// Asks for a signed paper to be recorded.
#[derive(Debug, Clone)]
pub struct RecordAgreement {
    /// The new paper's id.
    pub id: AgreementId,
    /// What was signed.
    pub kind: AgreementKind,
    /// Its title.
    pub title: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// The amount promised.
    pub amount: Option<Money>,
    /// The day of the signature.
    pub signed_on: NaiveDate,
    /// The event at which it was signed.
    pub event: Option<String>,
    /// The earlier paper it replaces.
    pub supersedes: Option<AgreementId>,
}

/// Asks for the terms to be these, as a whole.
#[derive(Debug, Clone)]
pub struct RecordTerms {
    /// The price of land, per mu.
    pub land_price: Option<Money>,
    /// What is offered, each purpose once.
    pub subsidies: Vec<NewSubsidy>,
    /// Everything else.
    pub note: Option<String>,
}

/// What is offered for one purpose, as it was typed.
#[derive(Debug, Clone)]
pub struct NewSubsidy {
    /// For what.
    pub kind: SubsidyKind,
    /// How much at most in all.
    pub amount: Option<Money>,
    /// On what condition.
    pub condition: Option<String>,
}

/// Asks for a milestone to be recorded; the day is the command's.
#[derive(Debug, Clone)]
pub struct RecordMilestone {
    /// The id it gets if it is the first of its kind.
    pub id: MilestoneId,
    /// What happened.
    pub kind: MilestoneKind,
    /// What was seen on site.
    pub works: Option<Works>,
    /// What proves it.
    pub evidence: Vec<NewEvidence>,
}

/// A proof, as it was typed.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Where to find it.
    pub reference: String,
    /// What it shows.
    pub note: Option<String>,
}

/// Asks for an uploaded file to be attached.
#[derive(Debug, Clone, Copy)]
pub struct Attach {
    /// The new attachment's id.
    pub id: AttachmentId,
    /// The file.
    pub file: FileId,
    /// To what.
    pub subject: Subject,
}

/// Asks for a permit to be put into the plan.
#[derive(Debug, Clone)]
pub struct AddPermit {
    /// The new permit's id.
    pub id: PermitId,
    /// Its step's id.
    pub step: StepId,
    /// What is asked for.
    pub item: PermitItem,
    /// Who decides, by level.
    pub level: Level,
    /// Before which point it is needed.
    pub phase: Phase,
    /// The part of the works it is for.
    pub part: Option<String>,
    /// The agency that decides.
    pub agency: Option<AgencyId>,
    /// Where it stands.
    pub preparation: Preparation,
    /// Who is responsible; if nobody is named, whom a duty rule names, else the project's landing specialist.
    pub responsible: Option<OfficerId>,
    /// By when it is to be in hand.
    pub due_on: Option<NaiveDate>,
}

/// Asks for what is known of a permit to be changed; absent fields stay.
#[derive(Debug, Clone)]
pub struct UpdatePermit {
    /// Which.
    pub permit: PermitId,
    /// Who decides, by level.
    pub level: Option<Level>,
    /// Before which point it is needed.
    pub phase: Option<Phase>,
    /// The agency; an inner nothing clears it.
    pub agency: Option<Option<AgencyId>>,
    /// Where it stands before its first case.
    pub preparation: Option<Preparation>,
    /// The due day; an inner nothing clears it.
    pub due_on: Option<Option<NaiveDate>>,
}

/// A permit that needs a material.
#[derive(Debug, Clone, Copy)]
pub struct ForPermit {
    /// Which.
    pub permit: PermitId,
    /// Whether it may be handed in later there.
    pub deferrable: bool,
}

/// Asks for a material to be put on the list.
#[derive(Debug, Clone)]
pub struct AddMaterial {
    /// The new material's id.
    pub id: MaterialId,
    /// What it is called.
    pub name: String,
    /// Who has it, or has to make it.
    pub holder: Turn,
    /// Who exactly that is.
    pub note: Option<String>,
    /// How far it is.
    pub state: MaterialState,
    /// The day agreed for it.
    pub due_on: Option<NaiveDate>,
    /// The permits that need it.
    pub permits: Vec<ForPermit>,
}

/// Asks for what is known of a material to be changed; absent fields stay.
#[derive(Debug, Clone)]
pub struct UpdateMaterial {
    /// Which.
    pub material: MaterialId,
    /// What it is called.
    pub name: Option<String>,
    /// Who has it.
    pub holder: Option<Turn>,
    /// Who exactly that is; an inner nothing clears it.
    pub note: Option<Option<String>>,
    /// How far it is.
    pub state: Option<MaterialState>,
    /// The day agreed for it; an inner nothing clears it.
    pub due_on: Option<Option<NaiveDate>>,
    /// Permits that need it too, or for which it may be handed in later now, or no more.
    pub add: Vec<ForPermit>,
    /// Permits that do not need it after all.
    pub remove: Vec<PermitId>,
}

/// Asks for an attempt at a permit to be opened.
#[derive(Debug, Clone)]
pub struct OpenCase {
    /// The new case's id.
    pub id: CaseId,
    /// For which permit.
    pub permit: PermitId,
    /// The number the approval system gave it.
    pub number: Option<String>,
    /// The agency that receives it; by default the permit's.
    pub agency: Option<AgencyId>,
    /// By when the first leg is to be done.
    pub first_leg_due: Option<NaiveDate>,
    /// The clerk who handles it.
    pub handler: Option<NewContact>,
}

/// Asks for an event of a case to be recorded; the day is the command's.
#[derive(Debug, Clone)]
pub struct RecordCaseEvent {
    /// The new event's id.
    pub id: CaseEventId,
    /// Of which case.
    pub case: CaseId,
    /// What happened.
    pub kind: CaseEventKind,
    /// The time of day in Asia/Shanghai.
    pub occurred_at: Option<NaiveTime>,
    /// Who told us. A system's event is kept even when it does not fit.
    pub source: EventSource,
    /// Where it was handed on to.
    pub handover: Option<Handover>,
    /// The decision's document.
    pub document: Option<Document>,
    /// How many days more; with [`CaseEventKind::Extended`] and only with it.
    pub extension: Option<u32>,
    /// By when what is missing is to be there.
    pub cure_by: Option<NaiveDate>,
    /// What the office wrote.
    pub opinion: Option<String>,
}

impl Command {
    /// Whether it asks who decides permits in the project's regions.
    pub const fn plans(&self) -> bool {
        matches!(self, Self::PlanPermits(_) | Self::LockPlan { .. })
    }

    /// Whether it leaves open who is to be responsible for something: a duty rule may say.
    pub const fn leaves_officer_open(&self) -> bool {
        match self {
            Self::PlanPermits(_) => true,
            Self::Advance { visit, .. } | Self::Return { visit } => visit.responsible.is_none(),
            Self::AddPermit(permit) => permit.responsible.is_none(),
            Self::Reopen { substitute } => substitute.is_none(),
            _ => false,
        }
    }

    /// Whether it looks something up in the permit catalogue, or counts working days: what may end a case is measured then,
    /// and which department decides a permit may say whose duty it is.
    pub const fn asks_catalogue(&self) -> bool {
        matches!(
            self,
            Self::PlanPermits(_)
                | Self::LockPlan { .. }
                | Self::AddPermit(_)
                | Self::Reopen { .. }
                | Self::RecordCaseEvent(_)
                | Self::InvalidateCaseEvent { .. }
                | Self::BeCovered(_)
        )
    }

    /// The command's name in the record and in messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Update(_) => "UPDATE",
            Self::Split { .. } => "SPLIT",
            Self::RecordParty(_) => "RECORD_PARTY",
            Self::EndParty(_) => "END_PARTY",
            Self::RecordAgreement(_) => "RECORD_AGREEMENT",
            Self::EndAgreement(_) => "END_AGREEMENT",
            Self::RecordTerms(_) => "RECORD_TERMS",
            Self::RecordMilestone(_) => "RECORD_MILESTONE",
            Self::Attach(_) => "ATTACH",
            Self::WithdrawAttachment(_) => "WITHDRAW_ATTACHMENT",
            Self::Advance { .. } => ADVANCE,
            Self::Return { .. } => "RETURN",
            Self::Pause { .. } => "PAUSE",
            Self::Resume => "RESUME",
            Self::Withdraw => "WITHDRAW",
            Self::Reopen { .. } => "REOPEN",
            Self::PlanPermits(_) => "PLAN_PERMITS",
            Self::AddPermit(_) => "ADD_PERMIT",
            Self::UpdatePermit(_) => "UPDATE_PERMIT",
            Self::OpenCase(_) => "OPEN_CASE",
            Self::RecordCaseEvent(_) => "RECORD_CASE_EVENT",
            Self::InvalidateCaseEvent { .. } => "INVALIDATE_CASE_EVENT",
            Self::Respond { .. } => "RESPOND_TO_PERMIT",
            Self::LockPlan { .. } => "LOCK_PLAN",
            Self::RuleOutPermit(_) => "RULE_OUT_PERMIT",
            Self::AddMaterial(_) => "ADD_MATERIAL",
            Self::UpdateMaterial(_) => "UPDATE_MATERIAL",
            Self::RemoveMaterial(_) => "REMOVE_MATERIAL",
            Self::AssignResponsible { .. } => "ASSIGN_RESPONSIBLE",
            Self::AssignHelper { .. } => "ASSIGN_HELPER",
            Self::HandOver { .. } => "HAND_OVER",
            Self::Cover { .. } | Self::BeCovered(_) => COVER_PERMITS,
            Self::Uncover(_) => "UNCOVER_PERMIT",
            Self::FollowCover(_) => FOLLOW_COVER,
            Self::RuleOnDuplicate { .. } => RULE_ON_DUPLICATE,
        }
    }
}
