//! 共用手续: a permit that stands for others, of its own project and of others. What becomes of it is written to them in the
//! same transaction, so that each project's own history says how it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::command::{BeCovered, COVER_PERMITS, Command, Follow};
use luodi_domain::context::{Context, References};
use luodi_domain::cover::{Cover, MOST};
use luodi_domain::decide::{Decision, decide, too_many};
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::permit::Permit;
use luodi_domain::project::Project;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::projects::{self, Part};
use rand::rngs::StdRng;

use super::transaction::{Step, joined, named_by};
use crate::{App, AppError, Call, Outcome};

/// Asks for a permit to stand for others.
#[derive(Debug, Clone)]
pub struct CoverPermits {
    /// The one that is filed and decided.
    pub permit: PermitId,
    /// Those that follow it.
    pub others: Vec<PermitId>,
}

impl App {
    /// Lets one permit stand for others: all of them, or nothing happens.
    pub async fn cover_permits(&self, call: Call, wanted: CoverPermits) -> Result<Outcome, AppError> {
        let (app, permit, wanted) = (self.clone(), wanted.permit, Arc::new(wanted));
        let outcome = self
            .command(call, COVER_PERMITS, move |tx, step, rng| {
                let (app, wanted) = (app.clone(), Arc::clone(&wanted));
                async move { app.cover(tx, step, &wanted, rng).await }.boxed()
            })
            .await;
        match &outcome {
            Ok(_) => tracing::info!(command = COVER_PERMITS, %permit, "command done"),
            Err(AppError::Refused(refusal)) => {
                tracing::info!(command = COVER_PERMITS, %permit, rule = refusal.rule.as_str(), "command refused");
            }
            Err(error) => tracing::warn!(command = COVER_PERMITS, %permit, %error, "command failed"),
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
        let mut named = Named::find(tx, wanted).await?;
        let mut held = named.hold(tx).await?;
        let references = held.values().map(named_by).fold(References::default(), joined);
        let context = step.context(tx, references).await?;
        let lead = taken(&mut held, named.project)?;
        let own = named.others.remove(&lead.id);

        let others = named.all.iter().map(|(permit, project)| (*permit, *project)).collect();
        let command = Command::Cover { permit: wanted.permit, others };
        let unseen = |error| at(error, |refusal| refusal.at("permitId"));
        step.admit(tx, &lead, &command, &context).await.map_err(unseen)?;
        // The version that the caller names is that of the permit that stands for them.
        let unnamed = step.of_no_version();
        for (project, permits) in &named.others {
            let project = held.get(project).ok_or_else(|| AppError::not_found("projectId", project))?;
            let first = permits.values().min().copied().unwrap_or_default();
            let unseen = |error| at(error, |refusal| refusal.within("permitIds", first));
            unnamed.admit(tx, project, &command, &context).await.map_err(unseen)?;
        }
        let mut decision = decide(&lead, &command, &context)?;
        let after = applied(&lead, &decision)?;
        let missing = || AppError::not_found("permitId", &wanted.permit);
        let by = Cover::by(&after, wanted.permit).ok_or_else(missing)?;
        let item = after.permits.get(&by.permit).ok_or_else(missing)?.item.clone();
        let be_covered = |permits| BeCovered { permits, by, item: item.clone() };
        if let Some(permits) = own {
            let decided = self.joining(tx, &after, be_covered(permits), context.clone()).await?;
            decision.events.extend(decided.events);
        }
        let version = step.commit(tx, Some(&lead), lead.id, decision, rng).await?;
        let mut concerned = vec![(lead.id, version)];
        for (project, permits) in named.others {
            let project = taken(&mut held, project)?;
            let decision = self.joining(tx, &project, be_covered(permits), context.clone()).await?;
            concerned.push((project.id, step.commit(tx, Some(&project), project.id, decision, rng).await?));
        }
        Ok(Outcome::of_projects(concerned, Some(wanted.permit.uuid())))
    }

    /// What a project decides whose permits are to follow another.
    async fn joining(
        &self,
        tx: &mut Tx<'_>,
        project: &Project,
        covered: BeCovered,
        mut context: Context,
    ) -> Result<Decision, AppError> {
        let command = Command::BeCovered(covered);
        self.published_for(tx, &command, project, &mut context.facts).await?;
        Ok(decide(project, &command, &context)?)
    }
}

/// Commits what was decided of a project together with what follows from it for permits that stand for one another: those of
/// its own with the decision, those of others in histories of their own. They follow, whoever may see or do what there.
pub(super) async fn commit(
    tx: &mut Tx<'_>,
    step: &Step,
    before: &Project,
    decision: Decision,
    context: &Context,
    rng: &mut StdRng,
) -> Result<i64, AppError> {
    let mut told = told_by(before, &decision)?;
    let decision = following_too(before, decision, &mut told, context)?;
    let version = step.commit(tx, Some(before), before.id, decision, rng).await?;
    tell(tx, step, &told, rng).await?;
    Ok(version)
}

/// The same of several projects that one command decides on: each is written once, with what follows for it from the others.
pub(super) async fn commit_all(
    tx: &mut Tx<'_>,
    step: &Step,
    decided: Vec<(Project, Decision)>,
    context: &Context,
    rng: &mut StdRng,
) -> Result<Vec<(ProjectId, i64)>, AppError> {
    let mut told: BTreeMap<ProjectId, Vec<Follow>> = BTreeMap::new();
    for (before, decision) in &decided {
        for (project, follows) in told_by(before, decision)? {
            told.entry(project).or_default().extend(follows);
        }
    }
    let mut written = Vec::with_capacity(decided.len());
    for (before, decision) in decided {
        let decision = following_too(&before, decision, &mut told, context)?;
        written.push((before.id, step.commit(tx, Some(&before), before.id, decision, rng).await?));
    }
    tell(tx, step, &told, rng).await?;
    Ok(written)
}

/// What projects have to follow of a decision, the project itself among them.
fn told_by(before: &Project, decision: &Decision) -> Result<BTreeMap<ProjectId, Vec<Follow>>, AppError> {
    let shared = |permit: &Permit| !permit.covers.is_empty() || permit.covered_by.is_some();
    if !before.permits.values().any(shared) {
        return Ok(BTreeMap::new());
    }
    Ok(following(before, &applied(before, decision)?))
}

/// A decision with what the project itself has to follow, which is told then.
fn following_too(
    before: &Project,
    mut decision: Decision,
    told: &mut BTreeMap<ProjectId, Vec<Follow>>,
    context: &Context,
) -> Result<Decision, AppError> {
    let Some(follows) = told.remove(&before.id) else { return Ok(decision) };
    let mut after = applied(before, &decision)?;
    for follow in follows {
        let more = decide(&after, &Command::FollowCover(follow), context)?;
        after = applied(&after, &more)?;
        decision.events.extend(more.events);
    }
    Ok(decision)
}

/// What other projects, or the same, have to follow of what became of a project's permits.
fn following(before: &Project, after: &Project) -> BTreeMap<ProjectId, Vec<Follow>> {
    let mut told: BTreeMap<ProjectId, Vec<Follow>> = BTreeMap::new();
    for permit in after.permits.values().filter(|permit| !permit.covers.is_empty()) {
        let (stood, now) = (Cover::by(before, permit.id), Cover::by(after, permit.id));
        let Some(now) = now.filter(|now| stood.as_ref() != Some(now)) else { continue };
        for project in permit.covers.values().copied().collect::<BTreeSet<_>>() {
            told.entry(project).or_default().push(Follow::Stands(now));
        }
    }
    for permit in before.permits.values() {
        let still = after.permits.get(&permit.id).is_some_and(|permit| permit.covered_by.is_some());
        if let Some(cover) = permit.covered_by.filter(|_| !still) {
            let left = Follow::Left { permit: cover.permit, other: permit.id };
            told.entry(cover.project).or_default().push(left);
        }
    }
    told
}

/// Writes to other projects what they have to follow, without a word of why: that is the other project's.
async fn tell(
    tx: &mut Tx<'_>,
    step: &Step,
    told: &BTreeMap<ProjectId, Vec<Follow>>,
    rng: &mut StdRng,
) -> Result<(), AppError> {
    if told.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<ProjectId> = told.keys().copied().collect();
    projects::lock_many(tx, &mut ids).await?;
    let found = projects::load(tx, &ids).await?;
    let step = step.following();
    let named = found.iter().map(named_by).fold(References::default(), joined);
    let context = step.context(tx, named).await?;
    for project in &found {
        let mut whole: Option<Decision> = None;
        let mut after = project.clone();
        for follow in told.get(&project.id).into_iter().flatten() {
            let decision = decide(&after, &Command::FollowCover(*follow), &context)?;
            after = applied(&after, &decision)?;
            match &mut whole {
                Some(whole) => whole.events.extend(decision.events),
                None => whole = Some(decision),
            }
        }
        if let Some(decision) = whole {
            step.commit(tx, Some(project), project.id, decision, rng).await?;
        }
    }
    Ok(())
}

/// Holds the project of the permit that stands for another with its own, before it goes its own way: both are written.
pub(super) async fn hold_both(tx: &mut Tx<'_>, project: ProjectId, permit: PermitId) -> Result<(), AppError> {
    if let Some(lead) = projects::covering(tx, permit).await? {
        projects::lock_with_followers(tx, &[project], &[lead]).await?;
    }
    Ok(())
}

/// The permits named, by their projects.
struct Named {
    project: ProjectId,
    /// Each other permit, with its project.
    all: BTreeMap<PermitId, ProjectId>,
    /// The same by project, with its place in the list.
    others: BTreeMap<ProjectId, BTreeMap<PermitId, usize>>,
}

impl Named {
    async fn find(tx: &mut Tx<'_>, wanted: &CoverPermits) -> Result<Self, AppError> {
        if wanted.others.is_empty() {
            return Err(Refusal::new(Rule::Required).at("permitIds").into());
        }
        if wanted.others.len() > MOST {
            return Err(too_many("permitIds", MOST).into());
        }
        let ids = wanted.others.iter().chain([&wanted.permit]).map(|permit| permit.uuid());
        let of = projects::projects_of(tx, Part::Permit, &ids.collect::<Vec<_>>()).await?;
        let project = of.get(&wanted.permit.uuid()).copied();
        let project = project.ok_or_else(|| Refusal::new(Rule::NotFound).at("permitId"))?;
        let mut named = Self { project, all: BTreeMap::new(), others: BTreeMap::new() };
        for (place, permit) in wanted.others.iter().enumerate() {
            let missing = || Refusal::new(Rule::NotFound).within("permitIds", place);
            let project = of.get(&permit.uuid()).copied().ok_or_else(missing)?;
            named.all.insert(*permit, project);
            named.others.entry(project).or_default().entry(*permit).or_insert(place);
        }
        Ok(named)
    }

    /// All of the projects: whoever asks for several waits for them in one order.
    async fn hold(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<ProjectId, Project>, AppError> {
        let mut ids: Vec<ProjectId> = self.others.keys().copied().chain([self.project]).collect();
        projects::lock_many(tx, &mut ids).await?;
        let found = projects::load(tx, &ids).await?;
        Ok(found.into_iter().map(|project| (project.id, project)).collect())
    }
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
