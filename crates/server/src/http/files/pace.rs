//! How fast a file has to come. A slow line is no reason to give a file up, and a client that sends next to nothing none to
//! keep its place: so what counts is the progress, and how long it takes in all only at the very end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use futures::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How many bytes have to come in each window: 6.4 KiB a second, which any line does that a photograph is sent over.
const LEAST: usize = 64 << 10;
/// How long a window is, unless a request has to be done in less. The first is the time to begin in.
pub(super) const WINDOW: Duration = Duration::from_secs(10);
/// How long it may take in all.
pub(super) const CEILING: Duration = Duration::from_mins(15);

/// The bytes of a body, until too few come.
#[derive(Debug)]
pub(super) struct Paced<'s, S> {
    bytes: &'s mut S,
    window: Duration,
    /// What came in this window.
    came: usize,
    /// When it ends. What is done with the bytes meanwhile does not count.
    end: Pin<Box<Sleep>>,
    /// When the last bytes were handed on.
    handed: Option<Instant>,
    last: Instant,
    late: bool,
}

impl<'s, S> Paced<'s, S> {
    /// These, in windows of this length.
    pub(super) fn new(bytes: &'s mut S, window: Duration) -> Self {
        let now = Instant::now();
        let end = Box::pin(sleep_until(now + window));
        // As if the last bytes had just been handed on: what is looked at before the first are asked for is our affair.
        Self { bytes, window, came: 0, end, handed: Some(now), last: now + CEILING, late: false }
    }

    /// Whether they came too slowly.
    pub(super) const fn is_late(&self) -> bool {
        self.late
    }
}

impl<S: Stream<Item = Result<Bytes, E>> + Unpin, E: Into<axum::BoxError>> Stream for Paced<'_, S> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let now = Instant::now();
        if let Some(handed) = this.handed.take() {
            let end = (this.end.deadline() + (now - handed)).min(this.last);
            this.end.as_mut().reset(end);
        }
        if now < this.last
            && let Poll::Ready(next) = Pin::new(&mut *this.bytes).poll_next(cx)
        {
            if let Some(Ok(bytes)) = &next {
                this.came = this.came.saturating_add(bytes.len());
            }
            this.handed = Some(now);
            return Poll::Ready(next.map(|next| next.map_err(io::Error::other)));
        }
        while this.end.as_mut().poll(cx).is_ready() {
            if this.came < LEAST || now >= this.last {
                this.late = true;
                return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
            }
            this.came = 0;
            let end = (now + this.window).min(this.last);
            this.end.as_mut().reset(end);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use futures::{StreamExt, stream};
    use tokio::time::sleep;

    use super::*;

    /// How a body fares of which so many bytes come so often: how many have come when it ends, and whether it was late.
    async fn fares(parts: usize, size: usize, every: Duration) -> (usize, bool) {
        let parts = stream::iter(0..parts).then(|_| async move {
            sleep(every).await;
            Ok::<_, io::Error>(Bytes::from(vec![0; size]))
        });
        let mut parts = Box::pin(parts);
        let mut paced = Paced::new(&mut parts, WINDOW);
        let mut came = 0;
        while let Some(Ok(bytes)) = paced.next().await {
            came += bytes.len();
        }
        (came, paced.is_late())
    }

    #[tokio::test(start_paused = true)]
    async fn slow_is_not_too_slow_and_dawdling_is() {
        let seconds = Duration::from_secs;
        assert_eq!(fares(0, 0, seconds(0)).await, (0, false));
        assert_eq!(fares(1, 10, seconds(9)).await, (10, false));
        assert_eq!(fares(1, 10, seconds(11)).await, (0, true));
        // A file of 20 MiB at half a megabit a second takes five and a half minutes.
        assert_eq!(fares(320, 64 << 10, Duration::from_millis(1_049)).await, (20 << 20, false));
        // A byte now and then: it ends with the first window.
        assert_eq!(fares(1_000, 1, Duration::from_millis(1_100)).await, (9, true));
        // As slowly as may be: it ends with the time for all.
        let (came, late) = fares(1_000, 64 << 10, seconds(9)).await;
        assert!(late && came < (64 << 10) * 101, "{came}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_done_with_the_bytes_does_not_count() {
        let mut parts = Box::pin(stream::iter([1, 2, 3]).then(|size| async move {
            sleep(Duration::from_secs(2)).await;
            Ok::<_, io::Error>(Bytes::from(vec![0; size]))
        }));
        let mut paced = Paced::new(&mut parts, WINDOW);
        let mut came = 0;
        while let Some(next) = paced.next().await {
            came += next.unwrap().len();
            sleep(Duration::from_mins(1)).await;
        }
        assert_eq!(came, 6);
    }
}
