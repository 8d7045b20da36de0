//! A TCP proxy on loopback that makes the network slow and unreliable, with nothing but user space.
//!
//! It runs on a thread and runtime of its own: a busy or blocked test cannot change its delays, and code
//! without a runtime can use it. It ends when dropped.

mod connection;
mod line;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use crate::run::Random;

/// How late bytes arrive.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delay {
    /// Added to every byte in each direction: half of the round trip.
    pub each_way: Duration,
    /// At most this much more, drawn anew for each chunk; order is kept.
    pub jitter: Duration,
    /// Of the jitter and of random cuts.
    pub seed: u64,
}

impl Delay {
    /// A steady delay that adds up to this round trip.
    #[must_use]
    pub fn round_trip(time: Duration) -> Self {
        Self { each_way: time / 2, ..Self::default() }
    }
}

/// The direction in which bytes are counted and cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Requests: from the client to the target.
    ToTarget,
    /// Answers: from the target to the client.
    ToClient,
}

/// When a connection is broken, counted in bytes delivered one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// After exactly this many bytes.
    After(u64),
    /// At a seeded random byte below this number, another one for each connection.
    Below(u64),
}

/// What has happened so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Connections accepted.
    pub connections: u64,
    /// Connections broken by a cut or by [`DelayProxy::drop_all`].
    pub broken: u64,
    /// Bytes delivered to the target.
    pub to_target: u64,
    /// Bytes delivered to clients.
    pub to_client: u64,
}

/// What the test may change while connections are open.
#[derive(Debug, Clone, Copy, Default)]
struct Mode {
    blackhole: bool,
    /// Connections accepted under a lower number are to be broken.
    generation: u64,
}

#[derive(Debug)]
struct Shared {
    target: SocketAddr,
    delay: Delay,
    mode: watch::Sender<Mode>,
    cut: Mutex<Option<(Way, Cut)>>,
    random: Mutex<Random>,
    connections: AtomicU64,
    broken: AtomicU64,
    to_target: AtomicU64,
    to_client: AtomicU64,
}

impl Shared {
    fn random<T>(&self, draw: impl FnOnce(&mut Random) -> T) -> T {
        draw(&mut self.random.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The running proxy.
#[derive(Debug)]
pub struct DelayProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl DelayProxy {
    /// Listens on a free loopback port and forwards every connection to `target`.
    pub fn start(target: SocketAddr, delay: Delay) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            target,
            delay,
            mode: watch::Sender::new(Mode::default()),
            cut: Mutex::new(None),
            random: Mutex::new(Random::new(delay.seed)),
            connections: AtomicU64::new(0),
            broken: AtomicU64::new(0),
            to_target: AtomicU64::new(0),
            to_client: AtomicU64::new(0),
        });
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let accepting = Arc::clone(&shared);
        let thread = thread::Builder::new().name("delay-proxy".to_owned()).spawn(move || {
            // Dropping the runtime at the end of this closure ends every connection task.
            runtime.block_on(async {
                tokio::select! {
                    () = connection::accept(listener, accepting) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where clients connect.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Swallows everything in both directions while true, as a partition does; once false again, what was
    /// held back arrives, as TCP's own repetition would bring it.
    pub fn blackhole(&self, on: bool) {
        self.shared.mode.send_modify(|mode| mode.blackhole = on);
    }

    /// Breaks every open connection with a reset.
    pub fn drop_all(&self) {
        self.shared.mode.send_modify(|mode| mode.generation += 1);
    }

    /// Breaks each connection accepted from now on at the given place; `None` lets them live.
    pub fn cut(&self, place: Option<(Way, Cut)>) {
        *self.shared.cut.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// What has happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            connections: read(&self.shared.connections),
            broken: read(&self.shared.broken),
            to_target: read(&self.shared.to_target),
            to_client: read(&self.shared.to_client),
        }
    }
}

impl Drop for DelayProxy {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
