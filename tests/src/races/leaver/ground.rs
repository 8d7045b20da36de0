//! What the leaver holds when the race begins: something of every kind there is.

use std::collections::BTreeMap;

use chrono::Days;
use luodi_app::Call;
use luodi_app::access::{Chosen, Device, NewAccount};
use luodi_app::registry::{NewAbsence, NewRecorder};
use luodi_domain::access::TokenScope;
use luodi_domain::actor::Duties;
use luodi_domain::case::{CaseEventKind, EventSource};
use luodi_domain::command::{AddPermit, Command, OpenCase, RecordCaseEvent};
use luodi_domain::duty::{NewDuty, Scope};
use luodi_domain::ids::{
    AbsenceId, CaseEventId, CaseId, DutyRuleId, OfficerId, PermitId, ProjectId, RecorderId, RegionId, StepId,
};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::profile::Change;
use luodi_domain::project::Project;
use luodi_domain::registry::RegionKind;
use luodi_domain::stage::Stage;
use luodi_domain::step::{HelperRole, StepKind, Turn};
use luodi_store::projects::{self, Whose};

use super::columns;
use crate::world::{World, call};

/// Who and what a race is about.
pub(super) struct Ground {
    /// Who leaves; a leader, who may hold all there is.
    pub(super) leaver: OfficerId,
    /// Who is to receive everything.
    pub(super) heir: OfficerId,
    /// Somebody who holds one project, which may come to the leaver.
    pub(super) giver: OfficerId,
    /// A project in each stage, the leaver responsible for it.
    at: BTreeMap<Stage, ProjectId>,
    /// Permits of the project in PERMITTING, the leaver responsible for each.
    pub(super) accepted: CaseId,
    /// A permit that was denied.
    pub(super) denied: PermitId,
    /// A case that was granted, and the event that granted it.
    pub(super) granted: (CaseId, CaseEventId),
    /// Somebody else's project, at whose step the leaver assists.
    pub(super) helped: (ProjectId, StepId),
    /// Somebody else's project, with nothing of the leaver's.
    pub(super) bystander: (ProjectId, StepId),
    /// A project of the leaver's that was withdrawn.
    pub(super) withdrawn: ProjectId,
    given: ProjectId,
    /// A park of which the leaver has a duty rule, and the giver another.
    pub(super) park: RegionId,
    /// The leaver's ways in.
    pub(super) token: String,
    pub(super) session: Option<String>,
}

impl Ground {
    pub(super) async fn fresh(world: &World, number: usize) -> Self {
        let leaver = world.new_leader("孙丽").await;
        let (heir, giver) = (world.new_leader("周敏").await, world.new_leader("吴刚").await);
        let mut at = BTreeMap::new();
        for &stage in Stage::ALL {
            at.insert(stage, led(world, stage, leaver).await.0);
        }
        let office = &world.office;
        let update = |change| Command::Update(vec![change]);
        let specialist = Change::LandingSpecialist(Some(leaver));
        done(world, at[&Stage::Negotiation], update(specialist)).await;
        let leader = Change::LeaderInCharge(Some(leaver));
        done(world, at[&Stage::Started], update(leader)).await;
        let project = at[&Stage::Permitting];
        permit(world, project, PreparationKind::Preparing, leaver).await;
        permit(world, project, PreparationKind::PreReview, leaver).await;
        let accepted = filed(world, project, leaver, &[]).await.1.0;
        let denied = filed(world, project, leaver, &[CaseEventKind::Denied]).await.0;
        let granted = filed(world, project, leaver, &[CaseEventKind::Approved]).await.1;
        let helped = led(world, Stage::Lead, office.colleague).await;
        let help = Command::AssignHelper {
            step: helped.1,
            officer: leaver,
            role: HelperRole::Assisting,
            remove: false,
        };
        done(world, helped.0, help).await;
        let withdrawn = led(world, Stage::Signed, leaver).await.0;
        done(world, withdrawn, Command::Withdraw).await;
        // Nobody stands in, or records, for as many as there are races.
        let secretary = world.new_officer("郑欣").await;
        absent(world, leaver, secretary, 1).await;
        absent(world, giver, leaver, 3).await;
        let app = &world.app;
        let id = RecorderId::from_uuid(app.new_id());
        let recorder = NewRecorder { id, leader: leaver, officer: secretary };
        app.appoint_recorder(call(leaver, "appointRecorder"), recorder).await.unwrap();
        let park = world.region(office.place.county, RegionKind::Park, &format!("{number}号园")).await;
        for (scope, officer) in [(Scope::Everything, leaver), (Scope::Stage(Stage::Lead), giver)] {
            app.set_duty_rule(manager(world), duty(world, park, scope, officer)).await.unwrap();
        }
        let token = app.create_token(leaver, "手机".to_owned(), TokenScope::Write, None).await.unwrap();
        // A password takes long to hash.
        let session =
            if number.is_multiple_of(4) { Some(signed_in(world, leaver, number).await) } else { None };
        let ground = Self {
            leaver,
            heir,
            giver,
            at,
            accepted,
            denied,
            granted,
            helped,
            bystander: led(world, Stage::Lead, office.colleague).await,
            withdrawn,
            given: led(world, Stage::Lead, giver).await.0,
            park,
            token: token.text,
            session,
        };
        ground.assert_complete(world).await;
        ground
    }

    /// The project that was in this stage when the race began.
    pub(super) fn at(&self, stage: Stage) -> ProjectId {
        self.at[&stage]
    }

    /// The projects as they are now.
    pub(super) async fn projects(&self, world: &World) -> Vec<Project> {
        let others = [self.helped.0, self.bystander.0, self.withdrawn, self.given];
        let ids: Vec<ProjectId> = self.at.values().copied().chain(others).collect();
        projects::load(&mut world.app.db().read().await.unwrap(), &ids).await.unwrap()
    }

    /// Nothing that an officer can hold is missing: a new kind of step or duty does not compile, a new column fails here.
    async fn assert_complete(&self, world: &World) {
        for (column, rows) in columns::held(world, self.leaver).await {
            assert!(rows > 0, "the leaver holds nothing by {column}");
        }
        let mut conn = world.app.db().read().await.unwrap();
        let duties = projects::duties(&mut conn, Whose::Officer(self.leaver)).await.unwrap();
        for Duties { responsible, helper, specialist, leader, on_duty } in duties {
            assert!(
                responsible && helper && specialist && leader && on_duty,
                "a duty that the leaver does not have"
            );
        }
        let mut kinds = BTreeMap::new();
        for project in self.projects(world).await {
            for step in project.steps.values().filter(|step| step.responsible == self.leaver) {
                let kind = match step.kind {
                    StepKind::StageVisit(stage) => stage.as_str(),
                    StepKind::Permit(_) => "permit",
                };
                *kinds.entry(kind).or_insert(0) += usize::from(step.is_open());
            }
        }
        assert_eq!((kinds["permit"], kinds.len()), (4, Stage::ALL.len() + 1), "{kinds:?}");
        assert!(kinds.values().all(|open| *open > 0), "{kinds:?}");
    }
}

/// A duty rule from today on.
pub(super) fn duty(world: &World, region: RegionId, scope: Scope, officer: OfficerId) -> NewDuty {
    let id = DutyRuleId::from_uuid(world.app.new_id());
    NewDuty { id, region, scope, officer, from: None, until: None }
}

fn manager(world: &World) -> Call {
    Call { reason: Some("条件变化".to_owned()), ..call(world.office.manager, "before") }
}

async fn done(world: &World, project: ProjectId, command: Command) {
    world.app.execute(manager(world), project, command).await.unwrap();
}

/// A project taken over from a ledger, with this officer responsible for its stage; its id and that step.
async fn led(world: &World, stage: Stage, officer: OfficerId) -> (ProjectId, StepId) {
    let mut registration = world.registration("移交中的项目");
    registration.stage = stage;
    registration.visit.responsible = Some(officer);
    let (id, step) = (registration.id, registration.visit.step);
    world.app.register_project(manager(world), registration).await.unwrap();
    (id, step)
}

/// An absence in so many days, for one day.
async fn absent(world: &World, officer: OfficerId, deputy: OfficerId, days: u64) {
    let day = world.app.today() + Days::new(days);
    let id = AbsenceId::from_uuid(world.app.new_id());
    let absence = NewAbsence { id, officer, deputy, from: day, until: day };
    world.app.record_absence(call(officer, "recordAbsence"), absence).await.unwrap();
}

async fn permit(world: &World, project: ProjectId, kind: PreparationKind, officer: OfficerId) -> PermitId {
    let id = PermitId::from_uuid(world.app.new_id());
    let add = AddPermit {
        id,
        step: StepId::from_uuid(world.app.new_id()),
        item: PermitItem::Named(id.to_string()),
        level: Level::City,
        phase: Phase::After,
        part: None,
        agency: None,
        preparation: Preparation { kind, turn: Turn::Agency, agreed_on: None },
        responsible: Some(officer),
        due_on: None,
    };
    done(world, project, Command::AddPermit(add)).await;
    id
}

/// A permit with a case that was accepted, and what came after that; the last event.
async fn filed(
    world: &World,
    project: ProjectId,
    officer: OfficerId,
    then: &[CaseEventKind],
) -> (PermitId, (CaseId, CaseEventId)) {
    let permit = permit(world, project, PreparationKind::Preparing, officer).await;
    let open = open_case(world, permit);
    let case = open.id;
    done(world, project, Command::OpenCase(open)).await;
    let mut last = None;
    for kind in [CaseEventKind::Submitted, CaseEventKind::Accepted].iter().chain(then) {
        let event = case_event(world, case, *kind);
        last = Some(event.id);
        done(world, project, Command::RecordCaseEvent(event)).await;
    }
    (permit, (case, last.unwrap()))
}

pub(super) fn open_case(world: &World, permit: PermitId) -> OpenCase {
    let id = CaseId::from_uuid(world.app.new_id());
    OpenCase { id, permit, number: None, agency: None, first_leg_due: None, handler: None }
}

pub(super) fn case_event(world: &World, case: CaseId, kind: CaseEventKind) -> RecordCaseEvent {
    RecordCaseEvent {
        id: CaseEventId::from_uuid(world.app.new_id()),
        case,
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

async fn signed_in(world: &World, officer: OfficerId, number: usize) -> String {
    let login = format!("leaver{number}");
    let account = NewAccount { officer, login: login.clone(), password: Chosen::Made };
    let password = world.app.create_account(account).await.unwrap().unwrap();
    world.app.sign_in(&login, password, Device::default()).await.unwrap().unwrap().text
}
