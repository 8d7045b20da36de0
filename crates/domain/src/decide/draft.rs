//! A decision in the making: every event is applied at once, so that later rules see what earlier events did.

use crate::event::Event;
use crate::project::{FoldError, Project};
use crate::refusal::{Refusal, Rule};

/// A project as it would be after the events decided so far.
pub(super) struct Draft {
    /// The project.
    pub(super) project: Project,
    events: Vec<Event>,
}

impl Draft {
    /// Begins with a project as it is.
    pub(super) fn new(project: &Project) -> Self {
        Self { project: project.clone(), events: Vec::new() }
    }

    /// Begins with a project that is being registered.
    pub(super) fn born(project: Project, first: Event) -> Self {
        Self { project, events: vec![first] }
    }

    /// Decides one more event.
    pub(super) fn push(&mut self, event: Event) -> Result<(), Refusal> {
        if takes_an_id_in_use(&self.project, &event) {
            return Err(Refusal::new(Rule::Duplicate).at("id"));
        }
        self.project.apply(event.clone()).map_err(|error| match error {
            FoldError::Missing { what, .. } => Refusal::new(Rule::NotFound).text("what", what),
            FoldError::Registration => Refusal::new(Rule::Duplicate),
        })?;
        self.events.push(event);
        Ok(())
    }

    /// How many events were decided so far.
    pub(super) const fn decided(&self) -> usize {
        self.events.len()
    }

    /// The decision.
    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}

/// Whether an event brings a new object under the id of another: applying it would write over that one's past.
fn takes_an_id_in_use(project: &Project, event: &Event) -> bool {
    match event {
        Event::StageEntered(entered) => project.steps.contains_key(&entered.step),
        Event::PermitAdded(added) => {
            project.permits.contains_key(&added.permit.id) || project.steps.contains_key(&added.permit.step)
        }
        Event::AgreementRecorded(agreement) => project.agreements.contains_key(&agreement.id),
        // A milestone is corrected under its own id, but only by one of its kind.
        Event::MilestoneRecorded(milestone) => {
            project.milestones.get(&milestone.id).is_some_and(|other| other.kind != milestone.kind)
        }
        Event::MaterialListed(told) => project.materials.contains_key(&told.material),
        Event::FileAttached(attachment) => project.attachments.contains_key(&attachment.id),
        Event::CaseOpened { case, .. } => project.find_case(case.id).is_some(),
        Event::CaseEventRecorded { event, .. } => {
            let mut cases = project.permits.values().flat_map(|permit| permit.cases.values());
            cases.any(|case| case.events.contains_key(&event.id))
        }
        // A party's entry is corrected under its own id; who corrects whose is checked where it is decided.
        Event::Registered(_)
        | Event::ProfileChanged(_)
        | Event::SplitIntoPhases { .. }
        | Event::PartyRecorded(_)
        | Event::PartyEnded { .. }
        | Event::AgreementEnded { .. }
        | Event::TermsRecorded(_)
        | Event::AttachmentWithdrawn { .. }
        | Event::StepClosed { .. }
        | Event::StepReopened { .. }
        | Event::ResponsibleChanged { .. }
        | Event::HelperAdded { .. }
        | Event::HelperRemoved { .. }
        | Event::HandedOver(_)
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::Withdrawn { .. }
        | Event::Reopened { .. }
        | Event::PermitUpdated(_)
        | Event::PermitReplanned(_)
        | Event::PlanDrawn { .. }
        | Event::PermitResponded { .. }
        | Event::PlanLocked(_)
        | Event::PermitRuledOut { .. }
        | Event::MaterialUpdated(_)
        | Event::MaterialRemoved { .. }
        | Event::CaseEventInvalidated { .. }
        | Event::CaseMeasured { .. }
        | Event::DuplicateRuled { .. } => false,
    }
}
