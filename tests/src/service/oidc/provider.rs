//! The provider: a package of others, run on loopback.

use std::io::{BufRead as _, BufReader};
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use luodi_testkit::child::{Owned, Signal};
use luodi_testkit::process::free_port;

use crate::service::npm::installed;

/// What a client of the provider proves itself by.
pub(super) const SECRET: &str = "a-secret-between-the-two-of-them";

/// A running provider; it ends with this value.
pub(super) struct Provider {
    pub(super) issuer: String,
    child: Owned,
    /// Where it says what it thinks of being asked on loopback; it must not be closed.
    _said: BufReader<ChildStdout>,
}

impl Provider {
    /// Starts one on a port, for a service at an address, with a clock that goes so far ahead.
    #[track_caller]
    pub(super) fn start(port: u16, service: &str, seconds_ahead: i64) -> Self {
        let script = installed("oidc-provider", "oidc-provider").join("provider.mjs");
        let mut node = Command::new("node");
        node.arg(script).args([&port.to_string(), service, &seconds_ahead.to_string()]);
        let spawned = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child =
            spawned.unwrap_or_else(|error| panic!("node, which runs the provider, cannot be run: {error}"));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        lines.read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "node tests/oidc-provider/provider.mjs {port} {service} {seconds_ahead}");
        let child = Owned::new(child, Signal::TERM, Duration::from_secs(5));
        Self { issuer: format!("http://127.0.0.1:{port}"), child, _said: lines }
    }

    /// Starts one on any port.
    #[track_caller]
    pub(super) fn at_hand(service: &str, seconds_ahead: i64) -> Self {
        Self::start(free_port().unwrap(), service, seconds_ahead)
    }

    /// Ends it.
    pub(super) fn stop(mut self) {
        self.child.end().unwrap();
    }
}
