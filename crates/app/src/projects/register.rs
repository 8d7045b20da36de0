//! Registering a project.

use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::access::{self, Action, Object};
use luodi_domain::command::Register;
use luodi_domain::decide;
use luodi_domain::project::Project;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use rand::rngs::StdRng;

use super::admission::{access_facts, viewer};
use super::execute::log;
use super::transaction::Step;
use super::{duplicates, roster};
use crate::{App, AppError, Call, Outcome};

impl App {
    /// Registers a project, or refuses and changes nothing.
    pub async fn register_project(&self, call: Call, command: Register) -> Result<Outcome, AppError> {
        // Phases come from splitting their umbrella, which knows them from then on.
        if command.phase_of.is_some() {
            return Err(Refusal::new(Rule::ProjectIsPhase).at("phaseOf").into());
        }
        let (id, command) = (command.id, Arc::new(command));
        let outcome = self
            .command(call, "REGISTER", move |tx, step, rng| {
                let command = Arc::clone(&command);
                async move { run(tx, step, &command, rng).await }.boxed()
            })
            .await;
        log("REGISTER", id, &outcome);
        outcome
    }
}

async fn run(
    tx: &mut Tx<'_>,
    step: &Step,
    command: &Register,
    rng: &mut StdRng,
) -> Result<Outcome, AppError> {
    let mut named = command.references();
    let rules = match command.visit.responsible {
        None => roster::rules_at(tx, &command.profile.place, step.today, &mut named).await?,
        Some(_) => Vec::new(),
    };
    let mut context = step.context(tx, named).await?;
    let own = context.actor.officer().map(|officer| officer.agency);
    let brought_by = command.profile.originating_agency.or(own);
    roster::choose_among(tx, &mut context, rules, brought_by).await?;
    roster::as_held(&context)?;
    let decision = decide::register(command, &context)?;
    if let Some(viewer) = viewer(&context)? {
        let project = Project::fold(command.id, decision.events.iter().cloned())?;
        let facts = access_facts(tx, &project).await?;
        if !access::can(&viewer, Action::Work, &Object::Project(&facts)) {
            return Err(Refusal::new(Rule::OutsideJurisdiction).into());
        }
    }
    let version = step.commit(tx, None, command.id, decision, rng).await?;
    duplicates::watch(tx, step, &context, command.id, command.profile.present_code().is_some(), rng).await?;
    Ok(Outcome::of_projects([(command.id, version)], None))
}
