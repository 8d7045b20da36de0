//! Several officers change one project at the same moment.

use std::collections::BTreeSet;
use std::sync::Arc;

use luodi_app::Call;
use luodi_domain::refusal::Rule;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::at_once;
use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(of_two_who_read_one_version_one_wins, twenty_at_once_are_all_heard);

/// More is refused by the project's limit on labels.
const LABELS: usize = 40;

async fn of_two_who_read_one_version_one_wins(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let (mut project, mut version) = (world.register("两人同改的项目").await.0, 2);
    let mut projects = vec![project];
    for race in 0..size("EDITS", 100, 1_000) {
        if race % LABELS == LABELS - 1 {
            (project, version) = (world.register("两人同改的项目").await.0, 2);
            projects.push(project);
        }
        let racers = [world.office.specialist, world.office.colleague]
            .into_iter()
            .enumerate()
            .map(|(place, officer)| {
                let (world, label) = (Arc::clone(&world), format!("标签{race}-{place}"));
                let call = Call { expected_version: Some(version), ..call(officer, "updateProject") };
                async move { world.label(call, project, &label).await }
            })
            .collect();
        let answers = at_once(&mut random, racers).await;
        let mut rules: Vec<Option<Rule>> = answers.iter().map(refused).collect();
        rules.sort();
        assert_eq!(rules, [None, Some(Rule::VersionConflict)], "race {race}");
        version += 1;
        let head = &world.app.heads(&[project]).await.unwrap()[&project];
        let winner = answers.iter().position(Result::is_ok).unwrap();
        assert!(
            head.profile.labels.contains(&format!("标签{race}-{winner}")),
            "race {race}: the winner's label"
        );
        assert!(
            !head.profile.labels.contains(&format!("标签{race}-{}", 1 - winner)),
            "race {race}: no other"
        );
        assert_eq!((head.version, world.events(project).await), (version, version), "race {race}");
    }
    world.assert_whole(&projects).await;
}

async fn twenty_at_once_are_all_heard(world: World) {
    const OFFICERS: usize = 20;
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    for race in 0..size("CROWDS", 5, 100) {
        let (project, _) = world.register("二十人同改的项目").await;
        let labels: Vec<String> = (0..OFFICERS).map(|place| format!("标签{place}")).collect();
        let racers =
            labels
                .iter()
                .cloned()
                .map(|label| {
                    let world = Arc::clone(&world);
                    async move {
                        world.label(call(world.office.specialist, "updateProject"), project, &label).await
                    }
                })
                .collect();
        for answer in at_once(&mut random, racers).await {
            assert_eq!(refused(&answer), None, "race {race}");
        }
        let head = &world.app.heads(&[project]).await.unwrap()[&project];
        assert_eq!(head.profile.labels, BTreeSet::from_iter(labels), "race {race}");
        assert_eq!(
            world.events(project).await,
            22,
            "race {race}: two of the registration, one for each label"
        );
        world.assert_whole(&[project]).await;
    }
}
