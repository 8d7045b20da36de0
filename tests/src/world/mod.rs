//! A small world to act in: an application over a database of its own, and the people of one county.

mod check;
mod office;
mod projects;

use chrono::{DateTime, TimeDelta, Utc};
use luodi_app::{App, AppError, Call, Clocks, Db, DbConfig, FixedClock, Idempotency, Ids, Outcome, Target};
use luodi_domain::ids::OfficerId;
use luodi_domain::refusal::Rule;
use luodi_testkit::postgres::TestDatabase;
use tempfile::TempDir;

pub(crate) use office::{Newcomer, Office};

/// Declares each function as two tests, `sqlite::name` and `postgres::name`; each gets a world of its own.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                super::$name($crate::world::World::on_sqlite().await).await;
            }
        )+}
        mod postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                super::$name($crate::world::World::on_postgres().await).await;
            }
        )+}
    };
}
pub(crate) use on_both_databases;

/// What must outlive the application: its file or its database.
pub(crate) enum Home {
    Folder(TempDir),
    Database(Box<TestDatabase>),
}

impl Home {
    /// Connections of one more process.
    pub(crate) async fn connect(&self) -> Db {
        let target = match self {
            Self::Folder(folder) => Target::Sqlite(folder.path().join("luodi.db")),
            Self::Database(database) => Target::Postgres(database.url()),
        };
        Db::connect(DbConfig::new(target)).await.unwrap()
    }
}

/// An application with an office in it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) office: Office,
    home: Home,
}

/// 2024-10-31 09:00 in Shanghai, where the demo city's clock begins too.
pub(crate) fn morning() -> DateTime<Utc> {
    "2024-10-31T01:00:00Z".parse().unwrap()
}

impl World {
    /// On a fresh file.
    pub(crate) async fn on_sqlite() -> Self {
        let home = Home::Folder(tempfile::tempdir().unwrap());
        let db = home.connect().await;
        db.migrate().await.unwrap();
        Self::found(db, home).await
    }

    /// On a clone of the migrated template.
    pub(crate) async fn on_postgres() -> Self {
        let home = Home::Database(Box::new(migrated().await));
        let db = home.connect().await;
        Self::found(db, home).await
    }

    /// Another process of the service over the same database, with connections of its own.
    pub(crate) async fn another_process(&self, number: u64) -> App {
        let clocks = Clocks::both(FixedClock::at(morning()));
        App::new(self.home.connect().await, clocks, Ids::seeded(*luodi_testkit::seed() ^ number)).unwrap()
    }

    /// A process of the day after, over the same database.
    pub(crate) async fn tomorrow(&self) -> App {
        let clocks = Clocks::both(FixedClock::at(morning() + TimeDelta::days(1)));
        App::new(self.home.connect().await, clocks, Ids::seeded(*luodi_testkit::seed() ^ 0x77)).unwrap()
    }

    /// Its PostgreSQL database.
    ///
    /// # Panics
    /// On SQLite.
    pub(crate) fn database(&self) -> &TestDatabase {
        match &self.home {
            Home::Database(database) => database,
            Home::Folder(_) => panic!("this world is on SQLite"),
        }
    }

    async fn found(db: Db, home: Home) -> Self {
        let clocks = Clocks::both(FixedClock::at(morning()));
        let app = App::new(db, clocks, Ids::seeded(*luodi_testkit::seed())).unwrap();
        let office = Office::found(&app).await;
        Self { app, office, home }
    }
}

/// A migrated PostgreSQL database of its own.
pub(crate) async fn migrated() -> TestDatabase {
    TestDatabase::from_template("service", async |url| {
        let db =
            Db::connect(DbConfig::new(Target::Postgres(url))).await.map_err(|error| error.to_string())?;
        db.migrate().await.map_err(|error| error.to_string())?;
        db.close().await;
        Ok::<(), String>(())
    })
    .await
}

/// A call by an officer.
pub(crate) fn call(officer: OfficerId, operation: &'static str) -> Call {
    Call::new(Some(officer), operation)
}

/// The same call, fit to come twice.
pub(crate) fn keyed(call: Call, key: &str, request: &str) -> Call {
    let idempotency = Idempotency { key: key.to_owned(), request_hash: request.to_owned() };
    Call { idempotency: Some(idempotency), ..call }
}

/// The rule that refused.
///
/// # Panics
/// When it was not a refusal: an internal error is never the right answer to a race.
#[track_caller]
pub(crate) fn refused(outcome: &Result<Outcome, AppError>) -> Option<Rule> {
    match outcome {
        Ok(_) => None,
        Err(AppError::Refused(refusal)) => Some(refusal.rule),
        Err(error) => panic!("neither done nor refused: {error}"),
    }
}
