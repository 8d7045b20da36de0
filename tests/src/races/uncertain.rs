//! The connection breaks when the commit has taken effect and its answer is on the way.

use std::time::Duration;

use luodi_app::list::ProjectFilter;
use luodi_app::{App, Clocks, Db, DbConfig, FixedClock, Ids, Target};
use luodi_store::db::Stmt;
use luodi_store::params;
use luodi_testkit::proxy::{Delay, DelayProxy};
use luodi_testkit::size;

use crate::world::{World, call, keyed, morning};

/// Half of it is what the answer of the commit takes, and the time there is to cut it off.
const ROUND_TRIP: Duration = Duration::from_millis(60);

const KEPT: Stmt = Stmt::new("KEPT", "select count(*) from idempotency where key = $1");

async fn kept(world: &World, key: &str) -> bool {
    let mut conn = world.app.db().read().await.unwrap();
    conn.fetch_one::<(i64,)>(KEPT, params![key]).await.unwrap().0 > 0
}

/// PostgreSQL only: nothing lies between the service and SQLite. What is looked up there is shown in `luodi-app`.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_lost_on_its_way_is_looked_up() {
    let world = World::on_postgres().await;
    let database = world.database();
    let proxy = DelayProxy::start(database.server(), Delay::round_trip(ROUND_TRIP)).unwrap();
    let far =
        Db::connect(DbConfig::new(Target::Postgres(database.url_through(proxy.address())))).await.unwrap();
    let app = App::new(far, Clocks::both(FixedClock::at(morning())), Ids::seeded(8)).unwrap();
    let (mut race, mut cut_off) = (0, 0);
    let wanted = size("UNCERTAIN", 4, 40);
    // On a busy machine the answer may be there before we get to cut it off: that race shows nothing and is run again.
    while cut_off < wanted {
        race += 1;
        assert!(race <= 10 * wanted, "only {cut_off} of {race} answers could be cut off");
        let key = format!("uncertain-{race}");
        let request = || keyed(call(world.office.specialist, "registerProject"), &key, "the request");
        let before = world.app.count_projects(&ProjectFilter::default()).await.unwrap();
        let attempt = {
            let (app, request, registration) = (app.clone(), request(), world.registration("断线的项目"));
            tokio::spawn(async move { app.register_project(request, registration).await })
        };
        while !kept(&world, &key).await {
            assert!(!attempt.is_finished(), "race {race}: it ended before its commit");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        cut_off += usize::from(!attempt.is_finished());
        proxy.drop_all();
        let answer = attempt.await.unwrap().unwrap();
        let again = world.app.register_project(request(), world.registration("断线的项目")).await.unwrap();
        assert_eq!(answer, again, "race {race}");
        assert_eq!(
            world.app.count_projects(&ProjectFilter::default()).await.unwrap(),
            before + 1,
            "race {race}: it was done once"
        );
        world.assert_whole(&[answer.project().unwrap()]).await;
    }
}
