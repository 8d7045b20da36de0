//! One attempt of a write job: what counts as success, and what a panic becomes.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;

use super::{StoreError, Tx};

tokio::task_local! {
    /// Set while a write job runs.
    static IN_JOB: ();
}

/// Refuses what needs a connection of its own inside a write job: on SQLite a write would wait for the very writer that
/// runs it, on PostgreSQL anything for a connection while holding one; and a read would not see what the job has written.
pub(super) fn not_in_job(what: &'static str) -> Result<(), StoreError> {
    match IN_JOB.try_with(|()| ()) {
        Ok(()) => Err(StoreError::Misuse { statement: what, detail: "begun inside a write job".to_owned() }),
        Err(_) => Ok(()),
    }
}

/// How often a job decides before its conflict is reported.
pub(super) const ATTEMPTS: u32 = 5;

/// Runs the job once. `Ok` means that its changes may be committed.
///
/// A panic becomes [`StoreError::Panicked`], so that it neither ends the writer task nor leaves a transaction open.
/// A job that returns `Ok` although one of its statements failed is a mistake, see [`Tx`].
pub(super) async fn attempt<T, E, F>(job: &mut F, tx: &mut Tx<'_>) -> Result<T, E>
where
    F: for<'a, 'c> FnMut(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>>,
    E: From<StoreError>,
{
    let work = AssertUnwindSafe(async { job(tx).await }).catch_unwind();
    let outcome = IN_JOB.scope((), work).await;
    match outcome {
        Ok(Ok(value)) => match tx.failed() {
            None => Ok(value),
            Some(statement) => {
                let detail = "failed, and the job went on".to_owned();
                Err(StoreError::Misuse { statement, detail }.into())
            }
        },
        Ok(Err(error)) => Err(error),
        Err(payload) => {
            let message = panic_message(payload.as_ref());
            tracing::error!(message, "a write job panicked");
            Err(StoreError::Panicked { message: message.to_owned() }.into())
        }
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
