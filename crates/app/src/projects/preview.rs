//! What a command would do, without doing it.

use luodi_domain::command::Command;
use luodi_domain::decide::decide;
use luodi_domain::event::Event;
use luodi_domain::ids::ProjectId;
use luodi_domain::plan::Offices;
use luodi_domain::project::Project;
use luodi_store::projects;
use luodi_store::registry::agencies;

use super::execute::regions;
use super::transaction::{joined, named_by};
use crate::{App, AppError, Call};

/// What a command would do to a project.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The project as it is.
    pub before: Project,
    /// What would happen.
    pub events: Vec<Event>,
    /// The project as it would be.
    pub after: Project,
}

impl App {
    /// Decides on a command as [`App::execute`] would, and writes nothing. Nothing is held meanwhile: what is decided is as
    /// of the moment it was looked at.
    pub async fn preview(&self, call: Call, id: ProjectId, command: &Command) -> Result<Preview, AppError> {
        let calendar = self.calendar_for(command).await?;
        let step = self.step(call, command.name());
        let mut conn = self.db.read().await?;
        let before =
            projects::load_one(&mut conn, id).await?.ok_or_else(|| AppError::not_found("projectId", &id))?;
        let mut context = step.supposing(&mut conn, joined(command.references(), named_by(&before))).await?;
        context.facts.catalogue = self.catalogue();
        context.facts.calendar = calendar;
        if command.plans() {
            context.facts.offices = Offices::new(agencies::offices_in(&mut conn, &regions(&before)).await?);
        }
        step.admit(&mut conn, &before, command, &context).await?;
        let events = decide(&before, command, &context)?.events;
        let mut after = before.clone();
        for event in events.iter().cloned() {
            after.apply(event)?;
        }
        Ok(Preview { before, events, after })
    }
}
