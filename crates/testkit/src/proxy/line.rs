//! A delay line: every chunk leaves its fixed time after it came, however many are under way.
//!
//! Sleeping between read and write would let one chunk wait for the one before it and turn a delay into a
//! bandwidth limit; here reading never waits for the delay.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::{Delay, Mode};
use crate::run::Random;

/// Chunks under way in one direction; beyond it the sender is held back, as by a full window.
const UNDER_WAY: usize = 1024;

/// Largest chunk read at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// One direction of one connection.
pub(super) struct Line<'a> {
    pub(super) delay: Delay,
    pub(super) random: Random,
    pub(super) mode: watch::Receiver<Mode>,
    /// Bytes left until the connection is cut.
    pub(super) budget: Option<u64>,
    pub(super) delivered: &'a AtomicU64,
}

struct Chunk {
    due: Instant,
    bytes: Vec<u8>,
}

/// Carries bytes until the reading side ends; an error means that the connection is to be broken.
pub(super) async fn carry(
    line: Line<'_>,
    from: impl AsyncRead + Unpin,
    to: impl AsyncWrite + Unpin,
) -> io::Result<()> {
    let Line { delay, random, mode, budget, delivered } = line;
    let (sender, receiver) = mpsc::channel(UNDER_WAY);
    tokio::try_join!(take(delay, random, from, sender), deliver(mode, budget, delivered, receiver, to))?;
    Ok(())
}

async fn take(
    delay: Delay,
    mut random: Random,
    mut from: impl AsyncRead + Unpin,
    line: mpsc::Sender<Chunk>,
) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    let jitter = u64::try_from(delay.jitter.as_micros()).unwrap_or(u64::MAX);
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        let extra = Duration::from_micros(random.below(jitter));
        let due = Instant::now() + delay.each_way + extra;
        if line.send(Chunk { due, bytes: buffer[..length].to_vec() }).await.is_err() {
            return Ok(());
        }
    }
}

/// Writes each chunk when it is due, in the order of arrival: a chunk that drew less jitter than the one
/// before it waits behind it.
async fn deliver(
    mut mode: watch::Receiver<Mode>,
    mut budget: Option<u64>,
    delivered: &AtomicU64,
    mut line: mpsc::Receiver<Chunk>,
    mut to: impl AsyncWrite + Unpin,
) -> io::Result<()> {
    while let Some(Chunk { due, bytes }) = line.recv().await {
        sleep_until(due).await;
        // Fails only when the proxy is gone, and then this task is too.
        let _ = mode.wait_for(|mode| !mode.blackhole).await;
        let allowed =
            budget.map_or(bytes.len(), |left| usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len()));
        to.write_all(&bytes[..allowed]).await?;
        delivered.fetch_add(allowed as u64, Ordering::Relaxed);
        if let Some(left) = &mut budget {
            *left -= allowed as u64;
            if *left == 0 {
                return Err(io::ErrorKind::ConnectionReset.into());
            }
        }
    }
    to.shutdown().await
}
