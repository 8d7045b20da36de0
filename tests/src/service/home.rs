//! Where a service keeps its data, and the commands of the binary around it.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use luodi_testkit::binary::luodi;
use luodi_testkit::postgres::TestDatabase;
use luodi_testkit::process::{Options, Service};
use tempfile::TempDir;

use super::s3::{Store, environment};

/// Declares each function as two tests, `sqlite::name` and `postgres::name`; each gets a [`Home`] of its own.
macro_rules! in_both_homes {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[test]
            fn $name() {
                super::$name(&$crate::service::home::Home::on_sqlite());
            }
        )+}
        mod postgres {$(
            #[test]
            fn $name() {
                super::$name(&$crate::service::home::Home::on_postgres());
            }
        )+}
    };
}
pub(super) use in_both_homes;

/// Declares each function as a test, `s3::name`, with files in a bucket: what does not depend on the database.
macro_rules! in_a_home_with_bucket {
    ($($name:ident),+ $(,)?) => {
        mod s3 {$(
            #[test]
            fn $name() {
                super::$name(&$crate::service::home::Home::on_sqlite().with_bucket());
            }
        )+}
    };
}
pub(super) use in_a_home_with_bucket;

/// The same as two tests, for both databases.
macro_rules! in_both_homes_with_bucket {
    ($($name:ident),+ $(,)?) => {
        mod sqlite_and_s3 {$(
            #[test]
            fn $name() {
                super::$name(&$crate::service::home::Home::on_sqlite().with_bucket());
            }
        )+}
        mod postgres_and_s3 {$(
            #[test]
            fn $name() {
                super::$name(&$crate::service::home::Home::on_postgres().with_bucket());
            }
        )+}
    };
}
pub(super) use in_both_homes_with_bucket;

/// A data folder, and a database of PostgreSQL beside it or not.
pub(super) struct Home {
    folder: TempDir,
    database: Option<TestDatabase>,
    /// Where files lie, if not in the folder.
    bucket: Option<Store>,
    /// Further environment of the service and of commands.
    environment: Vec<(OsString, OsString)>,
}

/// How a command ended.
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Home {
    /// An empty folder: the service makes its file.
    pub(super) fn on_sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None, bucket: None, environment: Vec::new() }
    }

    /// An empty database: the service makes its tables.
    pub(super) fn on_postgres() -> Self {
        let database = wait_for(TestDatabase::empty());
        Self { database: Some(database), ..Self::on_sqlite() }
    }

    /// The same with files in a bucket of a store of its own.
    pub(super) fn with_bucket(self) -> Self {
        let store = Store::at_hand();
        let environment = environment(&store.endpoint());
        Self { bucket: Some(store), ..self }.with(environment)
    }

    /// The same with these settings, which replace others of their name.
    pub(super) fn with<N: Into<OsString>, V: Into<OsString>>(
        mut self,
        environment: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.environment.extend(environment.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// The store of the bucket.
    pub(super) const fn bucket(&self) -> Option<&Store> {
        self.bucket.as_ref()
    }

    /// Another empty one of the same kind.
    pub(super) fn like(other: &Self) -> Self {
        if other.database.is_some() { Self::on_postgres() } else { Self::on_sqlite() }
    }

    /// The data folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database of PostgreSQL.
    pub(super) const fn database(&self) -> Option<&TestDatabase> {
        self.database.as_ref()
    }

    /// How to start a service here.
    pub(super) fn options(&self) -> Options {
        let mut options = Options::on(self.folder());
        options.environment.extend(self.environment.iter().cloned());
        Options { database_url: self.database.as_ref().map(TestDatabase::url), ..options }
    }

    /// Starts a service here.
    pub(super) fn serve(&self) -> Service {
        Service::start(&self.options()).unwrap()
    }

    /// A command of the binary here, not yet run.
    pub(super) fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(luodi());
        command.args(arguments).arg("--data").arg(self.folder()).current_dir(self.folder());
        command.envs(self.environment.iter().cloned());
        if let Some(database) = &self.database {
            command.args(["--database-url", &database.url()]);
        }
        command
    }

    /// Runs a command of the binary here to its end.
    pub(super) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// Runs a command of the binary here that reads a line, to its end.
    pub(super) fn told<A: AsRef<OsStr>>(&self, arguments: &[A], line: &str) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // One that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
        Ended::from(child.wait_with_output().unwrap())
    }

    /// Runs a command that must succeed: what it printed.
    #[track_caller]
    pub(super) fn ran<A: AsRef<OsStr>>(&self, arguments: &[A]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        ended.stdout
    }
}

impl Ended {
    /// Runs a program to its end.
    pub(super) fn of(command: &mut Command) -> Self {
        command.output().unwrap().into()
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let Output { status, stdout, stderr } = output;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

/// Waits for something asynchronous in a test that is not.
pub(super) fn wait_for<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}
