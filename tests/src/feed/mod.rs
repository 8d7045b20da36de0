//! Following the feed of changes within one process; over sockets and across replicas that die it is tried in `service`.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use futures::future::join_all;
use luodi_app::feed::{Change, Changes};
use luodi_app::list::{Filter, ProjectFilter, ProjectTerm};
use luodi_app::{App, Clocks, FixedClock, Ids, StatementCounter};
use luodi_domain::command::Command;
use luodi_domain::ids::ProjectId;
use luodi_domain::profile;
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep, timeout};

use crate::world::{World, call, morning, on_both_databases};

on_both_databases!(
    what_others_commit_is_heard_of,
    who_is_behind_reads_on_and_who_is_not_reads_nothing,
    a_filter_costs_one_statement_for_many_changes,
    replicas_tell_the_same
);

/// No change is told later.
const PATIENCE: Duration = Duration::from_secs(30);
/// Changes made to a project; many more would be refused by its limit on labels.
const LABELS: usize = 30;

/// An application of its own over the same database, as another process has it, by a clock that is so many seconds off.
fn replica(world: &World, seconds: i64) -> App {
    let clocks = Clocks::both(FixedClock::at(morning() + TimeDelta::seconds(seconds)));
    App::new(world.app.db().clone(), clocks, Ids::seeded(1_000_u64.saturating_add_signed(seconds))).unwrap()
}

/// Has an application keep its feed until the test ends.
fn keep(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move { app.run_feed(std::future::pending()).await })
}

async fn next(changes: &mut Changes) -> Vec<Change> {
    timeout(PATIENCE, changes.next()).await.expect("a change is told").unwrap()
}

/// The next so many changes; the last batch must end with the last of them.
async fn take(changes: &mut Changes, many: usize) -> Vec<Change> {
    let mut taken = Vec::new();
    while taken.len() < many {
        taken.extend(next(changes).await);
    }
    assert_eq!(taken.len(), many);
    taken
}

async fn label(world: &World, app: &App, project: ProjectId, label: &str) {
    let change = Command::Update(vec![profile::Change::LabelAdded(label.to_owned())]);
    app.execute(call(world.office.specialist, "updateProject"), project, change).await.unwrap();
}

/// Nobody wakes the one who keeps the feed: the change came from another process.
async fn what_others_commit_is_heard_of(world: World) {
    let (project, _) = world.register("别处登记的").await;
    let keeper = replica(&world, 0);
    let mut changes = keeper.changes_after(0, None);
    let keeping = keep(&keeper);
    let told = next(&mut changes).await;
    let [registered] = &told[..] else { panic!("{told:?}") };
    assert_eq!((registered.no, registered.project, registered.first), (1, project, 1));
    assert_eq!((registered.command.as_str(), registered.last), ("REGISTER", 2));
    label(&world, &world.app, project, "别处").await;
    let told = next(&mut changes).await;
    let [labelled] = &told[..] else { panic!("{told:?}") };
    assert_eq!((labelled.no, labelled.first, labelled.last), (2, 3, 3));
    assert_eq!(keeper.change_head().await.unwrap(), 2);
    keeping.abort();
}

async fn who_is_behind_reads_on_and_who_is_not_reads_nothing(world: World) {
    const PROJECTS: usize = 6;
    let mut made = 0;
    for n in 0..PROJECTS {
        let (project, _) = world.register(&format!("项目{n}")).await;
        for n in 0..LABELS {
            label(&world, &world.app, project, &format!("标签{n}")).await;
        }
        made += 1 + LABELS;
    }
    // All of that was numbered by somebody else, before our own time.
    let numbering = keep(&replica(&world, 0));
    while world.app.change_head().await.unwrap() < i64::try_from(made).unwrap() {
        sleep(Duration::from_millis(20)).await;
    }
    numbering.abort();
    let keeping = keep(&world.app);
    let mut behind = world.app.changes_after(0, None);
    let numbers: Vec<i64> = take(&mut behind, made).await.iter().map(|change| change.no).collect();
    assert_eq!(numbers, (1..=i64::try_from(made).unwrap()).collect::<Vec<_>>());

    // Both are at the end now; what comes next is in memory for both.
    let mut other = world.app.changes_after(world.app.change_head().await.unwrap(), None);
    let (project, _) = world.register("又一个").await;
    for follower in [&mut behind, &mut other] {
        let counter = StatementCounter::default();
        let told = counter.scope(next(follower).boxed()).await;
        assert_eq!(told.first().map(|change| change.project), Some(project));
        assert_eq!(counter.names(), [""; 0], "nothing was read for one more who follows");
    }
    keeping.abort();
}

async fn a_filter_costs_one_statement_for_many_changes(world: World) {
    let (project, _) = world.register("要看的").await;
    let (other, _) = world.register("不看的").await;
    for n in 0..LABELS {
        label(&world, &world.app, project, &format!("标签{n}")).await;
        label(&world, &world.app, other, &format!("标签{n}")).await;
    }
    label(&world, &world.app, project, "重大项目").await;
    let only: ProjectFilter = Filter::Term(ProjectTerm::Label(vec!["重大项目".to_owned()]));
    let keeping = keep(&world.app);
    let mut changes = world.app.changes_after(0, Some(only));
    let counter = StatementCounter::default();
    let told = counter.scope(take(&mut changes, LABELS + 2).boxed()).await;
    assert!(told.iter().all(|change| change.project == project));
    let asked = counter.names().iter().filter(|name| **name == "PROJECTS_AMONG").count();
    assert!((1..=3).contains(&asked), "{:?}", counter.names());
    let nobody: ProjectFilter = Filter::Any(Vec::new());
    let mut none = world.app.changes_after(0, Some(nobody));
    assert!(timeout(Duration::from_secs(2), none.next()).await.is_err(), "no project passes");
    keeping.abort();
}

/// Several replicas number one feed, by clocks that disagree, while everybody writes.
async fn replicas_tell_the_same(world: World) {
    const PROJECTS: usize = 6;
    let world = Arc::new(world);
    let replicas = [-90, 0, 90].map(|seconds| replica(&world, seconds));
    let keeping: Vec<_> = replicas.iter().map(keep).collect();
    let following = replicas.iter().map(|app| {
        let mut changes = app.changes_after(0, None);
        tokio::spawn(async move { take(&mut changes, PROJECTS * (1 + LABELS)).await })
    });
    let following: Vec<_> = following.collect();
    let writing = (0..PROJECTS).map(|n| {
        let (world, replicas) = (Arc::clone(&world), replicas.clone());
        tokio::spawn(async move {
            let (project, _) = world.register(&format!("项目{n}")).await;
            for n in 0..LABELS {
                label(&world, &replicas[n % replicas.len()], project, &format!("标签{n}")).await;
            }
        })
    });
    for written in join_all(writing.collect::<Vec<_>>()).await {
        written.unwrap();
    }
    let told: Vec<Vec<Change>> = join_all(following).await.into_iter().map(Result::unwrap).collect();
    for other in &told[1..] {
        assert_eq!(&told[0], other);
    }
    let numbers: Vec<i64> = told[0].iter().map(|change| change.no).collect();
    assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
    let mut versions = HashMap::new();
    for change in &told[0] {
        let before = versions.insert(change.project, change.last).unwrap_or(0);
        assert_eq!(change.first, before + 1, "{}", change.project);
    }
    keeping.iter().for_each(JoinHandle::abort);
}
