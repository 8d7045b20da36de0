//! Clients that hang up while their mutation runs, with PostgreSQL ten milliseconds away.
//!
//! A hang-up cancels the handler. Unless mutations run in tasks of their own, or connections end their transaction when
//! they go back to the pool, sqlx 0.9.0 hands a connection on inside an open transaction, and what the next client is
//! told was written is rolled back later. On bare loopback the moment is too short to be hit: hence the proxy.

mod client;
mod crowd;
mod service;

use std::time::Duration;

use luodi_testkit::size;

use service::Guarding;

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

async fn run(guarding: Guarding, mutations: usize) -> Figures {
    let seed = luodi_testkit::seed();
    let service = service::Service::start(guarding, *seed).await;
    let crowd = crowd::send(&service, mutations, *seed).await;
    let figures = service.end(&crowd).await;
    println!("hang-ups, {guarding:?}: {mutations} mutations, {figures:?}");
    figures
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_there() {
    let mutations = size("HANG_UPS", 200, 2_000);
    let figures = run(Guarding { own_task: true, rollback: true }, mutations).await;
    assert_eq!((figures.missing, figures.doubled, figures.idle_in_transaction), (0, 0, 0));
    assert!(figures.acknowledged > mutations / 4, "hardly anybody waited: the test shows nothing");
    assert!(figures.hung_up > mutations / 4, "hardly anybody hung up: the test shows nothing");
    assert!(figures.done_unheard > 0, "no hang-up met a mutation under way: the test shows nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn either_guard_is_enough() {
    let mutations = size("HANG_UPS_ONE_GUARD", 100, 1_000);
    for guarding in
        [Guarding { own_task: true, rollback: false }, Guarding { own_task: false, rollback: true }]
    {
        let figures = run(guarding, mutations).await;
        assert_eq!((figures.missing, figures.doubled), (0, 0), "{guarding:?}");
    }
}

/// The counterpart of the tests above: this is what they would see.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_guards_acknowledged_mutations_are_lost() {
    let mutations = size("HANG_UPS", 200, 2_000);
    let figures = run(Guarding { own_task: false, rollback: false }, mutations).await;
    assert!(figures.missing > 0, "nothing was lost: the tests of the guards could not fail");
}

/// From a client to the database and back.
const ROUND_TRIP: Duration = Duration::from_millis(10);
