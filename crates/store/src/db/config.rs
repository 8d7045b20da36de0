//! Where the database is and how patiently to talk to it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// One file, made if missing; its folder must exist.
    Sqlite(PathBuf),
    /// `postgres://user:password@host:port/database`.
    Postgres(String),
}

/// Not an address of a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a database address starts with postgres://, postgresql:// or sqlite:, and names a database")]
pub struct BadTarget;

impl Target {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:path` or `sqlite://path`.
    pub fn parse(url: &str) -> Result<Self, BadTarget> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite:").ok_or(BadTarget)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        // ":memory:" would give each connection of a pool a database of its own.
        if path.is_empty() || path.starts_with(':') { Err(BadTarget) } else { Ok(Self::Sqlite(path.into())) }
    }
}

/// Without the address of a server, which holds a password.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// Settings of [`super::Db::connect`]; [`DbConfig::new`] gives the defaults.
#[derive(Debug, Clone)]
pub struct DbConfig {
    /// Where the data is.
    pub target: Target,
    /// PostgreSQL: connections. SQLite: readers, beside the one writer.
    pub connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
    /// PostgreSQL: how long a statement may run. The server cancels it then.
    pub statement_timeout: Duration,
    /// How long to wait for another's lock; on SQLite, for another process that writes.
    pub lock_timeout: Duration,
    /// PostgreSQL: how long a transaction may sit idle before the server ends its session.
    pub idle_in_transaction_timeout: Duration,
    /// SQLite: writes that may wait for the writer.
    pub queue_capacity: usize,
    /// SQLite: how long to wait for a place in a full queue; zero answers at once.
    pub queue_wait: Duration,
    /// SQLite: waiting commands that may share one transaction and so one flush to disk. 1 gives each its own.
    pub group_commit_max: usize,
    /// Protections that only a test may switch off.
    pub guards: Guards,
}

impl DbConfig {
    /// The defaults: 10 connections, 5 s for a connection or a lock, 30 s for a statement or an idle transaction,
    /// 1,024 waiting writes refused at once beyond that, no group commit, all guards up.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            connections: 10,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            lock_timeout: Duration::from_secs(5),
            idle_in_transaction_timeout: Duration::from_secs(30),
            queue_capacity: 1_024,
            queue_wait: Duration::ZERO,
            group_commit_max: 1,
            guards: Guards::default(),
        }
    }
}

/// Protections that were each seen to be needed. Not reachable from configuration: a test switches one off to show
/// that it would fail without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guards {
    /// PostgreSQL: end any transaction a connection is still in when it goes back to the pool. sqlx 0.9.0 leaves one
    /// open when a caller gives up in the middle of `begin`, and the next caller's acknowledged write is lost in it
    /// (<https://github.com/transact-rs/sqlx/pull/4394>).
    pub rollback_on_release: bool,
}

impl Default for Guards {
    fn default() -> Self {
        Self { rollback_on_release: true }
    }
}
