//! The database as the rest of the program sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::postgres::PgPool;

use super::classify::classify;
use super::command::JobCommand;
use super::job::{ATTEMPTS, not_in_job};
use super::sqlite::SqliteDb;
use super::writer::{Upkeep, gone};
use super::{Conn, DbConfig, Dialect, RetryHint, Statement, StoreError, Target, Tx, Value, postgres};

/// SQLite or PostgreSQL. Cloning it is cheap and shares the connections.
#[derive(Debug, Clone)]
pub struct Db {
    backend: Backend,
    pub(super) config: Arc<DbConfig>,
}

#[derive(Debug, Clone)]
enum Backend {
    Sqlite(SqliteDb),
    Postgres { pool: PgPool, retries: Arc<AtomicU64> },
}

/// A reading of [`Db::load`], for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Connections open; on SQLite without the writer's.
    pub open: u32,
    /// Of these, connections nobody uses.
    pub idle: usize,
    /// Writes waiting for SQLite's writer.
    pub queued: usize,
}

impl Db {
    /// Opens the file or connects to the server.
    pub async fn connect(config: DbConfig) -> Result<Self, StoreError> {
        let backend = match &config.target {
            Target::Sqlite(path) => Backend::Sqlite(SqliteDb::connect(path, &config).await?),
            Target::Postgres(url) => {
                let pool = postgres::connect(url, &config).await?;
                Backend::Postgres { pool, retries: Arc::default() }
            }
        };
        Ok(Self { backend, config: Arc::new(config) })
    }

    /// Which of the two it is.
    pub fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// A connection to read from. It goes back to its pool when dropped, so drop it before waiting for anything else.
    ///
    /// Refused inside a write job, which reads by its [`Tx`]: another connection would see the database as it was before the
    /// job, and wait for one while holding one.
    pub async fn read(&self) -> Result<Conn<'static>, StoreError> {
        not_in_job("read")?;
        match &self.backend {
            Backend::Sqlite(db) => db.readers.acquire().await.map(Conn::sqlite_pooled),
            Backend::Postgres { pool, .. } => pool.acquire().await.map(Conn::postgres_pooled),
        }
        .map_err(|error| classify("read", error))
    }

    /// A connection on which every statement sees the database as it was at the first one: for exports and reports that
    /// read several tables. Long ones hold back clean-up on both databases, so do not keep it. Refused inside a write job.
    pub async fn snapshot(&self) -> Result<Conn<'static>, StoreError> {
        not_in_job("snapshot")?;
        match &self.backend {
            Backend::Sqlite(db) => db.readers.begin().await.map(Conn::sqlite_snapshot),
            Backend::Postgres { pool, .. } => {
                let begun = pool.begin_with("begin isolation level repeatable read, read only").await;
                begun.map(Conn::postgres_snapshot)
            }
        }
        .map_err(|error| classify("snapshot", error))
    }

    /// Runs `job` in one transaction: load, decide, write. Its changes are durable when this returns `Ok`, and undone
    /// when the job returns an error or panics.
    ///
    /// A job whose error says [`RetryHint::decide_again`] is run again, in a fresh transaction on PostgreSQL, five
    /// times in all; so is one whose COMMIT meets a conflict. It must therefore take nothing with it from one run to
    /// the next. On SQLite jobs run one after the other in the order of arrival, and to the end even when the caller
    /// has gone; on PostgreSQL a caller that goes away cancels its job. A full queue answers [`StoreError::Busy`]. A write
    /// inside a job is refused.
    ///
    /// ```no_run
    /// # use luodi_store::{db::{Db, Stmt, StoreError}, params};
    /// # const RENAME: Stmt = Stmt::new("RENAME", "update project set name = $1 where id = $2");
    /// # async fn rename(db: &Db, id: uuid::Uuid, name: String) -> Result<u64, StoreError> {
    /// db.write(move |tx| {
    ///     let name = name.clone();
    ///     Box::pin(async move { tx.execute(RENAME, params![name, id]).await })
    /// })
    /// .await
    /// # }
    /// ```
    pub async fn write<T, E, F>(&self, mut job: F) -> Result<T, E>
    where
        F: for<'a, 'c> FnMut(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + RetryHint + Send + 'static,
    {
        not_in_job("write")?;
        match &self.backend {
            Backend::Sqlite(db) => {
                let (command, answer) = JobCommand::new(job);
                db.writer.submit(Box::new(command)).await?;
                answer.await.unwrap_or_else(|_| Err(gone().into()))
            }
            Backend::Postgres { pool, retries } => {
                for attempt in 1..ATTEMPTS {
                    match postgres::write_once(pool, &mut job).await {
                        Err(error) if error.decide_again() => pause(attempt, retries).await,
                        outcome => return outcome,
                    }
                }
                postgres::write_once(pool, &mut job).await
            }
        }
    }

    /// Runs one statement as a transaction of its own; returns how many rows it changed.
    pub async fn execute_now<S>(&self, statement: S, values: Vec<Value>) -> Result<u64, StoreError>
    where
        S: Statement + Clone + Sync + 'static,
    {
        not_in_job("write")?;
        match &self.backend {
            Backend::Sqlite(_) => {
                self.write(move |tx| {
                    let (statement, values) = (statement.clone(), values.clone());
                    async move { tx.execute(statement, values).await }.boxed()
                })
                .await
            }
            Backend::Postgres { pool, .. } => {
                let connection = pool.acquire().await.map_err(|error| classify("acquire", error))?;
                Tx::postgres_pooled(connection).execute(statement, values).await
            }
        }
    }

    /// On SQLite moves the write-ahead log into the file and empties it, so that what was overwritten is on the disk no
    /// more. PostgreSQL keeps its log and dead rows for as long as its operator has it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when a reader or another process keeps the log in use for longer than the lock timeout.
    pub async fn truncate_log(&self) -> Result<(), StoreError> {
        match &self.backend {
            Backend::Sqlite(db) => db.writer.keep_up(Upkeep::EmptyLog).await,
            Backend::Postgres { .. } => Ok(()),
        }
    }

    /// On SQLite has the planner learn how values are spread, where that has changed much since the last time; without, it
    /// takes every index for equally good. Readers learn of it as they are replaced, within minutes. PostgreSQL does so by
    /// itself.
    pub async fn refresh_statistics(&self) -> Result<(), StoreError> {
        match &self.backend {
            Backend::Sqlite(db) => db.writer.keep_up(Upkeep::Statistics).await,
            Backend::Postgres { .. } => Ok(()),
        }
    }

    /// How busy the connections are now.
    pub fn load(&self) -> Load {
        let (open, idle, queued) = match &self.backend {
            Backend::Sqlite(db) => (db.readers.size(), db.readers.num_idle(), db.writer.queued()),
            Backend::Postgres { pool, .. } => (pool.size(), pool.num_idle(), 0),
        };
        Load { open, idle, queued }
    }

    /// Lets waiting writes finish, refuses new ones and closes every connection, once those in use are given back.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite(db) => {
                db.writer.close().await;
                db.readers.close().await;
            }
            Backend::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// A few milliseconds, longer with each attempt, and not the same for two jobs that met each other: they would only
/// meet again.
async fn pause(attempt: u32, retries: &AtomicU64) {
    let turn = retries.fetch_add(1, Ordering::Relaxed) % 8;
    tracing::debug!(attempt, "conflict, deciding again");
    tokio::time::sleep(Duration::from_millis(u64::from(attempt) * (1 + turn))).await;
}
