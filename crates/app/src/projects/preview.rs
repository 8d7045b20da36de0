//! What a command would do, without doing it, and what it did.

use std::collections::BTreeMap;
use std::sync::Arc;

use luodi_domain::catalogue::Catalogue;
use luodi_domain::command::Command;
use luodi_domain::context::Context;
use luodi_domain::decide::{decide, on_duty, task_of};
use luodi_domain::duty::DutyRule;
use luodi_domain::event::{Event, PermitAdded};
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::plan::Offices;
use luodi_domain::project::Project;
use luodi_store::registry::agencies;
use luodi_store::{history, projects};

use super::execute::regions;
use super::repeat::first_answer;
use super::roster;
use super::transaction::{joined, named_by};
use crate::{App, AppError, Call, Outcome};

/// What a command would do to a project, or did.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The project before.
    pub before: Project,
    /// What happens.
    pub events: Vec<Event>,
    /// The project after that.
    pub after: Project,
    /// The permit catalogue of the project's place: as of now, also of what was decided before; empty where the
    /// command asks for none.
    pub catalogue: Arc<Catalogue>,
    /// The rules by which those are responsible whom nobody named, by permit. The record does not tell of them.
    pub by_duty: BTreeMap<PermitId, DutyRule>,
}

impl App {
    /// Decides on a command as [`App::execute`] would, and writes nothing. Nothing is held meanwhile: what is decided is as
    /// of the moment it was looked at.
    pub async fn preview(&self, call: Call, id: ProjectId, command: &Command) -> Result<Preview, AppError> {
        let step = self.step(call, command.name());
        let mut conn = self.db.snapshot().await?;
        // A key that could not be taken, or is another request's, would be refused then too. Nothing is kept under it.
        first_answer(&mut conn, &step.call).await?;
        let before =
            projects::load_one(&mut conn, id).await?.ok_or_else(|| AppError::not_found("projectId", &id))?;
        let mut named = joined(command.references(), named_by(&before));
        let rules = roster::rules_for(&mut conn, command, &before, step.today, &mut named).await?;
        let mut context = step.supposing(&mut conn, named).await?;
        roster::choose_among(&mut conn, &mut context, rules, before.profile.originating_agency).await?;
        self.published_for(&mut conn, command, &before, &mut context.facts).await?;
        if command.plans() {
            context.facts.offices = Offices::new(agencies::offices_in(&mut conn, &regions(&before)).await?);
        }
        // Why it is done may be said when it is done.
        context.reason.get_or_insert_with(|| "预览".to_owned());
        step.admit(&mut conn, &before, command, &context).await?;
        let events = decide(&before, command, &context)?.events;
        let mut after = before.clone();
        for event in events.iter().cloned() {
            after.apply(event)?;
        }
        let by_duty = by_duty(&events, &after, &context);
        Ok(Preview { before, events, after, catalogue: context.facts.catalogue, by_duty })
    }

    /// What a command did to the project it was addressed to, by the record: the same whether it was carried out now or by
    /// an earlier request with the same key. Nothing of a command that made its project.
    pub async fn told(&self, outcome: &Outcome) -> Result<Option<Preview>, AppError> {
        let Some((project, since, until)) = outcome.span() else { return Ok(None) };
        let mut conn = self.db.snapshot().await?;
        let entries = history::page(&mut conn, project, 0, until).await?;
        let (before, after): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.envelope.sequence <= since);
        let before = Project::fold(project, before.into_iter().map(|entry| entry.event))?;
        let events: Vec<Event> = after.into_iter().map(|entry| entry.event).collect();
        let mut after = before.clone();
        for event in events.iter().cloned() {
            after.apply(event)?;
        }
        let catalogue =
            self.notices_seen(&mut conn).await?.overrides.catalogue_of(after.profile.place.nearest_first());
        Ok(Some(Preview { before, events, after, catalogue, by_duty: BTreeMap::new() }))
    }
}

/// By which rules somebody is responsible for what is added.
fn by_duty(events: &[Event], after: &Project, context: &Context) -> BTreeMap<PermitId, DutyRule> {
    let added = events.iter().filter_map(|event| match event {
        Event::PermitAdded(added) => Some(added),
        _ => None,
    });
    let rule = |added: &PermitAdded| {
        let rule = on_duty(after, &task_of(&added.permit, after, context), context)?;
        (rule.officer == added.responsible).then(|| (added.permit.id, rule.clone()))
    };
    added.filter_map(|added| rule(added)).collect()
}
