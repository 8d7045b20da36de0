//! What is said on a socket, and why it is closed.

use async_graphql::ServerError;
use axum::extract::ws::CloseFrame;
use serde::{Deserialize, Serialize};

use super::super::reply::Answer;
use crate::limits::input::check_nesting;

/// Longest id of an operation, in bytes; graphql-ws makes 36.
const MAX_ID: usize = 128;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromClient {
    /// The first word.
    ConnectionInit {
        /// Who he is, if the headers did not say.
        payload: Option<serde_json::Value>,
    },
    /// Asks for a pong.
    Ping {},
    /// Answers a ping.
    Pong {},
    /// Begins an operation.
    Subscribe {
        /// What its answers are known by.
        id: String,
        /// The parameters of a request.
        payload: serde_json::Value,
    },
    /// Ends an operation.
    Complete {
        /// Which one.
        id: String,
    },
}

impl FromClient {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Closing::BadMessage`]: the protocol has no other answer.
    pub(super) fn read(text: &str) -> Result<Self, Closing> {
        check_nesting(text).map_err(|_| Closing::BadMessage)?;
        let message = serde_json::from_str(text).map_err(|_| Closing::BadMessage)?;
        match &message {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > MAX_ID => Err(Closing::BadMessage),
            _ => Ok(message),
        }
    }
}

/// What a client is told.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToClient<'a> {
    /// He is let in.
    ConnectionAck,
    /// Answers a ping.
    Pong,
    /// One result of an operation.
    Next {
        /// Of which one.
        id: &'a str,
        /// The result.
        payload: &'a Answer,
    },
    /// An operation was refused, and is over.
    Error {
        /// Which one.
        id: &'a str,
        /// Why.
        payload: &'a [ServerError],
    },
    /// An operation is over.
    Complete {
        /// Which one.
        id: &'a str,
    },
}

/// Why a socket is closed, with the protocol's own codes where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Closing {
    /// The client has gone, or cannot be reached: there is nobody to tell.
    Gone,
    /// The service ends; the client may connect again.
    GoingAway,
    /// He does not answer, or does not read.
    Unresponsive,
    /// Tokens cannot be looked up at present.
    Unavailable,
    /// Something that is no message of the protocol.
    BadMessage,
    /// He began an operation before he was let in, or his token is not valid any more.
    Unauthorized,
    /// The token he gave is not valid.
    Forbidden,
    /// He did not say who he is.
    InitTimeout,
    /// An operation of this id is running.
    Subscribed(String),
    /// He said who he is a second time.
    InitTwice,
    /// His token has as many sockets as it may.
    TooMany,
}

impl Closing {
    /// What is said; `None` when nobody hears it.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::GoingAway => (1001, "The service ends".into()),
            Self::Unresponsive => (1008, "No answer".into()),
            Self::Unavailable => (1013, "Try again later".into()),
            Self::BadMessage => (4400, "Invalid message".into()),
            Self::Unauthorized => (4401, "Unauthorized".into()),
            Self::Forbidden => (4403, "Forbidden".into()),
            Self::InitTimeout => (4408, "Connection initialisation timeout".into()),
            // Control frames hold 125 bytes, so a long id is not repeated.
            Self::Subscribed(id) if id.len() <= 64 => {
                (4409, format!("Subscriber for {id} already exists").into())
            }
            Self::Subscribed(_) => (4409, "Subscriber already exists".into()),
            Self::InitTwice => (4429, "Too many initialisation requests".into()),
            Self::TooMany => (4429, "Too many sockets for this token".into()),
        };
        Some(CloseFrame { code, reason })
    }
}
