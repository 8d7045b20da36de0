//! What a write job may rely on, on both databases.

use std::time::Duration;

use super::{ADD, PUT, READ, SUM, is_sqlite, make_tally, on_each, on_each_with, put_then, read_and_set, sum};
use crate::db::{StatementCounter, Stmt, StoreError};
use crate::params;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_lose_nothing() {
    for group_commit_max in [1, 16] {
        on_each_with(
            |config| config.group_commit_max = group_commit_max,
            async |db| {
                make_tally(db).await;
                db.execute_now(PUT, params![1, 0]).await.unwrap();
                let writers = (0..64).map(|_| {
                    let db = db.clone();
                    tokio::spawn(async move {
                        for _ in 0..5 {
                            read_and_set(db.clone()).await.unwrap();
                        }
                    })
                });
                for writer in writers.collect::<Vec<_>>() {
                    writer.await.unwrap();
                }
                assert_eq!(sum(db).await, 320);
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_refusal_leaves_nothing_and_is_handed_on() {
    on_each(async |db| {
        make_tally(db).await;
        let refusal = StoreError::inconsistent("tally", 1, "refused");
        let refused = put_then(db, 1, Err(refusal)).await.unwrap_err();
        assert_eq!(refused.to_string(), "tally 1: refused");
        assert_eq!(sum(db).await, 0);
        put_then(db, 1, Ok(())).await.unwrap();
        assert_eq!(sum(db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_panic_leaves_nothing_and_the_next_write_goes_on() {
    on_each(async |db| {
        make_tally(db).await;
        for before_first_statement in [true, false] {
            let panicked: Result<(), StoreError> = db
                .write(move |tx| {
                    assert!(!before_first_statement, "deliberate");
                    Box::pin(async move {
                        tx.execute(PUT, params![1, 1]).await?;
                        panic!("deliberate")
                    })
                })
                .await;
            let panicked = panicked.unwrap_err();
            assert!(
                matches!(&panicked, StoreError::Panicked { message } if message == "deliberate"),
                "{panicked}"
            );
            assert_eq!(sum(db).await, 0);
        }
        put_then(db, 1, Ok(())).await.unwrap();
        assert_eq!(sum(db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_swallows_a_failure_is_undone() {
    on_each(async |db| {
        make_tally(db).await;
        let swallowed: Result<(), StoreError> = db
            .write(|tx| {
                Box::pin(async move {
                    tx.execute(PUT, params![1, 1]).await?;
                    let _ = tx.execute(PUT, params![1, 1]).await;
                    Ok(())
                })
            })
            .await;
        assert_eq!(swallowed.unwrap_err().to_string(), "PUT: failed, and the job went on");
        assert_eq!(sum(db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_all_or_nothing() {
    on_each(async |db| {
        make_tally(db).await;
        let writer = db.clone();
        let caller = tokio::spawn(async move {
            let job = writer.write(|tx| {
                Box::pin(async move {
                    tx.execute(PUT, params![1, 1]).await?;
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    tx.execute(PUT, params![2, 1]).await.map(drop)
                })
            });
            job.await.map_err(|error: StoreError| error)
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        // The next write waits for the writer on SQLite, and meets a healed connection on PostgreSQL.
        db.execute_now(PUT, params![3, 10]).await.unwrap();
        assert_eq!(sum(db).await, if is_sqlite(db) { 12 } else { 10 });
    })
    .await;
}

#[tokio::test]
async fn a_guard_tells_a_moved_row() {
    const GUARDED: Stmt = Stmt::new("GUARDED", "update tally set n = n + 1 where id = $1 and n = $2");
    on_each(async |db| {
        make_tally(db).await;
        db.execute_now(PUT, params![1, 5]).await.unwrap();
        for (expected, outcome) in [(4, false), (5, true), (5, false), (6, true)] {
            let changed: Result<(), StoreError> = db
                .write(move |tx| {
                    Box::pin(async move { tx.execute_guarded(GUARDED, params![1, expected]).await })
                })
                .await;
            assert_eq!(changed.is_ok(), outcome, "expected {expected}: {changed:?}");
        }
        assert_eq!(sum(db).await, 7);
    })
    .await;
}

#[tokio::test]
async fn statements_are_counted_through_jobs_and_spawned_tasks() {
    on_each(async |db| {
        make_tally(db).await;
        let counter = StatementCounter::default();
        let counted = counter.scope(async {
            db.execute_now(PUT, params![1, 1]).await.unwrap();
            let spawned = db.clone();
            let work = StatementCounter::inherit(async move {
                let job = spawned.write(|tx| Box::pin(async move { tx.execute(ADD, params![1]).await }));
                job.await.map_err(|error: StoreError| error)
            });
            tokio::spawn(work).await.unwrap().unwrap();
            db.read().await.unwrap().fetch_optional::<(i64,)>(READ, params![1]).await.unwrap()
        });
        assert_eq!(counted.await, Some((2,)));
        assert_eq!(counter.names(), ["PUT", "ADD", "READ"]);
        db.execute_now(ADD, params![1]).await.unwrap();
        assert_eq!(counter.count(), 3, "statements outside the scope are not counted");
    })
    .await;
}

#[tokio::test]
async fn a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() {
    on_each(async |db| {
        make_tally(db).await;
        let inner = db.clone();
        let outer: Result<u64, StoreError> = db
            .write(move |_| {
                let inner = inner.clone();
                Box::pin(async move { inner.execute_now(PUT, params![1, 1]).await })
            })
            .await;
        assert!(matches!(outer, Err(StoreError::Misuse { .. })), "{outer:?}");
        assert_eq!(sum(db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_read_beside_the_job_is_refused_inside_it() {
    on_each(async |db| {
        make_tally(db).await;
        for snapshot in [false, true] {
            let beside = db.clone();
            let outer: Result<(), StoreError> = db
                .write(move |tx| {
                    let beside = beside.clone();
                    Box::pin(async move {
                        tx.execute(PUT, params![1, 1]).await?;
                        let read = if snapshot { beside.snapshot().await } else { beside.read().await };
                        read.map(drop)
                    })
                })
                .await;
            let what = if snapshot { "snapshot" } else { "read" };
            assert_eq!(outer.unwrap_err().to_string(), format!("{what}: begun inside a write job"));
            assert_eq!(sum(db).await, 0, "outside it reads again, and nothing was written");
        }
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_does_not_see_what_comes_after_it() {
    on_each(async |db| {
        make_tally(db).await;
        db.execute_now(PUT, params![1, 1]).await.unwrap();
        let mut snapshot = db.snapshot().await.unwrap();
        assert_eq!(snapshot.fetch_one::<(i64,)>(SUM, params![]).await.unwrap(), (1,));
        db.execute_now(PUT, params![2, 1]).await.unwrap();
        assert_eq!(snapshot.fetch_one::<(i64,)>(SUM, params![]).await.unwrap(), (1,));
        drop(snapshot);
        assert_eq!(sum(db).await, 2);
    })
    .await;
}

#[tokio::test]
async fn closing_finishes_what_waits_and_refuses_the_rest() {
    on_each(async |db| {
        make_tally(db).await;
        let slow = db.clone();
        let slow = tokio::spawn(async move {
            let job = slow.write(|tx| {
                Box::pin(async move {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    tx.execute(PUT, params![1, 1]).await
                })
            });
            job.await.map_err(|error: StoreError| error)
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        db.close().await;
        assert_eq!(slow.await.unwrap().unwrap(), 1);
        let refused = db.execute_now(PUT, params![2, 1]).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
    })
    .await;
}
