//! 共用手续: a permit that stands for others, of its own project and of others. What becomes of it is written to them in the
//! same transaction, so that each project's own history says how it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::command::{BeCovered, Command};
use luodi_domain::context::{Context, References};
use luodi_domain::cover::{Cover, Covered, MOST, Stands};
use luodi_domain::decide::{Decision, decide};
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::permit::Permit;
use luodi_domain::project::Project;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::projects::{self, Part};
use rand::rngs::StdRng;

use super::transaction::{Step, joined, named_by};
use crate::{App, AppError, Call, Outcome};

/// Asks for a permit to stand for others, or no longer to.
#[derive(Debug, Clone)]
pub struct CoverPermits {
    /// The one that is filed and decided.
    pub permit: PermitId,
    /// Those that follow it.
    pub others: Vec<PermitId>,
    /// Whether they no longer do.
    pub ends: bool,
}

impl App {
    /// Lets one permit stand for others, or go their own ways again: all of them, or nothing happens.
    pub async fn cover_permits(&self, call: Call, wanted: CoverPermits) -> Result<Outcome, AppError> {
        let name = Command::Cover { permit: wanted.permit, others: Covered::new(), ends: wanted.ends }.name();
        let (app, permit, wanted) = (self.clone(), wanted.permit, Arc::new(wanted));
        let outcome = self
            .command(call, name, move |tx, step, rng| {
                let (app, wanted) = (app.clone(), Arc::clone(&wanted));
                async move { app.cover(tx, step, &wanted, rng).await }.boxed()
            })
            .await;
        match &outcome {
            Ok(_) => tracing::info!(command = name, %permit, "command done"),
            Err(AppError::Refused(refusal)) => {
                tracing::info!(command = name, %permit, rule = refusal.rule.as_str(), "command refused");
            }
            Err(error) => tracing::warn!(command = name, %permit, %error, "command failed"),
        }
        outcome
    }

    async fn cover(
        &self,
        tx: &mut Tx<'_>,
        step: &Step,
        wanted: &CoverPermits,
        rng: &mut StdRng,
    ) -> Result<Outcome, AppError> {
        let named = Named::find(tx, wanted).await?;
        // Whoever asks for several projects waits for them in one order.
        let ids: BTreeSet<ProjectId> = named.others.keys().copied().chain([named.project]).collect();
        let mut held: BTreeMap<ProjectId, Project> = BTreeMap::new();
        for id in ids {
            held.insert(id, step.hold(tx, id).await?);
        }
        let references = held.values().map(named_by).fold(References::default(), joined);
        let context = step.context(tx, references).await?;

        let others = named
            .others
            .iter()
            .flat_map(|(project, permits)| permits.keys().map(|permit| (*permit, *project)));
        let command = Command::Cover { permit: wanted.permit, others: others.collect(), ends: wanted.ends };
        let lead = taken(&mut held, named.project)?;
        let unseen = |error| at(error, |refusal| refusal.at("permitId"));
        step.admit(tx, &lead, &command, &context).await.map_err(unseen)?;
        let decision = decide(&lead, &command, &context)?;
        let after = applied(&lead, &decision)?;
        let version = step.commit(tx, Some(&lead), lead.id, decision, rng).await?;
        let (permit, by) = cover_of(&after, wanted.permit)?;
        let item = permit.item.clone();
        held.insert(after.id, after);
        let mut concerned = vec![(lead.id, version)];
        for (project, permits) in named.others {
            let project = taken(&mut held, project)?;
            let first = permits.values().min().copied().unwrap_or_default();
            let covered = BeCovered { permits, by, item: item.clone(), ends: wanted.ends };
            let command = Command::BeCovered(covered);
            let mut context = context.clone();
            self.published_for(tx, &command, &project, &mut context.facts).await?;
            // The version that the caller names is that of the permit that stands for them.
            let unnamed = step.of_no_version();
            let unseen = |error| at(error, |refusal| refusal.within("permitIds", first));
            unnamed.admit(tx, &project, &command, &context).await.map_err(unseen)?;
            let decision = decide(&project, &command, &context)?;
            let version = step.commit(tx, Some(&project), project.id, decision, rng).await?;
            if project.id == lead.id {
                concerned.retain(|(id, _)| *id != project.id);
                concerned.insert(0, (project.id, version));
            } else {
                concerned.push((project.id, version));
            }
        }
        Ok(Outcome::of_projects(concerned, Some(wanted.permit.uuid())))
    }
}

/// A project as it is after a decision, if others follow it; most have none that do.
pub(super) fn leading(before: &Project, decision: &Decision) -> Result<Option<Project>, AppError> {
    let leads = before.permits.values().any(|permit| !permit.covers.is_empty());
    leads.then(|| applied(before, decision)).transpose()
}

/// Tells the permits that a project's stand for what became of those, once that was decided. It follows, whoever may see
/// or do what there.
pub(super) async fn follow(
    tx: &mut Tx<'_>,
    step: &Step,
    before: &Project,
    after: &Project,
    context: &Context,
    rng: &mut StdRng,
) -> Result<(), AppError> {
    let mut told: BTreeMap<ProjectId, Vec<Cover>> = BTreeMap::new();
    for permit in after.permits.values().filter(|permit| !permit.covers.is_empty()) {
        let (_, now) = cover_of(after, permit.id)?;
        let stood =
            before.permits.contains_key(&permit.id).then(|| cover_of(before, permit.id)).transpose()?;
        if stood.is_none_or(|(_, then)| then.stands != now.stands) {
            for project in permit.covers.values().copied().collect::<BTreeSet<_>>() {
                told.entry(project).or_default().push(now);
            }
        }
    }
    for (id, covers) in told {
        let mut project = if id == after.id { after.clone() } else { step.hold(tx, id).await? };
        let context =
            if id == after.id { context.clone() } else { step.context(tx, named_by(&project)).await? };
        for cover in covers {
            let decision = decide(&project, &Command::FollowCover(cover), &context)?;
            let next = applied(&project, &decision)?;
            step.commit(tx, Some(&project), id, decision, rng).await?;
            project = next;
        }
    }
    Ok(())
}

/// The permits named, by their projects.
struct Named {
    project: ProjectId,
    /// Each permit with its place in the list.
    others: BTreeMap<ProjectId, BTreeMap<PermitId, usize>>,
}

impl Named {
    async fn find(tx: &mut Tx<'_>, wanted: &CoverPermits) -> Result<Self, AppError> {
        if wanted.others.is_empty() {
            return Err(Refusal::new(Rule::Required).at("permitIds").into());
        }
        if wanted.others.len() > MOST {
            let most = Fact::Number(i64::try_from(MOST).unwrap_or(i64::MAX));
            return Err(Refusal::new(Rule::TooMany).at("permitIds").with("max", most).into());
        }
        let ids = wanted.others.iter().chain([&wanted.permit]).map(|permit| permit.uuid());
        let of = projects::projects_of(tx, Part::Permit, &ids.collect::<Vec<_>>()).await?;
        let project = of.get(&wanted.permit.uuid()).copied();
        let project = project.ok_or_else(|| Refusal::new(Rule::NotFound).at("permitId"))?;
        let mut others: BTreeMap<ProjectId, BTreeMap<PermitId, usize>> = BTreeMap::new();
        for (place, permit) in wanted.others.iter().enumerate() {
            let missing = || Refusal::new(Rule::NotFound).within("permitIds", place);
            let project = of.get(&permit.uuid()).copied().ok_or_else(missing)?;
            others.entry(project).or_default().entry(*permit).or_insert(place);
        }
        Ok(Self { project, others })
    }
}

/// A permit, and what it is to those it stands for.
fn cover_of(project: &Project, id: PermitId) -> Result<(&Permit, Cover), AppError> {
    let permit = project.permits.get(&id).ok_or_else(|| AppError::not_found("permitId", &id))?;
    let due_on = project.steps.get(&permit.step).and_then(|step| step.due_on);
    Ok((permit, Cover { project: project.id, permit: id, stands: Stands::of(permit, due_on) }))
}

fn applied(project: &Project, decision: &Decision) -> Result<Project, AppError> {
    let mut after = project.clone();
    for event in decision.events.iter().cloned() {
        after.apply(event)?;
    }
    Ok(after)
}

fn taken(held: &mut BTreeMap<ProjectId, Project>, id: ProjectId) -> Result<Project, AppError> {
    held.remove(&id).ok_or_else(|| AppError::not_found("projectId", &id))
}

/// A refusal of the project told of the permit by which it was named: what project it is may be hidden.
fn at(error: AppError, place: impl FnOnce(Refusal) -> Refusal) -> AppError {
    match error {
        AppError::Refused(refusal) if matches!(refusal.rule, Rule::NotFound | Rule::OutsideJurisdiction) => {
            place(Refusal::new(refusal.rule)).into()
        }
        error => error,
    }
}
