//! A database with many projects in it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use luodi_app::{App, Clocks, Db, DbConfig, FixedClock, Ids, SystemClock, Target};
use luodi_domain::access::TokenScope;
use luodi_testkit::postgres::TestDatabase;
use luodi_testkit::process::Options;
use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;

use crate::error::Error;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A file.
    Sqlite,
    /// A database of the server that `LUODI_TEST_POSTGRES` names.
    Postgres,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// A folder, and a database of PostgreSQL beside it or not; both go with this value.
pub(crate) struct Empty {
    folder: TempDir,
    database: Option<TestDatabase>,
}

impl Empty {
    /// Nothing in it yet, not even tables.
    pub(crate) fn new(engine: Engine) -> Result<Self, Error> {
        let folder = tempfile::tempdir().map_err(Error::io("a temporary folder"))?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(wait_for(TestDatabase::empty())?),
        };
        Ok(Self { folder, database })
    }

    /// How to start a service here.
    pub(crate) fn options(&self) -> Options {
        Options {
            database_url: self.database.as_ref().map(TestDatabase::url),
            ..Options::on(self.folder.path())
        }
    }
}

/// A filled database, and who may ask.
pub(crate) struct Home {
    place: Empty,
    /// How many projects are in it.
    pub(crate) projects: usize,
    /// A token of an officer.
    pub(crate) token: String,
}

impl Home {
    /// The demo city with at least so many projects, entered as the demo's are.
    pub(crate) fn filled(engine: Engine, projects: usize) -> Result<Self, Error> {
        let place = Empty::new(engine)?;
        let (projects, token) = wait_for(fill(&place, projects))??;
        Ok(Self { place, projects, token })
    }

    /// How to serve it.
    pub(crate) fn options(&self) -> Options {
        self.place.options()
    }
}

async fn fill(place: &Empty, projects: usize) -> Result<(usize, String), Error> {
    let target = match &place.database {
        None => Target::Sqlite(place.folder.path().join("luodi.db")),
        Some(database) => Target::Postgres(database.url()),
    };
    let db = Db::connect(DbConfig::new(target)).await?;
    db.migrate().await.map_err(|error| Error::Migration(error.to_string()))?;
    let business = Arc::new(FixedClock::at(luodi_demo::morning()));
    let app = App::new(db, Clocks { business, system: Arc::new(SystemClock) }, Ids::random())?;
    let chronicle = luodi_demo::crowded(projects)?;
    let entered = chronicle.stories.len();
    app.enter_chronicle(chronicle, luodi_demo::SALTS).await?;
    let badges = luodi_demo::badges()?;
    let badge = badges.first().ok_or(luodi_demo::DemoError::Content("no badge"))?;
    let token = app.create_token(badge.officer, "luodi-bench".to_owned(), TokenScope::Write, None).await?;
    app.db().close().await;
    if let Some(database) = &place.database {
        settle(&database.url()).await?;
    }
    Ok((entered, token.text))
}

/// What autovacuum does within minutes of so many new rows, so that all runs measure the same.
async fn settle(url: &str) -> Result<(), Error> {
    let mut connection = PgConnection::connect(url).await?;
    connection.execute("vacuum analyze").await?;
    Ok(connection.close().await?)
}

/// Waits for something asynchronous.
fn wait_for<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    Ok(runtime.map_err(Error::io("a runtime"))?.block_on(work))
}
