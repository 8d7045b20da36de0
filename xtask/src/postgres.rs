//! A throw-away PostgreSQL: its own data folder, a free loopback port, a random password, nothing kept.

use std::fs::{self, File};
use std::io::Read;
use std::net::TcpStream;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use luodi_testkit::child::{Owned, Signal};
use luodi_testkit::process::free_port;
use tempfile::TempDir;

use crate::command;
use crate::error::Error;
use crate::interrupt;
use crate::tools;

/// Without fsync a crash loses data, and there is no data to lose; the rest leaves room for parallel tests.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=300",
    "shared_buffers=128MB",
    "unix_socket_directories=",
    "listen_addresses=127.0.0.1",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// How long the server may take to accept connections.
const START: Duration = Duration::from_mins(1);

/// How long it may take to end; its data is thrown away in any case.
const GRACE: Duration = Duration::from_secs(10);

/// A running server, ended when dropped and its folder removed after it.
#[derive(Debug)]
pub(crate) struct Server {
    // Fields are dropped in this order: the process must be gone before its folder.
    _process: Owned,
    _folder: TempDir,
    url: String,
}

impl Server {
    /// Creates a cluster and starts it.
    pub(crate) fn start() -> Result<Self, Error> {
        let user = Unprivileged::needed()?;
        let folder = tempfile::Builder::new()
            .prefix("luodi-postgres-")
            .tempdir()
            .map_err(Error::io("a temporary folder"))?;
        let password = random_hex()?;
        let secret = folder.path().join("password");
        fs::write(&secret, &password).map_err(Error::io("the password file"))?;
        if let Some(user) = &user {
            for path in [folder.path(), &secret] {
                chown(path, Some(user.uid), Some(user.gid)).map_err(Error::io("giving the folder away"))?;
            }
        }
        let data = folder.path().join("data");
        create(&data, &secret, user.as_ref())?;
        let (process, port) = serve(&data, &folder.path().join("log"), user.as_ref())?;
        let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { _process: process, _folder: folder, url })
    }

    /// The address of its superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn create(data: &Path, secret: &Path, user: Option<&Unprivileged>) -> Result<(), Error> {
    let mut initdb = program("initdb", user)?;
    // `password` rather than scram: each of many connections would pay for it in an unoptimised client.
    initdb
        .args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"])
        .arg("--pwfile")
        .arg(secret)
        .arg("--pgdata")
        .arg(data);
    command::output(&mut initdb)?;
    Ok(())
}

fn serve(data: &Path, log: &Path, user: Option<&Unprivileged>) -> Result<(Owned, u16), Error> {
    let port = free_port().map_err(Error::io("a free port"))?;
    let mut postgres = program("postgres", user)?;
    postgres.arg("-D").arg(data).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        postgres.args(["-c", setting]);
    }
    let file = || File::options().create(true).append(true).open(log).map_err(Error::io("the server's log"));
    let child = postgres
        .stdin(Stdio::null())
        .stdout(file()?)
        .stderr(file()?)
        // Its own group: Ctrl-C in a terminal reaches us alone, and we end the server after its clients.
        .process_group(0)
        .spawn()
        .map_err(|source| Error::NotRun { program: "postgres".to_owned(), source })?;
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    let mut process = Owned::new(child, Signal::INT, GRACE);
    let failed = |why: String| Error::Postgres { why, log: fs::read_to_string(log).unwrap_or_default() };
    let started = Instant::now();
    while started.elapsed() < START {
        interrupt::check()?;
        let ended = process.wait_at_most(Duration::from_millis(20)).map_err(Error::io("the server"))?;
        if let Some(status) = ended {
            return Err(failed(status.to_string()));
        }
        // It listens before it is ready, but says so in its log; a connection alone proves too little.
        let ready = fs::read_to_string(log).is_ok_and(|text| text.contains("ready to accept connections"));
        if ready && TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok((process, port));
        }
    }
    Err(failed(format!("not ready within {START:?}")))
}

/// A server program, as the given user, that ends when this process is killed outright (where the kernel and
/// util-linux offer that; otherwise only a kill -9 of ours leaves it behind).
fn program(name: &str, user: Option<&Unprivileged>) -> Result<Command, Error> {
    let path: PathBuf = tools::find_beside_initdb(name).ok_or_else(|| {
        Error::Other(format!("{name} is not installed beside the other PostgreSQL programs"))
    })?;
    let mut command = match tools::find("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "INT", "--"]).arg(path);
            command
        }
        None => Command::new(path),
    };
    command.env("LC_ALL", "C").current_dir("/");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    Ok(command)
}

/// The user PostgreSQL runs as when we are root, which it refuses to be.
#[derive(Debug, PartialEq, Eq)]
struct Unprivileged {
    uid: u32,
    gid: u32,
}

impl Unprivileged {
    fn needed() -> Result<Option<Self>, Error> {
        if !tools::is_root() {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd").map_err(Error::io("reading /etc/passwd"))?;
        let found = ["postgres", "nobody"].iter().find_map(|name| Self::named(name, &passwd));
        let missing =
            || Error::Other("PostgreSQL refuses root, and there is no user postgres or nobody".to_owned());
        found.map(Some).ok_or_else(missing)
    }

    fn named(name: &str, passwd: &str) -> Option<Self> {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        let mut next = || fields.next()?.parse().ok();
        Some(Self { uid: next()?, gid: next()? })
    }
}

/// 128 random bits: other users of this machine could reach the loopback port too.
fn random_hex() -> Result<String, Error> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(Error::io("reading /dev/urandom"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{Unprivileged, random_hex};

    #[test]
    fn users_are_read_from_passwd() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(Unprivileged::named("postgres", passwd), Some(Unprivileged { uid: 101, gid: 104 }));
        assert_eq!(Unprivileged::named("post", passwd), None);
    }

    #[test]
    fn passwords_are_long_and_differ() {
        let (one, other) = (random_hex().unwrap(), random_hex().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
