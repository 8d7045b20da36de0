//! Writing a chronicle into an empty database.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::administration::{Change, DEMO};
use luodi_domain::ids::{AgencyId, PostId, RegionId};
use luodi_domain::project::Project;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::{Officer, RegionKind};
use luodi_store::administration::{self, Deed, Noted};
use luodi_store::db::Tx;
use luodi_store::history::{self, AppendBatch};
use luodi_store::outbox::{self, Entry};
use luodi_store::projects;
use luodi_store::registry::{self, agencies, enterprises, officers, posts, regions};
use luodi_store::statistics;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{Chronicle, Registry, Story};
use crate::registry::FIRST_VERSION;
use crate::{App, AppError};

impl App {
    /// Writes a chronicle, all of it or nothing; refused when the database holds anything already.
    ///
    /// The salts of private texts come from the seed, so that the same chronicle gives the same rows and hashes: what is
    /// entered in this way must be no secret.
    pub async fn enter_chronicle(&self, chronicle: Chronicle, seed: u64) -> Result<(), AppError> {
        let app = self.clone();
        let (chronicle, deed) = (Arc::new(chronicle), self.deed(DEMO));
        self.db
            .write(move |tx| {
                let (app, chronicle, deed) = (app.clone(), Arc::clone(&chronicle), deed.clone());
                async move {
                    officers::hold_all(tx).await?;
                    if !registry::is_empty(tx).await? {
                        return Err(Refusal::new(Rule::Duplicate).at("officer").into());
                    }
                    enter(&app, tx, &chronicle, seed, &deed).await
                }
                .boxed()
            })
            .await
    }

    /// Whether the database holds nothing yet: no registry entry and no project.
    pub async fn holds_nothing(&self) -> Result<bool, AppError> {
        Ok(registry::is_empty(&mut self.db.read().await?).await?)
    }

    /// When anything was last recorded of any project, by the business clock.
    pub async fn last_recorded_at(&self) -> Result<Option<DateTime<Utc>>, AppError> {
        Ok(projects::last_written(&mut self.db.read().await?).await?)
    }
}

async fn enter(
    app: &App,
    tx: &mut Tx<'_>,
    chronicle: &Chronicle,
    seed: u64,
    deed: &Deed,
) -> Result<(), AppError> {
    let mut rng = StdRng::seed_from_u64(seed);
    enter_registry(tx, &chronicle.registry).await?;
    administration::append(tx, deed, &noted(chronicle)).await?;
    for story in &chronicle.stories {
        enter_story(tx, story, &mut rng).await?;
    }
    let projects: Vec<&Project> = chronicle.stories.iter().map(|story| &story.project).collect();
    // By the departments that were entered just now, which nobody outside sees yet.
    app.planner_seen(tx).await?.keep_all(tx, &projects).await?;
    for &officer in &chronicle.left {
        officers::set_active(tx, officer, false, FIRST_VERSION).await?;
    }
    Ok(statistics::analyze(tx).await?)
}

/// What is recorded of the registry of a chronicle: what was entered, and who left.
fn noted(chronicle: &Chronicle) -> Vec<Noted> {
    let Registry { regions, agencies, posts, officers, .. } = &chronicle.registry;
    let of_agency: BTreeMap<AgencyId, RegionId> =
        agencies.iter().map(|agency| (agency.id, agency.region)).collect();
    let of_post: BTreeMap<PostId, RegionId> =
        posts.iter().filter_map(|post| Some((post.id, *of_agency.get(&post.agency)?))).collect();
    let mut noted = Vec::new();
    let mut note = |change, region| noted.push(Noted { change, region });
    for region in regions {
        note(Change::between(None, region), Some(region.id));
    }
    for agency in agencies {
        note(Change::between(None, agency), Some(agency.region));
    }
    for post in posts {
        note(Change::between(None, post), of_post.get(&post.id).copied());
    }
    for officer in officers {
        note(Change::between(None, officer), of_post.get(&officer.post).copied());
    }
    for officer in officers.iter().filter(|officer| chronicle.left.contains(&officer.id)) {
        let left = Officer { active: false, ..officer.clone() };
        note(Change::between(Some(officer), &left), of_post.get(&officer.post).copied());
    }
    noted
}

/// Every entry is checked as if it came alone.
async fn enter_registry(tx: &mut Tx<'_>, registry: &Registry) -> Result<(), AppError> {
    let mut kinds: BTreeMap<RegionId, RegionKind> = BTreeMap::new();
    for region in &registry.regions {
        let parent = region.parent.and_then(|parent| kinds.get(&parent).copied());
        kinds.insert(region.id, region.kind);
        regions::insert(tx, &region.clone().checked(parent)?).await?;
    }
    for agency in &registry.agencies {
        agencies::insert(tx, &agency.clone().checked()?).await?;
    }
    for post in &registry.posts {
        posts::insert(tx, &post.clone().checked()?).await?;
    }
    for officer in &registry.officers {
        officers::insert(tx, &officer.clone().checked()?).await?;
    }
    for enterprise in &registry.enterprises {
        enterprises::insert(tx, &enterprise.clone().checked()?).await?;
    }
    Ok(())
}

/// The rows as they were when the project was registered, then as they are: so both of its times are right.
async fn enter_story(tx: &mut Tx<'_>, story: &Story, rng: &mut StdRng) -> Result<(), AppError> {
    let Story { born, project, told } = story;
    let (Some(first), Some(last)) = (told.first(), told.last()) else { return Ok(()) };
    projects::save(tx, None, born, first.origin.recorded_at).await?;
    if project.version > born.version {
        projects::save(tx, Some(born), project, last.origin.recorded_at).await?;
    }
    let batches: Vec<AppendBatch<'_>> = told
        .iter()
        .map(|told| AppendBatch {
            project: project.id,
            first_sequence: told.first_sequence,
            events: &told.events,
            occurred_on: told.occurred_on,
            origin: &told.origin,
        })
        .collect();
    history::append_all(tx, &batches, rng).await?;
    let entry = |batch: &AppendBatch<'_>| Entry {
        command: batch.origin.command_id,
        project: project.id,
        first: batch.first_sequence,
        last: batch.first_sequence + i64::try_from(batch.events.len()).unwrap_or(i64::MAX) - 1,
        recorded_at: batch.origin.recorded_at,
    };
    let entries: Vec<Entry> = batches.iter().map(entry).collect();
    Ok(outbox::insert_all(tx, &entries).await?)
}
