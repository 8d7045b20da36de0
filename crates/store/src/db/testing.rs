//! Databases for the store's tests. `LUODI_TEST_POSTGRES` holds the address of a PostgreSQL server on which databases may
//! be made; `cargo xtask test` starts one and sets it. Without it a test fails: a skipped one looks like a passed one.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{BuiltStmt, Db, DbConfig, Dialect, Target, Value};

/// A database of its own for one test, removed with its folder, or by [`TestDb::drop_database`].
pub(crate) struct TestDb {
    pub(crate) db: Db,
    admin: Option<(String, String)>,
    _folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A fresh SQLite file.
    pub(crate) async fn sqlite(configure: impl FnOnce(&mut DbConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = DbConfig::new(Target::Sqlite(folder.path().join("luodi.db")));
        configure(&mut config);
        Self { db: Db::connect(config).await.unwrap(), admin: None, _folder: Some(folder) }
    }

    /// A fresh PostgreSQL database.
    pub(crate) async fn postgres(configure: impl FnOnce(&mut DbConfig)) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("LUODI_TEST_POSTGRES").expect(
            "this test needs PostgreSQL: run `cargo xtask test`, or set LUODI_TEST_POSTGRES to the address of a server",
        );
        let name = format!("luodi_store_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        administer(&admin, format!("create database {name}")).await;
        let (server, query) = admin.split_once('?').unwrap_or((&admin, ""));
        let (server, _) = server.rsplit_once('/').unwrap();
        let mut config = DbConfig::new(Target::Postgres(format!("{server}/{name}?{query}")));
        configure(&mut config);
        let db = Db::connect(config).await.unwrap();
        Self { db, admin: Some((admin, name)), _folder: None }
    }

    /// Closes the connections and removes the database.
    pub(crate) async fn drop_database(self) {
        self.db.close().await;
        if let Some((admin, name)) = self.admin {
            administer(&admin, format!("drop database {name} with (force)")).await;
        }
    }
}

async fn administer(admin: &str, sql: String) {
    let mut connection = PgConnection::connect(admin).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Runs `test` on each database.
pub(crate) async fn on_each(test: impl AsyncFn(&Db)) {
    on_each_with(|_| {}, test).await;
}

/// Runs `test` on each database, with settings of its own.
pub(crate) async fn on_each_with(configure: impl Fn(&mut DbConfig), test: impl AsyncFn(&Db)) {
    let sqlite = TestDb::sqlite(&configure).await;
    // What tests hold of projects is large.
    Box::pin(test(&sqlite.db)).await;
    sqlite.drop_database().await;
    let postgres = TestDb::postgres(&configure).await;
    Box::pin(test(&postgres.db)).await;
    postgres.drop_database().await;
}

/// Is this the SQLite run of [`on_each`]?
pub(crate) fn is_sqlite(db: &Db) -> bool {
    db.dialect() == Dialect::Sqlite
}

/// What a database is going to do for a statement; what is done for the sake of something else is indented.
pub(crate) async fn plan(db: &Db, sql: &str, values: Vec<Value>) -> Vec<String> {
    let mut conn = db.read().await.unwrap();
    if is_sqlite(db) {
        let explain = BuiltStmt::new("EXPLAIN", format!("explain query plan {sql}"));
        let rows: Vec<(i64, i64, i64, String)> = conn.fetch_all(explain, values).await.unwrap();
        let indented = |(_, parent, _, step)| if parent == 0 { step } else { format!("  {step}") };
        rows.into_iter().map(indented).collect()
    } else {
        let explain = BuiltStmt::new("EXPLAIN", format!("explain (costs off) {sql}"));
        let rows: Vec<(String,)> = conn.fetch_all(explain, values).await.unwrap();
        rows.into_iter().map(|(line,)| line).collect()
    }
}
