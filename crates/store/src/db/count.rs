//! Which statements a piece of work sends: the hook by which the tests hold a request to a number of statements.

use std::sync::{Arc, Mutex, PoisonError};

tokio::task_local! {
    static CURRENT: StatementCounter;
}

/// Names of the statements sent inside [`StatementCounter::scope`], in order.
///
/// The counter belongs to a task. Work that moves to another task takes it along with
/// [`StatementCounter::inherit`]; write jobs do so by themselves.
#[derive(Debug, Clone, Default)]
pub struct StatementCounter(Arc<Mutex<Vec<&'static str>>>);

impl StatementCounter {
    /// Runs `work` and records here every statement it sends.
    pub async fn scope<F: Future>(&self, work: F) -> F::Output {
        CURRENT.scope(self.clone(), work).await
    }

    /// The counter of the running task, if there is one.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// `work`, to be spawned elsewhere, still counted by the counter of the task that calls this.
    pub fn inherit<F: Future>(work: F) -> impl Future<Output = F::Output> {
        let current = Self::current();
        async move {
            match current {
                Some(counter) => counter.scope(work).await,
                None => work.await,
            }
        }
    }

    /// Names of the statements sent so far, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many statements were sent so far.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// Records one statement with the running task's counter; without one it costs a thread-local look-up.
pub(super) fn record(statement: &'static str) {
    let _ = CURRENT.try_with(|counter| {
        counter.0.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
    });
}
