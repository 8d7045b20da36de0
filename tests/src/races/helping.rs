//! An officer who helps with steps leaves while others give him more of it. No open step is left with a helper who is not in
//! service, whoever came first.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::HandOver;
use luodi_app::registry::OfficerPatch;
use luodi_app::{AppError, Outcome};
use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::refusal::Rule;
use luodi_domain::step::HelperRole;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::at_once;
use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(a_helper_who_leaves_helps_with_no_open_step);

type Racer = BoxFuture<'static, Result<Outcome, AppError>>;

fn help(
    world: &Arc<World>,
    (project, step): (ProjectId, StepId),
    officer: OfficerId,
    role: HelperRole,
) -> Racer {
    let world = Arc::clone(world);
    async move {
        let command = Command::AssignHelper { step, officer, role, remove: false };
        world.app.execute(call(world.office.manager, "assignHelper"), project, command).await
    }
    .boxed()
}

fn leave(world: &Arc<World>, leaver: OfficerId, hand_over: bool) -> Racer {
    let world = Arc::clone(world);
    async move {
        if hand_over {
            let hand_over = HandOver { from: leaver, to: world.office.colleague, deactivate: true };
            world.app.hand_over_officer(call(world.office.manager, "handOverOfficer"), hand_over).await
        } else {
            let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
            world.app.update_officer(call(world.office.administrator, "updateOfficer"), leaver, patch).await
        }
    }
    .boxed()
}

async fn a_helper_who_leaves_helps_with_no_open_step(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let mut answers: BTreeMap<(&str, Option<Rule>), usize> = BTreeMap::new();
    let mut touched = Vec::new();
    for race in 0..size("HELPING", 60, 600) {
        let (one, other) = (world.register("甲").await, world.register("乙").await);
        let leaver = world.new_officer("孙丽").await;
        if random.below(2) == 0 {
            // Every other leaver helps already before the race begins.
            help(&world, one, leaver, HelperRole::Assisting).await.unwrap();
        }
        let racers = vec![
            leave(&world, leaver, race % 2 == 0),
            help(&world, one, leaver, HelperRole::Supervising),
            help(&world, other, leaver, HelperRole::Assisting),
        ];
        let outcomes = at_once(&mut random, racers).await;
        world.assert_no_orphaned_step().await;
        let serves = world.app.officers(&[leaver]).await.unwrap()[&leaver].active;
        assert_eq!(serves, outcomes[0].is_err(), "race {race}: the leaver's own answer is true");
        for (name, outcome) in ["leave", "help", "help"].into_iter().zip(&outcomes) {
            let rule = refused(outcome);
            let expected = if name == "leave" { Rule::OfficerHoldsSteps } else { Rule::OfficerInactive };
            assert!(rule.is_none_or(|rule| rule == expected), "race {race}: {name} was refused by {rule:?}");
            *answers.entry((name, rule)).or_default() += 1;
        }
        touched.extend([one.0, other.0]);
    }
    let rows = world.assert_whole(&touched).await;
    println!("{rows} history rows whole; who was answered what, how often: {answers:?}");
    for seen in
        [("leave", None), ("leave", Some(Rule::OfficerHoldsSteps)), ("help", Some(Rule::OfficerInactive))]
    {
        assert!(answers.contains_key(&seen), "{seen:?} never happened: the race shows nothing");
    }
}
