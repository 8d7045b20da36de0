//! Commands on projects, named by what is done. New ids are drawn with each call, as the API does.

use std::collections::{BTreeMap, BTreeSet};

use luodi_app::{AppError, Call, Outcome};
use luodi_domain::command::{AddPermit, Command, NewVisit, Register};
use luodi_domain::ids::{OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::profile::{Change, Profile};
use luodi_domain::stage::{Stage, Track};
use luodi_domain::step::Turn;

use super::{World, call};

impl World {
    /// A registration as it comes from outside, under a new id.
    pub(crate) fn registration(&self, name: &str) -> Register {
        let visit = self.visit(Some(self.office.specialist));
        let profile = Profile {
            name: name.to_owned(),
            other_names: BTreeMap::new(),
            track: Track::NewBuild,
            codes: BTreeMap::new(),
            industry: Some("1439".to_owned()),
            chain: Some("现代食品".to_owned()),
            place: self.office.place,
            originating_agency: Some(self.office.agency),
            landing_specialist: Some(self.office.specialist),
            leader_in_charge: None,
            credits: BTreeMap::new(),
            labels: BTreeSet::new(),
            agreed_investment: None,
            planned_start: None,
            planned_production: None,
            attributes: BTreeMap::new(),
            presumed: [].into(),
        };
        Register { id: self.new_project_id(), profile, phase_of: None, stage: Stage::Lead, visit }
    }

    /// A stage's step under a new id.
    pub(crate) fn visit(&self, responsible: Option<OfficerId>) -> NewVisit {
        NewVisit { step: StepId::from_uuid(self.app.new_id()), responsible, due_on: None }
    }

    fn new_project_id(&self) -> ProjectId {
        ProjectId::from_uuid(self.app.new_id())
    }

    /// A project of the specialist's at LEAD; its id and its open step.
    pub(crate) async fn register(&self, name: &str) -> (ProjectId, StepId) {
        let registration = self.registration(name);
        let (id, step) = (registration.id, registration.visit.step);
        let call = call(self.office.specialist, "registerProject");
        self.app.register_project(call, registration).await.unwrap();
        (id, step)
    }

    /// Moves a project to its next stage.
    pub(crate) async fn advance(
        &self,
        call: Call,
        project: ProjectId,
        responsible: Option<OfficerId>,
    ) -> Result<Outcome, AppError> {
        let visit = self.visit(responsible);
        self.app.execute(call, project, Command::Advance { to: None, visit, with_gaps: false }).await
    }

    /// Puts a permit of this name into the plan.
    pub(crate) async fn add_permit(
        &self,
        call: Call,
        project: ProjectId,
        name: &str,
        responsible: Option<OfficerId>,
    ) -> Result<Outcome, AppError> {
        let permit = AddPermit {
            id: PermitId::from_uuid(self.app.new_id()),
            step: StepId::from_uuid(self.app.new_id()),
            item: PermitItem::Named(name.to_owned()),
            level: Level::County,
            phase: Phase::BeforeStart,
            part: None,
            agency: None,
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Office,
                agreed_on: None,
            },
            responsible,
            due_on: None,
        };
        self.app.execute(call, project, Command::AddPermit(permit)).await
    }

    /// Makes an officer responsible for a step.
    pub(crate) async fn assign(
        &self,
        call: Call,
        project: ProjectId,
        step: StepId,
        officer: OfficerId,
    ) -> Result<Outcome, AppError> {
        self.app.execute(call, project, Command::AssignResponsible { step, officer }).await
    }

    /// Puts a label on a project: the smallest change there is.
    pub(crate) async fn label(
        &self,
        call: Call,
        project: ProjectId,
        label: &str,
    ) -> Result<Outcome, AppError> {
        let change = Change::LabelAdded(label.to_owned());
        self.app.execute(call, project, Command::Update(vec![change])).await
    }
}
