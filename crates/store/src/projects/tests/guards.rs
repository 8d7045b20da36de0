//! What a save refuses: stale facts, rows that no event removes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use luodi_domain::codes::ProjectCode;
use luodi_domain::command::Command;
use luodi_domain::ids::{ProjectId, StepId};
use luodi_domain::profile::{Change, CodeStanding};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::step::{CloseReason, Closing};

use super::round_trip::live;
use super::story::{FIRST_CODE, SECOND_CODE};
use crate::db::testing::on_each;
use crate::db::{Conflict, Db, StoreError};
use crate::fixture::{
    after, all_facts, context, day, id, load, now, plain_profile, registered, save, settle, write,
};
use crate::projects;

#[tokio::test]
async fn stale_facts_are_a_conflict() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let project = registered(&facts, 1, plain_profile("思思"), None);
        save(db, None, &project).await.unwrap();
        let context = context(&facts, "2024-02-01");
        let label = |label: &str| Command::Update(vec![Change::LabelAdded(label.to_owned())]);
        let first = after(&project, &label("甲"), &context);
        save(db, Some(&project), &first).await.unwrap();

        let mut elsewhere = first.clone();
        elsewhere.stage = luodi_domain::stage::Stage::Signed;
        let mut gone = first.clone();
        gone.id = id(ProjectId::from_uuid, 9);
        for stale in [&project, &elsewhere, &gone] {
            let second = after(stale, &label("乙"), &context);
            let refused = save(db, Some(stale), &second).await.unwrap_err();
            assert!(matches!(refused, StoreError::Conflict(Conflict::Version)), "{refused:?}");
        }
        assert_eq!(load(db, first.id).await.unwrap(), Some(first), "nothing was written");
    })
    .await;
}

/// A project with one code.
fn with_code(project: &Project, code: &str, standing: CodeStanding) -> Project {
    let mut project = project.clone();
    project.version += 1;
    project.profile.codes.insert(ProjectCode::parse(code).unwrap(), standing);
    project
}

#[tokio::test]
async fn a_project_code_moves_from_project_to_project() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let [one, other] = [1, 2].map(|n| registered(&facts, n, plain_profile("思思"), None));
        save(db, None, &one).await.unwrap();
        save(db, None, &other).await.unwrap();
        let holder = with_code(&one, FIRST_CODE, CodeStanding::Present);
        save(db, Some(&one), &holder).await.unwrap();
        // Whoever may not know of the first may enter the second, see `duplicates`.
        let twin = with_code(&other, FIRST_CODE, CodeStanding::Present);
        save(db, Some(&other), &twin).await.unwrap();
        let moved = with_code(
            &with_code(&holder, FIRST_CODE, CodeStanding::Former),
            SECOND_CODE,
            CodeStanding::Present,
        );
        save(db, Some(&holder), &moved).await.unwrap();
        assert_eq!(load(db, moved.id).await.unwrap(), Some(moved));
        assert_eq!(load(db, twin.id).await.unwrap(), Some(twin));
    })
    .await;
}

#[tokio::test]
async fn what_no_event_removes_is_not_removed() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        let check = async |damage: fn(&mut Project), table: &str| {
            let mut after = project.clone();
            after.version += 1;
            damage(&mut after);
            let refused = save(db, Some(&project), &after).await.unwrap_err();
            assert!(
                matches!(&refused, StoreError::Misuse { statement, .. } if *statement == table),
                "{refused:?}"
            );
        };
        check(|project| project.parties.clear(), "party").await;
        check(|project| project.agreements.clear(), "agreement").await;
        check(|project| project.visits.clear(), "stage_visit").await;
        check(|project| project.permits.clear(), "permit").await;
        check(|project| project.profile.codes.clear(), "project_code").await;
        assert_eq!(load(db, project.id).await.unwrap(), Some(project));
    })
    .await;
}

/// Adds a label in a job that holds the project first; says how often it ran.
async fn add_label(db: &Db, project: ProjectId, n: usize, runs: Arc<AtomicUsize>) {
    let facts = all_facts(db).await;
    write(db, move |tx| {
        runs.fetch_add(1, Ordering::Relaxed);
        let facts = facts.clone();
        Box::pin(async move {
            projects::lock(tx, project).await?;
            let before = projects::load_one(tx, project).await?.unwrap();
            let change = Command::Update(vec![Change::LabelAdded(format!("标签{n}"))]);
            let after = after(&before, &change, &context(&facts, "2024-02-01"));
            projects::save(tx, Some(&before), &after, now()).await
        })
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_held_project_is_decided_on_once() {
    on_each(async |db| {
        settle(db).await;
        let project = registered(&all_facts(db).await, 1, plain_profile("思思"), None);
        save(db, None, &project).await.unwrap();
        let runs = Arc::new(AtomicUsize::new(0));
        let adds = (0..20).map(|n| add_label(db, project.id, n, Arc::clone(&runs)));
        futures::future::join_all(adds).await;
        assert_eq!(runs.load(Ordering::Relaxed), 20, "nobody had to decide again");
        let loaded = load(db, project.id).await.unwrap().unwrap();
        assert_eq!((loaded.version, loaded.profile.labels.len()), (project.version + 20, 20));
    })
    .await;
}

#[tokio::test]
async fn several_projects_are_held_in_the_order_of_their_ids() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        for n in [1, 2] {
            save(db, None, &registered(&facts, n, plain_profile("思思"), None)).await.unwrap();
        }
        let [one, two, none] = [1, 2, 9].map(|n| id(ProjectId::from_uuid, n));
        let held = write(db, move |tx| {
            Box::pin(async move {
                let mut ids = vec![none, two, one, two];
                let versions = projects::lock_many(tx, &mut ids).await?;
                Ok((ids, versions, projects::lock(tx, none).await?))
            })
        });
        let (ids, versions, missing) = held.await.unwrap();
        assert_eq!(ids, [one, two, none]);
        assert_eq!(versions, [(one, 2), (two, 2)].into());
        assert_eq!(missing, None);

        // Opposite orders, many at once: without the order they would wait for each other.
        let swaps = (0..20).map(|n| async move {
            let ids = if n % 2 == 0 { vec![one, two] } else { vec![two, one] };
            write(db, move |tx| {
                let mut ids = ids.clone();
                Box::pin(async move { projects::lock_many(tx, &mut ids).await.map(drop) })
            })
            .await
        });
        for outcome in futures::future::join_all(swaps).await {
            outcome.unwrap();
        }
    })
    .await;
}

/// Writing a phase writes its umbrella too: both are held in the order of the ids, whether they were asked for by name or
/// not and whichever is the older.
#[tokio::test]
async fn phases_and_their_umbrella_are_held_in_one_order() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let [older, umbrella, younger] = [1, 2, 3].map(|n| id(ProjectId::from_uuid, n));
        for n in [2, 1, 3] {
            let mut project = registered(&facts, n, plain_profile("思思"), None);
            project.lineage = match n {
                2 => Lineage::Umbrella(vec![older, younger]),
                _ => Lineage::PhaseOf(umbrella),
            };
            save(db, None, &project).await.unwrap();
        }
        let runs = Arc::new(AtomicUsize::new(0));
        let both = (0..10).map(|n| {
            let (runs, phase) = (Arc::clone(&runs), if n % 2 == 0 { older } else { younger });
            write(db, move |tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                Box::pin(async move { projects::lock_many(tx, &mut vec![phase, umbrella]).await.map(drop) })
            })
        });
        let one =
            (0..10).map(|n| add_label(db, if n % 2 == 0 { older } else { younger }, n, Arc::clone(&runs)));
        let (both, _) =
            futures::future::join(futures::future::join_all(both), futures::future::join_all(one)).await;
        both.into_iter().for_each(Result::unwrap);
        assert_eq!(runs.load(Ordering::Relaxed), 20, "nobody had to begin again");
    })
    .await;
}

/// No command does both at once, but a save takes any two states.
#[tokio::test]
async fn one_visit_is_left_before_an_earlier_one_is_taken_up_again() {
    on_each(async |db| {
        settle(db).await;
        let before = live(db, 1).await;
        let mut project = before.clone();
        project.version += 1;
        let current = project.current_visit().unwrap().id;
        let first = id(StepId::from_uuid, 1);
        assert!(first < current, "the one taken up again comes first in the order of ids");
        project.steps.get_mut(&first).unwrap().closed = None;
        let closing = Closing { on: day("2024-10-31"), reason: CloseReason::Done };
        let current = project.steps.get_mut(&current).unwrap();
        (current.closed, current.reopened_on) = (Some(closing), None);
        save(db, Some(&before), &project).await.unwrap();
        assert_eq!(load(db, project.id).await.unwrap(), Some(project));
    })
    .await;
}
