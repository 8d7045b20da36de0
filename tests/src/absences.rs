//! Absences and deputies on both databases: two at once, whoever leaves, and what is kept of requests that come twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Days;
use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::access::Principal;
use luodi_app::projects::HandOver;
use luodi_app::registry::{NewAbsence, OfficerPatch, PostPatch};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::access::TokenScope;
use luodi_domain::actor::PostRole;
use luodi_domain::command::Command;
use luodi_domain::ids::{AbsenceId, OfficerId};
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::Absence;
use luodi_store::{absences, administration};
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::races::at_once;
use crate::world::{World, call, keyed, on_both_databases, refused};

on_both_databases!(
    of_absences_that_exclude_each_other_one_is_recorded,
    whoever_leaves_his_post_is_stood_in_for_no_longer,
    a_deputy_whose_time_is_over_is_refused_in_the_midst,
    a_deputys_keys_are_his_own,
    verification_finds_an_absence_that_was_edited,
);

/// An absence from one day to another, counted from today.
fn absence(world: &World, officer: OfficerId, deputy: OfficerId, days: (u64, u64)) -> NewAbsence {
    let (from, until) = (world.app.today() + Days::new(days.0), world.app.today() + Days::new(days.1));
    NewAbsence { id: AbsenceId::from_uuid(world.app.new_id()), officer, deputy, from, until }
}

async fn recorded(world: &World, officer: OfficerId, deputy: OfficerId, days: (u64, u64)) -> AbsenceId {
    let absence = absence(world, officer, deputy, days);
    world.app.record_absence(call(officer, "recordAbsence"), absence).await.unwrap();
    absence.id
}

async fn as_it_is(world: &World, id: AbsenceId) -> Absence {
    absences::by_ids(&mut world.app.db().read().await.unwrap(), &[id]).await.unwrap().pop().unwrap()
}

/// The caller by a token of his.
async fn principal(world: &World, officer: OfficerId) -> Principal {
    let token = world.app.create_token(officer, "手机".to_owned(), TokenScope::Write, None).await.unwrap();
    world.app.authenticate(&token.text).await.unwrap().unwrap()
}

async fn stands_in(world: &World, deputy: OfficerId, officer: OfficerId) -> bool {
    let caller = principal(world, deputy).await;
    world.app.standing_in(caller, &officer.to_string()).await.unwrap().is_some()
}

async fn assert_record_whole(world: &World) {
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    assert_eq!(verified.findings, [], "the record of administration");
}

/// Who is absent, who acts for him, and on which days.
const PLANS: [(usize, usize, (u64, u64)); 5] =
    [(0, 1, (1, 5)), (0, 2, (5, 9)), (1, 2, (3, 4)), (2, 0, (4, 6)), (2, 1, (8, 9))];

async fn of_absences_that_exclude_each_other_one_is_recorded(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let mut answers: BTreeMap<Option<Rule>, usize> = BTreeMap::new();
    for race in 0..size("ABSENCES", 40, 400) {
        let mut people = Vec::new();
        for name in ["孙丽", "周敏", "吴刚"] {
            people.push(world.new_officer(name).await);
        }
        let racers = PLANS.iter().map(|&(officer, deputy, days)| {
            let (world, officer, deputy) = (Arc::clone(&world), people[officer], people[deputy]);
            async move {
                let absence = absence(&world, officer, deputy, days);
                (absence, world.app.record_absence(call(officer, "recordAbsence"), absence).await)
            }
        });
        let outcomes = at_once(&mut random, racers.collect()).await;
        let mut kept: Vec<NewAbsence> = Vec::new();
        for (absence, outcome) in outcomes {
            let rule = refused(&outcome);
            *answers.entry(rule).or_default() += 1;
            if rule.is_none() {
                kept.push(absence);
            }
        }
        assert!(!kept.is_empty(), "race {race}: all refused");
        for (at, one) in kept.iter().enumerate() {
            for other in &kept[at + 1..] {
                let meet = one.from.max(other.from) <= one.until.min(other.until);
                let pass = one.officer == other.officer
                    || one.officer == other.deputy
                    || one.deputy == other.officer;
                assert!(!(meet && pass), "race {race}: {one:?} beside {other:?}");
            }
        }
    }
    println!("absences: {answers:?}");
    let rules: Vec<Option<Rule>> = answers.into_keys().collect();
    let expected = [Rule::AbsenceOverlaps, Rule::DeputyAbsent, Rule::OfficerStandsIn].map(Some);
    assert_eq!(rules, [&[None], &expected[..]].concat());
    assert_record_whole(&world).await;
}

type Leaving = for<'a> fn(&'a World, OfficerId) -> BoxFuture<'a, Result<Outcome, AppError>>;

/// The ways out of a post.
const WAYS: [(&str, Leaving); 4] = [
    ("deactivated", |world, officer| {
        let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
        world.app.update_officer(call(world.office.administrator, "updateOfficer"), officer, patch).boxed()
    }),
    ("handed over", |world, from| {
        let hand_over = HandOver { from, to: world.office.manager, deactivate: true };
        world.app.hand_over_officer(call(world.office.administrator, "handOverOfficer"), hand_over).boxed()
    }),
    ("moved", |world, officer| {
        async move {
            let post = Some(world.post(world.office.agency, PostRole::Clerk).await);
            let patch = OfficerPatch { post, ..OfficerPatch::default() };
            world.app.update_officer(call(world.office.administrator, "updateOfficer"), officer, patch).await
        }
        .boxed()
    }),
    ("his post made another", |world, officer| {
        async move {
            let post = world.app.officers(&[officer]).await.unwrap()[&officer].post;
            let patch = PostPatch { role: Some(PostRole::Auditor), ..PostPatch::default() };
            world.app.update_post(call(world.office.administrator, "updatePost"), post, patch).await
        }
        .boxed()
    }),
];

async fn whoever_leaves_his_post_is_stood_in_for_no_longer(world: World) {
    let today = world.app.today();
    for (way, leave) in WAYS {
        for leaver_is_deputy in [false, true] {
            let agency = world.office.agency;
            let leaver = world.officer_at(agency, PostRole::Specialist, "孙丽").await;
            let other = world.officer_at(agency, PostRole::Specialist, "周敏").await;
            let (officer, deputy) = if leaver_is_deputy { (other, leaver) } else { (leaver, other) };
            let running = recorded(&world, officer, deputy, (0, 3)).await;
            let planned = recorded(&world, officer, deputy, (10, 12)).await;
            let apart = recorded(&world, world.new_officer("吴刚").await, other, (20, 21)).await;
            assert!(stands_in(&world, deputy, officer).await, "{way}");
            leave(&world, leaver).await.unwrap();
            for id in [running, planned] {
                let ended = as_it_is(&world, id).await;
                assert_eq!((ended.ended_on, ended.version), (Some(today), 2), "{way}");
            }
            assert_eq!(as_it_is(&world, apart).await.ended_on, None, "{way}");
        }
    }
    assert_record_whole(&world).await;
}

/// As a deputy calls.
fn deputised(officer: OfficerId, deputy: OfficerId, operation: &'static str) -> Call {
    Call { deputy: Some(deputy), ..call(officer, operation) }
}

fn renamed(name: &str) -> Command {
    Command::Update(vec![Change::Name(name.to_owned())])
}

async fn a_deputy_whose_time_is_over_is_refused_in_the_midst(world: World) {
    let (project, _) = world.register("思思食品").await;
    let (officer, deputy) = (world.office.specialist, world.office.colleague);
    let running = recorded(&world, officer, deputy, (0, 3)).await;
    let asking = || deputised(officer, deputy, "updateProject");
    world.app.execute(asking(), project, renamed("思思食品二厂")).await.unwrap();
    let events = world.events(project).await;

    // He was let in, and it is over before his command is looked at.
    world.app.end_absence(call(officer, "endAbsence"), running, None).await.unwrap();
    let outcome = world.app.execute(asking(), project, renamed("思思食品三厂")).await;
    assert_eq!(refused(&outcome), Some(Rule::NotOnBehalf));
    let absence = absence(&world, officer, deputy, (5, 6));
    let outcome = world.app.record_absence(deputised(officer, deputy, "recordAbsence"), absence).await;
    assert_eq!(refused(&outcome), Some(Rule::NotOnBehalf));
    assert_eq!(world.events(project).await, events);
    assert!(!stands_in(&world, deputy, officer).await);

    // Nor does a deputy say who stands in for whom while it is not over.
    let again = recorded(&world, officer, deputy, (0, 3)).await;
    let outcome = world.app.end_absence(deputised(officer, deputy, "endAbsence"), again, None).await;
    assert_eq!(refused(&outcome), Some(Rule::NotOnBehalf));
    assert_eq!(as_it_is(&world, again).await.ended_on, None);
    // Nor does anybody else, or he for himself.
    assert!(stands_in(&world, deputy, officer).await);
    for (caller, asked) in [(officer, deputy), (deputy, deputy), (world.office.manager, officer)] {
        assert!(!stands_in(&world, caller, asked).await);
    }
    assert_record_whole(&world).await;
    world.assert_all_whole().await;
}

async fn a_deputys_keys_are_his_own(world: World) {
    let (project, _) = world.register("思思食品").await;
    let (officer, deputy) = (world.office.specialist, world.office.colleague);
    let third = world.new_officer("吴刚").await;
    recorded(&world, officer, deputy, (0, 3)).await;
    recorded(&world, third, deputy, (0, 3)).await;
    let calls = [
        call(officer, "updateProject"),
        deputised(officer, deputy, "updateProject"),
        call(deputy, "updateProject"),
        deputised(third, deputy, "updateProject"),
    ];
    for (n, asking) in calls.into_iter().enumerate() {
        let before = world.events(project).await;
        let asked = async |request: &str| {
            let call = keyed(asking.clone(), "同一个键", request);
            world.app.execute(call, project, renamed(&format!("思思食品{n}厂"))).await
        };
        let request = format!("request {n}");
        let first = asked(&request).await.unwrap();
        assert!(world.events(project).await > before, "{n}");
        let done = world.events(project).await;
        assert_eq!(asked(&request).await.unwrap(), first);
        assert_eq!(refused(&asked("another").await), Some(Rule::IdempotencyKeyReused), "{n}");
        assert_eq!(world.events(project).await, done, "{n}");
    }
}

async fn verification_finds_an_absence_that_was_edited(world: World) {
    let (officer, deputy) = (world.office.specialist, world.office.colleague);
    let id = recorded(&world, officer, deputy, (0, 3)).await;
    assert_record_whole(&world).await;
    let forge = luodi_store::db::Stmt::new("FORGE", "update absence set deputy_id = $1");
    let values = luodi_store::params![world.office.manager];
    world.app.db().execute_now(forge, values).await.unwrap();
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    let told: Vec<String> = verified.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("administration {id}: deputy is not what was recorded last")]);
}
