//! A command on one project.

use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::calendar::WorkCalendar;
use luodi_domain::catalogue::Catalogue;
use luodi_domain::command::Command;
use luodi_domain::decide::decide;
use luodi_domain::ids::{ProjectId, RegionId};
use luodi_domain::plan::Offices;
use luodi_domain::project::Project;
use luodi_store::db::Tx;
use luodi_store::registry::agencies;
use rand::rngs::StdRng;
use uuid::Uuid;

use super::admission::admit_change;
use super::duplicates;
use super::transaction::{Step, joined, named_by};
use crate::{App, AppError, Call, Outcome};

impl App {
    /// Carries out a command on a project, or refuses it and changes nothing.
    pub async fn execute(
        &self,
        call: Call,
        project: ProjectId,
        command: Command,
    ) -> Result<Outcome, AppError> {
        let name = command.name();
        let command = Arc::new(command);
        let calendar = self.calendar_for(&command).await?;
        let catalogue = self.catalogue();
        let outcome = self
            .command(call, name, move |tx, step, rng| {
                let command = Arc::clone(&command);
                let (catalogue, calendar) = (Arc::clone(&catalogue), Arc::clone(&calendar));
                async move { run(tx, step, project, &command, (catalogue, calendar), rng).await }.boxed()
            })
            .await;
        log(name, project, &outcome);
        outcome
    }
}

impl App {
    /// The calendar as far as the command needs it: a case that ends is measured by it. What is published while the command
    /// waits for its turn is for the next one.
    pub(super) async fn calendar_for(&self, command: &Command) -> Result<Arc<WorkCalendar>, AppError> {
        if command.may_end_a_case() {
            Ok(Arc::clone(&self.work_calendar().await?.calendar))
        } else {
            Ok(Arc::default())
        }
    }
}

/// One line per command.
pub(super) fn log(command: &'static str, project: ProjectId, outcome: &Result<Outcome, AppError>) {
    match outcome {
        // A request that came before is answered with the first one's project, whatever id this one had chosen.
        Ok(done) => {
            let project = done.projects().next().unwrap_or(project);
            tracing::info!(command, %project, "command done");
        }
        Err(AppError::Refused(refusal)) => {
            tracing::info!(command, %project, rule = refusal.rule.as_str(), "command refused");
        }
        Err(error) => tracing::warn!(command, %project, %error, "command failed"),
    }
}

async fn run(
    tx: &mut Tx<'_>,
    step: &Step,
    id: ProjectId,
    command: &Command,
    (catalogue, calendar): (Arc<Catalogue>, Arc<WorkCalendar>),
    rng: &mut StdRng,
) -> Result<Outcome, AppError> {
    let project = step.hold(tx, id).await?;
    let mut context = step.context(tx, joined(command.references(), named_by(&project))).await?;
    context.facts.catalogue = catalogue;
    context.facts.calendar = calendar;
    if command.plans() {
        context.facts.offices = Offices::new(agencies::offices_held(tx, &regions(&project)).await?);
    }
    step.admit(tx, &project, command, &context).await?;
    let decision = decide(&project, command, &context)?;
    admit_change(tx, &project, &decision, &context).await?;
    let version = step.commit(tx, Some(&project), id, decision, rng).await?;
    if duplicates::concerns(command) {
        let new_code = duplicates::takes_code(command, &project);
        duplicates::watch(tx, step, &context, id, new_code, rng).await?;
    }
    Ok(Outcome::of_projects([(id, version)], object(command, &project)))
}

/// The regions whose agencies decide the permits of a project.
pub(super) fn regions(project: &Project) -> Vec<RegionId> {
    project.profile.place.regions().collect()
}

/// What inside the project the command made or changed.
fn object(command: &Command, before: &Project) -> Option<Uuid> {
    match command {
        Command::RecordParty(party) => Some(party.id.uuid()),
        Command::EndParty(party) => Some(party.uuid()),
        Command::RecordAgreement(agreement) => Some(agreement.id.uuid()),
        Command::EndAgreement(agreement) => Some(agreement.uuid()),
        Command::RecordMilestone(milestone) => {
            Some(before.milestone(milestone.kind).map_or(milestone.id, |existing| existing.id).uuid())
        }
        Command::Attach(attach) => Some(attach.id.uuid()),
        Command::WithdrawAttachment(attachment) => Some(attachment.uuid()),
        Command::AddPermit(permit) => Some(permit.id.uuid()),
        Command::UpdatePermit(update) => Some(update.permit.uuid()),
        Command::RuleOutPermit(permit) => Some(permit.uuid()),
        Command::OpenCase(case) => Some(case.id.uuid()),
        Command::RecordCaseEvent(event) => Some(event.case.uuid()),
        Command::InvalidateCaseEvent { case, .. } => Some(case.uuid()),
        Command::AssignResponsible { step, .. } | Command::AssignHelper { step, .. } => Some(step.uuid()),
        Command::Update(_)
        | Command::PlanPermits(_)
        | Command::Split { .. }
        | Command::Advance { .. }
        | Command::Return { .. }
        | Command::Pause { .. }
        | Command::Resume
        | Command::RecordTerms(_)
        | Command::Withdraw
        | Command::Reopen { .. }
        | Command::HandOver { .. }
        | Command::RuleOnDuplicate { .. } => None,
    }
}
