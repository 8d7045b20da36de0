use std::future::pending;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode, header};
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tower_http::timeout::TimeoutLayer;

use super::*;

/// No test waits as long as this.
const NEVER: Duration = Duration::from_mins(10);
/// More than the system keeps for a client that does not read.
const LARGE: usize = 64 << 20;

struct Server {
    address: std::net::SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<io::Result<()>>,
}

impl Server {
    async fn start(patience: Duration, at_once: usize) -> Self {
        let bounds = Bounds { patience, at_once, of_one: at_once, spared: |_, _| false, proxy: None };
        Self::within(bounds).await
    }

    async fn within(bounds: Bounds) -> Self {
        let router = Router::new()
            .route("/", get(async || "hello"))
            .route("/large", get(async || vec![b'x'; LARGE]))
            .route("/echo", get(echo))
            .merge(endless(Duration::from_secs(1)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let served = tokio::spawn(serve(listener, router, bounds, stopped));
        Self { address, stop, served }
    }

    /// A new connection on which this was asked for.
    async fn ask(&self, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Whether a new connection is answered within a time.
    async fn answers(&self, within: Duration) -> bool {
        let mut stream = self.ask("/", "connection: close\r\n").await;
        let mut answer = String::new();
        timeout(within, stream.read_to_string(&mut answer)).await.is_ok_and(|read| {
            // Hung up on, he is not answered either.
            read.is_ok() && !answer.is_empty() && {
                assert!(answer.ends_with("hello"), "{answer}");
                true
            }
        })
    }

    async fn end(self) {
        self.stop.cancel();
        timeout(Duration::from_secs(20), self.served).await.unwrap().unwrap().unwrap();
    }
}

/// What never ends, but for the time that the service gives a request.
fn endless(time: Duration) -> Router {
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time);
    Router::new().route("/endless", get(pending::<()>)).layer(timeout)
}

/// Says everything twice, as a WebSocket handler would take the connection over.
async fn echo(mut request: Request) -> Response<Body> {
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let mut stream = TokioIo::new(upgraded.await.unwrap());
        let mut bytes = [0; 4];
        while stream.read_exact(&mut bytes).await.is_ok() {
            stream.write_all(&bytes).await.unwrap();
        }
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "echo")
        .body(Body::empty())
        .unwrap()
}

/// The second row is the same without the guard.
#[tokio::test]
async fn who_does_not_read_his_answer_is_let_go() {
    let seconds = Duration::from_secs;
    for (patience, waiting, expected) in
        [(Duration::from_millis(200), seconds(20), true), (NEVER, seconds(1), false)]
    {
        // There is one place, and whoever does not read holds it.
        let server = Server::start(patience, 1).await;
        let mut slow = server.ask("/large", "").await;
        slow.read_exact(&mut [0; 12]).await.unwrap();
        assert_eq!(server.answers(waiting).await, expected, "{patience:?}");
        drop(slow);
        server.end().await;
    }
}

#[tokio::test]
async fn who_sends_no_more_still_gets_his_answer() {
    let server = Server::start(NEVER, 1).await;
    let mut client = server.ask("/", "connection: close\r\n").await;
    client.shutdown().await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"), "{answer}");
    server.end().await;
}

#[tokio::test]
async fn who_hangs_up_keeps_his_place_until_the_time_of_his_request_is_over() {
    let server = Server::start(NEVER, 1).await;
    drop(server.ask("/endless", "").await);
    assert!(!server.answers(Duration::from_millis(300)).await, "his request runs on");
    assert!(server.answers(Duration::from_secs(20)).await, "it has ended");
    server.end().await;
}

#[tokio::test]
async fn who_reads_slowly_gets_it_all() {
    let patience = Duration::from_millis(500);
    let server = Server::start(patience, 1).await;
    let started = Instant::now();
    let mut slow = server.ask("/large", "connection: close\r\n").await;
    let (mut read, mut part) = (0, vec![0; 4 << 20]);
    loop {
        match slow.read(&mut part).await.unwrap() {
            0 => break,
            more => read += more,
        }
        // Together longer than the service is patient: sixteen parts there are at least.
        sleep(Duration::from_millis(40)).await;
    }
    assert!(read > LARGE, "{read}");
    assert!(started.elapsed() > patience, "{:?}", started.elapsed());
    server.end().await;
}

#[tokio::test]
async fn further_connections_wait_for_a_place() {
    let server = Server::start(NEVER, 2).await;
    let (kept, idle) = (server.ask("/", "").await, server.ask("/", "").await);
    assert!(!server.answers(Duration::from_millis(300)).await, "both places are taken");
    drop(kept);
    assert!(server.answers(Duration::from_secs(20)).await, "one is free");
    drop(idle);
    server.end().await;
}

#[tokio::test]
async fn who_has_his_share_is_hung_up_on() {
    let bounds = Bounds { patience: NEVER, at_once: 3, of_one: 2, spared: |_, _| false, proxy: None };
    let server = Server::within(bounds).await;
    let (kept, idle) = (server.ask("/", "").await, server.ask("/", "").await);
    let begun = Instant::now();
    let mut stream = server.ask("/", "").await;
    let mut answer = Vec::new();
    let ended = timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.is_empty(), "{ended:?}: {}", String::from_utf8_lossy(&answer));
    assert!(begun.elapsed() < HEADERS, "at once");
    drop(kept);
    // The server sees that the other has gone a moment later.
    while !server.answers(Duration::from_secs(20)).await {
        sleep(Duration::from_millis(10)).await;
    }
    drop(idle);
    server.end().await;
}

#[tokio::test]
async fn an_upgraded_connection_is_counted_and_not_waited_for() {
    let server = Server::start(NEVER, 1).await;
    let mut stream = server.ask("/echo", "connection: upgrade\r\nupgrade: echo\r\n").await;
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        said.push(stream.read_u8().await.unwrap());
    }
    assert!(said.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&said));
    for word in [b"ping", b"pong"] {
        stream.write_all(word).await.unwrap();
        let mut echoed = [0; 4];
        stream.read_exact(&mut echoed).await.unwrap();
        assert_eq!(&echoed, word);
    }
    assert!(!server.answers(Duration::from_millis(300)).await, "it holds the only place");
    server.end().await;
}

#[tokio::test]
async fn a_request_under_way_is_finished_at_the_end() {
    let server = Server::start(NEVER, 1).await;
    let mut stream = server.ask("/large", "").await;
    stream.read_exact(&mut [0; 12]).await.unwrap();
    server.stop.cancel();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() > LARGE, "{}", rest.len());
    server.end().await;
}
