//! Serving connections. axum's own loop waits for a request's headers, and for whoever does not read his answer, without
//! end, and takes as many connections as come.

mod counted;
mod shares;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutWriter;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::http::Peer;
use counted::Counted;
use shares::{Share, Shares};

pub(crate) use shares::stands_for_many;

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// How long the next request's headers may take to be whole, also on a connection that is merely kept open (ten seconds
    /// at the most), and how long a client may take to read nothing of what is sent to him. Who takes longer is let go.
    pub(crate) patience: Duration,
    /// Connections open at once, upgraded ones included: as many as the settings allow. Further ones wait in the
    /// system's queue until one is closed: a burst is served late rather than turned away.
    pub(crate) at_once: usize,
    /// Of these, for one address; who has as many is hung up on.
    pub(crate) of_one: usize,
    /// Whom that does not concern: whether an address stands for many, with the proxy that the settings name.
    pub(crate) spared: fn(IpAddr, Option<IpAddr>) -> bool,
    /// That proxy.
    pub(crate) proxy: Option<IpAddr>,
}

/// The longest time for the headers of a request. Whoever has nothing to say holds a place, and what he is to be answered is
/// no reason to wait for it.
const HEADERS: Duration = Duration::from_secs(10);

/// Serves until asked to stop, then lets the requests under way finish. A connection that was upgraded is on its own then:
/// whoever asked for it ends it.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut http = http1::Builder::new();
    // A client may say that it sends no more and still wait for its answer. The price: one that hangs up says the same, so
    // its query runs on and it keeps its place until that has ended, or the time of a request is over.
    http.half_close(true).timer(TokioTimer::new()).header_read_timeout(bounds.patience.min(HEADERS));
    let shares = Shares::new(bounds.of_one, bounds.spared, bounds.proxy);
    let places = Arc::new(Semaphore::new(bounds.at_once));
    let (open, stopping) = (TaskTracker::new(), CancellationToken::new());
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            let (stream, address) = Listener::accept(&mut listener).await;
            Ok::<_, io::Error>((stream, address.ip(), place))
        };
        let (stream, address, place) = tokio::select! {
            accepted = next => accepted?,
            () = &mut stop => break,
        };
        let Some(share) = shares.take(address) else {
            tracing::debug!("an address has as many connections as it may have");
            continue;
        };
        let (stream, peer) = (outfit(stream, bounds.patience, (place, share)), Peer(address));
        let named = router.clone().map_request(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(peer);
            request
        });
        let connection = http.serve_connection(stream, TowerToHyperService::new(named));
        let stopped = stopping.clone().cancelled_owned();
        open.spawn(async move {
            let mut connection = pin!(connection.with_upgrades());
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = stopped => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    stopping.cancel();
    open.close();
    open.wait().await;
    Ok(())
}

type Stream = TokioIo<Pin<Box<TimeoutWriter<Counted<TcpStream>>>>>;

fn outfit(stream: TcpStream, patience: Duration, place: (OwnedSemaphorePermit, Share)) -> Stream {
    let mut stream = TimeoutWriter::new(Counted::new(stream, place));
    stream.set_timeout(Some(patience));
    TokioIo::new(Box::pin(stream))
}
