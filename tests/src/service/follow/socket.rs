//! A client of the service's subscriptions: graphql-transport-ws over a blocking socket.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, HandshakeError, Message, WebSocket};

/// No answer takes as long as this.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every change is asked for.
const CHANGES: &str = "subscription($filter: ProjectFilter, $after: String) {
    projectChanged(filter: $filter, after: $after) {
        cursor projectId fromSequence version command project { id version name } } }";

/// A client's end of a socket.
pub(in crate::service) struct Socket(WebSocket<TcpStream>);

/// What a client hears.
#[derive(Debug, PartialEq)]
pub(in crate::service) enum Heard {
    Said(Value),
    Closed(u16),
    /// The connection broke.
    Lost,
}

impl Socket {
    /// Opens a socket with further headers; the status when it is refused.
    pub(in crate::service) fn open(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let stream = TcpStream::connect(address).map_err(|_| 0_u16)?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut request = format!("ws://{address}/graphql/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status().as_u16()),
            Err(_) => Err(0),
        }
    }

    /// A socket that speaks the protocol and has said nothing yet.
    pub(in crate::service) fn silent(address: SocketAddr) -> Self {
        Self::open(address, &[("sec-websocket-protocol", "graphql-transport-ws")]).unwrap()
    }

    /// A socket of a caller with a token, or how it was closed to him.
    pub(in crate::service) fn admitted(address: SocketAddr, token: &str) -> Result<Self, Heard> {
        let mut socket = Self::open(address, &[("sec-websocket-protocol", "graphql-transport-ws")])
            .map_err(|_| Heard::Lost)?;
        let payload = json!({ "authorization": format!("Bearer {token}") });
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        match socket.hear() {
            Heard::Said(ack) if ack == json!({ "type": "connection_ack" }) => Ok(socket),
            other => Err(other),
        }
    }

    /// Says something; that nobody hears it shows in the next answer.
    pub(in crate::service) fn say(&mut self, message: &Value) {
        self.say_text(message.to_string());
    }

    pub(in crate::service) fn say_text(&mut self, text: String) {
        let _ = self.0.send(Message::text(text));
    }

    /// The next thing that is said.
    pub(in crate::service) fn hear(&mut self) -> Heard {
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => return Heard::Said(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(frame)) => {
                    let code = frame.map_or(CloseCode::Status, |frame| frame.code);
                    return Heard::Closed(code.into());
                }
                Ok(_) => {}
                Err(_) => return Heard::Lost,
            }
        }
    }

    /// Begins an operation that is told of changes.
    fn subscribe(&mut self, id: &str, variables: &Value) {
        let payload = json!({ "query": CHANGES, "variables": variables });
        self.say(&json!({ "id": id, "type": "subscribe", "payload": payload }));
    }

    /// Follows the changes of projects that pass a filter, after a cursor.
    pub(in crate::service) fn follow(&mut self, filter: &Value, after: Option<&str>) {
        self.subscribe("changes", &json!({ "filter": filter, "after": after }));
    }

    /// The next change, or why there is none.
    pub(in crate::service) fn change(&mut self) -> Result<Value, Heard> {
        match self.hear() {
            Heard::Said(said) if said["type"] == "next" && said["payload"].get("errors").is_none() => {
                Ok(said["payload"]["data"]["projectChanged"].clone())
            }
            other => Err(other),
        }
    }
}

/// A cursor as the service writes it: `change:7`.
pub(in crate::service) fn cursor(key: &str) -> String {
    URL_SAFE_NO_PAD.encode([&[1], key.as_bytes()].concat())
}
