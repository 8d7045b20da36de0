//! Migrations: embedded in the binary, one folder per database, applied in order, never changed once applied.

use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::classify::classify;
use super::{Db, StoreError, Target, postgres, sqlite};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// sqlx's own table of applied migrations.
const TABLE: &str = "_sqlx_migrations";

/// How the database's schema compares with the binary's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// The last migration applied, if any.
    pub applied: Option<i64>,
    /// Migrations still to be applied: version and description.
    pub pending: Vec<(i64, String)>,
}

/// A schema this binary must not touch.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MigrationError {
    /// The database was migrated by a newer binary.
    #[error(
        "the database is at migration {0}, which this program does not know: it is older than the database"
    )]
    Newer(i64),
    /// A migration was edited after it had been applied.
    #[error("migration {0} is not the one that was applied")]
    Changed(i64),
    /// A migration failed; it was rolled back.
    #[error("migration {version} failed: {source}")]
    Failed {
        /// The migration's number.
        version: i64,
        /// What the database said.
        source: StoreError,
    },
    /// The database could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Db {
    /// Applies what is missing. Several processes may do so at once: one works, the others wait and find it done.
    ///
    /// It uses a connection of its own, without the time limits of the pool.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        match &self.config.target {
            Target::Sqlite(path) => {
                let options = sqlite::writing(path, self.config.lock_timeout);
                let mut connection = sqlite::open(&options).await.map_err(failed)?;
                migrate_sqlite(&mut connection, &SQLITE).await?;
                connection.close().await.map_err(failed)?;
            }
            Target::Postgres(url) => {
                let options = postgres::options(url)?;
                let mut connection = PgConnection::connect_with(&options).await.map_err(failed)?;
                POSTGRES.run_direct(None, &mut connection, false).await.map_err(named)?;
                connection.close().await.map_err(failed)?;
            }
        }
        Ok(())
    }

    /// What [`Db::migrate`] would do; changes nothing. An error when it would refuse.
    pub async fn migration_status(&self) -> Result<MigrationStatus, MigrationError> {
        let (applied, migrator) = match &self.config.target {
            Target::Sqlite(path) => {
                let options = sqlite::writing(path, self.config.lock_timeout);
                let mut connection = sqlite::open(&options).await.map_err(failed)?;
                let exists = "select exists (select 1 from sqlite_master where name = '_sqlx_migrations')";
                let exists: bool =
                    sqlx::query_scalar(exists).fetch_one(&mut connection).await.map_err(failed)?;
                let applied = if exists { list(&mut connection).await? } else { Vec::new() };
                connection.close().await.map_err(failed)?;
                (applied, &SQLITE)
            }
            Target::Postgres(url) => {
                let options = postgres::options(url)?;
                let mut connection = PgConnection::connect_with(&options).await.map_err(failed)?;
                let exists = "select to_regclass('_sqlx_migrations') is not null";
                let exists: bool =
                    sqlx::query_scalar(exists).fetch_one(&mut connection).await.map_err(failed)?;
                let applied = if exists { list(&mut connection).await? } else { Vec::new() };
                connection.close().await.map_err(failed)?;
                (applied, &POSTGRES)
            }
        };
        compare(&applied, migrator)
    }
}

/// All or nothing, inside the write lock: sqlx locks a migration run on PostgreSQL only.
pub(super) async fn migrate_sqlite(
    connection: &mut SqliteConnection,
    migrator: &Migrator,
) -> Result<(), MigrationError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    migrator.run_direct(None, &mut *transaction, false).await.map_err(named)?;
    Ok(transaction.commit().await.map_err(failed)?)
}

async fn list(connection: &mut impl Migrate) -> Result<Vec<AppliedMigration>, MigrationError> {
    connection.list_applied_migrations(TABLE).await.map_err(named)
}

pub(super) fn compare(
    applied: &[AppliedMigration],
    migrator: &Migrator,
) -> Result<MigrationStatus, MigrationError> {
    for done in applied {
        match migrator.iter().find(|known| known.version == done.version) {
            None => return Err(MigrationError::Newer(done.version)),
            Some(known) if known.checksum != done.checksum => {
                return Err(MigrationError::Changed(done.version));
            }
            Some(_) => {}
        }
    }
    let pending = migrator
        .iter()
        .filter(|known| applied.iter().all(|done| done.version != known.version))
        .map(|known| (known.version, known.description.to_string()))
        .collect();
    Ok(MigrationStatus { applied: applied.iter().map(|done| done.version).max(), pending })
}

fn failed(error: sqlx::Error) -> StoreError {
    classify("migrate", error)
}

fn named(error: MigrateError) -> MigrationError {
    match error {
        MigrateError::VersionMissing(version) => MigrationError::Newer(version),
        MigrateError::VersionMismatch(version) => MigrationError::Changed(version),
        MigrateError::ExecuteMigration(source, version) => {
            MigrationError::Failed { version, source: failed(source) }
        }
        MigrateError::Execute(source) => MigrationError::Store(failed(source)),
        other => MigrationError::Store(failed(sqlx::Error::Migrate(Box::new(other)))),
    }
}
