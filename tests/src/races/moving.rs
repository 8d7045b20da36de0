//! An officer becomes somebody who may hold no step (another post, another role of the post, an agency that closes) while
//! others give him one. Whoever comes second is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::registry::{AgencyPatch, OfficerPatch, PostPatch};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::actor::PostRole;
use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, PostId};
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;
use luodi_domain::step::HelperRole;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::{at_once, in_turn_then_at_once};
use crate::world::{Newcomer, World, call, on_both_databases, refused};

on_both_databases!(
    who_holds_something_stays_able_to,
    a_change_of_post_and_an_assignment_never_both_succeed,
    two_administrators_who_retire_one_another_do_not_both_go
);

/// How the newcomer becomes unable to hold a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Moved to a clerk's post.
    Moved,
    /// The post becomes a clerk's.
    Demoted,
    /// The agency closes.
    Closed,
}

const WAYS: [Way; 3] = [Way::Moved, Way::Demoted, Way::Closed];

async fn change(
    world: Arc<World>,
    way: Way,
    newcomer: Newcomer,
    clerks: PostId,
) -> Result<Outcome, AppError> {
    let call = call(world.office.administrator, "change");
    let Newcomer { agency, post, officer } = newcomer;
    match way {
        Way::Moved => {
            let patch = OfficerPatch { post: Some(clerks), ..OfficerPatch::default() };
            world.app.update_officer(call, officer, patch).await
        }
        Way::Demoted => {
            let patch = PostPatch { title: None, role: Some(PostRole::Clerk) };
            world.app.update_post(call, post, patch).await
        }
        Way::Closed => {
            let patch = AgencyPatch { active: Some(false), ..AgencyPatch::default() };
            world.app.update_agency(call, agency, patch).await
        }
    }
}

async fn who_holds_something_stays_able_to(world: World) {
    let world = Arc::new(world);
    let manager = || call(world.office.manager, "assign");
    let clerks = world.post(world.office.agency, PostRole::Clerk).await;
    let helper =
        |step, officer, remove| Command::AssignHelper { step, officer, role: HelperRole::Assisting, remove };
    let specialist = |officer| Command::Update(vec![Change::LandingSpecialist(Some(officer))]);
    for (number, way) in WAYS.into_iter().enumerate() {
        let newcomer = world.newcomer(&format!("单位{number}")).await;
        let (project, step) = world.register("项目").await;
        let changed = async |allowed: bool| {
            let outcome = change(Arc::clone(&world), way, newcomer, clerks).await;
            let expected = (!allowed).then_some(Rule::OfficerHoldsSteps);
            assert_eq!(refused(&outcome), expected, "{way:?}");
        };
        world.assign(manager(), project, step, newcomer.officer).await.unwrap();
        changed(false).await;
        world.assign(manager(), project, step, world.office.specialist).await.unwrap();
        world.app.execute(manager(), project, specialist(newcomer.officer)).await.unwrap();
        changed(false).await;
        world.app.execute(manager(), project, specialist(world.office.specialist)).await.unwrap();
        // A clerk may help, whoever's agency is closed may not.
        world.app.execute(manager(), project, helper(step, newcomer.officer, false)).await.unwrap();
        changed(way != Way::Closed).await;
        world.app.execute(manager(), project, helper(step, newcomer.officer, true)).await.unwrap();
        if way == Way::Closed {
            changed(true).await;
        }
        let late = world.assign(manager(), project, step, newcomer.officer).await;
        let expected = if way == Way::Closed { Rule::AgencyClosed } else { Rule::OfficerNotOurs };
        assert_eq!(refused(&late), Some(expected), "{way:?}");
    }
}

async fn a_change_of_post_and_an_assignment_never_both_succeed(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let clerks = world.post(world.office.agency, PostRole::Clerk).await;
    let mut answers: BTreeMap<(Way, [Option<Rule>; 2]), usize> = BTreeMap::new();
    for number in 0..size("MOVING", 90, 900) {
        let way = WAYS[number % WAYS.len()];
        let newcomer = world.newcomer(&format!("单位{number}")).await;
        let (project, step) = world.register("换责任人的项目").await;
        let changing: BoxFuture<'static, _> = change(Arc::clone(&world), way, newcomer, clerks).boxed();
        let assigning = {
            let (world, manager) = (Arc::clone(&world), call(world.office.manager, "assign"));
            async move { world.assign(manager, project, step, newcomer.officer).await }.boxed()
        };
        let outcomes =
            in_turn_then_at_once(number / WAYS.len(), &mut random, vec![changing, assigning]).await;
        let rules = [refused(&outcomes[0]), refused(&outcomes[1])];
        let too_late = if way == Way::Closed { Rule::AgencyClosed } else { Rule::OfficerNotOurs };
        assert!(
            rules == [Some(Rule::OfficerHoldsSteps), None] || rules == [None, Some(too_late)],
            "race {number}: {way:?} and an assignment were answered {rules:?}"
        );
        *answers.entry((way, rules)).or_default() += 1;
    }
    println!("who was answered what, how often: {answers:?}");
    for way in WAYS {
        assert!(
            answers.keys().filter(|(of, _)| *of == way).count() == 2,
            "{way:?}: one order was never seen"
        );
    }
}

/// On PostgreSQL each waits for the other, and one decides again after the deadlock timeout of a second: so few races.
async fn two_administrators_who_retire_one_another_do_not_both_go(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let first = world.office.administrator;
    let second = world.new_administrator("另一名管理员").await;
    for race in 0..size("ADMINISTRATORS", 5, 50) {
        let set = |by: Option<OfficerId>, officer: OfficerId, active: bool| {
            let (world, patch) =
                (Arc::clone(&world), OfficerPatch { active: Some(active), ..OfficerPatch::default() });
            async move { world.app.update_officer(Call::new(by, "updateOfficer"), officer, patch).await }
        };
        let outcomes =
            at_once(&mut random, vec![set(Some(first), second, false), set(Some(second), first, false)])
                .await;
        let officers = world.app.officers(&[first, second]).await.unwrap();
        let left: Vec<OfficerId> = [first, second].into_iter().filter(|id| officers[id].active).collect();
        let rules: Vec<Option<Rule>> = outcomes.iter().map(refused).collect();
        assert_eq!(left.len(), 1, "race {race}: {rules:?}");
        let gone = if left[0] == first { second } else { first };
        set(None, gone, true).await.unwrap();
    }
}
