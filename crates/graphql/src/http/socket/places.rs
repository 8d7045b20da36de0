//! The sockets open in this process: so many to a token, no longer than it, and ended with the service.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    future::Future,
    hash::Hash,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{sleep, timeout};
use tokio_util::{
    sync::{CancellationToken, WaitForCancellationFutureOwned},
    task::TaskTracker,
};

use super::KeepWatch;

/// How often it is looked whether the tokens of open sockets are still good.
const PERIOD: Duration = Duration::from_secs(2);
/// How long the answer may take, when the network to those who know is dead and nobody says so.
const PATIENCE: Duration = Duration::from_secs(10);

/// The sockets open in this process, by what their callers were let in by. Clones share them.
pub struct Sockets<K> {
    shared: Arc<Shared<K>>,
}

struct Shared<K> {
    open: Mutex<HashMap<K, Open>>,
    most: usize,
    tracker: TaskTracker,
    closing: CancellationToken,
}

/// The sockets of one caller.
struct Open {
    count: usize,
    ended: CancellationToken,
}

impl<K> Clone for Sockets<K> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> Sockets<K> {
    /// At most so many for each caller, and at least one.
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        let (open, tracker, closing) = (Mutex::default(), TaskTracker::new(), CancellationToken::new());
        Self { shared: Arc::new(Shared { open, most, tracker, closing }) }
    }

    /// How many are open, those included whose callers have not said who they are.
    pub fn count(&self) -> usize {
        self.shared.tracker.len()
    }

    /// Ends the sockets of callers who would not be let in any more, every two seconds, all asked about at once. Never
    /// ready.
    pub async fn watch<A: KeepWatch<Key = K>>(&self, authenticate: A) {
        let mut away = false;
        loop {
            sleep(PERIOD).await;
            let keys: Vec<K> = self.open().keys().cloned().collect();
            if keys.is_empty() {
                continue;
            }
            let why = match timeout(PATIENCE, authenticate.valid(&keys)).await {
                Ok(Ok(valid)) => {
                    away = false;
                    let valid: HashSet<K> = valid.into_iter().collect();
                    self.end(keys.into_iter().filter(|key| !valid.contains(key)));
                    continue;
                }
                Ok(Err(error)) => error.to_string(),
                Err(late) => late.to_string(),
            };
            // Whoever cannot be asked about can learn nothing from the same database either.
            if !mem::replace(&mut away, true) {
                tracing::warn!(why, "tokens of open sockets cannot be looked up");
            }
        }
    }

    /// Tells every client that the service ends, and waits until they have heard it; how many sockets are left
    /// when patience ends. Those that open meanwhile are told at once.
    pub async fn close_and_wait(&self, patience: Duration) -> usize {
        self.shared.closing.cancel();
        self.shared.tracker.close();
        // Either way the number of tasks left says what happened.
        let _ = timeout(patience, self.shared.tracker.wait()).await;
        self.shared.tracker.len()
    }

    /// A socket's work, which is waited for at the end.
    pub(super) fn track<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F, K> {
        self.shared.tracker.track_future(work)
    }

    /// Ready once the service ends.
    pub(super) fn closing(&self) -> WaitForCancellationFutureOwned {
        self.shared.closing.clone().cancelled_owned()
    }

    /// A place for one more socket of this caller, if he may have one.
    pub(super) fn enter(&self, key: K) -> Option<Place<K>> {
        let mut open = self.open();
        let held =
            open.entry(key.clone()).or_insert_with(|| Open { count: 0, ended: CancellationToken::new() });
        if held.count >= self.shared.most {
            return None;
        }
        held.count += 1;
        let ended = held.ended.clone();
        drop(open);
        Some(Place { sockets: self.clone(), key, ended })
    }

    fn end(&self, keys: impl Iterator<Item = K>) {
        let mut open = self.open();
        for key in keys {
            if let Some(held) = open.remove(&key) {
                held.ended.cancel();
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<K, Open>> {
        self.shared.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket's place, free again when this is dropped.
pub(super) struct Place<K: Clone + Eq + Hash + Send + Sync + 'static> {
    sockets: Sockets<K>,
    key: K,
    ended: CancellationToken,
}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> Place<K> {
    /// Ready once the caller would not be let in any more.
    pub(super) fn ended(&self) -> WaitForCancellationFutureOwned {
        self.ended.clone().cancelled_owned()
    }
}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> Drop for Place<K> {
    fn drop(&mut self) {
        let mut open = self.sockets.open();
        // Whoever was seen out holds no place any more: the key may stand for new sockets already.
        if self.ended.is_cancelled() {
            return;
        }
        if let Entry::Occupied(mut held) = open.entry(self.key.clone()) {
            held.get_mut().count -= 1;
            if held.get().count == 0 {
                held.remove();
            }
        }
    }
}
