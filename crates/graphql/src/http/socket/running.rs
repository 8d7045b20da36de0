//! The operations that run on one socket.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use async_graphql::ServerError;
use futures::{StreamExt as _, stream::BoxStream};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::{
    super::{
        authenticate::Authenticate,
        context::Facts,
        endpoint::{Endpoint, caught},
        refusal::Refusal,
        reply::error_of,
    },
    message::Closing,
    operation::{Told, start},
};

/// Most subscriptions on one socket.
const MAX_SUBSCRIPTIONS: usize = 32;

/// What one operation has to say. Ids are used again, so each operation has a number of its own.
type News = (Arc<str>, u64, Told);

/// The operations that run on one socket, each in a task of its own, and ended with this.
///
/// While the client takes what he is told nobody asks a stream for more, and a stream that nobody polls could hold a
/// connection to the database; a task goes on until it has something to say and nobody to say it to.
pub(super) struct Running<'a, A: Authenticate> {
    endpoint: &'a Endpoint<A>,
    principal: &'a A::Principal,
    facts: &'a Facts,
    tasks: HashMap<Arc<str>, (u64, AbortOnDropHandle<()>)>,
    begun: u64,
    tell: mpsc::Sender<News>,
    told: mpsc::Receiver<News>,
}

impl<'a, A: Authenticate> Running<'a, A> {
    /// None yet, for this caller.
    pub(super) fn new(endpoint: &'a Endpoint<A>, principal: &'a A::Principal, facts: &'a Facts) -> Self {
        let (tell, told) = mpsc::channel(1);
        Self { endpoint, principal, facts, tasks: HashMap::new(), begun: 0, tell, told }
    }

    /// Begins an operation, or says why it is refused.
    ///
    /// # Errors
    /// [`Closing::Subscribed`] when one of this id is running.
    pub(super) fn begin(&mut self, id: &str, payload: &Value) -> Result<Result<(), ServerError>, Closing> {
        let full = self.tasks.len() >= MAX_SUBSCRIPTIONS;
        let Entry::Vacant(place) = self.tasks.entry(Arc::from(id)) else {
            return Err(Closing::Subscribed(id.to_owned()));
        };
        let started = if full {
            Err(Refusal::TooManySubscriptions(MAX_SUBSCRIPTIONS))
        } else {
            start(self.endpoint, self.principal.clone(), payload, self.facts)
        };
        let results = match started {
            Ok(results) => results,
            Err(refusal) => return Ok(Err(error_of(&refusal, self.facts))),
        };
        self.begun += 1;
        let work =
            tell(results, (Arc::clone(place.key()), self.begun), self.tell.clone(), self.facts.clone());
        place.insert((self.begun, AbortOnDropHandle::new(tokio::spawn(work))));
        Ok(Ok(()))
    }

    /// Ends an operation, if it runs: what it still had to say is not said.
    pub(super) fn end(&mut self, id: &str) {
        self.tasks.remove(id);
    }

    /// What the next operation that has something to say says. Nothing is lost when this is given up.
    pub(super) async fn news(&mut self) -> Option<(Arc<str>, Told)> {
        loop {
            let (id, number, told) = self.told.recv().await?;
            let runs = self.tasks.get(&id).is_some_and(|(running, _)| *running == number);
            if !runs {
                continue;
            }
            if matches!(told, Told::Refused(_) | Told::Complete) {
                self.end(&id);
            }
            return Some((id, told));
        }
    }
}

/// Says everything that an operation has to say, one thing after the other was taken.
async fn tell(
    mut results: BoxStream<'static, Told>,
    (id, number): (Arc<str>, u64),
    to: mpsc::Sender<News>,
    facts: Facts,
) {
    let telling = async {
        while let Some(told) = results.next().await {
            if to.send((Arc::clone(&id), number, told)).await.is_err() {
                return;
            }
        }
    };
    if let Err(refusal) = caught(telling, &facts).await {
        let errors = vec![error_of(&refusal, &facts)];
        // Nobody may be left to tell it to.
        let _ = to.send((id, number, Told::Refused(errors))).await;
    }
}
