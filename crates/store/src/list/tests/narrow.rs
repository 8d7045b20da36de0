//! Filters as viewers ask them: what does not exist for somebody answers him as if it were not there.

use std::collections::BTreeSet;

use luodi_domain::access::{Action, Viewer, can};
use luodi_domain::ids::{AgencyId, ProjectId};
use luodi_domain::permit::Level;
use luodi_domain::project::{Lineage, Project};
use luodi_domain::step::StepKind;
use luodi_testkit::{seed, size};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::brute::{object, project_passes};
use super::scope::{AGENCIES, World, agency, listed_projects, viewer};
use super::{maybe, pick};
use crate::db::testing::on_each;
use crate::fixture::{LEADER, LI, WANG, id};
use crate::list::projects::{AgencyRole, OfficerRole, OutlookPart, PermitTerm, ProjectFilter, ProjectTerm};
use crate::list::{Compare, Filter};

/// The projects as they would be if only what exists for the viewer were there.
fn as_seen(world: &World, viewer: &Viewer) -> Vec<Project> {
    let seen = world.where_can(viewer, Action::See);
    let mut projects = world.projects.clone();
    projects.retain(|project| seen.contains(&project.id));
    let read = world.where_can(viewer, Action::SeeWhole);
    for project in &mut projects {
        let (facts, whole) = (world.facts(project), project.clone());
        if !read.contains(&project.id) {
            project.version = 0;
        }
        project.permits.retain(|_, permit| can(viewer, Action::See, &object(&facts, &whole, permit)));
        let permits = &project.permits;
        project.steps.retain(|_, step| match step.kind {
            StepKind::StageVisit(_) => true,
            StepKind::Permit(permit) => permits.contains_key(&permit),
        });
        if matches!(project.lineage, Lineage::PhaseOf(umbrella) if !seen.contains(&umbrella)) {
            project.lineage = Lineage::Single;
        }
    }
    projects
}

/// Something that looks beyond the row of the project.
fn asked(rng: &mut StdRng) -> ProjectFilter {
    let agencies: Vec<AgencyId> = (0..AGENCIES).map(agency).collect();
    let people = [WANG, LI, LEADER];
    let term = match rng.random_range(0..8) {
        6 => ProjectTerm::Outlook(pick(rng, &OutlookPart::ALL), rng.random_bool(0.5)),
        7 => ProjectTerm::Planned(rng.random_bool(0.5)),
        0 | 1 => ProjectTerm::Agency {
            agencies: vec![pick(rng, &agencies), pick(rng, &agencies)],
            roles: maybe(rng, &AgencyRole::ALL).into_iter().collect(),
        },
        2 | 3 => ProjectTerm::Officer {
            officers: vec![pick(rng, &people)],
            roles: maybe(rng, &OfficerRole::ALL).into_iter().collect(),
        },
        4 => ProjectTerm::PhaseOf(vec![id(ProjectId::from_uuid, 1 + 10 * rng.random_range(0..5))]),
        _ => {
            let terms = match rng.random_range(0..3) {
                0 => vec![],
                1 => vec![PermitTerm::Level(Compare::OneOf(vec![pick(rng, Level::ALL)]))],
                _ => vec![PermitTerm::Responsible(Compare::OneOf(vec![pick(rng, &people)]))],
            };
            ProjectTerm::Permit(terms.into())
        }
    };
    let term = Filter::Term(term);
    if rng.random_bool(0.3) { Filter::Not(Box::new(term)) } else { term }
}

#[tokio::test]
async fn filters_look_only_at_what_exists_for_whoever_asks() {
    let seed = seed();
    on_each(async |db| {
        let world = World::built(db, *seed).await;
        let rng = &mut StdRng::seed_from_u64(*seed + 2);
        let mut conn = db.read().await.unwrap();
        let mut told_apart = 0;
        for _ in 0..size("narrowed_filters", 200, 5_000) {
            let (viewer, filter) = (viewer(rng), asked(rng));
            let seen = as_seen(&world, &viewer);
            let passing = |projects: &[Project]| -> BTreeSet<ProjectId> {
                let passes = |project: &&Project| project_passes(projects, project, &filter);
                projects.iter().filter(passes).map(|project| project.id).collect()
            };
            let expected = passing(&seen);
            let found = listed_projects(&mut conn, &filter.seen_by(&viewer), &viewer).await;
            assert_eq!(found, expected, "{viewer:?} {filter:?}");
            let told: BTreeSet<ProjectId> = passing(&world.projects)
                .into_iter()
                .filter(|id| seen.iter().any(|one| one.id == *id))
                .collect();
            told_apart += usize::from(told != expected);
        }
        println!("filters that would have told of what is not seen: {told_apart}");
        assert!(told_apart > 0);
    })
    .await;
}
