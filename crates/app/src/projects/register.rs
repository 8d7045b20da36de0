//! Registering a project.

use futures::FutureExt;
use luodi_domain::command::Register;
use luodi_domain::decide;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use rand::rngs::StdRng;

use super::execute::log;
use super::repeat;
use super::transaction::Step;
use crate::{App, AppError, Call, Outcome};

impl App {
    /// Registers a project, or refuses and changes nothing.
    pub async fn register_project(&self, call: Call, command: Register) -> Result<Outcome, AppError> {
        // Phases come from splitting their umbrella, which knows them from then on.
        if command.phase_of.is_some() {
            return Err(Refusal::new(Rule::ProjectIsPhase).at("phaseOf").into());
        }
        let (step, app, id) = (self.step(call, "REGISTER"), self.clone(), command.id);
        let asked = step.call.clone();
        let outcome = self
            .db
            .write(move |tx| {
                let (step, command, mut rng) = (step.clone(), command.clone(), app.ids.fork());
                async move { run(tx, &step, &command, &mut rng).await }.boxed()
            })
            .await;
        let outcome = self.settle(&asked, outcome).await;
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
    if let Some(answer) = repeat::first_answer(tx, &step.call).await? {
        return Ok(answer);
    }
    let context = step.context(tx, command.references()).await?;
    let events = decide::register(command, &context)?;
    let version = step.commit(tx, None, command.id, events, rng).await?;
    let outcome = Outcome::of_projects([(command.id, version)], None);
    repeat::keep(tx, &step.call, &outcome, step.asked_at).await?;
    Ok(outcome)
}
