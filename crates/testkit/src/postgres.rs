//! A PostgreSQL database of its own for each test.
//!
//! The server comes from outside, named by `LUODI_TEST_POSTGRES`; a test that needs it fails without it rather
//! than pass without having looked. Databases are cloned from a template that is migrated once per process,
//! which costs tens of milliseconds where migrating each would cost hundreds.

use std::collections::HashMap;
use std::env;
use std::fmt::Display;
use std::process;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tokio::sync::OnceCell;

/// The address of a PostgreSQL server and of a user that may create databases.
pub const VARIABLE: &str = "LUODI_TEST_POSTGRES";

/// A database that is dropped with this value, whoever is still connected to it.
#[derive(Debug)]
pub struct TestDatabase {
    server: PgConnectOptions,
    name: String,
}

impl TestDatabase {
    /// An empty database.
    ///
    /// # Panics
    /// When `LUODI_TEST_POSTGRES` is missing or its server does not answer.
    pub async fn empty() -> Self {
        Self::create(None).await
    }

    /// A clone of the template of this name; `migrate` fills the template, once per process, from the
    /// address of an empty database, and must have closed its connections when it returns.
    ///
    /// # Panics
    /// As [`TestDatabase::empty`], and when `migrate` fails.
    pub async fn from_template<E: Display>(
        template: &str,
        migrate: impl AsyncFnOnce(String) -> Result<(), E>,
    ) -> Self {
        static TEMPLATES: Mutex<Option<HashMap<String, Arc<OnceCell<String>>>>> = Mutex::new(None);
        let cell = {
            let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(templates.get_or_insert_default().entry(template.to_owned()).or_default())
        };
        let source = cell
            .get_or_init(async || {
                let server = server();
                let name = format!("luodi_template_{template}_{}", process::id());
                let script =
                    [format!(r#"DROP DATABASE IF EXISTS "{name}""#), format!(r#"CREATE DATABASE "{name}""#)];
                run(&server, &script).await.unwrap_or_else(|error| failed(&error));
                let url = server.clone().database(&name).to_url_lossy().to_string();
                migrate(url).await.unwrap_or_else(|error| failed(&error));
                name
            })
            .await;
        Self::create(Some(source)).await
    }

    async fn create(template: Option<&str>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = server();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("luodi_test_{}_{number}", process::id());
        let source = template.map(|template| format!(r#" TEMPLATE "{template}""#)).unwrap_or_default();
        let script =
            // A process before this one may have had the same id and been killed.
            [format!(r#"DROP DATABASE IF EXISTS "{name}""#), format!(r#"CREATE DATABASE "{name}"{source}"#)];
        run(&server, &script).await.unwrap_or_else(|error| failed(&error));
        Self { server, name }
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How often transactions waited for each other in a circle, until the server ended one. Whoever is connected
    /// counts when he goes, so this waits until everybody has.
    ///
    /// # Panics
    /// When somebody stays, or the server does not answer.
    pub async fn deadlocks(&self) -> i64 {
        self.counted_deadlocks().await.unwrap_or_else(|error| failed(&error))
    }

    async fn counted_deadlocks(&self) -> Result<i64, sqlx::Error> {
        let mut connection = PgConnection::connect_with(&self.server).await?;
        let connected = "select count(*) from pg_stat_activity where datname = $1";
        let patience = Instant::now() + Duration::from_secs(10);
        while sqlx::query_scalar::<_, i64>(connected).bind(&self.name).fetch_one(&mut connection).await? > 0 {
            if Instant::now() > patience {
                failed(&"somebody is still connected to it");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let deadlocks = "select deadlocks from pg_stat_database where datname = $1";
        let deadlocks = sqlx::query_scalar(deadlocks).bind(&self.name).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(deadlocks)
    }

    /// Its address, with user and password.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.clone().database(&self.name).to_url_lossy().to_string()
    }

    /// Its address through a proxy in front of the server.
    #[must_use]
    pub fn url_through(&self, proxy: std::net::SocketAddr) -> String {
        let options = self.server.clone().host(&proxy.ip().to_string()).port(proxy.port());
        options.database(&self.name).to_url_lossy().to_string()
    }

    /// Where the server listens, as the target of a proxy.
    ///
    /// # Panics
    /// When the host of `LUODI_TEST_POSTGRES` is no IP address.
    #[must_use]
    pub fn server(&self) -> std::net::SocketAddr {
        let host = self.server.get_host();
        let address = host.parse().unwrap_or_else(|error| failed(&format!("host {host:?}: {error}")));
        std::net::SocketAddr::new(address, self.server.get_port())
    }
}

impl Drop for TestDatabase {
    /// On a thread with a runtime of its own, because a drop cannot await and the test's runtime may be ending.
    fn drop(&mut self) {
        let server = self.server.clone();
        let script = [format!(r#"DROP DATABASE IF EXISTS "{}" WITH (FORCE)"#, self.name)];
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(sqlx::Error::Io)?.block_on(run(&server, &script))
        })
        .join();
        if let Ok(Err(error)) = dropped
            && !thread::panicking()
        {
            failed(&error);
        }
    }
}

fn server() -> PgConnectOptions {
    match env::var(VARIABLE) {
        Ok(url) => {
            PgConnectOptions::from_str(&url).unwrap_or_else(|error| failed(&format!("{VARIABLE}: {error}")))
        }
        Err(_) => failed(&format!(
            "{VARIABLE} is not set, and this test needs PostgreSQL: run `cargo xtask test`, which starts a \
             throw-away server, or name a server of yours, e.g. {VARIABLE}=postgres://user:password@127.0.0.1/postgres"
        )),
    }
}

fn failed(problem: &dyn Display) -> ! {
    crate::fail(&format!("test database: {problem}"))
}

/// Runs statements outside any transaction, where CREATE DATABASE has to stand.
async fn run(server: &PgConnectOptions, script: &[String]) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect_with(&server.clone().disable_statement_logging()).await?;
    for statement in script {
        connection.execute(AssertSqlSafe(statement.as_str())).await?;
    }
    connection.close().await
}

#[cfg(test)]
mod tests;
