//! The demo city in both databases: its numbers, its record, and that it is the same city in each.

mod numbers;
mod record;

use luodi_app::{App, Clocks, Db, FixedClock, Ids};

use crate::world::{Home, empty_on_postgres, empty_on_sqlite};

/// A database with the demo city in it.
struct Demo {
    app: App,
    _home: Home,
}

impl Demo {
    async fn fill((db, home): (Db, Home)) -> Self {
        let clocks = Clocks::both(FixedClock::at(luodi_demo::morning()));
        let app = App::new(db, clocks, Ids::random());
        app.enter_chronicle(luodi_demo::city().unwrap(), luodi_demo::SALTS).await.unwrap();
        Self { app, _home: home }
    }
}

/// One test for all of it: filling the city is what takes the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_city_is_as_told_and_the_same_on_both_databases() {
    let (sqlite, postgres) =
        (Demo::fill(empty_on_sqlite().await).await, Demo::fill(empty_on_postgres().await).await);
    for demo in [&sqlite, &postgres] {
        demo.the_year_was_signed().await;
        demo.key_projects_have_their_permits().await;
        demo.articles_are_told().await;
        demo.the_record_is_whole().await;
        demo.the_leaver_holds_nothing().await;
        demo.a_filled_database_is_refused().await;
    }
    record::assert_same(&sqlite, &postgres).await;
}
