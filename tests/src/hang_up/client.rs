//! A client on a bare connection, who may hang up at any moment.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// Longer than the service's own limits: a client that waits for ever is a failure of its own.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came back: the status code and the body.
pub(super) type Answer = (u16, Value);

/// One GraphQL request.
pub(super) struct Request {
    pub(super) address: SocketAddr,
    pub(super) token: String,
    pub(super) query: &'static str,
    pub(super) input: Value,
}

impl Request {
    async fn send(&self) -> TcpStream {
        let body = json!({ "query": self.query, "variables": { "input": self.input } }).to_string();
        let (token, length) = (&self.token, body.len());
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\naccept: application/graphql-response+json\r\n\
             connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        connection
    }

    /// Sends and waits for the answer.
    pub(super) async fn wait(&self) -> Answer {
        let mut connection = self.send().await;
        let mut answer = String::new();
        timeout(PATIENCE, connection.read_to_string(&mut answer)).await.expect("an answer in time").unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).expect("a status line");
        (status.parse().unwrap(), serde_json::from_str(body).expect("a JSON body"))
    }

    /// Sends, and hangs up after this time. Nothing that may have come back meanwhile is looked at.
    pub(super) async fn hang_up_after(&self, time: Duration) {
        let connection = self.send().await;
        sleep(time).await;
        drop(connection);
    }
}
