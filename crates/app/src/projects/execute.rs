//! A command on one project.

use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::command::Command;
use luodi_domain::context::Facts;
use luodi_domain::decide::decide;
use luodi_domain::ids::{ProjectId, RegionId};
use luodi_domain::plan::Offices;
use luodi_domain::project::Project;
use luodi_store::db::{Conn, Tx};
use luodi_store::registry::agencies;
use rand::rngs::StdRng;
use uuid::Uuid;

use super::admission::admit_change;
use super::transaction::{Step, joined, named_by};
use super::{cover, duplicates, roster};
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
        let app = self.clone();
        let outcome = self
            .command(call, name, move |tx, step, rng| {
                let (app, command) = (app.clone(), Arc::clone(&command));
                async move { app.run(tx, step, project, &command, rng).await }.boxed()
            })
            .await;
        log(name, project, &outcome);
        outcome
    }

    async fn run(
        &self,
        tx: &mut Tx<'_>,
        step: &Step,
        id: ProjectId,
        command: &Command,
        rng: &mut StdRng,
    ) -> Result<Outcome, AppError> {
        if let Command::Uncover(permit) = command {
            cover::hold_both(tx, id, *permit).await?;
        }
        let project = step.hold(tx, id).await?;
        let mut named = joined(command.references(), named_by(&project));
        let rules = roster::rules_for(tx, command, &project, step.today, &mut named).await?;
        let mut context = step.context(tx, named).await?;
        let brought_by = project.profile.originating_agency;
        roster::choose_among(tx, &mut context, rules, brought_by).await?;
        roster::as_held(&context)?;
        self.published_for(tx, command, &project, &mut context.facts).await?;
        if command.plans() {
            context.facts.offices = Offices::new(agencies::offices_held(tx, &regions(&project)).await?);
        }
        step.admit(tx, &project, command, &context).await?;
        let decision = decide(&project, command, &context)?;
        admit_change(tx, &project, &decision, &context).await?;
        let version = cover::commit(tx, step, &project, decision, &context, rng).await?;
        if duplicates::concerns(command) {
            let new_code = duplicates::takes_code(command, &project);
            duplicates::watch(tx, step, &context, id, new_code, rng).await?;
        }
        Ok(Outcome::of_projects([(id, version)], object(command, &project)).since(project.version))
    }
}

impl App {
    /// What is published, as far as a command asks for it: the permit catalogue where the project is, and the calendar.
    pub(super) async fn published_for(
        &self,
        conn: &mut Conn<'_>,
        command: &Command,
        project: &Project,
        facts: &mut Facts,
    ) -> Result<(), AppError> {
        if command.asks_catalogue() {
            let seen = self.notices_seen(conn).await?;
            facts.catalogue = seen.overrides.catalogue_of(project.profile.place.nearest_first());
            facts.calendar = Arc::clone(&seen.calendar.calendar);
        }
        Ok(())
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
        Command::RuleOutPermit(permit)
        | Command::Respond { permit, .. }
        | Command::Cover { permit, .. }
        | Command::Uncover(permit) => Some(permit.uuid()),
        Command::AddMaterial(material) => Some(material.id.uuid()),
        Command::UpdateMaterial(update) => Some(update.material.uuid()),
        Command::RemoveMaterial(material) => Some(material.uuid()),
        Command::OpenCase(case) => Some(case.id.uuid()),
        Command::RecordCaseEvent(event) => Some(event.case.uuid()),
        Command::InvalidateCaseEvent { case, .. } => Some(case.uuid()),
        Command::AssignResponsible { step, .. } | Command::AssignHelper { step, .. } => Some(step.uuid()),
        Command::Update(_)
        | Command::PlanPermits(_)
        | Command::LockPlan { .. }
        | Command::Split { .. }
        | Command::Advance { .. }
        | Command::Return { .. }
        | Command::Pause { .. }
        | Command::Resume
        | Command::RecordTerms(_)
        | Command::Withdraw
        | Command::Reopen { .. }
        | Command::HandOver { .. }
        | Command::BeCovered(_)
        | Command::FollowCover(_)
        | Command::RuleOnDuplicate { .. } => None,
    }
}
