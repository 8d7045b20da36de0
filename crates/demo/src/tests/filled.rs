//! The city in both databases: its numbers, its record, and that it is the same city in each.

use luodi_app::{App, Clocks, Db, DbConfig, FixedClock, Ids, Target};
use luodi_testkit::postgres::TestDatabase;

use super::record;

/// A database with the demo city in it.
pub(super) struct Filled {
    pub(super) app: App,
}

impl Filled {
    async fn at(target: Target) -> Self {
        let db = Db::connect(DbConfig::new(target)).await.unwrap();
        db.migrate().await.unwrap();
        let clocks = Clocks::both(FixedClock::at(crate::morning()));
        let app = App::new(db, clocks, Ids::random()).unwrap();
        assert!(app.holds_nothing().await.unwrap());
        app.enter_chronicle(crate::city().unwrap(), crate::SALTS).await.unwrap();
        assert!(!app.holds_nothing().await.unwrap());
        Self { app }
    }
}

/// Fills a database and looks whether the city is in it.
async fn as_told(target: Target) -> Filled {
    let filled = Filled::at(target).await;
    filled.the_year_was_signed().await;
    filled.key_projects_have_their_permits().await;
    filled.articles_are_told().await;
    filled.the_record_is_whole().await;
    filled.ids_are_in_the_order_of_recording().await;
    filled.the_leaver_holds_nothing().await;
    filled.a_filled_database_is_refused().await;
    filled
}

/// One test for all of it: filling the city is what takes the time. Two fills side by side, each from a city told anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_city_is_as_told_and_the_same_on_both_databases() {
    let folder = tempfile::tempdir().unwrap();
    let database = TestDatabase::empty().await;
    let targets = [Target::Sqlite(folder.path().join("luodi.db")), Target::Postgres(database.url())];
    let [sqlite, postgres] = targets.map(|target| tokio::spawn(as_told(target)));
    let (sqlite, postgres) = (sqlite.await.unwrap(), postgres.await.unwrap());
    record::assert_same(&sqlite, &postgres).await;
    postgres.app.db().close().await;
}
