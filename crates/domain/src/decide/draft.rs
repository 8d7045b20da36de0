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
        self.project.apply(event.clone()).map_err(|error| match error {
            FoldError::Missing { what, .. } => Refusal::new(Rule::NotFound).text("what", what),
            FoldError::Registration => Refusal::new(Rule::Duplicate),
        })?;
        self.events.push(event);
        Ok(())
    }

    /// The decision.
    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
