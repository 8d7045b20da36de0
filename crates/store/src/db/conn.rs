//! Sending statements: one set of methods over both drivers.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Executor, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::classify::classify;
use super::stmt::LIST_MAX;
use super::{
    BuiltStmt, Conflict, Dialect, ListStmt, Query, Statement, StmtText, StoreError, Value, bind, count,
};

/// A statement slower than this is logged as a warning.
const SLOW: Duration = Duration::from_secs(1);

/// A row type that both drivers can fill: one `#[derive(FromRow)]` struct of `Uuid`, `String`, `i64`, `bool`,
/// `NaiveDate`, `NaiveTime`, `DateTime<Utc>`, `Vec<u8>` and options of these, or a tuple of them.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A connection to read from, borrowed from a transaction or taken from a pool.
#[derive(Debug)]
pub struct Conn<'c> {
    link: Link<'c>,
    /// The first statement that failed, see [`Tx`].
    failed: Option<&'static str>,
}

#[derive(Debug)]
enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
    SqlitePooled(PoolConnection<Sqlite>),
    PostgresPooled(PoolConnection<Postgres>),
    SqliteSnapshot(Transaction<'static, Sqlite>),
    PostgresSnapshot(Transaction<'static, Postgres>),
}

/// The driver's connection, wherever it came from.
enum Raw<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// The rows of one statement, as the driver that sent it gives them.
enum Rows {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

impl Rows {
    fn decode<T: Record>(self) -> Result<Vec<T>, sqlx::Error> {
        match self {
            Self::Sqlite(rows) => rows.iter().map(T::from_row).collect(),
            Self::Postgres(rows) => rows.iter().map(T::from_row).collect(),
        }
    }
}

/// How many rows are wanted.
#[derive(Clone, Copy)]
enum Take {
    All,
    First,
}

impl<'c> Conn<'c> {
    fn new(link: Link<'c>) -> Self {
        Self { link, failed: None }
    }

    pub(super) fn sqlite_pooled(connection: PoolConnection<Sqlite>) -> Self {
        Self::new(Link::SqlitePooled(connection))
    }

    pub(super) fn postgres_pooled(connection: PoolConnection<Postgres>) -> Self {
        Self::new(Link::PostgresPooled(connection))
    }

    pub(super) fn sqlite_snapshot(transaction: Transaction<'static, Sqlite>) -> Self {
        Self::new(Link::SqliteSnapshot(transaction))
    }

    pub(super) fn postgres_snapshot(transaction: Transaction<'static, Postgres>) -> Self {
        Self::new(Link::PostgresSnapshot(transaction))
    }

    fn raw(&mut self) -> Raw<'_> {
        match &mut self.link {
            Link::Sqlite(link) => Raw::Sqlite(link),
            Link::Postgres(link) => Raw::Postgres(link),
            Link::SqlitePooled(link) => Raw::Sqlite(link),
            Link::PostgresPooled(link) => Raw::Postgres(link),
            Link::SqliteSnapshot(link) => Raw::Sqlite(link),
            Link::PostgresSnapshot(link) => Raw::Postgres(link),
        }
    }

    /// Which database this leads to.
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) | Link::SqlitePooled(_) | Link::SqliteSnapshot(_) => Dialect::Sqlite,
            Link::Postgres(_) | Link::PostgresPooled(_) | Link::PostgresSnapshot(_) => Dialect::Postgres,
        }
    }

    /// All rows.
    pub async fn fetch_all<T: Record>(
        &mut self,
        statement: impl Statement,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let query = statement.query(self.dialect());
        let name = query.name;
        self.fetch(query, values, Take::All).await?.decode().map_err(|error| self.failure(name, error))
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<T: Record>(
        &mut self,
        statement: impl Statement,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        let query = statement.query(self.dialect());
        let name = query.name;
        let rows = self.fetch(query, values, Take::First).await?;
        let rows = rows.decode().map_err(|error| self.failure(name, error))?;
        Ok(rows.into_iter().next())
    }

    /// The first row; [`StoreError::NoRow`] without one.
    pub async fn fetch_one<T: Record>(
        &mut self,
        statement: impl Statement,
        values: Vec<Value>,
    ) -> Result<T, StoreError> {
        let query = statement.query(self.dialect());
        let statement = query.name;
        let rows = self.fetch(query, values, Take::First).await?;
        let rows = rows.decode().map_err(|error| self.failure(statement, error))?;
        rows.into_iter().next().ok_or(StoreError::NoRow { statement })
    }

    /// Sends a query. Boxed and without type parameters: the drivers' futures are large, and a copy of them in every
    /// statement of every use case made release builds three times as long.
    fn fetch(
        &mut self,
        query: Query,
        values: Vec<Value>,
        take: Take,
    ) -> BoxFuture<'_, Result<Rows, StoreError>> {
        async move {
            let name = query.name;
            let values = checked(&query, values)?;
            count::record(name);
            let started = Instant::now();
            let encode = |source| classify(name, sqlx::Error::Encode(source));
            let rows = match self.raw() {
                Raw::Sqlite(link) => {
                    let sent = sqlx::query_with(query.sql, bind::sqlite(values).map_err(encode)?)
                        .persistent(query.persistent);
                    match take {
                        Take::All => sent.fetch_all(link).await,
                        Take::First => sent.fetch_optional(link).await.map(Vec::from_iter),
                    }
                    .map(Rows::Sqlite)
                }
                Raw::Postgres(link) => {
                    let sent = sqlx::query_with(query.sql, bind::postgres(values).map_err(encode)?)
                        .persistent(query.persistent);
                    match take {
                        Take::All => sent.fetch_all(link).await,
                        Take::First => sent.fetch_optional(link).await.map(Vec::from_iter),
                    }
                    .map(Rows::Postgres)
                }
            };
            self.finish(name, started, rows)
        }
        .boxed()
    }

    /// Sends a statement that answers no rows; how many it changed. Boxed as [`Conn::fetch`] is.
    fn run(&mut self, query: Query, values: Vec<Value>) -> BoxFuture<'_, Result<u64, StoreError>> {
        async move {
            let name = query.name;
            let values = checked(&query, values)?;
            count::record(name);
            let started = Instant::now();
            let encode = |source| classify(name, sqlx::Error::Encode(source));
            let changed = match self.raw() {
                Raw::Sqlite(link) => {
                    let sent = sqlx::query_with(query.sql, bind::sqlite(values).map_err(encode)?)
                        .persistent(query.persistent);
                    sent.execute(link).await.map(|done| done.rows_affected())
                }
                Raw::Postgres(link) => {
                    let sent = sqlx::query_with(query.sql, bind::postgres(values).map_err(encode)?)
                        .persistent(query.persistent);
                    sent.execute(link).await.map(|done| done.rows_affected())
                }
            };
            self.finish(name, started, changed)
        }
        .boxed()
    }

    /// All rows for a list of ids, in chunks of at most 256; an id given twice counts once.
    ///
    /// The statement's own order holds within a chunk only, so a caller that needs an order sorts or groups.
    pub async fn fetch_list<T: Record, I>(
        &mut self,
        statement: ListStmt,
        leading: Vec<Value>,
        ids: &[I],
    ) -> Result<Vec<T>, StoreError>
    where
        I: Clone + Into<Value> + Sync,
    {
        let mut rows = Vec::new();
        for (statement, values) in chunks(self.dialect(), statement, &leading, ids) {
            rows.extend(self.fetch_all(statement, values).await?);
        }
        Ok(rows)
    }

    /// Has the database parse a statement, without running it: a wrong table, column or type is an error.
    pub async fn prepare(&mut self, text: StmtText) -> Result<(), StoreError> {
        let Query { name, sql, .. } = text.query(self.dialect());
        let prepared = match self.raw() {
            Raw::Sqlite(link) => link.prepare(sql).await.map(drop),
            Raw::Postgres(link) => link.prepare(sql).await.map(drop),
        };
        prepared.map_err(|error| classify(name, error))
    }

    fn finish<T>(
        &mut self,
        name: &'static str,
        started: Instant,
        result: Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let elapsed = started.elapsed();
        if elapsed > SLOW {
            tracing::warn!(statement = name, ?elapsed, "slow statement");
        } else {
            tracing::debug!(statement = name, ?elapsed, ok = result.is_ok(), "statement");
        }
        result.map_err(|error| self.failure(name, error))
    }

    fn failure(&mut self, name: &'static str, error: sqlx::Error) -> StoreError {
        self.failed.get_or_insert(name);
        classify(name, error)
    }
}

/// A statement over a list of ids as it is sent, at most 256 of them at a time; an id given twice counts once.
fn chunks<I: Clone + Into<Value>>(
    dialect: Dialect,
    statement: ListStmt,
    leading: &[Value],
    ids: &[I],
) -> Vec<(BuiltStmt, Vec<Value>)> {
    let mut seen = HashSet::with_capacity(ids.len());
    let ids: Vec<Value> = ids.iter().cloned().map(Into::into).filter(|id| seen.insert(id.clone())).collect();
    let sent = |chunk: &[Value]| {
        let (statement, padded) = statement.of_len(dialect, chunk.len());
        let mut values = leading.to_vec();
        values.extend_from_slice(chunk);
        let padding = padded - chunk.len();
        values.extend(chunk.last().into_iter().flat_map(|last| std::iter::repeat_n(last.clone(), padding)));
        (statement, values)
    };
    ids.chunks(LIST_MAX).map(sent).collect()
}

/// The number of values fits (SQLite would take a missing one for NULL), and both databases can keep each.
fn checked(query: &Query, values: Vec<Value>) -> Result<Vec<Value>, StoreError> {
    if values.len() != query.arity {
        let detail = format!("takes {} values, got {}", query.arity, values.len());
        return Err(StoreError::Misuse { statement: query.name, detail });
    }
    let refuse =
        |position, reason| StoreError::Unstorable { statement: query.name, position: position + 1, reason };
    values
        .into_iter()
        .enumerate()
        .map(|(i, value)| value.storable().map_err(|reason| refuse(i, reason)))
        .collect()
}

/// The transaction of one write job: reads like [`Conn`], and writes.
///
/// After a statement has failed the job must give up: PostgreSQL would turn its COMMIT into a ROLLBACK without a
/// word, SQLite would keep the rest. So a job that swallows a failure is rolled back on both.
#[derive(Debug)]
pub struct Tx<'c>(Conn<'c>);

impl<'c> Tx<'c> {
    pub(super) fn sqlite(connection: &'c mut SqliteConnection) -> Self {
        Self(Conn::new(Link::Sqlite(connection)))
    }

    pub(super) fn postgres(connection: &'c mut PgConnection) -> Self {
        Self(Conn::new(Link::Postgres(connection)))
    }

    pub(super) fn postgres_pooled(connection: PoolConnection<Postgres>) -> Self {
        Self(Conn::postgres_pooled(connection))
    }

    pub(super) fn failed(&self) -> Option<&'static str> {
        self.0.failed
    }

    /// Runs a statement that answers no rows; returns how many it changed.
    pub async fn execute(
        &mut self,
        statement: impl Statement,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let query = statement.query(self.dialect());
        self.0.run(query, values).await
    }

    /// Runs a statement that answers no rows for a list of ids, in chunks as [`Conn::fetch_list`] does.
    pub async fn execute_list<I>(
        &mut self,
        statement: ListStmt,
        leading: Vec<Value>,
        ids: &[I],
    ) -> Result<(), StoreError>
    where
        I: Clone + Into<Value> + Sync,
    {
        for (statement, values) in chunks(self.dialect(), statement, &leading, ids) {
            self.execute(statement, values).await?;
        }
        Ok(())
    }

    /// Runs a change guarded by a version; [`Conflict::Version`] when no row was at it any more.
    pub async fn execute_guarded(
        &mut self,
        statement: impl Statement,
        values: Vec<Value>,
    ) -> Result<(), StoreError> {
        match self.execute(statement, values).await? {
            0 => Err(StoreError::Conflict(Conflict::Version)),
            _ => Ok(()),
        }
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Conn<'c>;

    fn deref(&self) -> &Conn<'c> {
        &self.0
    }
}

impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Conn<'c> {
        &mut self.0
    }
}
