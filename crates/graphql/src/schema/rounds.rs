//! Rounds of reading: what a request has asked for is read together once it waits for nothing else.
//!
//! async-graphql's loader closes a batch when a timer runs out, so that a busy machine reads the same thing in several
//! batches. Here a batch is closed when execution has come to rest: every resolver of that depth has said what it needs.
//! Of several kinds those are read first that others follow from, so that what many paths lead to is read once.

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    mem,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use async_graphql::{
    Response, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextSubscribe},
};
use futures::{StreamExt as _, future::BoxFuture, stream, stream::BoxStream, task::AtomicWaker};
use luodi_app::StatementCounter;

use super::loaders::Loaders;

/// When something is read: after everything that can lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Projects and what hangs on them.
    Project,
    /// Officers, who are named by projects.
    Officer,
    /// Their posts.
    Post,
    /// Agencies and enterprises, which are named by projects and posts.
    Agency,
    /// Regions, which are named by all of these.
    Region,
}

impl Rank {
    /// All of them, in order.
    pub(super) const ALL: [Self; 5] = [Self::Project, Self::Officer, Self::Post, Self::Agency, Self::Region];
}

/// The reads of one request. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Rounds(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    waiting: BTreeMap<Rank, Vec<BoxFuture<'static, ()>>>,
    running: usize,
    execution: Option<Waker>,
}

impl Rounds {
    /// Keeps a read for its round. It is begun by [`Self::drive`] only.
    pub(super) fn hold(&self, rank: Rank, read: BoxFuture<'static, ()>) {
        self.state().waiting.entry(rank).or_default().push(read);
    }

    /// Polls the execution of the request, and begins a round each time it has come to rest: when it waits, and not only
    /// to let others have a turn, as long lists of futures do. It goes on when the whole round has been read, so that
    /// nothing is asked for that is on its way.
    pub(super) async fn drive<T>(&self, execution: impl Future<Output = T>) -> T {
        let mut execution = pin!(execution);
        let call = Arc::new(Call::default());
        let waker = Waker::from(Arc::clone(&call));
        poll_fn(|context| {
            call.task.register(context.waker());
            if self.is_under_way(&waker) {
                return Poll::Pending;
            }
            call.called.store(false, Ordering::Release);
            let polled = execution.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_pending() && !call.called.load(Ordering::Acquire) {
                self.begin(&waker);
            }
            polled
        })
        .await
    }

    /// Whether reads are under way; the last of them wakes the execution.
    fn is_under_way(&self, execution: &Waker) -> bool {
        let mut state = self.state();
        let under_way = state.running > 0;
        state.execution = under_way.then(|| execution.clone());
        under_way
    }

    /// Begins the reads of the lowest rank.
    fn begin(&self, execution: &Waker) {
        let reads = {
            let mut state = self.state();
            let Some((_, reads)) = state.waiting.pop_first() else { return };
            state.execution = Some(execution.clone());
            state.running = reads.len();
            reads
        };
        for read in reads {
            let under_way = UnderWay(self.clone());
            // In a task of its own; a test that counts statements counts those too.
            tokio::spawn(StatementCounter::inherit(async move {
                read.await;
                drop(under_way);
            }));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked had only counted.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls the task that executes the request, and remembers that it did.
#[derive(Default)]
struct Call {
    called: AtomicBool,
    task: AtomicWaker,
}

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.called.store(true, Ordering::Release);
        self.task.wake();
    }
}

/// A read that has begun; it is over even if it panics.
struct UnderWay(Rounds);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.running = state.running.saturating_sub(1);
        if state.running == 0 {
            let execution = mem::take(&mut state.execution);
            drop(state);
            if let Some(execution) = execution {
                execution.wake();
            }
        }
    }
}

/// The extension that drives the rounds of each request.
pub(super) struct Drive;

impl ExtensionFactory for Drive {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Drive {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let execution = next.run(ctx, operation_name);
        match ctx.data_opt::<Loaders>() {
            Some(loaders) => loaders.rounds().drive(execution).await,
            None => execution.await,
        }
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        events: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        let events = next.run(ctx, events);
        let Some(rounds) = ctx.data_opt::<Loaders>().map(|loaders| loaders.rounds().clone()) else {
            return events;
        };
        stream::unfold((rounds, events), |(rounds, mut events)| async move {
            let event = rounds.drive(events.next()).await?;
            Some((event, (rounds, events)))
        })
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use futures::FutureExt as _;
    use tokio::sync::mpsc;

    use super::*;

    /// Asks for reads and writes down what is read when.
    async fn rounds_of(
        asked: &[(Rank, &'static str)],
        then: &BTreeMap<&str, (Rank, &'static str)>,
    ) -> Vec<String> {
        let rounds = Rounds::default();
        let (told, mut heard) = mpsc::unbounded_channel();
        let hold = |(rank, name): (Rank, &'static str)| {
            let told = told.clone();
            let read = async move {
                tokio::task::yield_now().await;
                told.send(name).unwrap();
            };
            rounds.hold(rank, read.boxed());
        };
        let execution = async {
            asked.iter().copied().for_each(hold);
            let mut left = asked.len();
            let mut order = Vec::new();
            while left > 0 {
                let name = heard.recv().await.unwrap();
                left -= 1;
                order.push(name.to_owned());
                if let Some(&next) = then.get(name) {
                    hold(next);
                    left += 1;
                }
            }
            order
        };
        rounds.drive(execution).await
    }

    #[tokio::test]
    async fn what_others_follow_from_is_read_first() {
        let asked = [(Rank::Region, "region"), (Rank::Agency, "agency"), (Rank::Project, "project")];
        let then =
            BTreeMap::from([("project", (Rank::Officer, "officer")), ("officer", (Rank::Post, "post"))]);
        let order = rounds_of(&asked, &then).await;
        assert_eq!(order, ["project", "officer", "post", "agency", "region"]);
    }

    #[tokio::test]
    async fn a_read_that_panics_does_not_stop_the_others() {
        let rounds = Rounds::default();
        let (told, mut heard) = mpsc::unbounded_channel();
        rounds.hold(Rank::Project, async { panic!("lost") }.boxed());
        rounds.hold(Rank::Officer, async move { told.send(()).unwrap() }.boxed());
        assert_eq!(rounds.drive(heard.recv()).await, Some(()));
    }

    #[tokio::test]
    async fn who_lets_others_have_a_turn_has_not_come_to_rest() {
        let rounds = Rounds::default();
        let (told, mut heard) = mpsc::unbounded_channel();
        rounds.hold(Rank::Officer, async move { told.send("officer").unwrap() }.boxed());
        let execution = async {
            let mut turns = 0..2;
            poll_fn(|context| {
                context.waker().wake_by_ref();
                if turns.next().is_some() { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
            let (told, mut first) = mpsc::unbounded_channel();
            rounds.hold(Rank::Project, async move { told.send("project").unwrap() }.boxed());
            (first.recv().await, heard.try_recv().is_err(), heard.recv().await)
        };
        assert_eq!(rounds.drive(execution).await, (Some("project"), true, Some("officer")));
    }

    #[tokio::test]
    async fn nothing_is_read_for_whoever_does_not_wait() {
        let rounds = Rounds::default();
        let (told, mut heard) = mpsc::unbounded_channel();
        rounds.hold(Rank::Project, async move { told.send(()).unwrap() }.boxed());
        rounds.drive(async {}).await;
        tokio::task::yield_now().await;
        assert!(heard.try_recv().is_err());
    }
}
