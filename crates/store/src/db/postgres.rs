//! PostgreSQL: the pool, its settings, and one attempt of a write.

use std::fmt::Display;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::time::timeout;

use super::classify::{classify, classify_commit};
use super::job::attempt;
use super::sqlite::STATEMENT_CACHE;
use super::{DbConfig, StoreError, Tx};

/// A connection idle for longer is asked whether it still works before it is handed out.
const PROBE_AFTER: Duration = Duration::from_secs(1);

/// How long a returning connection may take to end its transaction before it is thrown away.
const HEAL_TIMEOUT: Duration = Duration::from_secs(5);

/// Connects once, so that a wrong address shows at start.
pub(super) async fn connect(url: &str, config: &DbConfig) -> Result<PgPool, StoreError> {
    let millis = |limit: Duration| limit.as_millis().to_string();
    let options = options(url)?.options([
        ("statement_timeout", millis(config.statement_timeout)),
        ("lock_timeout", millis(config.lock_timeout)),
        ("idle_in_transaction_session_timeout", millis(config.idle_in_transaction_timeout)),
        // As on any disk without heads. With PostgreSQL's own 4 it reads whole tables where an index would do.
        ("random_page_cost", "1.1".to_owned()),
    ]);
    let mut pool = PgPoolOptions::new()
        .max_connections(config.connections)
        .acquire_timeout(config.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection, use_| Box::pin(probe(connection, use_.idle_for)));
    if config.guards.rollback_on_release {
        pool = pool.after_release(|connection, _| Box::pin(heal(connection)));
    }
    let server = server_of(&options);
    pool.connect_with(options).await.map_err(|error| match error {
        // The pool tries again until its time is up, and then speaks of itself.
        sqlx::Error::PoolTimedOut => {
            let seconds = config.acquire_timeout.as_secs();
            unreachable(&server, &format!("no connection within {seconds} s"))
        }
        sqlx::Error::Io(cause) => unreachable(&server, &cause),
        error => classify("connect", error),
    })
}

/// Where the server is, without what the address says of the user.
fn server_of(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn unreachable(server: &str, why: &dyn Display) -> StoreError {
    StoreError::Unavailable { detail: format!("{server} cannot be reached: {why}") }
}

/// Options without any time limit, as migrations need them.
pub(super) fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions = url.parse().map_err(|error| classify("address", error))?;
    Ok(options
        .application_name("luodi")
        .statement_cache_capacity(STATEMENT_CACHE)
        // The store's own events name the statement and never show its text.
        .disable_statement_logging())
}

/// Asks a connection that has idled whether it still works: the server may have restarted meanwhile. One in steady use
/// is spared the round trip. A failure makes the pool try another.
async fn probe(connection: &mut PgConnection, idle_for: Duration) -> Result<bool, sqlx::Error> {
    if idle_for > PROBE_AFTER {
        connection.ping().await?;
    }
    Ok(true)
}

/// Ends whatever transaction the connection is still in. `rollback` alone would make the server warn each time there
/// is none; `begin` before it warns only when there is one, that is, when there was something to heal. Inside a failed
/// transaction `begin` is an error, and the connection is closed.
async fn heal(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let healed = timeout(HEAL_TIMEOUT, sqlx::raw_sql("begin; rollback").execute(connection)).await;
    healed.map_or(Ok(false), |answer| answer.map(|_| true))
}

/// Runs the job in a transaction of its own.
pub(super) async fn write_once<T, E, F>(pool: &PgPool, job: &mut F) -> Result<T, E>
where
    F: for<'a, 'c> FnMut(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>>,
    E: From<StoreError>,
{
    let begun = pool.begin_with("begin isolation level read committed").await;
    let mut transaction = begun.map_err(|error| classify("begin", error))?;
    match attempt(job, &mut Tx::postgres(&mut transaction)).await {
        Ok(value) => {
            transaction.commit().await.map_err(classify_commit)?;
            Ok(value)
        }
        Err(error) => {
            // A failed rollback means a broken connection: the server undoes the transaction by itself.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}
