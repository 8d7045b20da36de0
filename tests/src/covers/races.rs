//! Permits that stand for others, of several projects, while others write: nobody waits for another in a circle, and those
//! that follow never differ.

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::{CoverPermits, HandOver};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::case::CaseEventKind;
use luodi_domain::command::Command;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::permit::PermitStatus;
use luodi_domain::profile::Change;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::{added, cover, event, opened, permit, refusal, stands, told_so};
use crate::races::at_once;
use crate::world::{World, call, on_both_databases};

on_both_databases!(
    of_two_one_stands_for_it,
    permits_that_stand_for_one_another_s_projects_are_decided_at_once,
    somebody_leaves_while_others_follow,
    what_leads_is_decided_while_others_work_on_what_follows,
    what_follows_and_leads_goes_its_own_way_while_others_work_on_it,
    projects_follow_one_another_in_a_ring_while_each_is_decided,
);

type Racer = BoxFuture<'static, Result<Outcome, AppError>>;

/// So many who change a project each in a way of his own.
fn labelling(world: &World, project: ProjectId, many: usize) -> Vec<Racer> {
    let racer = |n| {
        let (app, by) = (world.app.clone(), call(world.office.specialist, "updateProject"));
        let label = Command::Update(vec![Change::LabelAdded(format!("标签{n}"))]);
        async move { app.execute(by, project, label).await }.boxed()
    };
    (0..many).map(racer).collect()
}

/// The one that leads is the youngest, so that it comes last where they are held in order.
async fn what_leads_is_decided_while_others_work_on_what_follows(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let name = format!("土地{round}");
        let (a, of_a) = permit(&world, &format!("甲{round}"), &name).await;
        let (b, of_b) = permit(&world, &format!("乙{round}"), &name).await;
        let (c, lead) = permit(&world, &format!("丙{round}"), &name).await;
        cover(&world, world.office.specialist, lead, &[of_b, of_a]).await.unwrap();
        let case = opened(&world, c, lead).await;
        told_so(&world, c, case, CaseEventKind::Accepted).await;
        let (app, approved) = (world.app.clone(), event(&world, case, CaseEventKind::Approved));
        let by = call(world.office.specialist, "recordCaseEvent");
        let mut racers: Vec<Racer> = vec![async move { app.execute(by, c, approved).await }.boxed()];
        for project in [a, b, c] {
            racers.extend(labelling(&world, project, 2));
        }
        for outcome in at_once(&mut random, racers).await {
            outcome.unwrap();
        }
        for (project, permit) in [(a, of_a), (b, of_b), (c, lead)] {
            assert_eq!(
                stands(&world, project, permit).await.status(),
                PermitStatus::Granted,
                "round {round}"
            );
        }
    }
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}

/// One of its permits follows, another leads one of an older project: whoever lets the one go holds that project as well,
/// before the others.
async fn what_follows_and_leads_goes_its_own_way_while_others_work_on_it(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let names = ["土地", "水保"].map(|name| format!("{name}{round}"));
        let (_, water_of_a) = permit(&world, &format!("甲{round}"), &names[1]).await;
        let (b, lead) = permit(&world, &format!("乙{round}"), &names[0]).await;
        let (c, land) = permit(&world, &format!("丙{round}"), &names[0]).await;
        let water = added(&world, c, &names[1]).await;
        let specialist = world.office.specialist;
        cover(&world, specialist, lead, &[land]).await.unwrap();
        cover(&world, specialist, water, &[water_of_a]).await.unwrap();
        let app = world.app.clone();
        let by = Call { reason: Some("单独报批".to_owned()), ..call(specialist, "uncoverPermit") };
        let mut racers: Vec<Racer> =
            vec![async move { app.execute(by, c, Command::Uncover(land)).await }.boxed()];
        racers.extend(labelling(&world, c, 3));
        racers.extend(labelling(&world, b, 2));
        for outcome in at_once(&mut random, racers).await {
            outcome.unwrap();
        }
        assert_eq!(stands(&world, c, land).await.covered_by, None, "round {round}");
        assert!(stands(&world, b, lead).await.covers.is_empty(), "round {round}");
    }
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}

/// Each leads a permit of the next, and the last of the first: what is written to those that follow holds nothing
/// behind them.
async fn projects_follow_one_another_in_a_ring_while_each_is_decided(world: World) {
    let mut random = Random::new(*seed());
    let specialist = world.office.specialist;
    for round in 0..size("covers", 5, 100) {
        let names = ["土地", "水保", "林地"].map(|name| format!("{name}{round}"));
        // The oldest comes last in the ring.
        let mut ring = Vec::new();
        for (place, project) in ["丙", "乙", "甲"].iter().enumerate() {
            let (id, lead) = permit(&world, &format!("{project}{round}"), &names[place]).await;
            ring.push((id, lead, added(&world, id, &names[(place + 2) % 3]).await));
        }
        let mut decided = Vec::new();
        for place in 0..3 {
            let (project, lead, _) = ring[place];
            cover(&world, specialist, lead, &[ring[(place + 1) % 3].2]).await.unwrap();
            let case = opened(&world, project, lead).await;
            decided.push((project, event(&world, case, CaseEventKind::Accepted)));
        }
        let mut racers: Vec<Racer> = Vec::new();
        for (project, accepted) in decided {
            let (app, by) = (world.app.clone(), call(specialist, "recordCaseEvent"));
            racers.push(async move { app.execute(by, project, accepted).await }.boxed());
            racers.extend(labelling(&world, project, 2));
        }
        for outcome in at_once(&mut random, racers).await {
            outcome.unwrap();
        }
        for (project, lead, follows) in ring {
            for permit in [lead, follows] {
                let status = stands(&world, project, permit).await.status();
                assert_eq!(status, PermitStatus::InCase, "round {round}");
            }
        }
    }
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}

async fn of_two_one_stands_for_it(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let name = format!("土地{round}");
        let (_, one) = permit(&world, &format!("甲{round}"), &name).await;
        let (_, other) = permit(&world, &format!("乙{round}"), &name).await;
        let (c, wanted) = permit(&world, &format!("丙{round}"), &name).await;
        let racers = [one, other].map(|permit| {
            let app = world.app.clone();
            let by = call(world.office.specialist, "coverPermits");
            async move { app.cover_permits(by, CoverPermits { permit, others: vec![wanted] }).await }
        });
        let outcomes = at_once(&mut random, racers.into()).await;
        let (done, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1, "round {round}");
        for outcome in lost {
            assert_eq!(refusal(outcome).to_string(), "PERMIT_COVERED .permitIds[0]");
        }
        let winner = stands(&world, c, wanted).await.covered_by.unwrap().permit;
        assert!([one, other].contains(&winner));
    }
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}

/// Whoever is handed over while others write what follows: nobody waits for the other in a circle, and nothing stays his.
async fn somebody_leaves_while_others_follow(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let name = format!("土地{round}");
        let leaver = world.new_officer(&format!("走{round}")).await;
        let (a, lead) = permit(&world, &format!("甲{round}"), &name).await;
        let (b, _) = world.register(&format!("乙{round}")).await;
        let by = call(world.office.specialist, "addPermit");
        let other = world.add_permit(by, b, &name, Some(leaver)).await.unwrap().object().unwrap();
        let other = PermitId::from_uuid(other);
        cover(&world, world.office.specialist, lead, &[other]).await.unwrap();
        let case = opened(&world, a, lead).await;
        told_so(&world, a, case, CaseEventKind::Accepted).await;
        let (app, specialist, manager) = (world.app.clone(), world.office.specialist, world.office.manager);
        let approved = event(&world, case, CaseEventKind::Approved);
        let decide = async move { app.execute(call(specialist, "recordCaseEvent"), a, approved).await };
        let app = world.app.clone();
        let leave = async move {
            let wanted = HandOver { from: leaver, to: specialist, deactivate: true };
            app.hand_over_officer(call(manager, "handOverOfficer"), wanted).await
        };
        for outcome in at_once(&mut random, vec![decide.boxed(), leave.boxed()]).await {
            outcome.unwrap();
        }
        assert_eq!(stands(&world, b, other).await.status(), PermitStatus::Granted, "round {round}");
    }
    world.assert_no_orphaned_step().await;
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}

/// Each of two projects has a permit that stands for one of the other's: whoever decides either holds both, in one order.
async fn permits_that_stand_for_one_another_s_projects_are_decided_at_once(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let names = ["土地", "水保"].map(|name| format!("{name}{round}"));
        let (a, land) = permit(&world, &format!("甲{round}"), &names[0]).await;
        let (b, water) = permit(&world, &format!("乙{round}"), &names[1]).await;
        let (water_of_a, land_of_b) = (added(&world, a, &names[1]).await, added(&world, b, &names[0]).await);
        let specialist = world.office.specialist;
        cover(&world, specialist, land, &[land_of_b]).await.unwrap();
        cover(&world, specialist, water, &[water_of_a]).await.unwrap();
        let mut racers = Vec::new();
        for (project, permit) in [(a, land), (b, water)] {
            let case = opened(&world, project, permit).await;
            told_so(&world, project, case, CaseEventKind::Accepted).await;
            let (app, command) = (world.app.clone(), event(&world, case, CaseEventKind::Approved));
            racers.push(
                async move { app.execute(call(specialist, "recordCaseEvent"), project, command).await },
            );
        }
        for outcome in at_once(&mut random, racers).await {
            outcome.unwrap();
        }
        for (project, permit) in [(a, land), (a, water_of_a), (b, water), (b, land_of_b)] {
            assert_eq!(
                stands(&world, project, permit).await.status(),
                PermitStatus::Granted,
                "round {round}"
            );
        }
    }
    world.assert_all_whole().await;
    world.assert_no_circle().await;
}
