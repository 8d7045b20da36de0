//! Migrations: applied once, by one of several, never by a binary that does not know the schema.

use sqlx::SqlSafeStr;
use sqlx::migrate::{AppliedMigration, Migration, MigrationType, Migrator};
use sqlx::{Connection, SqliteConnection};

use super::on_each;
use crate::db::migrate::{MigrationError, MigrationStatus, compare, migrate_sqlite};

fn migrator(texts: &[(i64, &'static str)]) -> Migrator {
    let migration = |(version, sql): &(i64, &'static str)| {
        Migration::new(
            *version,
            format!("step {version}").into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(texts.iter().map(migration).collect())
}

fn applied(migrator: &Migrator) -> Vec<AppliedMigration> {
    let done =
        |known: &Migration| AppliedMigration { version: known.version, checksum: known.checksum.clone() };
    migrator.iter().map(done).collect()
}

#[test]
fn the_schema_is_compared_with_the_binary() {
    let status = |applied, pending: &[i64]| {
        let pending = pending.iter().map(|version| (*version, format!("step {version}"))).collect();
        Ok(MigrationStatus { applied, pending })
    };
    let (one, two) = ((1, "select 1"), (2, "select 2"));
    let rows = [
        (&[][..], &[one, two][..], status(None, &[1, 2])),
        (&[one], &[one, two], status(Some(1), &[2])),
        (&[one, two], &[one, two], status(Some(2), &[])),
        (&[two], &[one, two], status(Some(2), &[1])),
        (
            &[one, two],
            &[one],
            Err(
                "the database is at migration 2, which this program does not know: it is older than the database",
            ),
        ),
        (&[(1, "select 'edited'")], &[one], Err("migration 1 is not the one that was applied")),
    ];
    for (done, known, expected) in rows {
        let found = compare(&applied(&migrator(done)), &migrator(known)).map_err(|error| error.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{done:?} {known:?}");
    }
}

#[tokio::test]
async fn migrating_twice_and_at_once_applies_everything_once() {
    on_each(async |db| {
        let before = db.migration_status().await.unwrap();
        assert_eq!(before.applied, None);
        let (one, other) = tokio::join!(db.migrate(), db.migrate());
        one.unwrap();
        other.unwrap();
        let after = db.migration_status().await.unwrap();
        assert_eq!(after.pending, []);
        assert_eq!(after.applied, before.pending.last().map(|(version, _)| *version));
        db.migrate().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_failed_migration_leaves_the_schema_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        crate::db::sqlite::writing(&folder.path().join("luodi.db"), std::time::Duration::from_secs(1));
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let (good, bad) = ((1, "create table a (id integer) strict"), (2, "create table a (id integer) strict"));
    let failed = migrate_sqlite(&mut connection, &migrator(&[good, bad])).await.unwrap_err();
    assert!(matches!(failed, MigrationError::Failed { version: 2, .. }), "{failed:?}");
    // Nothing of the first one either: it can be applied again.
    migrate_sqlite(&mut connection, &migrator(&[good])).await.unwrap();
    let newer = migrate_sqlite(&mut connection, &migrator(&[])).await.unwrap_err();
    assert!(matches!(newer, MigrationError::Newer(1)), "{newer:?}");
    connection.close().await.unwrap();
}

/// `serve` and a command may both find the file behind the binary.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_that_find_work_share_it() {
    const STEPS: [(i64, &str); 3] = [
        (1, "create table a (id integer) strict"),
        (2, "drop table a"),
        (3, "create table a (id text) strict"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let options =
        crate::db::sqlite::writing(&folder.path().join("luodi.db"), std::time::Duration::from_secs(5));
    for known in 1..=STEPS.len() {
        let processes = [(); 4].map(|()| {
            let options = options.clone();
            tokio::spawn(async move {
                let mut connection = crate::db::sqlite::open(&options).await.unwrap();
                migrate_sqlite(&mut connection, &migrator(&STEPS[..known])).await.unwrap();
                connection.close().await.unwrap();
            })
        });
        for process in processes {
            process.await.unwrap();
        }
    }
}
