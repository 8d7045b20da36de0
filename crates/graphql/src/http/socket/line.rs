//! One socket as a line on which messages go to and fro, and of which it is known whether anybody is at its other end.

use std::time::Duration;

use axum::extract::ws::Message;
use futures::{Sink, SinkExt as _, Stream, StreamExt as _};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};

use super::message::{Closing, FromClient, ToClient};

/// How often the client is asked for a sign of life.
const BEAT: Duration = Duration::from_secs(15);
/// How long he may give none.
const SILENCE: Duration = Duration::from_secs(40);
/// How long he may take to take a message. Nothing is read for him meanwhile, so a slow reader costs one message.
const TAKING: Duration = Duration::from_secs(20);
/// How long he may take to hear that the socket is closed.
const FAREWELL: Duration = Duration::from_secs(2);

/// What frames come from and go to: a WebSocket, or what a test has in its place.
pub(super) trait Frames: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin {}

impl<S: Stream<Item = Result<Message, axum::Error>> + Sink<Message> + Unpin> Frames for S {}

/// Messages to and fro.
pub(super) struct Line<S> {
    socket: S,
    beat: Interval,
    heard: Instant,
}

impl<S: Frames> Line<S> {
    /// Over a socket just opened.
    pub(super) fn new(socket: S) -> Self {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        Self { socket, beat, heard: Instant::now() }
    }

    /// The next message of the client. Nothing is lost when this is given up.
    ///
    /// # Errors
    /// Why there will be none.
    pub(super) async fn hear(&mut self) -> Result<FromClient, Closing> {
        loop {
            let message = tokio::select! {
                // A sign of life that has come counts, however late we look.
                biased;
                message = self.socket.next() => message,
                _ = self.beat.tick() => {
                    if self.heard.elapsed() > SILENCE {
                        return Err(Closing::Unresponsive);
                    }
                    self.send(Message::Ping(Vec::new().into())).await?;
                    continue;
                }
            };
            self.heard = Instant::now();
            match message {
                Some(Ok(Message::Text(text))) => return FromClient::read(&text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_))) | None => return Err(Closing::Gone),
                // Too large, not UTF-8, not masked, or the connection is broken and nobody hears why.
                Some(Ok(Message::Binary(_)) | Err(_)) => return Err(Closing::BadMessage),
            }
        }
    }

    /// Tells the client something, once he has taken what was said before.
    pub(super) async fn say(&mut self, message: &ToClient<'_>) -> Result<(), Closing> {
        let text = serde_json::to_string(message).map_err(|error| {
            tracing::error!(%error, "a message could not be written");
            Closing::Gone
        })?;
        self.send(Message::text(text)).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Closing> {
        match timeout(TAKING, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Closing::Gone),
            Err(_) => Err(Closing::Unresponsive),
        }
    }

    /// Says why, and waits until the client has heard it: a connection closed while he still sends would show him a reset
    /// instead.
    pub(super) async fn close(mut self, why: &Closing) {
        let Some(frame) = why.frame() else { return };
        let farewell = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        // Whether he heard it or not, the socket is closed.
        let _ = timeout(FAREWELL, farewell).await;
    }
}
