//! A client's stay: he says who he is, follows what he asks for, and is seen out.

use std::{
    collections::{HashMap, hash_map::Entry},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

use async_graphql::ServerError;
use axum::extract::ws::Message;
use futures::{
    Sink, Stream, StreamExt as _,
    stream::{AbortHandle, BoxStream, SelectAll, abortable},
};
use tokio::time::timeout;

use super::{
    super::{authenticate::AuthError, context::Facts, endpoint::turned_away, refusal::Refusal, reply::error_of},
    Entrance, KeepWatch, init,
    line::Line,
    message::{Closing, FromClient, ToClient},
    operation::{Told, start},
};

/// How long a client may take to say who he is.
const INIT: Duration = Duration::from_secs(5);
/// Most subscriptions on one socket.
const MAX_SUBSCRIPTIONS: usize = 32;

/// One socket and what runs on it.
pub(super) struct Session<A: KeepWatch> {
    entrance: Arc<Entrance<A>>,
    facts: Facts,
    ids: HashMap<String, AbortHandle>,
    running: SelectAll<BoxStream<'static, (String, Told)>>,
}

impl<A: KeepWatch> Session<A> {
    /// For a client of whom so much is known.
    pub(super) fn new(entrance: Arc<Entrance<A>>, facts: Facts) -> Self {
        Self { entrance, facts, ids: HashMap::new(), running: SelectAll::new() }
    }

    /// Serves the client, whom the headers may have named, until one of the two is gone.
    pub(super) async fn run<S>(mut self, socket: S, known: Option<A::Principal>)
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin,
    {
        let mut line = Line::new(socket);
        let closing = self.entrance.sockets.closing();
        let why = tokio::select! {
            () = closing => Closing::GoingAway,
            Err(why) = self.stay(&mut line, known) => why,
        };
        tracing::debug!(request_id = &*self.facts.request_id, ?why, "a socket is closed");
        // Nothing is run for somebody who is leaving.
        drop(self);
        line.close(&why).await;
    }

    async fn stay<S>(
        &mut self,
        line: &mut Line<S>,
        known: Option<A::Principal>,
    ) -> Result<Infallible, Closing>
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin,
    {
        let principal = self.admit(line, known).await?;
        let place = self.entrance.sockets.enter(A::key(&principal)).ok_or(Closing::TooMany)?;
        tokio::select! {
            () = place.ended() => Err(Closing::Unauthorized),
            why = self.follow(line, principal) => why,
        }
    }

    /// Waits for the client's first word.
    async fn admit<S>(
        &mut self,
        line: &mut Line<S>,
        known: Option<A::Principal>,
    ) -> Result<A::Principal, Closing>
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin,
    {
        let first = async {
            loop {
                match line.hear().await? {
                    FromClient::ConnectionInit { payload } => return Ok(payload),
                    FromClient::Subscribe { .. } => return Err(Closing::Unauthorized),
                    FromClient::Ping {} => line.say(&ToClient::Pong).await?,
                    FromClient::Pong {} | FromClient::Complete { .. } => {}
                }
            }
        };
        let payload = timeout(INIT, first).await.map_err(|_| Closing::InitTimeout)??;
        let Some(principal) = known else {
            let headers = init::headers(payload.as_ref());
            let known = self.entrance.endpoint.authenticate.authenticate(&headers).await;
            return known.map_err(|error| {
                turned_away(&error, &self.facts);
                match error {
                    AuthError::Missing => Closing::Unauthorized,
                    AuthError::Invalid => Closing::Forbidden,
                    AuthError::TooMany(_) | AuthError::Unavailable(_) => Closing::Unavailable,
                }
            });
        };
        Ok(principal)
    }

    /// Does what the client asks, and tells him of what he follows.
    async fn follow<S>(
        &mut self,
        line: &mut Line<S>,
        principal: A::Principal,
    ) -> Result<Infallible, Closing>
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin,
    {
        line.say(&ToClient::ConnectionAck).await?;
        loop {
            tokio::select! {
                message = line.hear() => match message? {
                    FromClient::ConnectionInit { .. } => return Err(Closing::InitTwice),
                    FromClient::Ping {} => line.say(&ToClient::Pong).await?,
                    FromClient::Pong {} => {}
                    FromClient::Subscribe { id, payload } => {
                        if let Err(refusal) = self.subscribe(&principal, &id, &payload)? {
                            line.say(&ToClient::Error { id: &id, payload: &[refusal] }).await?;
                        }
                    }
                    FromClient::Complete { id } => self.end(&id),
                },
                Some((id, told)) = self.running.next() => match told {
                    Told::Next(answer) => line.say(&ToClient::Next { id: &id, payload: &answer }).await?,
                    Told::Refused(errors) => {
                        self.end(&id);
                        line.say(&ToClient::Error { id: &id, payload: &errors }).await?;
                    }
                    Told::Complete => {
                        self.end(&id);
                        line.say(&ToClient::Complete { id: &id }).await?;
                    }
                },
            }
        }
    }

    /// Begins an operation, or says why it is refused.
    fn subscribe(
        &mut self,
        principal: &A::Principal,
        id: &str,
        payload: &serde_json::Value,
    ) -> Result<Result<(), ServerError>, Closing> {
        let full = self.ids.len() >= MAX_SUBSCRIPTIONS;
        let Entry::Vacant(place) = self.ids.entry(id.to_owned()) else {
            return Err(Closing::Subscribed(id.to_owned()));
        };
        if full {
            return Ok(Err(error_of(&Refusal::TooManySubscriptions(MAX_SUBSCRIPTIONS), &self.facts)));
        }
        let results = match start(&self.entrance.endpoint, principal.clone(), payload, &self.facts) {
            Ok(results) => results,
            Err(refusal) => return Ok(Err(error_of(&refusal, &self.facts))),
        };
        let id = id.to_owned();
        let (results, handle) = abortable(results.map(move |told| (id.clone(), told)));
        place.insert(handle);
        self.running.push(results.boxed());
        Ok(Ok(()))
    }

    /// Ends an operation, if it runs: what it still had to say is not said.
    fn end(&mut self, id: &str) {
        if let Some(handle) = self.ids.remove(id) {
            handle.abort();
        }
    }
}
