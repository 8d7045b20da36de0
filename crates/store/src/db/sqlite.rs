//! SQLite: the connections' settings and the two ways in, one writer and a pool of readers.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use tokio::time::sleep;

use super::classify::classify;
use super::writer::Writer;
use super::{DbConfig, StoreError};

/// Prepared statements kept per connection: more than the store has of its own, list lengths included.
pub(super) const STATEMENT_CACHE: usize = 512;

/// How long a reader is kept.
const READER_LIFETIME: Duration = Duration::from_mins(10);

/// The embedded database.
#[derive(Debug, Clone)]
pub(super) struct SqliteDb {
    pub(super) writer: Writer,
    pub(super) readers: SqlitePool,
}

impl SqliteDb {
    pub(super) async fn connect(path: &Path, config: &DbConfig) -> Result<Self, StoreError> {
        let writing = writing(path, config.lock_timeout);
        let writer =
            Writer::start(writing, config.queue_capacity, config.queue_wait, config.group_commit_max).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(config.connections)
            .acquire_timeout(config.acquire_timeout)
            // Only a new connection learns of new statistics.
            .max_lifetime(READER_LIFETIME)
            // There is no network between, nothing to find out.
            .test_before_acquire(false)
            .connect_with(common(path, config.lock_timeout).pragma("query_only", "on"))
            .await
            .map_err(|error| classify("connect", error))?;
        Ok(Self { writer, readers })
    }
}

/// A connection that writes: makes the file, turns on the write-ahead log, and is durable at each commit.
pub(super) fn writing(path: &Path, lock_timeout: Duration) -> SqliteConnectOptions {
    common(path, lock_timeout)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // Or `insert or replace` would delete a row of the history past the trigger that forbids it.
        .pragma("recursive_triggers", "on")
        // Rows looked at per index for statistics, which takes milliseconds then.
        .analysis_limit(1_000)
        // What was erased is overwritten, not only forgotten.
        .pragma("secure_delete", "on")
}

/// How long a locked file is tried again, unless waiting for the lock took longer.
const OPENING: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// Opens a connection. Two that turn on the write-ahead log of a fresh file at once are refused at once, whatever the
/// time limit for locks says, so it is tried again.
pub(super) async fn open(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    let begun = Instant::now();
    loop {
        match SqliteConnection::connect_with(options).await {
            Err(error) if is_locked(&error) && begun.elapsed() < OPENING => sleep(BETWEEN_TRIES).await,
            opened => return opened,
        }
    }
}

/// Whether the error is `SQLITE_BUSY`, in one of its extended codes too.
fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

fn common(path: &Path, lock_timeout: Duration) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(lock_timeout)
        .statement_cache_capacity(STATEMENT_CACHE)
        // The store's own events name the statement and never show its text.
        .disable_statement_logging()
}
