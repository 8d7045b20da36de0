//! Settings: flags over environment (`LUODI_…`) over file over defaults.

mod oidc;
mod s3;
mod section;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use luodi_app::access::SessionTerms;
use luodi_app::files::Limits;
use luodi_app::{DbConfig, Target};
use luodi_graphql::limits::MAX_COMPLEXITY;
use serde::{Deserialize, Serialize};

use crate::arguments::{Arguments, Command, Demo};
use crate::failure::Failure;
use crate::secret::Secret;
pub(crate) use oidc::Oidc;
pub(crate) use s3::{Addressing, S3};
use section::Section;

/// The folder of a demo for which none is named.
const DEMO_DATA: &str = "luodi-demo";

/// The file that is read when none is named and it is there.
const DEFAULT_FILE: &str = "luodi.toml";

/// The file of anchors in the data folder.
const ANCHORS: &str = "anchors.log";

/// The folder of files in the data folder.
const FILES: &str = "files";

/// What the name of a setting in the environment begins with.
const PREFIX: &str = "LUODI_";

/// A hundred requests a second for ever, and a minute's worth of them at once: an integration that catches up sends fifty,
/// and no person comes near.
const REQUESTS: NonZeroU32 = NonZeroU32::MIN.saturating_add(5_999);

/// As many requests may cost 500 each, which is twice a mutation.
const COST: NonZeroU32 = NonZeroU32::MIN.saturating_add(2_999_999);

/// Settings that have a section of their own in the file.
const SECTIONS: [Section; 2] = [oidc::SECTION, s3::SECTION];

/// The names of all other settings.
const KEYS: &[&str] = &[
    "data",
    "database_url",
    "database_connections",
    "anchor_file",
    "files",
    "file_megabytes",
    "file_gigabytes_daily",
    "file_gigabytes_free",
    "listen",
    "connections_at_once",
    "mutations_at_once",
    "sockets_per_token",
    "requests_per_minute",
    "cost_per_minute",
    "request_seconds",
    "shutdown_seconds",
    "session_idle_hours",
    "session_days",
    "public_origin",
    "trusted_proxy",
    "insecure_cookies",
    "log",
    "log_filter",
];

/// Everything that can be set. Unknown keys in the file are refused: a misspelt setting must not pass in silence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Folder of the embedded database.
    pub(crate) data: PathBuf,
    /// `postgres://…` instead of it.
    pub(crate) database_url: Option<Secret>,
    /// Connections to PostgreSQL, or readers of the embedded database.
    pub(crate) database_connections: u32,
    /// File to which the line of each anchor is added.
    pub(crate) anchor_file: Option<PathBuf>,
    /// Folder of the files that are attached to projects.
    pub(crate) files: Option<PathBuf>,
    /// How large such a file may be, in mebibytes.
    pub(crate) file_megabytes: u64,
    /// How much an officer may upload in 24 hours, in gibibytes.
    pub(crate) file_gigabytes_daily: u64,
    /// How much of the disk below that folder stays free, in gibibytes.
    pub(crate) file_gigabytes_free: u64,
    /// Address to listen on.
    pub(crate) listen: SocketAddr,
    /// Connections that may be open at once; further ones wait until one is closed.
    pub(crate) connections_at_once: usize,
    /// Mutations that may run at once; more are answered 503.
    pub(crate) mutations_at_once: usize,
    /// Sockets that may be open at once with one token; further ones are closed with 4429.
    pub(crate) sockets_per_token: usize,
    /// Requests that a token, or an officer with sessions, may send in a minute; more are answered 429.
    pub(crate) requests_per_minute: NonZeroU32,
    /// What the queries of these may cost together.
    pub(crate) cost_per_minute: NonZeroU32,
    /// Seconds after which a request is given up.
    pub(crate) request_seconds: u64,
    /// Seconds that requests and mutations under way get to finish at shutdown.
    pub(crate) shutdown_seconds: u64,
    /// Hours that a session may stay unused.
    pub(crate) session_idle_hours: u64,
    /// Days that a session lasts however much it is used.
    pub(crate) session_days: u64,
    /// Where pages of this site come from, such as `https://luodi.example.gov.cn`, beside the host that a request names.
    pub(crate) public_origin: Option<String>,
    /// The reverse proxy of whose `X-Forwarded-For` the last entry is believed.
    pub(crate) trusted_proxy: Option<IpAddr>,
    /// The identity provider, if there is one.
    pub(crate) oidc: Oidc,
    /// The bucket of files, if they do not lie in a folder.
    pub(crate) s3: S3,
    /// Whether browsers keep sessions without TLS too; on loopback only.
    pub(crate) insecure_cookies: bool,
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
            anchor_file: None,
            files: None,
            file_megabytes: 20,
            file_gigabytes_daily: 2,
            file_gigabytes_free: 1,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            // Below the number of open files that most systems allow a process, database and files included.
            connections_at_once: 512,
            mutations_at_once: 64,
            sockets_per_token: 16,
            requests_per_minute: REQUESTS,
            cost_per_minute: COST,
            request_seconds: 30,
            shutdown_seconds: 30,
            session_idle_hours: 8,
            session_days: 7,
            public_origin: None,
            trusted_proxy: None,
            oidc: Oidc::default(),
            s3: S3::default(),
            insecure_cookies: false,
            log: LogForm::Text,
            log_filter: "info,sqlx=warn".to_owned(),
        }
    }
}

impl Settings {
    /// Reads them from all sources.
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        // Where an office of one's own would be, a made-up city must not stand because nothing was said.
        if matches!(arguments.command, Command::Demo(_)) {
            figment = figment.merge(Serialized::default("data", DEMO_DATA));
        }
        match &arguments.common.config {
            Some(file) if !file.is_file() => return Err(Failure::NoSettingsFile(file.clone())),
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => {
                figment = figment.merge(Toml::file_exact(DEFAULT_FILE));
            }
            None => {}
        }
        // Others use the prefix too, so a variable that is no setting is passed over; `serve` and `doctor` name it.
        figment = figment.merge(Env::prefixed(PREFIX).only(KEYS));
        figment = SECTIONS.iter().fold(figment, |figment, section| section.read_environment(figment));
        figment = figment.merge(Serialized::defaults(&arguments.common));
        if let Command::Serve(serve) | Command::Demo(Demo { serve, .. }) = &arguments.command {
            figment = figment.merge(Serialized::defaults(serve));
        }
        let mut settings: Self = figment.extract().map_err(|error| Failure::Settings(Box::new(error)))?;
        // Nor must its clearing away find the files of an office of one's own, none of which it knows.
        if matches!(arguments.command, Command::Demo(_)) {
            (settings.files, settings.s3) = (None, S3::default());
        }
        settings.in_range()?;
        Ok(settings)
    }

    /// Refuses what would stop the service from working, or the machine from standing it.
    fn in_range(&self) -> Result<(), Failure> {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let numbers = [
            ("database_connections", u64::from(self.database_connections), 1..=1_000),
            ("connections_at_once", count(self.connections_at_once), 1..=65_536),
            ("mutations_at_once", count(self.mutations_at_once), 1..=10_000),
            ("requests_per_minute", u64::from(self.requests_per_minute.get()), 1..=u64::from(u32::MAX)),
            // Whatever one request may cost can be paid.
            (
                "cost_per_minute",
                u64::from(self.cost_per_minute.get()),
                MAX_COMPLEXITY as u64..=u64::from(u32::MAX),
            ),
            ("file_megabytes", self.file_megabytes, 1..=1_024),
            ("file_gigabytes_daily", self.file_gigabytes_daily, 1..=1 << 20),
            ("file_gigabytes_free", self.file_gigabytes_free, 0..=1 << 20),
            ("request_seconds", self.request_seconds, 1..=3_600),
            ("shutdown_seconds", self.shutdown_seconds, 0..=3_600),
            ("session_idle_hours", self.session_idle_hours, 1..=720),
            ("session_days", self.session_days, 1..=90),
        ];
        if self.public_origin.as_deref().is_some_and(|origin| !is_origin(origin)) {
            return Err(Failure::PublicOrigin);
        }
        match numbers.into_iter().find(|(_, number, range)| !range.contains(number)) {
            None => Ok(()),
            Some((setting, found, range)) => {
                Err(Failure::SettingRange { setting, found, least: *range.start(), most: *range.end() })
            }
        }
    }

    /// Where the database is.
    pub(crate) fn database(&self) -> Result<DbConfig, Failure> {
        let target = match &self.database_url {
            Some(url) => Target::parse(url.reveal()).map_err(|_| Failure::DatabaseUrl)?,
            None => Target::Sqlite(self.data.join("luodi.db")),
        };
        Ok(DbConfig { connections: self.database_connections, ..DbConfig::new(target) })
    }

    /// Where the lines of anchors go: what was set, else beside the embedded database; nowhere but the log with another.
    pub(crate) fn anchor_file(&self) -> Option<PathBuf> {
        let beside = || self.database_url.is_none().then(|| self.data.join(ANCHORS));
        self.anchor_file.clone().or_else(beside)
    }

    /// Where files are kept: what was set, else beside the embedded database; with another database too, on this machine.
    pub(crate) fn files_folder(&self) -> PathBuf {
        self.files.clone().unwrap_or_else(|| self.data.join(FILES))
    }

    /// How much is taken in of files.
    pub(crate) const fn file_limits(&self) -> Limits {
        Limits {
            largest: self.file_megabytes << 20,
            daily: self.file_gigabytes_daily << 30,
            reserve: self.file_gigabytes_free << 30,
        }
    }

    /// Where the database is, for people: without the address of a server, which holds a password.
    pub(crate) fn place(&self) -> String {
        match self.database_url.as_ref().map(|url| Target::parse(url.reveal())) {
            None => self.data.display().to_string(),
            Some(Ok(Target::Sqlite(file))) => file.display().to_string(),
            Some(_) => "PostgreSQL".to_owned(),
        }
    }

    /// How long a request may take.
    pub(crate) const fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    /// How long sessions last.
    pub(crate) fn session_terms(&self) -> SessionTerms {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        SessionTerms {
            idle: TimeDelta::hours(whole(self.session_idle_hours)),
            longest: TimeDelta::days(whole(self.session_days)),
        }
    }

    /// How long what is under way gets at shutdown.
    pub(crate) const fn shutdown_timeout(&self) -> Duration {
        Duration::from_secs(self.shutdown_seconds)
    }
}

/// Whether a text is an origin as browsers spell it: scheme, host and perhaps port, and nothing behind.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
}

/// Variables of the environment that look like settings and are none, sorted.
pub(crate) fn unknown_variables() -> Vec<String> {
    let named = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut unknown: Vec<String> = named.filter(|name| is_unknown(name)).collect();
    unknown.sort_unstable();
    unknown
}

fn is_unknown(variable: &str) -> bool {
    let known = |key: &str| {
        SECTIONS.iter().any(|section| section.knows(variable))
            || KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
    };
    variable.strip_prefix(PREFIX).is_some_and(|key| !known(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_can_come_from_the_environment() {
        let defaults = Figment::from(Serialized::defaults(Settings::default()));
        let all = defaults.extract::<figment::value::Dict>().unwrap();
        // Whose names have a test of their own.
        let mut keys = [KEYS, &SECTIONS.map(|section| section.name)].concat();
        keys.sort_unstable();
        assert_eq!(all.keys().collect::<Vec<_>>(), keys);
    }

    #[test]
    fn a_setting_out_of_range_is_refused() {
        #[track_caller]
        fn check(change: impl FnOnce(&mut Settings), expected: &str) {
            let mut settings = Settings::default();
            change(&mut settings);
            let told = settings.in_range().err().map(|failure| failure.to_string()).unwrap_or_default();
            assert!(told.starts_with(expected) && told.is_empty() == expected.is_empty(), "{told}");
        }
        check(|_| (), "");
        check(|settings| settings.shutdown_seconds = 0, "");
        check(|settings| settings.request_seconds = 0, "配置 request_seconds 应在 1 至 3600 之间, 收到 0");
        check(|settings| settings.request_seconds = u64::MAX, "配置 request_seconds");
        check(|settings| settings.mutations_at_once = 0, "配置 mutations_at_once");
        check(|settings| settings.cost_per_minute = NonZeroU32::MIN, "配置 cost_per_minute 应在 10000 至");
        check(|settings| settings.connections_at_once = 0, "配置 connections_at_once");
        check(|settings| settings.file_megabytes = 0, "配置 file_megabytes");
        check(|settings| settings.file_gigabytes_daily = 0, "配置 file_gigabytes_daily");
        check(|settings| settings.file_gigabytes_free = u64::MAX, "配置 file_gigabytes_free");
        check(|settings| settings.session_days = 0, "配置 session_days");
        check(|settings| settings.session_idle_hours = 721, "配置 session_idle_hours");
        let public = |origin: &str| Some(origin.to_owned());
        check(|settings| settings.public_origin = public("https://luodi.example.cn"), "");
        check(|settings| settings.public_origin = public("https://luodi.example.cn:8443"), "");
        check(|settings| settings.public_origin = public("https://luodi.example.cn/"), "public_origin");
        check(|settings| settings.public_origin = public("luodi.example.cn"), "public_origin");
        check(|settings| settings.database_connections = u32::MAX, "配置 database_connections");
    }

    #[test]
    fn anchors_go_beside_the_embedded_database_unless_said_otherwise() {
        fn check(file: Option<&str>, url: Option<&str>, expected: Option<&str>) {
            let settings = Settings {
                data: PathBuf::from("data"),
                anchor_file: file.map(PathBuf::from),
                database_url: url.map(|url| url.to_owned().into()),
                ..Settings::default()
            };
            assert_eq!(settings.anchor_file(), expected.map(PathBuf::from), "{file:?} {url:?}");
        }
        check(None, None, Some("data/anchors.log"));
        check(Some("a.log"), None, Some("a.log"));
        check(None, Some("postgres://localhost/luodi"), None);
        check(Some("a.log"), Some("postgres://localhost/luodi"), Some("a.log"));
    }

    #[test]
    fn a_misspelt_variable_is_noticed() {
        for (variable, expected) in [
            ("LUODI_LISTEN", false),
            ("LUODI_DATABASE_URL", false),
            ("LUODI_OIDC_ISSUER", false),
            ("LUODI_LISSTEN", true),
            ("LUODI_OIDC_ISUER", true),
            ("LUODI_OIDC", true),
            ("LUODI_S3_BUCKET", false),
            ("LUODI_S3_BUKKET", true),
            ("LUODI_S3_ISSUER", true),
            ("LUODI_", true),
            ("PATH", false),
        ] {
            assert_eq!(is_unknown(variable), expected, "{variable}");
        }
    }

    #[test]
    fn passwords_are_not_printed() {
        let url = "postgres://luodi:hunter2@localhost/luodi".to_owned();
        let settings = Settings { database_url: Some(url.into()), ..Settings::default() };
        let printed = format!("{settings:?}");
        assert!(printed.contains("database_url") && !printed.contains("hunter2"), "{printed}");
    }
}
