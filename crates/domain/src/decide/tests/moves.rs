//! Random moves for the property tests: sensible and foolish commands, by anybody, on any day.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life};
use crate::agreement::AgreementKind;
use crate::attachment::Subject;
use crate::case::{CaseEventKind, CaseState, EventSource, LegKind};
use crate::command::{Command, ForPermit, RecordAgreement, RecordCaseEvent, UpdateMaterial, UpdatePermit};
use crate::gate::{self, Finding};
use crate::ids::{MaterialId, OfficerId, StepId};
use crate::material::MaterialState;
use crate::milestone::{MilestoneKind, Works};
use crate::party::PartyRole;
use crate::permit::Phase;
use crate::profile::Change;
use crate::project::Project;
use crate::refusal::Rule;
use crate::stage::Track;
use crate::standing::Standing;
use crate::step::{HelperRole, Step};

/// Everybody who may act or be named.
pub(super) const PEOPLE: [OfficerId; 12] = [
    SPECIALIST,
    COLLEAGUE,
    MANAGER,
    COUNTY_LEADER,
    CITY_LEADER,
    CITY_SPECIALIST,
    OTHER_LEADER,
    CLERK,
    RETIRED,
    ADMINISTRATOR,
    AUDITOR,
    INTEGRATION,
];

/// One move. The numbers choose among whatever the project has when its turn comes.
#[derive(Debug, Clone)]
pub(super) struct Move {
    pub(super) kind: Kind,
    /// How many days pass before.
    later: u64,
    /// How many days ago it happened, by what is told; -1 is tomorrow.
    ago: i64,
    by: usize,
    reason: bool,
    authority: Option<usize>,
    pick: usize,
    other: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The manager does what the project needs next.
    Progress,
    /// Somebody asks anything.
    Ask(usize),
    /// An officer leaves the service after handing over, or comes back.
    LeaveOrReturn,
}

pub(super) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let kind = prop_oneof![
        5 => Just(Kind::Progress),
        10 => (0..COMMANDS).prop_map(Kind::Ask),
        1 => Just(Kind::LeaveOrReturn),
    ];
    let ago = prop_oneof![6 => Just(0_i64), 3 => 1_i64..40, 1 => Just(-1_i64)];
    let by = prop_oneof![3 => Just(2_usize), 2 => 0..PEOPLE.len()];
    let authority = prop::option::of(0..PEOPLE.len());
    let one =
        (kind, 0_u64..12, ago, by, prop::bool::weighted(0.8), authority, any::<usize>(), any::<usize>());
    let one = one.prop_map(|(kind, later, ago, by, reason, authority, pick, other)| Move {
        kind,
        later,
        ago,
        by,
        reason,
        authority,
        pick,
        other,
    });
    prop::collection::vec(one, 1..60)
}

impl Move {
    pub(super) fn today(&self, yesterday: NaiveDate) -> NaiveDate {
        yesterday + Days::new(self.later)
    }

    pub(super) fn ask(&self, today: NaiveDate) -> Ask {
        if self.kind == Kind::Progress {
            return Ask {
                by: CITY_LEADER,
                on: today,
                today,
                reason: Some("推进"),
                authority: Some(CITY_LEADER),
            };
        }
        Ask {
            by: PEOPLE[self.by],
            on: today.checked_add_signed(chrono::Duration::days(-self.ago)).unwrap(),
            today,
            reason: self.reason.then_some("经研究"),
            authority: self.authority.map(|place| PEOPLE[place]),
        }
    }

    /// Somebody who may not exist.
    pub(super) fn officer(&self) -> OfficerId {
        PEOPLE.get(self.other % (PEOPLE.len() + 1)).copied().unwrap_or(STRANGER)
    }

    fn choose<T: Copy>(&self, things: &[T], otherwise: T) -> T {
        if things.is_empty() { otherwise } else { things[self.pick % things.len()] }
    }

    fn coded<T: Copy>(&self, all: &[T]) -> T {
        all[self.other % all.len()]
    }

    /// The number of a new object; now and then one that is taken.
    fn number(&self, fresh: u128) -> u128 {
        if self.pick.is_multiple_of(16) { fresh / 2 } else { fresh }
    }
}

/// How many kinds of commands [`command`] knows.
const COMMANDS: usize = 31;

/// The command a move stands for.
pub(super) fn command(mv: &Move, life: &Life, fresh: u128, today: NaiveDate) -> Command {
    let Kind::Ask(kind) = mv.kind else { return progress(life, fresh, today) };
    let project = &life.project;
    let number = mv.number(fresh);
    let date = today - Days::new((mv.other % 90) as u64);
    let steps: Vec<StepId> = project.steps.keys().copied().collect();
    let step = mv.choose(&steps, visit_step(77));
    let permits: Vec<_> = project.permits.keys().copied().collect();
    let permit = mv.choose(&permits, permit_id(77));
    let cases: Vec<_> = project.permits.values().flat_map(|permit| permit.cases.keys().copied()).collect();
    let case = mv.choose(&cases, case_id(77));
    let agreements: Vec<_> = project.agreements.keys().copied().collect();
    let parties: Vec<_> = project.parties.keys().copied().collect();
    let visit = if mv.other.is_multiple_of(2) { visit(number) } else { visit_of(number, mv.officer()) };
    match kind {
        0 => Command::Update(vec![Change::Track(mv.coded(Track::ALL))]),
        1 => Command::Update(vec![Change::LandingSpecialist(Some(mv.officer()))]),
        2 => split([1_000_000 + fresh, 1_000_001 + fresh]),
        3 => Command::RecordParty(party(number, mv.coded(PartyRole::ALL), date)),
        4 => Command::EndParty(mv.choose(&parties, party_id(77))),
        5 => Command::RecordAgreement(RecordAgreement {
            supersedes: agreements.get(mv.pick % 4).copied(),
            ..agreement(number, mv.coded(AgreementKind::ALL), date)
        }),
        6 => Command::EndAgreement(mv.choose(&agreements, agreement_id(77))),
        7 if mv.pick.is_multiple_of(2) => start(mv.coded(Works::ALL)),
        7 => reach(mv.coded(MilestoneKind::ALL)),
        8 => Command::Advance { to: None, visit, with_gaps: mv.pick.is_multiple_of(2) },
        9 => advance_to(number, mv.coded(crate::stage::Stage::ALL)),
        10 => Command::Return { visit },
        11 => pause_until(today + Days::new((mv.pick % 100) as u64)),
        12 => Command::Resume,
        13 => Command::Withdraw,
        14 => Command::Reopen { substitute: (!mv.pick.is_multiple_of(3)).then_some(mv.officer()) },
        15 => add_permit(number, mv.coded(Phase::ALL)),
        16 => Command::UpdatePermit(UpdatePermit {
            permit,
            level: None,
            phase: Some(mv.coded(Phase::ALL)),
            agency: None,
            preparation: None,
            due_on: Some((!mv.other.is_multiple_of(2)).then_some(date)),
        }),
        17 => Command::OpenCase(crate::command::OpenCase { permit, ..self::case(number, 0) }),
        18 | 19 => Command::RecordCaseEvent(case_event(mv, number, case, kind == 19)),
        20 => {
            let events: Vec<_> = cases
                .iter()
                .filter_map(|&case| project.find_case(case))
                .flat_map(|(_, case)| case.events.keys().map(|&event| (case.id, event)))
                .collect();
            let (case, event) = mv.choose(&events, (case, event_id(77)));
            Command::InvalidateCaseEvent { case, event }
        }
        21 => Command::RuleOutPermit(permit),
        22 if mv.pick.is_multiple_of(2) => Command::AssignResponsible { step, officer: mv.officer() },
        // Helping takes two to begin and to end it.
        22..=24 => help(mv, project, step),
        25 => attach(number, file_of(mv.officer()), subject(mv, project)),
        26 => {
            let attachments: Vec<_> = project.attachments.keys().copied().collect();
            Command::WithdrawAttachment(mv.choose(&attachments, attachment_id(77)))
        }
        27 => listing(mv, number, permit),
        28 => Command::UpdateMaterial(UpdateMaterial {
            name: mv.pick.is_multiple_of(3).then(|| format!("材料{}", mv.other % 30)),
            state: Some(mv.coded(MaterialState::ALL)),
            due_on: Some(mv.other.is_multiple_of(2).then_some(date)),
            add: vec![ForPermit { permit, deferrable: mv.other.is_multiple_of(3) }],
            remove: permits.iter().copied().take(mv.other % 3).collect(),
            ..tell(material(mv, project))
        }),
        29 => Command::RemoveMaterial(material(mv, project)),
        _ => Command::HandOver { from: PEOPLE[mv.pick % PEOPLE.len()], to: mv.officer() },
    }
}

/// A material for one permit, with a name of few.
fn listing(mv: &Move, number: u128, permit: crate::ids::PermitId) -> Command {
    let permits = vec![ForPermit { permit, deferrable: mv.other.is_multiple_of(4) }];
    let name = format!("材料{}", mv.other % 30);
    Command::AddMaterial(crate::command::AddMaterial { name, permits, ..list(number, &[]) })
}

/// A material of the project, or none.
fn material(mv: &Move, project: &Project) -> MaterialId {
    let materials: Vec<_> = project.materials.keys().copied().collect();
    mv.choose(&materials, material_id(77))
}

/// Something that a file may be attached to, there or not.
fn subject(mv: &Move, project: &Project) -> Subject {
    let milestones = project.milestones.keys().copied().map(Subject::Milestone);
    let permits = project.permits.keys().copied().map(Subject::Permit);
    let agreements = project.agreements.keys().copied().map(Subject::Agreement);
    let materials = project.materials.keys().copied().map(Subject::Material);
    let there: Vec<_> = milestones.chain(permits).chain(agreements).chain(materials).collect();
    if mv.other.is_multiple_of(5) {
        Subject::Project
    } else {
        mv.choose(&there, Subject::Permit(permit_id(77)))
    }
}

/// Now and then a helper goes, if there is one; else somebody begins to help, mostly where there is something to do.
fn help(mv: &Move, project: &Project, step: StepId) -> Command {
    let role = if mv.pick.is_multiple_of(3) { HelperRole::Assisting } else { HelperRole::Supervising };
    let open: Vec<_> = project.steps.values().filter(|step| step.is_open()).collect();
    let helping = |step: &&Step| {
        let id = step.id;
        let helping = step.helpers.iter().filter(|(_, help)| help.is_going_on());
        helping.map(move |((officer, role), _)| (id, *officer, *role)).collect::<Vec<_>>()
    };
    let helpers: Vec<_> = open.iter().flat_map(helping).collect();
    let remove = mv.other.is_multiple_of(if helpers.is_empty() { 7 } else { 2 });
    let somebody = (step, PEOPLE[mv.other % 4], role);
    let (step, officer, role) = if remove {
        mv.choose(&helpers, somebody)
    } else {
        let steps: Vec<_> = open.iter().map(|step| (step.id, somebody.1, role)).collect();
        mv.choose(&steps, somebody)
    };
    Command::AssignHelper { step, officer, role, remove }
}

fn case_event(mv: &Move, number: u128, case: crate::ids::CaseId, sent: bool) -> RecordCaseEvent {
    let kind = mv.coded(CaseEventKind::ALL);
    let handed = kind == CaseEventKind::HandedOn;
    let source = EventSource::System { name: "省审批系统".into(), reference: number.to_string() };
    RecordCaseEvent {
        case,
        handover: handed.then(|| handover(LegKind::Decision, PROVINCE_PLANNING)),
        source: if sent { source } else { EventSource::Officer },
        ..event(number, 0, kind)
    }
}

/// What the project needs next to come to its end; once there, it goes back.
fn progress(life: &Life, fresh: u128, today: NaiveDate) -> Command {
    let project = &life.project;
    match project.standing {
        Standing::Active => {}
        Standing::Paused(_) => return Command::Resume,
        Standing::Withdrawn { .. } => return Command::Reopen { substitute: Some(CITY_LEADER) },
    }
    let visit = visit_of(fresh, CITY_LEADER);
    let Some(next) = project.profile.track.next(project.stage) else { return Command::Return { visit } };
    match gate::check(project, next, today) {
        Finding::Open => Command::Advance { to: None, visit, with_gaps: false },
        Finding::PermitsMissing(missing) => {
            let permit = *missing.first().unwrap();
            let current = project.permits[&permit].current_case();
            match current.map(|case| (case.id, case.state())) {
                Some((case, CaseState::Opened | CaseState::Received)) => {
                    on_case(fresh, case, CaseEventKind::Accepted)
                }
                Some((case, state)) if state.is_live() => on_case(fresh, case, CaseEventKind::Approved),
                _ => Command::OpenCase(crate::command::OpenCase { permit, ..case(fresh, 0) }),
            }
        }
        Finding::Shut(refusal) => match refusal.rule {
            Rule::GateNoAgreement => contract(fresh, today),
            Rule::GateNoPermit => Command::AddPermit(crate::command::AddPermit {
                responsible: Some(CITY_LEADER),
                ..permit(fresh, Phase::BeforeStart)
            }),
            _ if next == crate::stage::Stage::Started => start(Works::Piles),
            _ => reach(MilestoneKind::Producing),
        },
    }
}

fn on_case(fresh: u128, case: crate::ids::CaseId, kind: CaseEventKind) -> Command {
    Command::RecordCaseEvent(RecordCaseEvent { case, ..event(fresh, 0, kind) })
}
