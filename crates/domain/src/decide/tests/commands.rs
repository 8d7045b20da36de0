//! Commands in a few words. Objects are numbered, so that a row of a test can name them.

use chrono::NaiveDate;

use super::fixture::{INVESTOR, uuid};
use crate::agreement::AgreementKind;
use crate::attachment::Subject;
use crate::case::{CaseEventKind, EventSource, Handover};
use crate::command::{
    AddMaterial, AddPermit, Attach, Command, ForPermit, NamedPhase, NewEvidence, NewSubsidy, NewVisit,
    OpenCase, RecordAgreement, RecordCaseEvent, RecordMilestone, RecordParty, RecordTerms, UpdateMaterial,
};
use crate::duplicate::Ruling;
use crate::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, DuplicateId, FileId, MaterialId, MilestoneId,
    OfficerId, PartyId, PermitId, ProjectId, StepId,
};
use crate::material::MaterialState;
use crate::milestone::{EvidenceKind, MilestoneKind, Works};
use crate::money::Money;
use crate::party::PartyRole;
use crate::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use crate::stage::Stage;
use crate::standing::PauseGround;
use crate::step::Turn;
use crate::terms::SubsidyKind;

pub(super) const fn permit_id(number: u128) -> PermitId {
    PermitId::from_uuid(uuid(number))
}

/// The step of a permit: beyond the numbers of stage visits.
pub(super) const fn permit_step(number: u128) -> StepId {
    StepId::from_uuid(uuid(10_000 + number))
}

pub(super) const fn visit_step(number: u128) -> StepId {
    StepId::from_uuid(uuid(number))
}

pub(super) const fn case_id(number: u128) -> CaseId {
    CaseId::from_uuid(uuid(number))
}

pub(super) const fn event_id(number: u128) -> CaseEventId {
    CaseEventId::from_uuid(uuid(number))
}

pub(super) const fn agreement_id(number: u128) -> AgreementId {
    AgreementId::from_uuid(uuid(number))
}

pub(super) const fn party_id(number: u128) -> PartyId {
    PartyId::from_uuid(uuid(number))
}

pub(super) const fn attachment_id(number: u128) -> AttachmentId {
    AttachmentId::from_uuid(uuid(number))
}

pub(super) const fn material_id(number: u128) -> MaterialId {
    MaterialId::from_uuid(uuid(number))
}

/// A material that these permits need.
pub(super) fn list(number: u128, permits: &[u128]) -> AddMaterial {
    let needed = |permit: &u128| ForPermit { permit: permit_id(*permit), deferrable: false };
    AddMaterial {
        id: material_id(number),
        name: format!("材料{number}"),
        holder: Turn::Enterprise,
        note: None,
        state: MaterialState::Missing,
        due_on: None,
        permits: permits.iter().map(needed).collect(),
    }
}

pub(super) fn add_material(number: u128, permits: &[u128]) -> Command {
    Command::AddMaterial(list(number, permits))
}

/// A change of a material that changes nothing yet.
pub(super) const fn tell(material: MaterialId) -> UpdateMaterial {
    UpdateMaterial {
        material,
        name: None,
        holder: None,
        note: None,
        state: None,
        due_on: None,
        add: Vec::new(),
        remove: Vec::new(),
    }
}

pub(super) fn material_is(number: u128, state: MaterialState) -> Command {
    Command::UpdateMaterial(UpdateMaterial { state: Some(state), ..tell(material_id(number)) })
}

pub(super) const fn attach(number: u128, file: FileId, subject: Subject) -> Command {
    Command::Attach(Attach { id: attachment_id(number), file, subject })
}

pub(super) const fn visit(step: u128) -> NewVisit {
    NewVisit { step: visit_step(step), responsible: None, due_on: None }
}

pub(super) const fn visit_of(step: u128, responsible: OfficerId) -> NewVisit {
    NewVisit { step: visit_step(step), responsible: Some(responsible), due_on: None }
}

/// The decision on a pair of which this is one.
pub(super) const fn rule_on_duplicate(ruling: Ruling, later: bool) -> Command {
    Command::RuleOnDuplicate { duplicate: DuplicateId::from_uuid(uuid(1)), ruling, later }
}

/// Into phases of these numbers.
pub(super) fn split(numbers: impl IntoIterator<Item = u128>) -> Command {
    let phase = |number| NamedPhase { id: ProjectId::from_uuid(uuid(number)), name: format!("{number}期") };
    Command::Split { phases: numbers.into_iter().map(phase).collect() }
}

/// To the next stage.
pub(super) const fn advance(step: u128) -> Command {
    Command::Advance { to: None, visit: visit(step), with_gaps: false }
}

pub(super) const fn advance_to(step: u128, stage: Stage) -> Command {
    Command::Advance { to: Some(stage), visit: visit(step), with_gaps: false }
}

pub(super) const fn advance_with_gaps(step: u128) -> Command {
    Command::Advance { to: None, visit: visit(step), with_gaps: true }
}

pub(super) const fn go_back(step: u128) -> Command {
    Command::Return { visit: visit(step) }
}

pub(super) const fn pause_until(until: NaiveDate) -> Command {
    Command::Pause { until, ground: PauseGround::Market }
}

pub(super) const fn reopen() -> Command {
    Command::Reopen { substitute: None }
}

pub(super) const fn agreement(number: u128, kind: AgreementKind, signed_on: NaiveDate) -> RecordAgreement {
    RecordAgreement {
        id: agreement_id(number),
        kind,
        title: None,
        number: None,
        amount: None,
        signed_on,
        event: None,
        supersedes: None,
    }
}

pub(super) const fn contract(number: u128, signed_on: NaiveDate) -> Command {
    Command::RecordAgreement(agreement(number, AgreementKind::Contract, signed_on))
}

pub(super) fn yuan(text: &str) -> Money {
    Money::parse_yuan(text).unwrap()
}

/// Land at so many yuan per mu, and subsidies of (purpose, yuan).
pub(super) fn terms(land_price: &str, subsidies: &[(SubsidyKind, &str)]) -> Command {
    let subsidy = |&(kind, amount): &(SubsidyKind, &str)| NewSubsidy {
        kind,
        amount: Some(yuan(amount)),
        condition: Some("固定资产投资到位一半".into()),
    };
    Command::RecordTerms(RecordTerms {
        land_price: Some(yuan(land_price)),
        subsidies: subsidies.iter().map(subsidy).collect(),
        note: None,
    })
}

pub(super) const fn party(number: u128, role: PartyRole, since: NaiveDate) -> RecordParty {
    RecordParty { id: party_id(number), enterprise: INVESTOR, role, since, contact: None }
}

/// A permit of the plan, named by its number.
pub(super) fn permit(number: u128, phase: Phase) -> AddPermit {
    AddPermit {
        id: permit_id(number),
        step: permit_step(number),
        item: PermitItem::Named(format!("手续{number}")),
        level: Level::City,
        phase,
        part: None,
        agency: None,
        preparation: preparation(),
        responsible: None,
        due_on: None,
    }
}

pub(super) const fn preparation() -> Preparation {
    Preparation { kind: PreparationKind::Preparing, turn: Turn::Enterprise, agreed_on: None }
}

pub(super) fn add_permit(number: u128, phase: Phase) -> Command {
    Command::AddPermit(permit(number, phase))
}

pub(super) const fn rule_out(number: u128) -> Command {
    Command::RuleOutPermit(permit_id(number))
}

pub(super) const fn case(number: u128, permit: u128) -> OpenCase {
    OpenCase {
        id: case_id(number),
        permit: permit_id(permit),
        number: None,
        agency: None,
        first_leg_due: None,
        handler: None,
    }
}

pub(super) const fn open_case(number: u128, permit: u128) -> Command {
    Command::OpenCase(case(number, permit))
}

/// An event of a case that an officer records.
pub(super) const fn event(number: u128, case: u128, kind: CaseEventKind) -> RecordCaseEvent {
    RecordCaseEvent {
        id: event_id(number),
        case: case_id(case),
        kind,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
    }
}

pub(super) const fn record(number: u128, case: u128, kind: CaseEventKind) -> Command {
    Command::RecordCaseEvent(event(number, case, kind))
}

/// An event of a case that an approval system sent.
pub(super) fn sent(number: u128, case: u128, kind: CaseEventKind) -> Command {
    let source = EventSource::System { name: "省审批系统".into(), reference: format!("row-{number}") };
    Command::RecordCaseEvent(RecordCaseEvent { source, ..event(number, case, kind) })
}

pub(super) const fn handed_on(number: u128, case: u128, handover: Handover) -> Command {
    let mut recorded = event(number, case, CaseEventKind::HandedOn);
    recorded.handover = Some(handover);
    Command::RecordCaseEvent(recorded)
}

pub(super) const fn take_back(case: u128, event: u128) -> Command {
    Command::InvalidateCaseEvent { case: case_id(case), event: event_id(event) }
}

/// A milestone with one proof.
pub(super) fn milestone(kind: MilestoneKind, works: Option<Works>) -> RecordMilestone {
    let proof = NewEvidence { kind: EvidenceKind::Photo, reference: "现场照片一".into(), note: None };
    RecordMilestone { id: milestone_id(kind), kind, works, evidence: vec![proof] }
}

pub(super) fn milestone_id(kind: MilestoneKind) -> MilestoneId {
    MilestoneId::from_uuid(uuid(
        MilestoneKind::ALL.iter().position(|&other| other == kind).unwrap() as u128 + 1,
    ))
}

pub(super) fn reach(kind: MilestoneKind) -> Command {
    Command::RecordMilestone(milestone(kind, None))
}

pub(super) fn start(works: Works) -> Command {
    Command::RecordMilestone(milestone(MilestoneKind::Started, Some(works)))
}

pub(super) const fn handover(leg: crate::case::LegKind, agency: AgencyId) -> Handover {
    Handover { leg, agency, due_on: None }
}
