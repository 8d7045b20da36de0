//! A client without a network: two channels, and a service that takes them for a socket.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::ws::Message,
    http::{Extensions, HeaderMap},
};
use futures::{
    Sink, Stream, StreamExt as _,
    channel::mpsc::{Receiver, SendError, Sender, UnboundedReceiver, UnboundedSender, channel, unbounded},
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{
    super::{Entrance, KeepWatch, Session, Sockets},
    schema,
};
use crate::{
    http::{AuthError, Authenticate, Endpoint, MutationGuard, bearer_token, context::Facts},
    limits::Guarded,
};

/// Lets everybody in who has a token, as long as tokens are good.
#[derive(Clone)]
pub(super) struct Door(pub(super) Arc<AtomicBool>);

impl Authenticate for Door {
    type Principal = String;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<String, AuthError> {
        match bearer_token(headers)? {
            "wrong" => Err(AuthError::Invalid),
            "away" => Err(AuthError::TooMany(1)),
            token => Ok(token.to_owned()),
        }
    }
}

impl KeepWatch for Door {
    type Key = usize;

    /// As many callers as tokens have lengths.
    fn key(principal: &String) -> usize {
        principal.len()
    }

    async fn valid(&self, keys: &[usize]) -> Result<Vec<usize>, AuthError> {
        Ok(if self.0.load(Ordering::SeqCst) { keys.to_vec() } else { Vec::new() })
    }
}

/// A service of its own for one test.
pub(super) struct Service {
    pub(super) door: Door,
    pub(super) sockets: Sockets<usize>,
    pub(super) made: schema::Made,
    entrance: Arc<Entrance<Door>>,
}

impl Service {
    pub(super) fn new() -> Self {
        let (door, made) = (Door(Arc::new(AtomicBool::new(true))), Arc::new(AtomicUsize::new(0)));
        let schema = Guarded::new(schema::build(Arc::clone(&made)));
        let endpoint = Arc::new(Endpoint::new(schema, door.clone(), MutationGuard::new(1)));
        let sockets = Sockets::new(2);
        let entrance = Arc::new(Entrance { endpoint, sockets: sockets.clone() });
        Self { door, sockets, made, entrance }
    }

    /// A client who has said nothing.
    pub(super) fn connect(&self) -> Client {
        let ((say, said), (tell, told)) = (unbounded(), channel(0));
        let facts = Facts::of(&HeaderMap::new(), &Extensions::new(), &AtomicU64::new(1));
        let session = Session::new(Arc::clone(&self.entrance), facts);
        let served = self.sockets.track(session.run(Wire { said, tell }, None));
        Client { say, told, served: tokio::spawn(served) }
    }

    /// A client who was let in.
    pub(super) async fn admitted(&self) -> Client {
        let mut client = self.connect();
        client.init("good");
        assert_eq!(client.hear().await, Heard::Said(json!({ "type": "connection_ack" })));
        client
    }
}

/// What the service takes for a socket.
struct Wire {
    said: UnboundedReceiver<Message>,
    tell: Sender<Message>,
}

impl Stream for Wire {
    type Item = Result<Message, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.said.poll_next_unpin(cx).map(|message| message.map(Ok))
    }
}

impl Sink<Message> for Wire {
    type Error = SendError;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError>> {
        self.tell.poll_ready(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), SendError> {
        self.tell.start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError>> {
        Pin::new(&mut self.tell).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError>> {
        Pin::new(&mut self.tell).poll_close(cx)
    }
}

/// The other end.
pub(super) struct Client {
    say: UnboundedSender<Message>,
    told: Receiver<Message>,
    pub(super) served: JoinHandle<()>,
}

/// What a client hears.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    Said(Value),
    Pinged,
    Closed(u16),
    Nothing,
}

impl Client {
    pub(super) fn say(&self, message: &Value) {
        self.send(Message::text(message.to_string()));
    }

    pub(super) fn send(&self, message: Message) {
        // Nobody may listen any more.
        let _ = self.say.unbounded_send(message);
    }

    pub(super) fn init(&self, token: &str) {
        let payload = json!({ "authorization": format!("Bearer {token}") });
        self.say(&json!({ "type": "connection_init", "payload": payload }));
    }

    pub(super) fn subscribe(&self, id: &str, field: &str) {
        let payload = json!({ "query": format!("subscription {{ {field} }}") });
        self.say(&json!({ "id": id, "type": "subscribe", "payload": payload }));
    }

    /// The next frame; a socket that is closed is so on both sides.
    pub(super) async fn hear(&mut self) -> Heard {
        match self.told.next().await {
            Some(Message::Text(text)) => Heard::Said(serde_json::from_str(&text).unwrap()),
            Some(Message::Ping(_)) => Heard::Pinged,
            Some(Message::Close(frame)) => {
                self.say.close_channel();
                Heard::Closed(frame.unwrap().code)
            }
            Some(other) => panic!("{other:?}"),
            None => Heard::Nothing,
        }
    }

    /// What is said next, in short: `next 1`, `error INTERNAL`, `complete`, the close code.
    pub(super) async fn hear_short(&mut self) -> String {
        match self.hear().await {
            Heard::Said(said) => {
                let kind = said["type"].as_str().unwrap();
                let payload = &said["payload"];
                let error = payload.get(0).or_else(|| payload["errors"].get(0));
                let code = error.map(|error| error["extensions"]["code"].as_str().unwrap().to_owned());
                assert!(!said.to_string().contains("hunter2"), "{said}");
                let data = payload["data"].as_object().and_then(|data| data.values().next());
                [Some(kind.to_owned()), data.map(Value::to_string), code]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            other => format!("{other:?}"),
        }
    }
}
