//! A project 招商项目, and what events do to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::agreement::Agreement;
use crate::attachment::{Attachment, Withdrawal};
use crate::case::Case;
use crate::event::{Event, GateOutcome, HandedOver, PermitAdded, PermitUpdated, PlanLocked, StageEntered};
use crate::ids::{
    AgreementId, AttachmentId, CaseId, MaterialId, MilestoneId, OfficerId, PartyId, PermitId, ProjectId,
    StepId,
};
use crate::material::{Material, Removal};
use crate::milestone::{Milestone, MilestoneKind};
use crate::party::Party;
use crate::permit::{Permit, RuledOut};
use crate::plan::PlanHead;
use crate::profile::Profile;
use crate::stage::Stage;
use crate::standing::{Pause, PauseGround, Standing};
use crate::step::{Closing, Help, HelperRole, Step, StepKind};
use crate::terms::Terms;

/// One investment project with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// The number of its events: the sequence of the last one.
    pub version: i64,
    /// What it is.
    pub profile: Profile,
    /// Whether it stands alone, was split into phases, or is a phase.
    pub lineage: Lineage,
    /// How far it has come. An umbrella keeps the stage it was split in; what it shows is derived from its phases.
    pub stage: Stage,
    /// Whether it is being pushed forward.
    pub standing: Standing,
    /// The day of the last change of its standing, renewals of a pause included; nothing while there was none.
    pub standing_changed_on: Option<NaiveDate>,
    /// Every stay in a stage, by its step.
    pub visits: BTreeMap<StepId, StageVisit>,
    /// Everything somebody must do, or had to.
    pub steps: BTreeMap<StepId, Step>,
    /// Enterprises in roles.
    pub parties: BTreeMap<PartyId, Party>,
    /// Signed papers.
    pub agreements: BTreeMap<AgreementId, Agreement>,
    /// What was offered 谈判条件; not for everybody who reads the project.
    pub terms: Terms,
    /// Dated facts.
    pub milestones: BTreeMap<MilestoneId, Milestone>,
    /// Files, those that were withdrawn included.
    pub attachments: BTreeMap<AttachmentId, Attachment>,
    /// What it needs.
    pub permits: BTreeMap<PermitId, Permit>,
    /// What has to be handed in for them, what was taken off the list included.
    pub materials: BTreeMap<MaterialId, Material>,
    /// The plan of its permits, once one was drawn.
    pub plan: Option<PlanHead>,
}

/// Where a project stands among phases 分期 (one level only).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lineage {
    /// It stands alone.
    Single,
    /// It was split; these are its phases, in order.
    Umbrella(Vec<ProjectId>),
    /// It is a phase of this umbrella.
    PhaseOf(ProjectId),
}

/// A stay in a stage. Its step holds the officer and the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageVisit {
    /// Its place among the stays of the project, from 1: several may begin on one day.
    pub position: i64,
    /// Which stage.
    pub stage: Stage,
    /// What became of the gate before it.
    pub gate: GateOutcome,
    /// How many pauses were approved during it, renewals included.
    pub pauses: i64,
}

/// An event that cannot be applied: the history is damaged or was not written by [`crate::decide`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// A history must begin with its registration and hold no other.
    #[error("the history does not begin with exactly one registration")]
    Registration,
    /// An event names something the project does not have.
    #[error("event {sequence} names a {what} that the project does not have")]
    Missing {
        /// The event's place in the history.
        sequence: i64,
        /// What it names.
        what: &'static str,
    },
}

impl Project {
    /// The project that a history amounts to.
    pub fn fold(id: ProjectId, events: impl IntoIterator<Item = Event>) -> Result<Self, FoldError> {
        let mut events = events.into_iter();
        let Some(first) = events.next() else { return Err(FoldError::Registration) };
        let mut project = Self::born(id, first)?;
        for event in events {
            project.apply(event)?;
        }
        Ok(project)
    }

    /// The project after its first event.
    pub fn born(id: ProjectId, first: Event) -> Result<Self, FoldError> {
        let Event::Registered(registered) = first else { return Err(FoldError::Registration) };
        Ok(Self {
            id,
            version: 1,
            profile: registered.profile,
            lineage: registered.phase_of.map_or(Lineage::Single, Lineage::PhaseOf),
            stage: Stage::Lead,
            standing: Standing::Active,
            standing_changed_on: None,
            visits: BTreeMap::new(),
            steps: BTreeMap::new(),
            parties: BTreeMap::new(),
            agreements: BTreeMap::new(),
            terms: Terms::default(),
            milestones: BTreeMap::new(),
            attachments: BTreeMap::new(),
            permits: BTreeMap::new(),
            materials: BTreeMap::new(),
            plan: None,
        })
    }

    /// The step of the stage the project is in; none while it is withdrawn or an umbrella.
    pub fn current_visit(&self) -> Option<&Step> {
        self.steps.values().rev().find(|step| step.is_open() && matches!(step.kind, StepKind::StageVisit(_)))
    }

    /// How many pauses were approved since the project entered its stage.
    pub fn pauses(&self) -> i64 {
        let visit = self.current_visit().and_then(|step| self.visits.get(&step.id));
        visit.map_or(0, |visit| visit.pauses)
    }

    /// The milestone of a kind.
    pub fn milestone(&self, kind: MilestoneKind) -> Option<&Milestone> {
        self.milestones.values().find(|milestone| milestone.kind == kind)
    }

    /// The permit and case of a case id.
    pub fn find_case(&self, id: CaseId) -> Option<(&Permit, &Case)> {
        self.permits.values().find_map(|permit| permit.cases.get(&id).map(|case| (permit, case)))
    }

    /// Carries out one event.
    ///
    /// # Errors
    /// When the event names something the project does not have: then it was not decided for this project.
    pub fn apply(&mut self, event: Event) -> Result<(), FoldError> {
        let sequence = self.version + 1;
        let missing = |what| FoldError::Missing { sequence, what };
        match event {
            Event::Registered(_) => return Err(FoldError::Registration),
            Event::ProfileChanged(change) => self.profile.apply(*change),
            Event::SplitIntoPhases { phases } => self.lineage = Lineage::Umbrella(phases),
            Event::PartyRecorded(party) => {
                self.parties.insert(party.id, party);
            }
            Event::PartyEnded { party, on } => {
                self.parties.get_mut(&party).ok_or(missing("party"))?.until = Some(on);
            }
            Event::AgreementRecorded(agreement) => {
                self.agreements.insert(agreement.id, agreement);
            }
            Event::AgreementEnded { agreement, on } => {
                self.agreements.get_mut(&agreement).ok_or(missing("agreement"))?.ended_on = Some(on);
            }
            Event::TermsRecorded(terms) => self.terms = terms,
            Event::MilestoneRecorded(milestone) => {
                self.milestones.insert(milestone.id, milestone);
            }
            Event::FileAttached(attachment) => {
                self.attachments.insert(attachment.id, *attachment);
            }
            Event::AttachmentWithdrawn { attachment, on, reason } => {
                self.attachments.get_mut(&attachment).ok_or(missing("attachment"))?.withdrawn =
                    Some(Withdrawal { on, reason });
            }
            Event::StageEntered(entered) => self.enter_stage(&entered).ok_or(missing("permit"))?,
            Event::StepClosed { step, on, reason } => {
                let step = self.step_mut(step).ok_or(missing("step"))?;
                step.closed = Some(Closing { on, reason });
                step.reopened_on = None;
            }
            Event::StepReopened { step, responsible, on } => {
                let step = self.step_mut(step).ok_or(missing("step"))?;
                step.closed = None;
                step.reopened_on = Some(on);
                if step.responsible != responsible {
                    held_by(step, responsible, on);
                }
            }
            Event::ResponsibleChanged { step, to, on, .. } => {
                held_by(self.step_mut(step).ok_or(missing("step"))?, to, on);
            }
            Event::HelperAdded { step, officer, role, on } => {
                let step = self.step_mut(step).ok_or(missing("step"))?;
                step.helpers.insert((officer, role), Help { since: on, until: None });
            }
            Event::HelperRemoved { step, officer, role, on } => {
                let step = self.step_mut(step).ok_or(missing("step"))?;
                step.helpers.get_mut(&(officer, role)).ok_or(missing("helper"))?.until = Some(on);
            }
            Event::HandedOver(handed) => self.hand_over(&handed).ok_or(missing("step"))?,
            Event::Paused { on, until, ground } => self.pause(on, until, ground),
            Event::Resumed { on } | Event::Reopened { on } => self.stands(Standing::Active, on),
            Event::Withdrawn { on } => self.stands(Standing::Withdrawn { on }, on),
            Event::PermitAdded(added) => self.add_permit(*added),
            Event::PermitUpdated(updated) => self.update_permit(&updated).ok_or(missing("permit"))?,
            Event::PermitReplanned(replanned) => {
                let permit = self.permits.get_mut(&replanned.permit).ok_or(missing("permit"))?;
                if permit.covered_by.is_none()
                    && (permit.level, permit.phase, permit.agency)
                        != (replanned.level, replanned.phase, replanned.agency)
                {
                    permit.response = None;
                }
                permit.planned = Some(replanned.planned);
                permit.level = replanned.level;
                permit.phase = replanned.phase;
                permit.agency = replanned.agency;
            }
            Event::PlanDrawn { on } => {
                let baseline = self.plan.and_then(|plan| plan.baseline);
                self.plan = Some(PlanHead { drawn_on: on, baseline });
            }
            Event::PermitResponded { permit, response } => {
                self.permits.get_mut(&permit).ok_or(missing("permit"))?.response = Some(response);
            }
            Event::PlanLocked(locked) => self.lock_plan(&locked).ok_or(missing("permit"))?,
            Event::PermitRuledOut { permit, on, reason, by_plan } => {
                self.permits.get_mut(&permit).ok_or(missing("permit"))?.ruled_out =
                    Some(RuledOut { on, reason, by_plan });
            }
            Event::CoverSet { permit, covers } => {
                self.permits.get_mut(&permit).ok_or(missing("permit"))?.covers = covers;
            }
            Event::CoverFollowed { permit, by, on } => {
                let permit = self.permits.get_mut(&permit).ok_or(missing("permit"))?;
                // Its department answered for the permit by itself, or for its part of another.
                if permit.covered_by.map(|own| own.permit) != by.map(|by| by.permit) {
                    permit.response = None;
                    permit.cover_changed_on = Some(on);
                }
                permit.covered_by = by;
            }
            Event::MaterialListed(told) => {
                let material = Material::listed(told.material, told.facts, told.on);
                self.materials.insert(material.id, material);
            }
            Event::MaterialUpdated(told) => {
                self.materials.get_mut(&told.material).ok_or(missing("material"))?.told(told.facts, told.on);
            }
            Event::MaterialRemoved { material, on, reason } => {
                self.materials.get_mut(&material).ok_or(missing("material"))?.removed =
                    Some(Removal { on, reason });
            }
            Event::CaseOpened { permit, case } => {
                self.permits.get_mut(&permit).ok_or(missing("permit"))?.cases.insert(case.id, *case);
                // Of another attempt at the whole every department is asked anew.
                let followers = self.permits.values_mut().filter(|other| other.follows(permit));
                followers.for_each(|other| other.response = None);
            }
            Event::CaseEventRecorded { permit, case, event } => {
                let case = self.case_mut(permit, case).ok_or(missing("case"))?;
                case.events.insert(event.id, *event);
            }
            Event::CaseMeasured { permit, case, measured } => {
                self.case_mut(permit, case).ok_or(missing("case"))?.measured = measured;
            }
            // What follows from it for the project is told by events of its own.
            Event::DuplicateRuled { .. } => {}
            Event::CaseEventInvalidated { permit, case, event } => {
                let case = self.case_mut(permit, case).ok_or(missing("case"))?;
                case.events.get_mut(&event).ok_or(missing("case event"))?.valid = false;
            }
        }
        self.version = sequence;
        Ok(())
    }

    fn stands(&mut self, standing: Standing, on: NaiveDate) {
        self.standing = standing;
        self.standing_changed_on = Some(on);
    }

    /// The permit of this project that leads the group in which one is accepted, where it follows one. Of its own entry it
    /// follows a twin, which the same department decides anyway.
    pub fn leading(&self, permit: &Permit) -> Option<&Permit> {
        let cover = permit.covered_by.filter(|cover| cover.project == self.id)?;
        self.permits.get(&cover.permit).filter(|lead| lead.item != permit.item)
    }

    /// The permits of this project that follow one of its own.
    pub fn followers(&self, lead: PermitId) -> impl Iterator<Item = &Permit> {
        self.permits.values().filter(move |permit| permit.follows(lead))
    }

    fn step_mut(&mut self, id: StepId) -> Option<&mut Step> {
        self.steps.get_mut(&id)
    }

    fn case_mut(&mut self, permit: PermitId, case: CaseId) -> Option<&mut Case> {
        self.permits.get_mut(&permit)?.cases.get_mut(&case)
    }

    fn open_step(
        &mut self,
        id: StepId,
        kind: StepKind,
        responsible: OfficerId,
        on: NaiveDate,
        due_on: Option<NaiveDate>,
    ) {
        let step = Step {
            id,
            kind,
            responsible,
            responsible_since: on,
            first_receiver: responsible,
            helpers: BTreeMap::new(),
            opened_on: on,
            reopened_on: None,
            due_on,
            closed: None,
        };
        self.steps.insert(id, step);
    }

    fn enter_stage(&mut self, entered: &StageEntered) -> Option<()> {
        if !entered.gaps.iter().all(|permit| self.permits.contains_key(permit)) {
            return None;
        }
        self.stage = entered.stage;
        let position = self.visits.values().map(|visit| visit.position).max().unwrap_or(0) + 1;
        let visit = StageVisit { position, stage: entered.stage, gate: entered.gate, pauses: 0 };
        self.visits.insert(entered.step, visit);
        let kind = StepKind::StageVisit(entered.stage);
        self.open_step(entered.step, kind, entered.responsible, entered.on, entered.due_on);
        Some(())
    }

    /// Every pause of a stay in a stage but the first is a renewal, whether or not the project was resumed in between.
    fn pause(&mut self, on: NaiveDate, until: NaiveDate, ground: PauseGround) {
        let since = match self.standing {
            Standing::Paused(running) => running.since,
            Standing::Active | Standing::Withdrawn { .. } => on,
        };
        let renewals = self.pauses();
        self.stands(Standing::Paused(Pause { since, until, renewals, ground }), on);
        if let Some(visit) =
            self.current_visit().map(|step| step.id).and_then(|step| self.visits.get_mut(&step))
        {
            visit.pauses += 1;
        }
    }

    fn add_permit(&mut self, added: PermitAdded) {
        let PermitAdded { permit, responsible, on, due_on } = added;
        self.open_step(permit.step, StepKind::Permit(permit.id), responsible, on, due_on);
        self.permits.insert(permit.id, permit);
    }

    fn update_permit(&mut self, updated: &PermitUpdated) -> Option<()> {
        let permit = self.permits.get_mut(&updated.permit)?;
        // Its department answered for another level, point of need or agency. What it says of its part of what is accepted
        // together stands until it says otherwise.
        if permit.covered_by.is_none()
            && (permit.level, permit.phase, permit.agency) != (updated.level, updated.phase, updated.agency)
        {
            permit.response = None;
        }
        permit.level = updated.level;
        permit.phase = updated.phase;
        permit.agency = updated.agency;
        permit.preparation = updated.preparation;
        self.steps.get_mut(&permit.step)?.due_on = updated.due_on;
        Some(())
    }

    /// What is not in this baseline has none: an earlier one holds no longer.
    fn lock_plan(&mut self, locked: &PlanLocked) -> Option<()> {
        if !locked.permits.keys().all(|permit| self.permits.contains_key(permit)) {
            return None;
        }
        for permit in self.permits.values_mut() {
            permit.baseline_on = locked.permits.get(&permit.id).copied();
        }
        self.plan.as_mut()?.baseline = Some(locked.baseline);
        Some(())
    }

    fn hand_over(&mut self, handed: &HandedOver) -> Option<()> {
        for step in &handed.steps {
            held_by(self.steps.get_mut(step)?, handed.to, handed.on);
        }
        for step in &handed.helped {
            let step = self.steps.get_mut(step)?;
            for &role in HelperRole::ALL {
                if step.is_helped_by(handed.from, role) {
                    step.helpers.get_mut(&(handed.from, role))?.until = Some(handed.on);
                    if step.responsible != handed.to && !step.is_helped_by(handed.to, role) {
                        step.helpers.insert((handed.to, role), Help { since: handed.on, until: None });
                    }
                }
            }
        }
        if handed.as_specialist {
            self.profile.landing_specialist = Some(handed.to);
        }
        if handed.as_leader {
            self.profile.leader_in_charge = Some(handed.to);
        }
        Some(())
    }
}

fn held_by(step: &mut Step, officer: OfficerId, on: NaiveDate) {
    step.responsible = officer;
    step.responsible_since = on;
}
