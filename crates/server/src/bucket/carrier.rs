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

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::thread::{self, JoinHandle};
    use std::time::Instant;

    use super::*;

    /// Somebody who answers one call with this; his address, and what he was asked.
    fn answering(answer: Vec<u8>) -> (String, JoinHandle<String>) {
        let (listener, address) = listening();
        let heard = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let heard = head(&mut stream);
            // Who has heard enough hangs up.
            let _ = stream.write_all(&answer);
            heard
        });
        (address, heard)
    }

    fn listening() -> (TcpListener, String) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = format!("http://{}/luodi/a", listener.local_addr().unwrap());
        (listener, address)
    }

    fn head(stream: &mut TcpStream) -> String {
        let (mut heard, mut some) = (Vec::new(), [0; 1024]);
        while !heard.windows(4).any(|end| end == b"\r\n\r\n") {
            let read = stream.read(&mut some).unwrap();
            heard.extend_from_slice(&some[..read]);
        }
        String::from_utf8(heard).unwrap()
    }

    fn get(address: &str) -> Result<Response<Bytes>, CarryError> {
        Wire::new(Duration::from_secs(2)).carry(Request::get(address).body(Bytes::new()).unwrap())
    }

    #[track_caller]
    fn fails(address: &str, expected: CarryFault) {
        let asked = Instant::now();
        let error = get(address).unwrap_err();
        assert_eq!(error.fault, expected, "{error}");
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    }

    #[test]
    fn no_answer_sends_it_elsewhere() {
        let (elsewhere, address) = listening();
        elsewhere.set_nonblocking(true).unwrap();
        let redirect =
            format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {address}\r\ncontent-length: 0\r\n\r\n");
        let (address, heard) = answering(redirect.into_bytes());
        assert_eq!(get(&address).unwrap().status(), 307);
        assert!(heard.join().unwrap().starts_with("GET /luodi/a HTTP/1.1\r\n"));
        assert_eq!(elsewhere.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
    }

    #[test]
    fn no_answer_is_read_without_end() {
        let of = |status: &str, length: u64| {
            let mut answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n").into_bytes();
            answer.resize(answer.len() + usize::try_from(length).unwrap(), b'x');
            answering(answer).0
        };
        assert_eq!(get(&of("200 OK", LONGEST - 1)).unwrap().body().len() as u64, LONGEST - 1);
        fails(&of("200 OK", LONGEST + 1), CarryFault::Other);
        let trouble = get(&of("403 Forbidden", LONGEST)).unwrap();
        assert_eq!((trouble.status().as_u16(), trouble.body().len() as u64), (403, LONGEST_TROUBLE));
    }

    #[test]
    fn what_fails_is_told_apart() {
        let (nobody, address) = listening();
        drop(nobody);
        fails(&address, CarryFault::NotReached);
        let (_silent, address) = listening();
        fails(&address, CarryFault::Late);
        let (address, _) = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf".to_vec());
        fails(&address, CarryFault::BrokenOff);
    }
}
