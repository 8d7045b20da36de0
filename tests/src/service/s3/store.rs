//! The store: a package of others, run on loopback.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use luodi_testkit::binary::workspace;
use luodi_testkit::child::{Owned, Signal};
use luodi_testkit::process::free_port;
use serde_json::{Value, json};

use crate::service::python::installed;

/// The bucket of the tests.
const BUCKET: &str = "luodi-files";
/// What keys of ours begin with: something else may lie in the bucket.
pub(in crate::service) const PREFIX: &str = "office/files";

/// A running store with an empty bucket; it ends with this value, and with it what it holds.
pub(in crate::service) struct Store {
    port: u16,
    child: Owned,
    /// Where it is told and tells.
    talk: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Store {
    /// Starts one on a port.
    #[track_caller]
    pub(in crate::service) fn start(port: u16) -> Self {
        let script = workspace().join("tests/s3/store.py");
        let mut python = Command::new(installed("s3"));
        python.arg(script).arg(port.to_string());
        let spawned = python.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.unwrap();
        let (told, mut tells) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut said = String::new();
        tells.read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "python tests/s3/store.py {port}");
        let child = Owned::new(child, Signal::TERM, Duration::from_secs(5));
        let store = Self { port, child, talk: Mutex::new((told, tells)) };
        store.tell(&json!(["bucket", BUCKET]));
        store
    }

    /// Starts one on any port.
    #[track_caller]
    pub(in crate::service) fn at_hand() -> Self {
        Self::start(free_port().unwrap())
    }

    /// Kills it, as a power cut would.
    pub(in crate::service) fn kill(mut self) {
        self.child.signal(Signal::KILL).unwrap();
        self.child.end().unwrap();
    }

    pub(in crate::service) const fn port(&self) -> u16 {
        self.port
    }

    pub(in crate::service) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    #[track_caller]
    fn tell(&self, command: &Value) -> Value {
        let mut talk = self.talk.lock().unwrap();
        writeln!(talk.0, "{command}").unwrap();
        let mut answer = String::new();
        talk.1.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{command}: {answer} {error}"))
    }

    /// What lies in the bucket, by its whole key, with its length.
    pub(in crate::service) fn keys(&self) -> BTreeMap<String, u64> {
        serde_json::from_value(self.tell(&json!(["listed", BUCKET]))["keys"].clone()).unwrap()
    }

    /// The keys of uploads that have not ended.
    pub(in crate::service) fn uploads(&self) -> Vec<String> {
        serde_json::from_value(self.tell(&json!(["listed", BUCKET]))["uploads"].clone()).unwrap()
    }

    /// Puts something there, past the service.
    pub(in crate::service) fn put(&self, key: &str, bytes: &[u8]) {
        self.tell(&json!(["put", BUCKET, key, BASE64_STANDARD.encode(bytes)]));
    }

    /// Takes something out, past the service.
    pub(in crate::service) fn taken(&self, key: &str) -> Vec<u8> {
        let bytes = self.tell(&json!(["taken", BUCKET, key]));
        BASE64_STANDARD.decode(bytes.as_str().unwrap()).unwrap()
    }

    /// Makes something two days old.
    pub(in crate::service) fn age(&self, key: &str) {
        self.tell(&json!(["age", BUCKET, key]));
    }

    /// Begins an upload that nobody ends.
    pub(in crate::service) fn begin(&self, key: &str) {
        self.tell(&json!(["begin", BUCKET, key]));
    }
}

/// The settings of a service whose files lie in the bucket of a store at an endpoint.
pub(in crate::service) fn environment(endpoint: &str) -> Vec<(OsString, OsString)> {
    let settings = [
        ("LUODI_S3_ENDPOINT", endpoint),
        ("LUODI_S3_BUCKET", BUCKET),
        ("LUODI_S3_REGION", "cn-north-1"),
        ("LUODI_S3_ACCESS_KEY_ID", "AKIAluodi"),
        ("LUODI_S3_SECRET_ACCESS_KEY", "secret of luodi"),
        ("LUODI_S3_PREFIX", PREFIX),
    ];
    settings.map(|(name, value)| (name.into(), value.into())).into()
}
