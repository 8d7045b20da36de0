//! Splitting a project into phases 分期: it becomes an umbrella, its phases are registered beside it, or nothing happens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::command::{Command, NamedPhase, NewVisit, Register};
use luodi_domain::decide;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::money::Money;
use luodi_domain::partial_date::PartialDate;
use luodi_domain::profile::Profile;
use luodi_domain::project::Project;
use luodi_domain::refusal::Refusal;
use luodi_store::db::Tx;
use rand::rngs::StdRng;

use super::execute::log;
use super::transaction::{Step, joined, named_by};
use crate::{App, AppError, Call, Outcome};

/// Asks for a project to be split.
#[derive(Debug, Clone)]
pub struct Split {
    /// Which.
    pub project: ProjectId,
    /// Into what.
    pub phases: Vec<NewPhase>,
}

/// A phase about to be registered. What is not said here is taken from the umbrella.
#[derive(Debug, Clone)]
pub struct NewPhase {
    /// The new project's id.
    pub id: ProjectId,
    /// The id of its first step.
    pub step: StepId,
    /// Its name.
    pub name: String,
    /// Its share of the agreed investment.
    pub agreed_investment: Option<Money>,
    /// Its planned start.
    pub planned_start: Option<PartialDate>,
    /// Its planned production.
    pub planned_production: Option<PartialDate>,
    /// Who is responsible for its stage; by default whoever is for the umbrella's.
    pub responsible: Option<OfficerId>,
}

impl App {
    /// Splits a project into phases.
    pub async fn split_project(&self, call: Call, split: Split) -> Result<Outcome, AppError> {
        let (id, split) = (split.project, Arc::new(split));
        let outcome = self
            .command(call, "SPLIT", move |tx, step, rng| {
                let split = Arc::clone(&split);
                async move { run(tx, step, &split, rng).await }.boxed()
            })
            .await;
        log("SPLIT", id, &outcome);
        outcome
    }
}

async fn run(tx: &mut Tx<'_>, step: &Step, split: &Split, rng: &mut StdRng) -> Result<Outcome, AppError> {
    let umbrella = step.hold(tx, split.project).await?;
    let named = |phase: &NewPhase| NamedPhase { id: phase.id, name: phase.name.clone() };
    let command = Command::Split { phases: split.phases.iter().map(named).collect() };
    let registrations: Vec<Register> =
        split.phases.iter().map(|phase| registration(&umbrella, phase)).collect();
    let named = registrations.iter().map(Register::references).fold(named_by(&umbrella), joined);
    let context = step.context(tx, joined(named, command.references())).await?;
    step.admit(tx, &umbrella, &command, &context).await?;
    let decision = decide::decide(&umbrella, &command, &context)?;
    let version = step.commit(tx, Some(&umbrella), umbrella.id, decision, rng).await?;
    let mut concerned = vec![(umbrella.id, version)];
    for (index, registration) in registrations.iter().enumerate() {
        let place = |refusal: Refusal| refusal.within("phases", index);
        let decision = decide::register(registration, &context).map_err(place)?;
        let version = step.commit(tx, None, registration.id, decision, rng).await?;
        concerned.push((registration.id, version));
    }
    Ok(Outcome::of_projects(concerned, None))
}

/// A phase inherits what its umbrella is, but not its codes, names and credits: those would count twice.
pub(crate) fn registration(umbrella: &Project, phase: &NewPhase) -> Register {
    let whole = &umbrella.profile;
    let profile = Profile {
        name: phase.name.clone(),
        other_names: BTreeMap::new(),
        codes: BTreeMap::new(),
        credits: BTreeMap::new(),
        labels: BTreeSet::new(),
        agreed_investment: phase.agreed_investment,
        planned_start: phase.planned_start.clone(),
        planned_production: phase.planned_production.clone(),
        ..whole.clone()
    };
    let of_umbrella = umbrella.current_visit().map(|visit| visit.responsible);
    let responsible = phase.responsible.or(of_umbrella);
    let visit = NewVisit { step: phase.step, responsible, due_on: None };
    Register { id: phase.id, profile, phase_of: Some(umbrella.id), stage: umbrella.stage, visit }
}
