//! `luodi serve` or `luodi demo` as a child process: it cannot outlive the value that holds it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::binary::luodi;
use crate::child::{Owned, Signal};

/// How long a service may take until it is ready; generous, because test machines are shared.
const START: Duration = Duration::from_mins(3);

/// How long a service may finish running requests after it was asked to end.
const GRACE: Duration = Duration::from_secs(20);

/// How often readiness is asked; also the precision of [`Service::ready_after`].
const POLL: Duration = Duration::from_millis(2);

/// Where ports are taken from: below those that a connection may be given on its way out. One of those can be another's by
/// the time somebody wants to listen on it, whatever was tried before.
const PORTS: Range<u16> = 12_000..32_000;

/// How many ports this process has tried.
static TRIED: AtomicU16 = AtomicU16::new(0);

/// A loopback port that nobody listens on, and nobody else of this process is given.
pub fn free_port() -> io::Result<u16> {
    Ok(held_port()?.local_addr()?.port())
}

/// The same, held until the listener goes.
pub fn held_port() -> io::Result<TcpListener> {
    let count = PORTS.end - PORTS.start;
    // Processes side by side begin at other places.
    let first = std::process::id().wrapping_mul(4_001) % u32::from(count);
    let mut last = None;
    for _ in 0..count {
        let tried = u32::from(TRIED.fetch_add(1, Ordering::Relaxed));
        let port = u32::from(PORTS.start) + (first + tried) % u32::from(count);
        match TcpListener::bind((Ipv4Addr::LOCALHOST, u16::try_from(port).map_err(io::Error::other)?)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::Error::other("no port is free")))
}

/// Settings by which a caller may ask as often as he likes.
const UNHURRIED: [(&str, &str); 2] =
    [("LUODI_REQUESTS_PER_MINUTE", "4000000000"), ("LUODI_COST_PER_MINUTE", "4000000000")];

/// How to start a service.
#[derive(Debug, Clone)]
pub struct Options {
    /// The binary; [`luodi`] unless told otherwise.
    pub binary: PathBuf,
    /// The command that serves: `serve`, or `demo`.
    pub command: &'static str,
    /// Its data folder (`--data`), which must outlive the service.
    pub data: PathBuf,
    /// PostgreSQL instead of the embedded file (`--database-url`).
    pub database_url: Option<String>,
    /// The port on loopback; a free one when `None`.
    pub port: Option<u16>,
    /// Further arguments of the command.
    pub arguments: Vec<OsString>,
    /// Further environment of the process.
    pub environment: Vec<(OsString, OsString)>,
}

impl Options {
    /// The built binary on this data folder, with the embedded database and a free port.
    #[must_use]
    pub fn on(data: &Path) -> Self {
        Self {
            binary: luodi().to_owned(),
            command: "serve",
            data: data.to_owned(),
            database_url: None,
            port: None,
            arguments: Vec::new(),
            // Tests and measurements ask as fast as they can; what is tried about limits says its own.
            environment: UNHURRIED.map(|(name, value)| (name.into(), value.into())).to_vec(),
        }
    }
}

/// A running service; ended by its pid when dropped, politely first.
#[derive(Debug)]
pub struct Service {
    child: Owned,
    name: String,
    address: SocketAddr,
    log: tempfile::NamedTempFile,
    ready_after: Duration,
}

impl Service {
    /// Starts the service and waits until `GET /readyz` answers 200. Blocks its thread, so a test on tokio
    /// whose own runtime the service needs should start it before or use the multi-thread flavour.
    ///
    /// # Errors
    /// When the process ends or is not ready in time; the error carries its log.
    pub fn start(options: &Options) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port.map_or_else(free_port, Ok)?));
        let log = tempfile::NamedTempFile::new()?;
        let mut command = Command::new(&options.binary);
        command
            .arg(options.command)
            .arg("--data")
            .arg(&options.data)
            .args(["--listen", &address.to_string()]);
        if let Some(url) = &options.database_url {
            command.args(["--database-url", url]);
        }
        command
            .args(&options.arguments)
            .envs(options.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(append(log.path())?)
            .stderr(append(log.path())?);
        let started = Instant::now();
        let child = Owned::new(command.spawn()?, Signal::TERM, GRACE);
        let name = format!("luodi {}", options.command);
        let mut service = Self { child, name, address, log, ready_after: Duration::ZERO };
        service.wait_until_ready(started)?;
        service.ready_after = started.elapsed();
        Ok(service)
    }

    fn wait_until_ready(&mut self, started: Instant) -> io::Result<()> {
        while started.elapsed() < START {
            if let Some(status) = self.child.ended()? {
                return Err(self.failed(&format!("{} ended with {status}", self.name)));
            }
            if status_of(self.address, "/readyz").is_ok_and(|status| status == 200) {
                return Ok(());
            }
            thread::sleep(POLL);
        }
        Err(self.failed(&format!("{} was not ready within {START:?}", self.name)))
    }

    fn failed(&self, what: &str) -> io::Error {
        io::Error::other(format!("{what}; its log:\n{}", self.log()))
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The full address of a path such as `/graphql`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// From starting the process to the first 200 of `/readyz`.
    #[must_use]
    pub const fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// What it wrote to stdout and stderr so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read(self.log.path()).map_or_else(
            |error| format!("(no log: {error})"),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    }

    /// The status, if the service has ended by itself.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.ended()
    }

    /// Kills it without warning, as a power cut would.
    pub fn kill(mut self) -> io::Result<ExitStatus> {
        self.child.signal(Signal::KILL)?;
        self.child.end()
    }

    /// Asks it to end (SIGTERM) and returns its status and log; killed when it takes longer than 20 s.
    pub fn stop(mut self) -> io::Result<(ExitStatus, String)> {
        let status = self.child.end()?;
        Ok((status, self.log()))
    }
}

fn append(path: &Path) -> io::Result<File> {
    File::options().append(true).open(path)
}

/// The status code of a GET, without an HTTP library: enough to see whether somebody is ready.
fn status_of(address: SocketAddr, path: &str) -> io::Result<u16> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, limit)?;
    stream.set_read_timeout(Some(limit))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    std::str::from_utf8(&head)
        .ok()
        .and_then(|line| line.strip_prefix("HTTP/1.1 "))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests;
