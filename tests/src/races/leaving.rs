//! An officer leaves while others make that officer responsible for steps. Whoever loses is refused; in no case is an
//! open step left with somebody who is not in service.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::HandOver;
use luodi_app::registry::OfficerPatch;
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::refusal::Rule;
use luodi_domain::stage::Stage;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::at_once;
use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(
    an_officer_who_leaves_keeps_no_open_step,
    an_officer_who_hands_over_and_leaves_keeps_no_open_step
);

type Racer = BoxFuture<'static, Result<Outcome, AppError>>;

/// What the officer does in the race.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// `updateOfficer` with `active: false`.
    Leave,
    /// `handOverOfficer` with `deactivate: true`.
    HandOver,
}

/// Races that share their projects: fresh ones for each race would cost more than the race.
const SHARED: usize = 10;

/// Three projects of a race: in one a step changes hands, one gets a permit, one moves between two stages.
#[derive(Clone, Copy)]
struct Ground {
    assigned: (ProjectId, StepId),
    permitted: ProjectId,
    moved: ProjectId,
}

async fn an_officer_who_leaves_keeps_no_open_step(world: World) {
    race(world, Way::Leave).await;
}

async fn an_officer_who_hands_over_and_leaves_keeps_no_open_step(world: World) {
    race(world, Way::HandOver).await;
}

async fn race(world: World, way: Way) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let (mut ground, mut touched) = (fresh(&world).await, Vec::new());
    let mut answers: BTreeMap<(&str, Option<Rule>), usize> = BTreeMap::new();
    for number in 0..size("LEAVING", 100, 1_000) {
        if number % SHARED == 0 {
            ground = fresh(&world).await;
            touched.extend([ground.assigned.0, ground.permitted, ground.moved]);
        }
        let leaver = world.new_officer("孙丽").await;
        let held = random.below(2) == 0;
        if held {
            // Every other leaver holds something before the race begins.
            world.assign(manager(&world), ground.assigned.0, ground.assigned.1, leaver).await.unwrap();
        }
        let racers = racers(&world, way, leaver, ground, number).await;
        let names: Vec<&str> = racers.iter().map(|(name, _)| *name).collect();
        let outcomes = at_once(&mut random, racers.into_iter().map(|(_, racer)| racer).collect()).await;

        world.assert_no_orphaned_step().await;
        for (name, outcome) in names.into_iter().zip(&outcomes) {
            let rule = refused(outcome);
            assert!(allowed(name, rule), "race {number}: {name} was refused by {rule:?}");
            *answers.entry((name, rule)).or_default() += 1;
        }
        let serves = world.app.officers(&[leaver]).await.unwrap()[&leaver].active;
        assert_eq!(serves, refused(&outcomes[0]).is_some(), "race {number}: the leaver's own answer is true");
        give_back(&world, leaver, ground).await;
        world.assert_no_orphaned_step().await;
    }
    let rows = world.assert_whole(&touched).await;
    println!("{way:?}: {rows} history rows whole; who was answered what, how often: {answers:?}");
    assert!(answers.contains_key(&("leave", None)), "nobody ever got away: the race shows nothing");
    let lost = |rule| answers.keys().any(|(_, found)| *found == Some(rule));
    assert!(lost(Rule::OfficerInactive), "no assigner ever came too late: the race shows nothing");
    assert!(
        way == Way::HandOver || lost(Rule::OfficerHoldsSteps),
        "nobody ever had to stay: the race shows nothing"
    );
}

/// What may be said to the losers.
fn allowed(name: &str, rule: Option<Rule>) -> bool {
    match rule {
        None => true,
        Some(Rule::OfficerInactive) => name != "leave",
        Some(Rule::OfficerHoldsSteps) => name == "leave",
        Some(_) => false,
    }
}

fn manager(world: &World) -> Call {
    call(world.office.manager, "race")
}

async fn fresh(world: &World) -> Ground {
    let assigned = world.register("换责任人的项目").await;
    let (permitted, _) = world.register("办手续的项目").await;
    let (moved, _) = world.register("换阶段的项目").await;
    Ground { assigned, permitted, moved }
}

/// The one who leaves, and three who assign to that officer at the same moment.
async fn racers(
    world: &Arc<World>,
    way: Way,
    leaver: OfficerId,
    ground: Ground,
    number: usize,
) -> Vec<(&'static str, Racer)> {
    let stage = world.app.heads(&[ground.moved]).await.unwrap()[&ground.moved].stage;
    let on = |racer: fn(Arc<World>, OfficerId, Ground, usize) -> Racer| {
        racer(Arc::clone(world), leaver, ground, number)
    };
    let leave: Racer = match way {
        Way::Leave => on(|world, leaver, _, _| {
            async move {
                let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
                world
                    .app
                    .update_officer(call(world.office.administrator, "updateOfficer"), leaver, patch)
                    .await
            }
            .boxed()
        }),
        Way::HandOver => on(|world, leaver, _, _| {
            async move {
                let hand_over = HandOver { from: leaver, to: world.office.colleague, deactivate: true };
                world.app.hand_over_officer(manager(&world), hand_over).await
            }
            .boxed()
        }),
    };
    let assign = on(|world, leaver, ground, _| {
        async move { world.assign(manager(&world), ground.assigned.0, ground.assigned.1, leaver).await }
            .boxed()
    });
    let permit = on(|world, leaver, ground, number| {
        let name = format!("手续{number}");
        async move { world.add_permit(manager(&world), ground.permitted, &name, Some(leaver)).await }.boxed()
    });
    let advance = if stage == Stage::Lead {
        on(|world, leaver, ground, _| {
            async move { world.advance(manager(&world), ground.moved, Some(leaver)).await }.boxed()
        })
    } else {
        on(|world, leaver, ground, _| {
            async move {
                let call = Call { reason: Some("条件变化".to_owned()), ..manager(&world) };
                let command = Command::Return { visit: world.visit(Some(leaver)) };
                world.app.execute(call, ground.moved, command).await
            }
            .boxed()
        })
    };
    vec![("leave", leave), ("assign", assign), ("permit", permit), ("advance", advance)]
}

/// Before the next race: what the leaver still holds goes back to the specialist.
async fn give_back(world: &World, leaver: OfficerId, ground: Ground) {
    let hand_over = HandOver { from: leaver, to: world.office.specialist, deactivate: true };
    world.app.hand_over_officer(manager(world), hand_over).await.unwrap();
    world
        .assign(manager(world), ground.assigned.0, ground.assigned.1, world.office.specialist)
        .await
        .unwrap();
}
