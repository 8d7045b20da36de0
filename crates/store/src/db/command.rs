//! A write job on its way through SQLite's writer: type-erased, with the channel its answer goes back by.

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::oneshot;

use super::job::attempt;
use super::{RetryHint, StatementCounter, StoreError, Tx};

/// What to do with the savepoint a command has run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Keep its changes.
    Keep,
    /// Undo them: the command refused or failed.
    Undo,
    /// Undo them and run it again: it met a conflict.
    Again,
}

/// A write job whose types the writer need not know.
pub(super) trait Command: Send {
    /// Runs the job once; its result stays here until [`Command::answer`].
    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Verdict>;

    /// Sends the result to the caller, or `failure` in place of a result that could not be committed. The caller
    /// may have gone; then nobody hears it.
    fn answer(self: Box<Self>, failure: Option<StoreError>);
}

/// The job, its result once there is one, and who waits for it.
pub(super) struct JobCommand<T, E, F> {
    job: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    counter: Option<StatementCounter>,
}

impl<T, E, F> JobCommand<T, E, F> {
    /// Takes along the caller's statement counter, since the writer is another task.
    pub(super) fn new(job: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Self { job, result: None, reply, counter: StatementCounter::current() }, answer)
    }
}

impl<T, E, F> Command for JobCommand<T, E, F>
where
    F: for<'a, 'c> FnMut(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>> + Send,
    T: Send,
    E: From<StoreError> + RetryHint + Send,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Verdict> {
        async move {
            let work = attempt(&mut self.job, tx);
            let result = match &self.counter {
                Some(counter) => counter.scope(work).await,
                None => work.await,
            };
            let verdict = match &result {
                Ok(_) => Verdict::Keep,
                Err(error) if error.decide_again() => Verdict::Again,
                Err(_) => Verdict::Undo,
            };
            self.result = Some(result);
            verdict
        }
        .boxed()
    }

    fn answer(self: Box<Self>, failure: Option<StoreError>) {
        let answer = match (self.result, failure) {
            // A refusal stands, whatever became of the transaction around it.
            (Some(Err(error)), _) => Err(error),
            (_, Some(failure)) => Err(failure.into()),
            (Some(result), None) => result,
            (None, None) => {
                Err(StoreError::Unavailable { detail: "the command was not run".to_owned() }.into())
            }
        };
        let _ = self.reply.send(answer);
    }
}
