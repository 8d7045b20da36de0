//! Settings: flags over environment (`LUODI_…`) over file over defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use luodi_app::{DbConfig, Target};
use serde::{Deserialize, Serialize};

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

/// The file that is read when none is named and it is there.
const DEFAULT_FILE: &str = "luodi.toml";

/// Everything that can be set. Unknown keys are refused: a misspelt setting must not pass in silence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Folder of the embedded database.
    pub(crate) data: PathBuf,
    /// `postgres://…` instead of it.
    pub(crate) database_url: Option<String>,
    /// Connections to PostgreSQL, or readers of the embedded database.
    pub(crate) database_connections: u32,
    /// Address to listen on.
    pub(crate) listen: SocketAddr,
    /// Mutations that may run at once; more are answered 503.
    pub(crate) mutations_at_once: usize,
    /// Seconds after which a request is given up.
    pub(crate) request_seconds: u64,
    /// Seconds that running mutations get to finish at shutdown.
    pub(crate) shutdown_seconds: u64,
    /// Form of the log lines.
    pub(crate) log: LogForm,
    /// Which log lines, as `tracing` directives.
    pub(crate) log_filter: String,
}

/// Form of the log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogForm {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("luodi-data"),
            database_url: None,
            database_connections: 10,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            mutations_at_once: 64,
            request_seconds: 30,
            shutdown_seconds: 30,
            log: LogForm::Text,
            log_filter: "info,sqlx=warn".to_owned(),
        }
    }
}

impl Settings {
    /// Reads them from all sources.
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match &arguments.common.config {
            Some(file) if !file.is_file() => return Err(Failure::NoSettingsFile(file.clone())),
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => {
                figment = figment.merge(Toml::file_exact(DEFAULT_FILE))
            }
            None => {}
        }
        // LUODI_BIN and LUODI_URL are the walkthrough's, the rest of the name space is ours.
        let environment = Env::prefixed("LUODI_")
            .ignore(&["bin", "url", "token"])
            .filter(|key| !is_test_variable(key.as_str()));
        figment = figment.merge(environment).merge(Serialized::defaults(&arguments.common));
        if let Command::Serve(serve) = &arguments.command {
            figment = figment.merge(Serialized::defaults(serve));
        }
        figment.extract().map_err(|error| Failure::Settings(Box::new(error)))
    }

    /// Where the database is.
    pub(crate) fn database(&self) -> Result<DbConfig, Failure> {
        let target = match &self.database_url {
            Some(url) => Target::parse(url).map_err(|_| Failure::DatabaseUrl)?,
            None => Target::Sqlite(self.data.join("luodi.db")),
        };
        Ok(DbConfig { connections: self.database_connections.max(1), ..DbConfig::new(target) })
    }

    /// How long a request may take.
    pub(crate) const fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    /// How long running mutations get at shutdown.
    pub(crate) const fn shutdown_timeout(&self) -> Duration {
        Duration::from_secs(self.shutdown_seconds)
    }
}

/// Variables of the test harness that share the prefix.
fn is_test_variable(key: &str) -> bool {
    ["test_", "verify", "seed", "size_"].iter().any(|prefix| key.to_ascii_lowercase().starts_with(prefix))
}
