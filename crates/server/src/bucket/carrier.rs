//! Calls to the store.

use std::io::{self, Read as _};
use std::time::Duration;

use axum::body::Bytes;
use luodi_app::files::{Carrier, CarryError, CarryFault};
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Body, Timeout};

use crate::outward;

/// How long it may take to reach the store.
const REACHING: Duration = Duration::from_secs(3);
/// The longest answer that is read: a part of a file that is asked for has one mebibyte, a list of a thousand half of it.
const LONGEST: u64 = 4 << 20;
/// How much is read of an answer that is a refusal or fault, for it goes into the log.
const LONGEST_TROUBLE: u64 = 2 << 10;
/// How many connections are kept for the next call.
const KEPT: usize = 16;

/// A client over HTTP.
#[derive(Debug)]
pub(super) struct Wire {
    agent: Agent,
    patience: Duration,
}

impl Wire {
    /// One whose calls end after so long.
    pub(super) fn new(patience: Duration) -> Self {
        let config = outward::client()
            .timeout_connect(Some(REACHING.min(patience)))
            .timeout_global(Some(patience))
            .max_idle_connections(KEPT)
            .max_idle_connections_per_host(KEPT)
            .build();
        Self { agent: config.new_agent(), patience }
    }
}

impl Carrier for Wire {
    fn patience(&self) -> Duration {
        self.patience
    }

    fn carry(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CarryError> {
        let (head, body) = request.into_parts();
        let answer = if matches!(head.method, Method::GET | Method::HEAD | Method::DELETE) {
            self.agent.run(Request::from_parts(head, ()))
        } else {
            self.agent.run(Request::from_parts(head, &body[..]))
        };
        let (head, body) = answer.map_err(|error| failed(&error))?.into_parts();
        let bytes = if head.status.is_success() { whole(body) } else { beginning(body) };
        Ok(Response::from_parts(head, bytes.map_err(|error| failed(&error))?.into()))
    }
}

fn whole(mut body: Body) -> Result<Vec<u8>, ureq::Error> {
    body.with_config().limit(LONGEST).read_to_vec()
}

fn beginning(mut body: Body) -> Result<Vec<u8>, ureq::Error> {
    let mut bytes = Vec::new();
    body.as_reader().take(LONGEST_TROUBLE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn failed(error: &ureq::Error) -> CarryError {
    CarryError { fault: fault(error), text: outward::told(error) }
}

fn fault(error: &ureq::Error) -> CarryFault {
    match error {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => CarryFault::NotReached,
        ureq::Error::Timeout(_) => CarryFault::Late,
        ureq::Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::AddrNotAvailable => CarryFault::NotReached,
            io::ErrorKind::TimedOut => CarryFault::Late,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => CarryFault::BrokenOff,
            _ => CarryFault::Other,
        },
        _ => CarryFault::Other,
    }
}
