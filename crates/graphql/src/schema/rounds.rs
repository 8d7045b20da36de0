//! Rounds of reading: what a request has asked for is read together once it waits for nothing else.
//!
//! async-graphql's loader closes a batch when a timer runs out, so that a busy machine reads the same thing in several
//! batches. Here a batch is closed when execution has come to rest: every resolver of that depth has said what it needs.
//! Of several kinds those are read first that others follow from, so that what many paths lead to is read once.

use std::{
    cell::RefCell,
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
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
};
use futures::{future::BoxFuture, task::AtomicWaker};
use luodi_app::StatementCounter;
use tokio::sync::watch;

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
    /// Closed when all reads of the round have been made.
    made: Option<watch::Receiver<()>>,
    execution: Option<Waker>,
}

tokio::task_local! {
    /// What a read that has begun holds until it has been made.
    static PLACE: RefCell<Option<watch::Sender<()>>>;
}

/// Waits until all other reads of the round have been made too, so that what one of them tells does not have somebody ask
/// for what another is about to tell. Nothing may be held meanwhile that others need.
pub(super) async fn meet() {
    let place = PLACE.try_with(RefCell::take).ok().flatten();
    if let Some(mut made) = place.map(|place| place.subscribe()) {
        // An error, since everybody has left, is what is waited for.
        let _ = made.changed().await;
    }
}

impl Rounds {
    /// Keeps a read for its round. It is begun by [`Self::drive`] only.
    pub(super) fn hold(&self, rank: Rank, read: BoxFuture<'static, ()>) {
        self.state().waiting.entry(rank).or_default().push(read);
    }

    /// Polls the execution of the request, and begins a round each time it has come to rest: when it waits, and not only to
    /// let others have a turn, as long lists of futures do. While a round tells what was read it is not polled; while one
    /// reads it is, since it may hold a connection that the reads wait for.
    pub(super) async fn drive<T>(&self, execution: impl Future<Output = T>) -> T {
        let mut execution = pin!(execution);
        let call = Arc::new(Call::default());
        let waker = Waker::from(Arc::clone(&call));
        poll_fn(|context| {
            call.task.register(context.waker());
            if self.is_telling(&waker) {
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

    /// Whether a round has read and not yet told everything; the last of its reads wakes the execution.
    fn is_telling(&self, execution: &Waker) -> bool {
        let mut state = self.state();
        state.execution = (state.running > 0).then(|| execution.clone());
        let made = state.made.as_ref().is_some_and(|made| made.has_changed().is_err());
        state.running > 0 && made
    }

    /// Begins the reads of the lowest rank, unless others are under way: then the last of them wakes the execution, which
    /// comes here again.
    fn begin(&self, execution: &Waker) {
        let (place, made) = watch::channel(());
        let reads = {
            let mut state = self.state();
            state.execution = Some(execution.clone());
            if state.running > 0 {
                return;
            }
            let Some((_, reads)) = state.waiting.pop_first() else { return };
            state.running = reads.len();
            state.made = Some(made);
            reads
        };
        for read in reads {
            let under_way = UnderWay(self.clone());
            let read = PLACE.scope(RefCell::new(Some(place.clone())), read);
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

/// The extension that drives the rounds of each execution: of a request, or of one event of a subscription. What a
/// subscription reads beside its events it drives itself.
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

    /// Like resolvers that wait for connections in the same queue as the reads.
    #[tokio::test]
    async fn an_execution_that_holds_what_reads_need_goes_on() {
        let rounds = Rounds::default();
        let pool = Arc::new(tokio::sync::Semaphore::new(1));
        let reading = Arc::clone(&pool);
        let (told, heard) = tokio::sync::oneshot::channel();
        let read = async move {
            let held = reading.acquire().await.unwrap();
            drop(held);
            meet().await;
            told.send(()).unwrap();
        };
        rounds.hold(Rank::Project, read.boxed());
        let resolver = async {
            let held = pool.acquire().await.unwrap();
            for _ in 0..3 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(held);
        };
        let execution = futures::future::join(resolver, heard);
        let ended = tokio::time::timeout(std::time::Duration::from_secs(20), rounds.drive(execution)).await;
        assert_eq!(ended.unwrap().1, Ok(()));
    }

    #[tokio::test]
    async fn what_is_read_together_is_told_together() {
        let rounds = Rounds::default();
        let order = Arc::new(Mutex::new(Vec::new()));
        for (name, turns) in [("quick", 0), ("slow", 20)] {
            let order = Arc::clone(&order);
            let read = async move {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                order.lock().unwrap().push(format!("{name} made"));
                meet().await;
                order.lock().unwrap().push("told".to_owned());
            };
            rounds.hold(Rank::Project, read.boxed());
        }
        let execution = async {
            while order.lock().unwrap().len() < 4 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        };
        rounds.drive(execution).await;
        assert_eq!(*order.lock().unwrap(), ["quick made", "slow made", "told", "told"]);
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
