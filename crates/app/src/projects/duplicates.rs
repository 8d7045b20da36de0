//! Projects that look the same 疑似重复: looking for them with every project that is registered or becomes another, and
//! deciding what they are to each other.

use futures::FutureExt;
use luodi_domain::access;
use luodi_domain::command::{Command, RULE_ON_DUPLICATE};
use luodi_domain::context::Context;
use luodi_domain::decide;
use luodi_domain::duplicate::{Decision, Ruling, Suspicion, arbitrates, may_rule};
use luodi_domain::ids::{DuplicateId, ProjectId};
use luodi_domain::profile::{Change, CodeStanding};
use luodi_domain::project::Project;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::{duplicates, list, projects};
use rand::rngs::StdRng;

use super::admission::{access_facts, viewer};
use super::cover;
use super::transaction::{Step, joined, named_by, version_conflict};
use crate::{App, AppError, Call, Outcome, version_7};

/// Asks for a decision on two projects that look the same.
#[derive(Debug, Clone, Copy)]
pub struct DecideDuplicate {
    /// Which two.
    pub duplicate: DuplicateId,
    /// What they are to each other.
    pub ruling: Ruling,
}

impl App {
    /// Decides on two projects that look the same; `expected_version` is that of the pair.
    pub async fn decide_duplicate(&self, call: Call, decide: DecideDuplicate) -> Result<Outcome, AppError> {
        let outcome = self
            .command(call, RULE_ON_DUPLICATE, move |tx, step, rng| run(tx, step, decide, rng).boxed())
            .await;
        let (duplicate, ruling) = (decide.duplicate, decide.ruling.kind());
        match &outcome {
            Ok(_) => tracing::info!(%duplicate, %ruling, "duplicate decided"),
            Err(error) => tracing::info!(%duplicate, %ruling, %error, "duplicate not decided"),
        }
        outcome
    }
}

async fn run(
    tx: &mut Tx<'_>,
    step: &Step,
    wanted: DecideDuplicate,
    rng: &mut StdRng,
) -> Result<Outcome, AppError> {
    let id = wanted.duplicate;
    let not_found = || AppError::not_found("duplicateId", &id);
    let found = duplicates::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    projects::lock_with_followers(tx, &[found.first, found.second], &[]).await?;
    let pair = projects::load(tx, &[found.first, found.second]).await?;
    let commands = |project: &Project| {
        let later = project.id == found.second;
        Command::RuleOnDuplicate { duplicate: id, ruling: wanted.ruling, later }
    };
    let named = pair.iter().map(named_by).fold(luodi_domain::context::References::default(), joined);
    let context = step.context(tx, named).await?;
    if let Some(viewer) = viewer(&context)? {
        let mut facts = Vec::with_capacity(pair.len());
        for project in &pair {
            facts.push(access_facts(tx, project).await?);
        }
        if !facts.iter().all(|facts| arbitrates(&viewer, facts)) {
            return Err(not_found());
        }
        for (project, facts) in pair.iter().zip(&facts) {
            access::admit(&viewer, project, facts, &commands(project), None)?;
        }
        if viewer.role.manages() && !facts.iter().all(|facts| may_rule(&viewer, facts)) {
            return Err(Refusal::new(Rule::OutsideJurisdiction).into());
        }
    }
    // What was read before the projects were held may be another's decision behind.
    let Suspicion { version, .. } = duplicates::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    match step.call.expected_version {
        Some(expected) if expected != version => return Err(version_conflict(expected, version).into()),
        _ => {}
    }
    let mut decided = Vec::with_capacity(pair.len());
    for project in pair {
        let decision = decide::decide(&project, &commands(&project), &context)?;
        decided.push((project, decision));
    }
    let concerned = cover::commit_all(tx, step, decided, &context, rng).await?;
    let decision = Decision { ruling: wanted.ruling, by: step.call.officer, at: step.now };
    duplicates::decide(tx, id, decision, version).await?;
    Ok(Outcome::of_projects(concerned, Some(id.uuid())))
}

/// Whether a project may look the same as another after a command although it did not before.
pub(super) fn concerns(command: &Command) -> bool {
    match command {
        Command::Update(changes) => changes.iter().any(|change| {
            matches!(
                change,
                Change::Name(_)
                    | Change::Code(..)
                    | Change::Place(_)
                    | Change::Track(_)
                    | Change::OriginatingAgency(_)
            )
        }),
        Command::RecordParty(_) | Command::Reopen { .. } => true,
        _ => false,
    }
}

/// Whether a command gives a project a code that it did not use.
pub(super) fn takes_code(command: &Command, before: &Project) -> bool {
    let present = CodeStanding::Present;
    let taken = |change: &Change| {
        matches!(change, Change::Code(code, standing)
        if *standing == present && before.profile.codes.get(code) != Some(&present))
    };
    matches!(command, Command::Update(changes) if changes.iter().any(taken))
}

/// Looks for projects like this one, just written, and keeps those that are for whoever stands above both.
///
/// A new code that is used by a project which exists for the caller is refused. If he may not know of that project he is
/// answered as if it were not there, after the same work.
pub(super) async fn watch(
    tx: &mut Tx<'_>,
    step: &Step,
    context: &Context,
    id: ProjectId,
    new_code: bool,
    rng: &mut StdRng,
) -> Result<(), AppError> {
    let found = duplicates::look(tx, id).await?;
    let taken = match viewer(context)? {
        None => !found.same_code.is_empty(),
        Some(viewer) => {
            // His own with them, so that it is asked in any case.
            let asked: Vec<ProjectId> = found.same_code.iter().copied().chain([id]).collect();
            let seen = list::rights(tx, &viewer, &asked).await?;
            found.same_code.iter().any(|other| seen.contains_key(other))
        }
    };
    if new_code && taken {
        return Err(Refusal::new(Rule::Duplicate).at("projectCode").into());
    }
    let millis = u64::try_from(step.asked_at.timestamp_millis()).unwrap_or(0);
    let mut number = 0;
    let new_id = || {
        number += 1;
        DuplicateId::from_uuid(version_7(millis, number, rng))
    };
    Ok(duplicates::suspect(tx, id, &found.grounds, new_id, step.now).await?)
}
