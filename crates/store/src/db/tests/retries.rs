//! Deciding again: when, how often, and with nothing left of the attempt before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::Barrier;

use super::{ADD, PUT, make_tally, on_each, on_each_with, put_then, sum};
use crate::db::{Conflict, Db, RetryHint, StoreError, UniqueConstraint};
use crate::params;

/// A job that inserts a row and meets a conflict in its first `conflicts` runs. How often it ran, and the outcome.
async fn conflicting(db: &Db, conflicts: u32) -> (u32, Result<(), StoreError>) {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let outcome = db
        .write(move |tx| {
            let run = counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                // The same key each time: a leftover of an earlier run would refuse it.
                tx.execute(PUT, params![1, 1]).await?;
                if run < conflicts { Err(StoreError::Conflict(Conflict::Version)) } else { Ok(()) }
            })
        })
        .await;
    (runs.load(Ordering::Relaxed), outcome)
}

#[tokio::test]
async fn a_conflict_is_decided_again_up_to_five_times() {
    for (conflicts, runs, rows) in [(0, 1, 1), (1, 2, 1), (4, 5, 1), (5, 5, 0), (9, 5, 0)] {
        on_each(async |db| {
            make_tally(db).await;
            let (ran, outcome) = conflicting(db, conflicts).await;
            assert_eq!((ran, sum(db).await), (runs, rows), "{conflicts} conflicts");
            match outcome {
                Ok(()) => assert_eq!(rows, 1),
                Err(error) => assert!(matches!(error, StoreError::Conflict(Conflict::Version)), "{error}"),
            }
        })
        .await;
    }
}

/// An application's error, with refusals beside the store's failures.
#[derive(Debug)]
enum AppError {
    Refused,
    Store(StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl RetryHint for AppError {
    fn decide_again(&self) -> bool {
        matches!(self, Self::Store(error) if error.decide_again())
    }
}

#[tokio::test]
async fn a_refusal_is_final() {
    on_each(async |db| {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let outcome: Result<(), AppError> = db
            .write(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
                Box::pin(async { Err(AppError::Refused) })
            })
            .await;
        assert!(matches!(outcome, Err(AppError::Refused)), "{outcome:?}");
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    })
    .await;
}

#[tokio::test]
async fn a_key_stored_by_another_attempt_is_looked_up_again() {
    const KEY: UniqueConstraint = UniqueConstraint { name: "tally_pkey", columns: "tally.id" };
    const OTHER: UniqueConstraint = UniqueConstraint { name: "other_key", columns: "other.key" };
    on_each(async |db| {
        make_tally(db).await;
        put_then(db, 1, Ok(())).await.unwrap();
        let refused = put_then(db, 1, Ok(())).await.unwrap_err();
        assert!(!refused.clone().unique_as_conflict(OTHER, Conflict::Idempotency).decide_again());
        let conflict = refused.unique_as_conflict(KEY, Conflict::Idempotency);
        assert!(matches!(conflict, StoreError::Conflict(Conflict::Idempotency)), "{conflict}");
    })
    .await;
}

/// Two jobs lock two rows in opposite orders. On PostgreSQL one is chosen to end the deadlock and runs again; on
/// SQLite they cannot meet, so there they do not wait for each other.
#[tokio::test]
async fn a_deadlock_is_decided_again() {
    on_each_with(
        |config| config.connections = 4,
        async |db| {
            make_tally(db).await;
            db.execute_now(PUT, params![1, 0]).await.unwrap();
            db.execute_now(PUT, params![2, 0]).await.unwrap();
            let (barrier, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
            let both_wait = !super::is_sqlite(db);
            let cross = |first: i64, second: i64| {
                let (db, barrier, runs) = (db.clone(), Arc::clone(&barrier), Arc::clone(&runs));
                async move {
                    db.write(move |tx| {
                        let barrier = Arc::clone(&barrier);
                        let run = runs.fetch_add(1, Ordering::Relaxed);
                        Box::pin(async move {
                            tx.execute(ADD, params![first]).await?;
                            if both_wait && run < 2 {
                                barrier.wait().await;
                            }
                            tx.execute(ADD, params![second]).await
                        })
                    })
                    .await
                }
            };
            let (one, other): (Result<u64, StoreError>, Result<u64, StoreError>) =
                tokio::join!(cross(1, 2), cross(2, 1));
            assert_eq!((one.unwrap(), other.unwrap()), (1, 1));
            assert_eq!(sum(db).await, 4);
            assert_eq!(runs.load(Ordering::Relaxed), if both_wait { 3 } else { 2 });
        },
    )
    .await;
}
