use std::collections::BTreeMap;

use chrono::TimeDelta;
use futures::FutureExt;
use futures::future::{join_all, try_join_all};
use luodi_domain::event::Event;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::Notify;

use super::*;
use crate::db::Db;
use crate::db::testing::{TestDb, on_each};
use crate::fixture::{all_facts, day, id, now, plain_profile, registered, save, settle, write};
use crate::history::{AppendBatch, Origin, append};
use crate::outbox;

fn project(n: u128) -> ProjectId {
    id(ProjectId::from_uuid, n)
}

/// Projects 1 to n, without history.
async fn projects(db: &Db, n: u128) {
    settle(db).await;
    let facts = all_facts(db).await;
    for n in 1..=n {
        save(db, None, &registered(&facts, n, plain_profile("项目"), None)).await.unwrap();
    }
}

/// Adds the event of this sequence to a project's history, and word of it, by a clock that says so many seconds.
async fn change(tx: &mut Tx<'_>, n: u128, sequence: i64, seconds: i64) -> Result<(), StoreError> {
    let command = id(CommandId::from_uuid, n * 1_000 + u128::try_from(sequence).unwrap());
    let recorded_at = now() + TimeDelta::seconds(seconds);
    let origin = Origin {
        command_id: command,
        command: format!("DO_{sequence}"),
        actor: None,
        deputy: None,
        authority: None,
        as_recorder: false,
        recorded_at,
        reason: None,
    };
    let events = [Event::Resumed { on: day("2024-03-01") }];
    let batch = AppendBatch {
        project: project(n),
        first_sequence: sequence,
        events: &events,
        occurred_on: day("2024-03-01"),
        origin: &origin,
    };
    append(tx, &batch, &mut StdRng::seed_from_u64(7)).await?;
    let entry = outbox::Entry { command, project: project(n), first: sequence, last: sequence, recorded_at };
    outbox::insert(tx, &entry).await
}

async fn changed(db: &Db, n: u128, sequence: i64, seconds: i64) {
    write(db, move |tx| change(tx, n, sequence, seconds).boxed()).await.unwrap();
}

async fn numbered(db: &Db, limit: i64) -> Option<u64> {
    write(db, move |tx| number(tx, limit).boxed()).await.unwrap()
}

/// The feed after a number, as (number, project, sequence).
async fn told(db: &Db, after: i64) -> Vec<(i64, u128, i64)> {
    let changes = read(&mut db.read().await.unwrap(), after, 10_000).await.unwrap();
    changes
        .iter()
        .map(|change| (change.no, change.project.uuid().as_u128() - 0x1_0000, change.first))
        .collect()
}

async fn standing(db: &Db) -> (i64, bool) {
    let standing = peek(&mut db.read().await.unwrap()).await.unwrap();
    (standing.last, standing.waiting)
}

#[tokio::test]
async fn numbers_follow_time_and_each_project_its_history() {
    on_each(async |db| {
        projects(db, 3).await;
        assert_eq!(standing(db).await, (0, false));
        assert_eq!(numbered(db, 10).await, Some(0), "there is nothing");
        // Project, sequence, seconds: the clock of whoever wrote the third change of project 1 is slow.
        for (n, sequence, seconds) in [(1, 1, 1), (2, 1, 2), (1, 2, 9), (3, 1, 4), (1, 3, 3), (2, 2, 10)] {
            changed(db, n, sequence, seconds).await;
        }
        assert_eq!(standing(db).await, (0, true));
        assert_eq!(numbered(db, 10).await, Some(6));
        assert_eq!(standing(db).await, (6, false));
        let expected = [(1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 1, 2), (5, 1, 3), (6, 2, 2)];
        assert_eq!(told(db, 0).await, expected);
        assert_eq!(told(db, 4).await, expected[4..]);
        assert_eq!(told(db, 6).await, []);
        assert_eq!(numbered(db, 10).await, Some(0));

        // What is picked brings what came before it in its project, however few were asked for.
        for (n, sequence, seconds) in [(1, 4, 30), (2, 3, 21), (1, 5, 20)] {
            changed(db, n, sequence, seconds).await;
        }
        assert_eq!(numbered(db, 1).await, Some(2));
        assert_eq!(told(db, 6).await, [(7, 1, 4), (8, 1, 5)]);
        assert_eq!(numbered(db, 1).await, Some(1));
        assert_eq!(told(db, 8).await, [(9, 2, 3)]);
    })
    .await;
}

#[tokio::test]
async fn a_change_is_told_with_all_that_is_known_of_it() {
    on_each(async |db| {
        projects(db, 1).await;
        changed(db, 1, 1, 5).await;
        numbered(db, 10).await;
        let change = read(&mut db.read().await.unwrap(), 0, 10).await.unwrap().remove(0);
        let expected = Change {
            no: 1,
            command_id: id(CommandId::from_uuid, 1_001),
            command: "DO_1".to_owned(),
            project: project(1),
            first: 1,
            last: 1,
            recorded_at: now() + TimeDelta::seconds(5),
        };
        assert_eq!(change, expected);
    })
    .await;
}

/// Writers, replicas that number, and one who follows, all at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_follows_misses_repeats_and_reorders_nothing() {
    const PROJECTS: u128 = 6;
    const CHANGES: i64 = 20;
    let total = CHANGES * i64::try_from(PROJECTS).unwrap();
    on_each(async |db| {
        projects(db, PROJECTS).await;
        let writing = (1..=PROJECTS).map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                for sequence in 1..=CHANGES {
                    // Clocks that disagree by seconds.
                    let seconds = (sequence * 7 + i64::try_from(n).unwrap() * 5) % 11;
                    changed(&db, n, sequence, seconds).await;
                }
            })
        });
        let numbering = (0..3).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                while standing(&db).await != (total, false) {
                    numbered(&db, 4).await;
                }
            })
        });
        let db = db.clone();
        let following = tokio::spawn(async move {
            let (mut seen, mut last) = (Vec::new(), 0);
            while last < total {
                let changes = told(&db, last).await;
                last = changes.last().map_or(last, |(no, ..)| *no);
                seen.extend(changes);
            }
            seen
        });
        let working = join_all(writing.chain(numbering).collect::<Vec<_>>());
        let (done, seen) = tokio::join!(working, following);
        for task in done {
            task.unwrap();
        }
        let seen = seen.unwrap();
        let numbers: Vec<i64> = seen.iter().map(|(no, ..)| *no).collect();
        assert_eq!(numbers, (1..=total).collect::<Vec<_>>());
        let mut last: BTreeMap<u128, i64> = BTreeMap::new();
        for (no, project, sequence) in seen {
            assert_eq!(last.insert(project, sequence).unwrap_or(0) + 1, sequence, "{no} of {project}");
        }
    })
    .await;
}

/// Two transactions, of which the one that began first, with the earlier time, commits last. SQLite has one at a time.
#[tokio::test]
async fn a_slower_transaction_is_numbered_when_it_is_committed() {
    let test = TestDb::postgres(|_| {}).await;
    let db = &test.db;
    projects(db, 2).await;
    let (written, commit) = (std::sync::Arc::new(Notify::new()), std::sync::Arc::new(Notify::new()));
    let slow = {
        let (db, written, commit) = (db.clone(), written.clone(), commit.clone());
        tokio::spawn(async move {
            let job = write(&db, move |tx| {
                let (written, commit) = (written.clone(), commit.clone());
                async move {
                    change(tx, 1, 1, 1).await?;
                    written.notify_one();
                    commit.notified().await;
                    Ok(())
                }
                .boxed()
            });
            job.await.unwrap();
        })
    };
    written.notified().await;
    changed(db, 2, 1, 2).await;
    assert_eq!(numbered(db, 10).await, Some(1));
    assert_eq!(told(db, 0).await, [(1, 2, 1)]);
    commit.notify_one();
    slow.await.unwrap();
    assert_eq!(numbered(db, 10).await, Some(1));
    assert_eq!(told(db, 1).await, [(2, 1, 1)], "whoever had read up to 1 goes on with it");
    test.drop_database().await;
}

/// The lease is the lock of a transaction: nobody waits for it, and it goes with whoever held it.
#[tokio::test]
async fn one_numbers_at_a_time() {
    let test = TestDb::postgres(|_| {}).await;
    let db = &test.db;
    projects(db, 1).await;
    changed(db, 1, 1, 1).await;
    let holding = std::sync::Arc::new(Notify::new());
    let dying = {
        let (db, holding) = (db.clone(), holding.clone());
        tokio::spawn(async move {
            let job = write(&db, move |tx| {
                let holding = holding.clone();
                async move {
                    number(tx, 10).await?;
                    holding.notify_one();
                    std::future::pending::<Result<(), StoreError>>().await
                }
                .boxed()
            });
            job.await
        })
    };
    holding.notified().await;
    assert_eq!(numbered(db, 10).await, None, "another holds it");
    assert_eq!(standing(db).await, (0, true));
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    let again = async {
        loop {
            if let Some(numbered) = numbered(db, 10).await {
                return numbered;
            }
        }
    };
    assert_eq!(again.await, 1);
    assert_eq!(told(db, 0).await, [(1, 1, 1)]);
    test.drop_database().await;
}

#[tokio::test]
async fn one_notice_for_a_batch_to_each_who_listens() {
    let test = TestDb::postgres(|_| {}).await;
    let db = &test.db;
    projects(db, 2).await;
    let listening = (0..2).map(|_| async { db.listen(CHANNEL).await.map(Option::unwrap) });
    let mut listeners = try_join_all(listening).await.unwrap();
    for sequence in 1..=3 {
        changed(db, 1, sequence, sequence).await;
    }
    assert_eq!(numbered(db, 10).await, Some(3));
    for listener in &mut listeners {
        listener.heard().await.unwrap();
        assert!(listener.heard().now_or_never().is_none(), "one for all three");
    }
    assert_eq!(numbered(db, 10).await, Some(0));
    for listener in &mut listeners {
        assert!(listener.heard().now_or_never().is_none(), "nothing was numbered");
    }
    let sqlite = TestDb::sqlite(|_| {}).await;
    assert!(sqlite.db.listen(CHANNEL).await.unwrap().is_none());
    test.drop_database().await;
}
