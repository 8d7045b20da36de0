//! Clients that hang up while their mutation runs, with PostgreSQL ten milliseconds away.
//!
//! A hang-up cancels the handler. Unless mutations run in tasks of their own, or connections end their transaction when
//! they go back to the pool, sqlx 0.9.0 hands a connection on inside an open transaction, and what the next client is
//! told was written is rolled back later. On bare loopback the moment is too short to be hit: hence the proxy.

mod client;
mod crowd;
mod service;

use std::time::Duration;

use luodi_testkit::{seed, size};

use service::Guarding;

/// From a client to the database and back.
const ROUND_TRIP: Duration = Duration::from_millis(10);
/// How often a crowd comes until something is lost.
const CROWDS: u64 = 10;

/// What came of a crowd of clients.
#[derive(Debug, Default)]
struct Figures {
    /// Told that their mutation was done.
    acknowledged: usize,
    /// Of these: not in the database.
    missing: usize,
    /// Of all: in the database more than once.
    doubled: usize,
    /// Gone before the answer.
    hung_up: usize,
    /// Of these: their mutation was done all the same.
    done_unheard: usize,
    /// Told to come back later, because all connections were taken.
    turned_away: usize,
    /// Connections left inside a transaction when all was quiet again.
    idle_in_transaction: i64,
}

async fn run(guarding: Guarding, mutations: usize, seed: u64) -> Figures {
    let service = service::Service::start(guarding, seed).await;
    let crowd = crowd::send(&service, mutations, seed).await;
    let figures = service.end(&crowd).await;
    println!("hang-ups, {guarding:?}: {mutations} mutations, {figures:?}");
    figures
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_there() {
    let (seed, mutations) = (seed(), size("HANG_UPS", 200, 2_000));
    let figures = run(Guarding { own_task: true, rollback: true }, mutations, *seed).await;
    assert_eq!((figures.missing, figures.doubled, figures.idle_in_transaction), (0, 0, 0));
    assert!(figures.acknowledged > mutations / 10, "hardly anybody waited: the test shows nothing");
    assert!(figures.hung_up > mutations / 10, "hardly anybody hung up: the test shows nothing");
    assert!(figures.done_unheard > 0, "no hang-up met a mutation under way: the test shows nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn either_guard_is_enough() {
    let (seed, mutations) = (seed(), size("HANG_UPS_ONE_GUARD", 100, 1_000));
    for guarding in
        [Guarding { own_task: true, rollback: false }, Guarding { own_task: false, rollback: true }]
    {
        let figures = run(guarding, mutations, *seed).await;
        assert_eq!((figures.missing, figures.doubled), (0, 0), "{guarding:?}");
    }
}

/// The counterpart of the tests above: this is what they would see.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_guards_acknowledged_mutations_are_lost() {
    let (seed, mutations) = (seed(), size("HANG_UPS", 200, 2_000));
    // Which hang-up hits the moment is chance: a small crowd may have to come again.
    for again in 0..CROWDS {
        let guarding = Guarding { own_task: false, rollback: false };
        if run(guarding, mutations, seed.wrapping_add(again)).await.missing > 0 {
            return;
        }
    }
    panic!("nothing was lost: the tests of the guards could not fail");
}
