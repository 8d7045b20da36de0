//! What only PostgreSQL can get wrong: connections handed on inside a transaction, and waiting without end.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use luodi_testkit::postgres::TestDatabase;
use luodi_testkit::proxy::{Delay, DelayProxy};

use super::{ADD, PUT, TestDb, make_tally, put_then, sum};
use crate::db::{Db, DbConfig, Guards, Stmt, StoreError, Target};
use crate::params;

/// Waits until the only connection is back in its pool, which happens in a task of its own.
async fn connection_back(db: &Db) {
    while db.load().idle == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Longer than a busy machine keeps a poll waiting, so that no answer comes while the write is being polled.
const ROUND_TRIP: Duration = Duration::from_millis(20);

/// Starts a write and gives it up after `polls` polls, as a client that hangs up would. Each poll waits for the server's
/// answer to the one before, so the count says how far the write has come: after the first, BEGIN is on its way. One
/// that does not end never comes to COMMIT.
async fn give_up_after(db: &Db, polls: u32, ends: bool) {
    connection_back(db).await;
    let work = db.write(move |tx| {
        Box::pin(async move {
            let changed = tx.execute(ADD, params![0]).await?;
            if ends { Ok(changed) } else { pending().await }
        })
    });
    let mut work = pin!(async { work.await.map_err(|error: StoreError| error) });
    for _ in 0..polls {
        let ready = poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_ready())).await;
        if ready {
            return;
        }
        tokio::time::sleep(ROUND_TRIP * 3 / 2).await;
    }
}

/// How many of 16 acknowledged writes are missing after as many others were given up on.
async fn lost_writes(guards: Guards) -> i64 {
    const STORED: Stmt = Stmt::new("STORED", "select count(*) from tally where id > 0");
    let database = TestDatabase::empty().await;
    let direct = Db::connect(DbConfig::new(Target::Postgres(database.url()))).await.unwrap();
    make_tally(&direct).await;
    direct.execute_now(PUT, params![0, 0]).await.unwrap();

    let proxy = DelayProxy::start(database.server(), Delay::round_trip(ROUND_TRIP)).unwrap();
    let mut config = DbConfig::new(Target::Postgres(database.url_through(proxy.address())));
    config.connections = 1;
    config.guards = guards;
    let slow = Db::connect(config).await.unwrap();
    for n in 1..=16_u32 {
        // Some come as far as COMMIT, which stores whatever an abandoned BEGIN before it swallowed; none of the last four.
        let (polls, ends) = if n <= 12 { (1 + n % 4, true) } else { (1, false) };
        give_up_after(&slow, polls, ends).await;
        slow.execute_now(PUT, params![n, 1]).await.unwrap();
    }
    // Closing the connection rolls back what it holds.
    slow.close().await;
    let (stored,): (i64,) = direct.read().await.unwrap().fetch_one(STORED, params![]).await.unwrap();
    direct.close().await;
    16 - stored
}

#[tokio::test]
async fn a_caller_that_hangs_up_costs_nobody_else_a_write() {
    let unguarded = lost_writes(Guards { rollback_on_release: false }).await;
    assert!(unguarded > 0, "the guard is not needed any more: sqlx heals its connections itself");
    assert_eq!(lost_writes(Guards::default()).await, 0);
}

#[tokio::test]
async fn sessions_carry_the_limits() {
    const SETTINGS: Stmt = Stmt::new(
        "SETTINGS",
        "select current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') || ' '
         || current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('application_name')",
    );
    let test = TestDb::postgres(|_| {}).await;
    let (settings,): (String,) = test.db.read().await.unwrap().fetch_one(SETTINGS, params![]).await.unwrap();
    assert_eq!(settings, "30s 5s 30s luodi");
    test.drop_database().await;
}

#[tokio::test]
async fn waiting_ends_as_unavailable_and_the_next_write_goes_on() {
    const SLEEP: Stmt = Stmt::new("SLEEP", "select 1::bigint from pg_sleep(5)");
    let test = TestDb::postgres(|config| {
        config.connections = 1;
        config.acquire_timeout = Duration::from_secs(1);
        config.statement_timeout = Duration::from_millis(500);
        config.idle_in_transaction_timeout = Duration::from_millis(500);
    })
    .await;
    make_tally(&test.db).await;

    let slow = test.db.write(|tx| Box::pin(async move { tx.fetch_one::<(i64,)>(SLEEP, params![]).await }));
    let slow: StoreError = slow.await.unwrap_err();
    assert!(matches!(slow, StoreError::Unavailable { .. }), "statement timeout: {slow:?}");

    let idle: Result<u64, StoreError> = test
        .db
        .write(|tx| {
            Box::pin(async move {
                tx.execute(PUT, params![1, 1]).await?;
                tokio::time::sleep(Duration::from_millis(1_500)).await;
                tx.execute(PUT, params![2, 1]).await
            })
        })
        .await;
    assert!(matches!(idle, Err(StoreError::Unavailable { .. })), "idle in transaction: {idle:?}");

    let held = test.db.read().await.unwrap();
    let starved = test.db.read().await.unwrap_err();
    assert!(matches!(starved, StoreError::Unavailable { .. }), "no free connection: {starved:?}");
    drop(held);

    put_then(&test.db, 1, Ok(())).await.unwrap();
    assert_eq!(sum(&test.db).await, 1);
    test.drop_database().await;
}

/// The server ends the session between the last statement and COMMIT, or during it: the client cannot tell.
#[tokio::test]
async fn a_connection_lost_at_commit_is_uncertain() {
    const KILL_SOON: Stmt = Stmt::new("KILL_SOON", "select pg_backend_pid()::bigint");
    const KILL: Stmt = Stmt::new("KILL", "select pg_terminate_backend($1::bigint::int)");
    let test = TestDb::postgres(|_| {}).await;
    make_tally(&test.db).await;
    let killer = test.db.clone();
    let outcome: Result<(), StoreError> = test
        .db
        .write(move |tx| {
            let killer = killer.clone();
            Box::pin(async move {
                tx.execute(PUT, params![1, 1]).await?;
                let (session,): (i64,) = tx.fetch_one(KILL_SOON, params![]).await?;
                // In a task of its own: the job may not read beside itself.
                let other =
                    async move { killer.read().await?.fetch_one::<(bool,)>(KILL, params![session]).await };
                assert!(tokio::spawn(other).await.unwrap()?.0);
                tokio::time::sleep(Duration::from_millis(100)).await;
                Ok(())
            })
        })
        .await;
    let lost = outcome.unwrap_err();
    assert!(matches!(lost, StoreError::Uncertain { .. }), "{lost:?}");
    assert!(lost.is_transient(), "sent again with the same key, it is done once");
    put_then(&test.db, 2, Ok(())).await.unwrap();
    assert_eq!(sum(&test.db).await, 1);
    test.drop_database().await;
}
