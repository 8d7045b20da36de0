//! The one writer: its queue, shared transactions, and what it does when a transaction is lost under it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{ADD, PUT, TestDb, make_tally, put_then, read_and_set, sum};
use crate::db::{Db, DbConfig, Stmt, StoreError};
use crate::{params, statistics};

/// Occupies the writer until notified.
async fn block(db: &Db) -> (Arc<Notify>, JoinHandle<Result<(), StoreError>>) {
    let (go, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (wait, tell, db) = (Arc::clone(&go), Arc::clone(&begun), db.clone());
    let blocker = tokio::spawn(async move {
        db.write(move |_| {
            let (wait, tell) = (Arc::clone(&wait), Arc::clone(&tell));
            Box::pin(async move {
                tell.notify_one();
                wait.notified().await;
                Ok(())
            })
        })
        .await
    });
    begun.notified().await;
    (go, blocker)
}

/// Queues `put_then(id, end)` behind a blocked writer.
async fn queue(db: &Db, id: i64, end: Result<(), StoreError>) -> JoinHandle<Result<(), StoreError>> {
    let db = db.clone();
    let queued = tokio::spawn(async move { put_then(&db, id, end).await });
    tokio::time::sleep(Duration::from_millis(5)).await;
    queued
}

fn grouped(config: &mut DbConfig) {
    config.group_commit_max = 8;
}

#[tokio::test]
async fn a_full_queue_answers_at_once_or_after_the_configured_wait() {
    for (wait, freed, stored) in [(0, false, false), (50, false, false), (5_000, true, true)] {
        let test = TestDb::sqlite(|config| {
            config.queue_capacity = 1;
            config.queue_wait = Duration::from_millis(wait);
        })
        .await;
        make_tally(&test.db).await;
        let (go, blocker) = block(&test.db).await;
        let queued = queue(&test.db, 1, Ok(())).await;
        assert_eq!(test.db.load().queued, 1);
        if freed {
            go.notify_one();
        }
        let started = Instant::now();
        let outcome = put_then(&test.db, 2, Ok(())).await;
        assert!(started.elapsed() < Duration::from_secs(4));
        match outcome {
            Ok(()) => assert!(stored),
            Err(error) => assert!(!stored && matches!(error, StoreError::Busy), "{error}"),
        }
        go.notify_one();
        blocker.await.unwrap().unwrap();
        queued.await.unwrap().unwrap();
        assert_eq!(sum(&test.db).await, 1 + i64::from(stored));
        test.drop_database().await;
    }
}

#[tokio::test]
async fn commands_run_in_the_order_they_came() {
    for group_commit_max in [1, 3] {
        let test = TestDb::sqlite(|config| config.group_commit_max = group_commit_max).await;
        make_tally(&test.db).await;
        let (go, blocker) = block(&test.db).await;
        let order = Arc::new(std::sync::Mutex::new(Vec::new()));
        let mut queued = Vec::new();
        for n in 0..10 {
            let (db, order) = (test.db.clone(), Arc::clone(&order));
            queued.push(tokio::spawn(async move {
                let job = db.write(move |_| {
                    order.lock().unwrap().push(n);
                    Box::pin(async { Ok::<_, StoreError>(()) })
                });
                job.await.unwrap();
            }));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        go.notify_one();
        blocker.await.unwrap().unwrap();
        for job in queued {
            job.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_shared_transaction_spares_the_others_a_refusal() {
    let test = TestDb::sqlite(grouped).await;
    make_tally(&test.db).await;
    let (go, blocker) = block(&test.db).await;
    let good = queue(&test.db, 1, Ok(())).await;
    let refused = queue(&test.db, 2, Err(StoreError::Busy)).await;
    let panicking = {
        let db = test.db.clone();
        tokio::spawn(async move {
            let outcome: Result<(), StoreError> = db
                .write(|tx| {
                    Box::pin(async move {
                        tx.execute(PUT, params![3, 1]).await?;
                        panic!("deliberate")
                    })
                })
                .await;
            outcome
        })
    };
    tokio::time::sleep(Duration::from_millis(5)).await;
    let twice = queue(&test.db, 1, Ok(())).await;
    let last = queue(&test.db, 4, Ok(())).await;
    go.notify_one();
    blocker.await.unwrap().unwrap();
    good.await.unwrap().unwrap();
    assert!(matches!(refused.await.unwrap(), Err(StoreError::Busy)));
    assert!(matches!(panicking.await.unwrap(), Err(StoreError::Panicked { .. })));
    assert!(matches!(twice.await.unwrap(), Err(StoreError::Unique { .. })));
    last.await.unwrap().unwrap();
    assert_eq!(sum(&test.db).await, 2);
    test.drop_database().await;
}

/// Counts the transactions of a run by the frames a commit writes: each one flushes at least one page of its own.
#[tokio::test]
async fn waiting_commands_share_a_transaction_only_when_told_to() {
    const PAGES: Stmt = Stmt::new("PAGES", "pragma wal_checkpoint(passive)");
    let mut pages = Vec::new();
    for group_commit_max in [1, 8] {
        let test = TestDb::sqlite(|config| config.group_commit_max = group_commit_max).await;
        make_tally(&test.db).await;
        test.db.execute_now(PUT, params![1, 0]).await.unwrap();
        let (go, blocker) = block(&test.db).await;
        let mut queued = Vec::new();
        for _ in 0..8 {
            let db = test.db.clone();
            queued.push(tokio::spawn(async move { db.execute_now(ADD, params![1]).await }));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        go.notify_one();
        blocker.await.unwrap().unwrap();
        for job in queued {
            assert_eq!(job.await.unwrap().unwrap(), 1);
        }
        assert_eq!(sum(&test.db).await, 8);
        let mut reader = test.db.read().await.unwrap();
        let (_, written, _): (i64, i64, i64) = reader.fetch_one(PAGES, params![]).await.unwrap();
        pages.push(written);
        drop(reader);
        test.drop_database().await;
    }
    assert_eq!(pages[0] - pages[1], 7, "eight transactions against one: {pages:?}");
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_its_command_only() {
    const PARENT: Stmt = Stmt::new("PARENT", "create table parent (id integer primary key) strict");
    const CHILD: Stmt = Stmt::new(
        "CHILD",
        "create table child (id integer primary key,
         parent_id integer not null references parent (id) deferrable initially deferred) strict",
    );
    const ORPHAN: Stmt = Stmt::new("ORPHAN", "insert into child (id, parent_id) values (1, 9)");
    for group_commit_max in [1, 8] {
        let test = TestDb::sqlite(|config| config.group_commit_max = group_commit_max).await;
        make_tally(&test.db).await;
        test.db.execute_now(PARENT, params![]).await.unwrap();
        test.db.execute_now(CHILD, params![]).await.unwrap();
        let (go, blocker) = block(&test.db).await;
        let before = queue(&test.db, 1, Ok(())).await;
        let orphan = {
            let db = test.db.clone();
            tokio::spawn(async move { db.execute_now(ORPHAN, params![]).await })
        };
        tokio::time::sleep(Duration::from_millis(5)).await;
        let after = queue(&test.db, 2, Ok(())).await;
        go.notify_one();
        blocker.await.unwrap().unwrap();
        before.await.unwrap().unwrap();
        let refused = orphan.await.unwrap().unwrap_err();
        assert!(matches!(refused, StoreError::ForeignKey { .. }), "{refused:?}");
        after.await.unwrap().unwrap();
        assert_eq!(sum(&test.db).await, 2);
        test.drop_database().await;
    }
}

/// SQLite ends a transaction by itself when the disk is full; a statement that ends it stands in for that.
#[tokio::test]
async fn a_transaction_lost_under_a_job_is_an_error_and_the_writer_goes_on() {
    const LOSE: Stmt = Stmt::new("LOSE", "rollback");
    for give_up in [true, false] {
        let test = TestDb::sqlite(|_| {}).await;
        make_tally(&test.db).await;
        let lost: Result<(), StoreError> = test
            .db
            .write(move |tx| {
                Box::pin(async move {
                    tx.execute(PUT, params![1, 1]).await?;
                    tx.execute(LOSE, params![]).await?;
                    if give_up { Err(StoreError::Busy) } else { Ok(()) }
                })
            })
            .await;
        assert!(lost.is_err());
        assert_eq!(sum(&test.db).await, 0);
        put_then(&test.db, 1, Ok(())).await.unwrap();
        assert_eq!(sum(&test.db).await, 1);
        test.drop_database().await;
    }
}

/// A command of the `luodi` binary writes while `serve` runs: two processes, here two writers on one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_may_write_to_the_same_file() {
    let test = TestDb::sqlite(|_| {}).await;
    make_tally(&test.db).await;
    test.db.execute_now(PUT, params![1, 0]).await.unwrap();
    let second = Db::connect((*test.db.config).clone()).await.unwrap();
    let writers = [test.db.clone(), second.clone()].map(|db| {
        tokio::spawn(async move {
            for _ in 0..50 {
                read_and_set(db.clone()).await.unwrap();
            }
        })
    });
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(sum(&test.db).await, 100);
    second.close().await;
    test.drop_database().await;
}

#[tokio::test]
async fn a_file_that_another_process_holds_is_unavailable_and_the_writer_goes_on() {
    let test = TestDb::sqlite(|config| config.lock_timeout = Duration::from_millis(50)).await;
    make_tally(&test.db).await;
    let second = Db::connect((*test.db.config).clone()).await.unwrap();
    let (go, blocker) = block(&second).await;
    let refused = put_then(&test.db, 1, Ok(())).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
    go.notify_one();
    blocker.await.unwrap().unwrap();
    put_then(&test.db, 1, Ok(())).await.unwrap();
    assert_eq!(sum(&test.db).await, 1);
    second.close().await;
    test.drop_database().await;
}

#[tokio::test]
async fn the_planner_learns_how_values_are_spread() {
    const INDEX: Stmt = Stmt::new("INDEX", "create index tally_by_n on tally (n)");
    const LEARNED: Stmt = Stmt::new("LEARNED", "select stat from sqlite_stat1 where tbl = 'tally'");
    async fn learned(db: &Db) -> Vec<(String,)> {
        db.read().await.unwrap().fetch_all(LEARNED, params![]).await.unwrap()
    }
    let filled = async || {
        let test = TestDb::sqlite(|_| {}).await;
        make_tally(&test.db).await;
        test.db.execute_now(INDEX, params![]).await.unwrap();
        for id in 0..20 {
            test.db.execute_now(PUT, params![id, id % 2]).await.unwrap();
        }
        test
    };
    let hourly = filled().await;
    hourly.db.refresh_statistics().await.unwrap();
    // Twenty rows, of which ten share a value.
    assert_eq!(learned(&hourly.db).await, [("20 10".to_owned(),)]);

    let at_once = filled().await;
    let analyzed = at_once.db.write(|tx| Box::pin(async move { statistics::analyze(tx).await }));
    let analyzed: Result<(), StoreError> = analyzed.await;
    analyzed.unwrap();
    assert_eq!(learned(&at_once.db).await, [("20 10".to_owned(),)]);
}
