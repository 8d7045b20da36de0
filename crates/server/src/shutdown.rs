//! The end of the service: asked for once it is orderly, asked for twice it is at once.

use std::future::{Future, IntoFuture};
use std::io;
use std::time::Duration;

use luodi_graphql::http::MutationGuard;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::http::Sockets;

/// Whether the service was asked to end, and whether somebody insisted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop {
    asked: CancellationToken,
    insisted: CancellationToken,
}

impl Stop {
    /// Asked by Ctrl-C or the system's polite request; insisted on by the next of either.
    pub(crate) fn on_signals() -> io::Result<Self> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let stop = Self::default();
        let told = stop.clone();
        tokio::spawn(async move {
            for (token, message) in
                [(told.asked, "stopping: no new requests"), (told.insisted, "stopping at once")]
            {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                tracing::info!("{message}");
                token.cancel();
            }
        });
        Ok(stop)
    }

    /// Ready once the service is asked to end.
    pub(crate) fn asked(&self) -> impl Future<Output = ()> + Send + use<> {
        self.asked.clone().cancelled_owned()
    }

    /// Serves until asked to end. From that moment on mutations are refused, sockets are closed, and what runs has
    /// `patience` to finish: one deadline for the answers under way and for the mutations whose clients have gone.
    ///
    /// [`Failure::Interrupted`] when somebody insisted.
    pub(crate) async fn orderly(
        &self,
        serving: impl IntoFuture<Output = io::Result<()>>,
        mutations: &MutationGuard,
        sockets: &Sockets,
        patience: Duration,
    ) -> Result<(), Failure> {
        // A client that keeps its connection open must not hold the end up.
        let too_late = async {
            self.asked().await;
            tokio::time::sleep(patience).await;
        };
        let serving = async {
            let served = tokio::select! {
                served = serving.into_future() => served,
                () = too_late => Ok(()),
            };
            // Also when it broke down unasked.
            self.asked.cancel();
            served
        };
        let draining = async {
            self.asked().await;
            tokio::join!(mutations.close_and_wait(patience), sockets.close_and_wait(patience))
        };
        tokio::select! {
            (served, (left, open)) = async { tokio::join!(serving, draining) } => {
                if left > 0 {
                    tracing::error!(left, "mutations did not finish in time");
                }
                if open > 0 {
                    tracing::error!(open, "sockets were not closed in time");
                }
                served.map_err(Failure::Server)
            }
            () = self.insisted.cancelled() => Err(Failure::Interrupted),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use luodi_graphql::http::NotRun;
    use tokio::time::{Instant, sleep};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    /// How many seconds an end takes that is asked for at once, while a mutation of so many seconds runs and the server
    /// ends so long after it was asked to; `insist` is when it is asked for again.
    async fn end(mutation: u64, server: Option<u64>, insist: Option<u64>) -> (u64, bool) {
        let (stop, guard, sockets) = (Stop::default(), MutationGuard::new(8), Sockets::new(1));
        let mut running = Box::pin(guard.run(sleep(Duration::from_secs(mutation))));
        assert!(futures::poll!(&mut running).is_pending());
        let serving = async {
            match server {
                Some(seconds) => sleep(Duration::from_secs(seconds)).await,
                None => pending().await,
            }
            Ok(())
        };
        let started = Instant::now();
        stop.asked.cancel();
        let insisting = async {
            sleep(Duration::from_millis(1)).await;
            assert_eq!(guard.run(async {}).await, Err(NotRun::Closing), "refused from the signal on");
            if let Some(seconds) = insist {
                sleep(Duration::from_secs(seconds)).await;
                stop.insisted.cancel();
            }
        };
        let (ended, ()) = tokio::join!(stop.orderly(serving, &guard, &sockets, PATIENCE), insisting);
        (started.elapsed().as_secs(), ended.is_ok())
    }

    #[tokio::test(start_paused = true)]
    async fn one_deadline_for_all_that_runs() {
        for (mutation, server, expected) in [
            (0, Some(0), 0),
            (20, Some(0), 20),
            (0, Some(20), 20),
            (20, Some(25), 25),
            (300, Some(0), 30),
            (0, None, 30),
            (300, None, 30),
        ] {
            assert_eq!(end(mutation, server, None).await, (expected, true), "{mutation} {server:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_insists_is_not_kept_waiting() {
        assert_eq!(end(300, None, Some(3)).await, (3, false));
        assert_eq!(end(2, Some(1), Some(3)).await, (3, true), "it had ended before");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_breaks_down_ends_the_service() {
        let broken = async { Err(io::Error::other("broken")) };
        let ended = Stop::default().orderly(broken, &MutationGuard::new(1), &Sockets::new(1), PATIENCE).await;
        assert!(matches!(ended, Err(Failure::Server(_))), "{ended:?}");
    }
}
