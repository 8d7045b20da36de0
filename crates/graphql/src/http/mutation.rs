//! Mutations outlive the connection they came on.
//!
//! axum drops a handler's future when the client hangs up. With sqlx 0.9.0 that can leave a pooled
//! connection inside an open transaction, where later, acknowledged writes are rolled back: 188 of 400 were
//! lost that way with a 10 ms round trip to the database, none with the work in a task of its own.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

/// Runs mutations in tasks of their own, so many at a time. Clones share the bound.
#[derive(Clone, Debug)]
pub struct MutationGuard {
    tracker: TaskTracker,
    permits: Arc<Semaphore>,
    spawned: bool,
}

/// Why a mutation was not run, or not to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRun {
    /// As many mutations as allowed are running.
    #[error("as many mutations as allowed are running")]
    Full,
    /// The service shuts down.
    #[error("the service is shutting down")]
    Closing,
    /// The runtime went away under it.
    #[error("the task of a mutation was cancelled")]
    Cancelled,
}

impl MutationGuard {
    /// A guard that runs at most so many mutations at a time and refuses further ones.
    pub fn new(at_once: usize) -> Self {
        let permits = Semaphore::new(at_once.min(Semaphore::MAX_PERMITS));
        Self { tracker: TaskTracker::new(), permits: Arc::new(permits), spawned: true }
    }

    /// The same bound without the guard: a client that hangs up cancels its mutation.
    ///
    /// Only for the tests that show what the guard is for; no configuration reaches it.
    #[doc(hidden)]
    pub fn without_task_for_hang_up_test(at_once: usize) -> Self {
        Self { spawned: false, ..Self::new(at_once) }
    }

    /// Runs a mutation to its end, whatever becomes of the caller of this function.
    ///
    /// # Errors
    /// [`NotRun`]; with `Full` and `Closing` nothing has happened.
    pub async fn run<F>(&self, mutation: F) -> Result<F::Output, NotRun>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let permit = Arc::clone(&self.permits).try_acquire_owned().map_err(|error| match error {
            tokio::sync::TryAcquireError::NoPermits => NotRun::Full,
            tokio::sync::TryAcquireError::Closed => NotRun::Closing,
        })?;
        let work = async move {
            let output = mutation.await;
            drop(permit);
            output
        };
        if self.spawned {
            self.tracker.spawn(work.in_current_span()).await.map_err(|_| NotRun::Cancelled)
        } else {
            Ok(work.await)
        }
    }

    /// Takes no more mutations and waits for the running ones; returns how many are left at the timeout.
    pub async fn close_and_wait(&self, timeout: Duration) -> usize {
        self.permits.close();
        self.tracker.close();
        // Either way the number of tasks left says what happened.
        let _ = tokio::time::timeout(timeout, self.tracker.wait()).await;
        self.tracker.len()
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn the_bound_is_held_and_given_back() {
        let guard = MutationGuard::new(1);
        let (release, released) = oneshot::channel::<()>();
        let mut first = Box::pin(guard.run(released));
        assert!(futures::poll!(&mut first).is_pending());
        assert_eq!(guard.run(async { 2 }).await, Err(NotRun::Full));
        release.send(()).unwrap();
        assert_eq!(first.await, Ok(Ok(())));
        assert_eq!(guard.run(async { 3 }).await, Ok(3));
    }

    #[tokio::test(start_paused = true)]
    async fn closing_waits_for_what_runs_and_refuses_the_rest() {
        let guard = MutationGuard::new(4);
        let sleep = |seconds| tokio::time::sleep(Duration::from_secs(seconds));
        // Abandoned as by a hang-up: the task goes on.
        for seconds in [2, 9] {
            let mut abandoned = Box::pin(guard.run(sleep(seconds)));
            assert!(futures::poll!(&mut abandoned).is_pending());
        }
        assert_eq!(guard.close_and_wait(Duration::from_secs(5)).await, 1);
        assert_eq!(guard.run(async {}).await, Err(NotRun::Closing));
        assert_eq!(guard.close_and_wait(Duration::from_secs(5)).await, 0);
    }
}
