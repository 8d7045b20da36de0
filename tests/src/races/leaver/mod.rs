//! An officer who holds something of every kind is handed over while others work on it, give him more, take it away, or
//! leave themselves: everything moves, or nothing does.

mod columns;
mod course;
mod ground;
mod moves;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use luodi_app::{AppError, Outcome};
use luodi_domain::ids::ProjectId;
use luodi_domain::project::Lineage;
use luodi_domain::refusal::Rule;
use luodi_store::projects;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::in_turn_then_at_once;
use crate::world::{World, on_both_databases, refused};
use course::{Course, holds};
use ground::Ground;
use moves::{MOVES, Move, Racer, drawn, handed_over};

on_both_databases!(all_of_a_leavers_things_move_or_none);

async fn all_of_a_leavers_things_move_or_none(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let mut answers: BTreeMap<(String, Option<Rule>), usize> = BTreeMap::new();
    for number in 0..size("LEAVER_RACES", 12, 500) {
        let ground = Arc::new(Ground::fresh(&world, number).await);
        let before = ground.projects(&world).await;
        let deactivate = number % 3 != 2;
        let moves = drawn(&mut random, number, deactivate);
        let mut racers = vec![handed_over(&world, ground.leaver, ground.heir, deactivate)];
        // A handover takes long: what comes in its midst is as good a race as what begins with it.
        let spread = if number < 2 { 0 } else { [2_000, 10_000, 60_000][number / 3 % 3] };
        racers.extend(moves.iter().map(|one| late(random.below(spread), one.made(&world, &ground))));
        let outcomes = in_turn_then_at_once(number, &mut random, racers).await;

        let (outcome, others) = outcomes.split_first().unwrap();
        let mut answered = |name: String, rule| *answers.entry((name, rule)).or_default() += 1;
        let hindered = moves.contains(&Move::HeirLeaves).then_some(Rule::OfficerInactive);
        let rule = refused(outcome);
        assert!(rule.is_none() || rule == hindered, "race {number}: the handover was refused by {rule:?}");
        answered("HandOver".to_owned(), rule);
        for (one, outcome) in moves.iter().zip(others) {
            let rule = refused(outcome);
            assert!(
                rule.is_none() || rule == one.refusal(),
                "race {number}: {one:?} among {moves:?} was refused by {rule:?}"
            );
            answered(format!("{one:?}"), rule);
        }
        let courses = Course::since(&world, &ground, before).await;
        moved_whole_or_not_at_all(&ground, outcome, &courses);
        if outcome.is_ok() {
            nothing_of_a_phase_was_left(&world, &ground, &courses).await;
        }
        courses.iter().for_each(Course::assert_steps_kept);
        left_for_good(&world, &ground, outcome.is_ok() && deactivate).await;
        world.assert_no_orphaned_step().await;
    }
    let rows = world.assert_all_whole().await;
    println!("{rows} history rows whole; who was answered what, how often: {answers:?}");
    for one in MOVES {
        for rule in [None, one.refusal()] {
            assert!(answers.contains_key(&(format!("{one:?}"), rule)), "{one:?} was never answered {rule:?}");
        }
    }
}

/// The same, so many microseconds later.
fn late(micros: u64, racer: Racer) -> Racer {
    async move {
        tokio::time::sleep(Duration::from_micros(micros)).await;
        racer.await
    }
    .boxed()
}

/// A handover that was done left nothing in any project at that moment; one that was refused moved nothing.
fn moved_whole_or_not_at_all(ground: &Ground, outcome: &Result<Outcome, AppError>, courses: &[Course]) {
    let moved = |course: &&Course| course.handed_over.is_some();
    let Ok(outcome) = outcome else {
        assert_eq!(courses.iter().filter(moved).count(), 0, "a refused handover moved something");
        return;
    };
    let told: BTreeSet<ProjectId> = outcome.projects().collect();
    for course in courses {
        let id = course.after.id;
        if let Some(command) = course.handed_over {
            assert!(told.contains(&id), "{id} was moved and is not told of");
            assert!(course.commands.contains(&(command, false)), "something stayed behind in {id}");
        }
        // Whoever else was faster took it away, or the handover did.
        let freed = course.commands.iter().any(|(_, held)| !held);
        assert!(freed || !holds(&course.before, ground.leaver), "{id} was forgotten");
    }
}

/// A phase is its umbrella's officer's, and nobody gives one to the leaver later: it was there to be moved, or never his.
async fn nothing_of_a_phase_was_left(world: &World, ground: &Ground, courses: &[Course]) {
    let phases = courses.iter().flat_map(|course| match &course.after.lineage {
        Lineage::Umbrella(phases) => phases.clone(),
        Lineage::Single | Lineage::PhaseOf(_) => Vec::new(),
    });
    let phases: Vec<ProjectId> = phases.collect();
    let mut conn = world.app.db().read().await.unwrap();
    for phase in projects::load(&mut conn, &phases).await.unwrap() {
        assert!(!holds(&phase, ground.leaver), "a phase was left with the leaver");
    }
}

/// Whoever left holds nothing and has no way in; whoever stays has his.
async fn left_for_good(world: &World, ground: &Ground, left: bool) {
    let officer = &world.app.officers(&[ground.leaver]).await.unwrap()[&ground.leaver];
    assert_eq!(officer.active, !left);
    if left {
        for (column, rows) in columns::held(world, ground.leaver).await {
            assert_eq!(rows, 0, "the leaver still has something to do by {column}");
        }
    }
    assert_eq!(world.app.authenticate(&ground.token).await.unwrap().is_none(), left, "the token");
    if let Some(session) = &ground.session {
        assert_eq!(world.app.visitor(session).await.unwrap().is_none(), left, "the session");
        let open = world.app.open_sessions(ground.leaver).await.unwrap();
        assert_eq!(open.is_empty(), left, "the session's row");
    }
}
