//! Handing over: everything an officer holds goes to another in one transaction, or nothing does.

use std::collections::BTreeSet;

use futures::FutureExt;
use luodi_domain::administration::Change;
use luodi_domain::command::Command;
use luodi_domain::context::References;
use luodi_domain::decide;
use luodi_domain::ids::{OfficerId, ProjectId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::Officer;
use luodi_store::administration::{self, Noted};
use luodi_store::db::{Conflict, StoreError, Tx};
use luodi_store::projects::Whose;
use luodi_store::{projects, registry, sessions};
use rand::rngs::StdRng;

use super::admission::admit_hand_over;
use super::transaction::{Step, joined, named_by, version_conflict};
use crate::access::take_back_tokens;
use crate::registry::{Remaining, cut_short, handed_over, held_post, region_of_post};
use crate::{App, AppError, Call, Outcome};

/// Asks for everything of one officer to go to another.
#[derive(Debug, Clone, Copy)]
pub struct HandOver {
    /// Who gives.
    pub from: OfficerId,
    /// Who receives.
    pub to: OfficerId,
    /// Whether the giver leaves the service in the same moment.
    pub deactivate: bool,
}

impl App {
    /// Hands an officer's open steps and standing duties to another; `expected_version` is the giver's.
    pub async fn hand_over_officer(&self, call: Call, hand_over: HandOver) -> Result<Outcome, AppError> {
        let app = self.clone();
        let outcome = self
            .command(call, "HAND_OVER", move |tx, step, rng| {
                let app = app.clone();
                async move { run(&app, tx, step, hand_over, rng).await }.boxed()
            })
            .await;
        match &outcome {
            Ok(done) => {
                let projects = done.projects().count();
                tracing::info!(command = "HAND_OVER", from = %hand_over.from, to = %hand_over.to, projects, "command done");
            }
            Err(error) => {
                tracing::info!(command = "HAND_OVER", from = %hand_over.from, %error, "command not done");
            }
        }
        outcome
    }
}

async fn run(
    app: &App,
    tx: &mut Tx<'_>,
    step: &Step,
    hand_over: HandOver,
    rng: &mut StdRng,
) -> Result<Outcome, AppError> {
    let HandOver { from, to, deactivate } = hand_over;
    // Projects before people, as every command holds them: of two who hand over the same officer the second waits here.
    let held = hold_all(tx, from).await?;
    let officers = registry::officers::by_ids(tx, &[from]).await?;
    let Some(giver) = officers.into_iter().next() else {
        return Err(AppError::not_found("officerId", &from));
    };
    if let Some(expected) = step.call.expected_version
        && expected != giver.version
    {
        return Err(version_conflict(expected, giver.version).into());
    }
    if from == to {
        return Err(Refusal::new(Rule::SameOfficer).at("toOfficerId").into());
    }
    // Of two who hand over the same officer's duty rules the second waits here, and not with half of them in hand.
    registry::officers::hold(tx, &[from, to]).await?;
    // Who may do this is a rule of every command; an officer who holds nothing still has to be somebody's to hand over.
    let named = References { officers: BTreeSet::from([from, to]), ..References::default() };
    let context = step.context(tx, named).await?;
    admit_hand_over(&context, [(from, "officerId"), (to, "toOfficerId")])?;
    decide::may_hand_over(to, &context)?;
    let (role, _) = held_post(tx, giver.post).await?;
    if deactivate {
        // Whether somebody serves is nobody's to say for another: neither a deputy's nor a recorder's.
        step.in_person()?;
        decide::may_fill_post(role, "deactivate", &context)?;
    }
    let administrators = Remaining::before(tx, role, deactivate && giver.active).await?;

    let mut concerned = Vec::with_capacity(held.len());
    let command = Command::HandOver { from, to };
    for project in projects::load(tx, &held).await? {
        let context = step.context(tx, joined(command.references(), named_by(&project))).await?;
        let decision = decide::decide(&project, &command, &context)?;
        let version = step.commit(tx, Some(&project), project.id, decision, rng).await?;
        concerned.push((project.id, version));
    }
    let mut noted = handed_over(app, tx, step, (from, to)).await?;
    if deactivate && giver.active {
        // A step assigned to the giver since the list was read is caught by the database's own rule: then start over.
        registry::officers::set_active(tx, from, false, giver.version).await.map_err(
            |error| match error {
                StoreError::ForeignKey { .. } => StoreError::Conflict(Conflict::Version),
                error => error,
            },
        )?;
        sessions::end_all(tx, from, None, step.asked_at).await?;
        let left = Officer { active: false, ..giver.clone() };
        let (change, region) = (Change::between(Some(&giver), &left), region_of_post(tx, giver.post).await?);
        noted.push(Noted { change, region });
        noted.extend(cut_short(tx, Whose::Officer(from), step.today).await?);
        noted.extend(take_back_tokens(tx, Whose::Officer(from), step.asked_at).await?);
        // Other duties point at no activity: what was given since is only seen by looking.
        if !projects::held_by(tx, from).await?.is_empty() {
            return Err(StoreError::Conflict(Conflict::Version).into());
        }
    }
    administrators.after(tx, "deactivate").await?;
    // Last, as every change does: whoever holds the end of the record waits for nobody.
    administration::append(tx, &step.deed(), &noted).await?;
    Ok(Outcome::of_projects(concerned, Some(from.uuid())))
}

/// Locks every project in which the officer has something, in the order of their ids.
async fn hold_all(tx: &mut Tx<'_>, officer: OfficerId) -> Result<Vec<ProjectId>, AppError> {
    let mut held = projects::held_by(tx, officer).await?;
    projects::lock_many(tx, &mut held).await?;
    // What was assigned while we waited for the locks belongs to the handover too.
    let again = projects::held_by(tx, officer).await?;
    if again.iter().any(|project| held.binary_search(project).is_err()) {
        return Err(StoreError::Conflict(Conflict::Version).into());
    }
    Ok(held)
}
