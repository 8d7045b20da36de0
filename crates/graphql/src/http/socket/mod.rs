//! Subscriptions over a WebSocket: graphql-transport-ws
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>).
//!
//! A client says who he is by the headers of the upgrade, as with any request, or, since browsers can set no token there,
//! in the payload of `connection_init`. A socket lives no longer than its token or session. Only subscriptions run here:
//! queries and mutations have guards of their own at the other address.

mod init;
mod line;
mod message;
mod operation;
mod places;
mod running;
mod session;
#[cfg(test)]
mod tests;

use std::{future::Future, hash::Hash, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts as _, State, WebSocketUpgrade},
    http::{self, HeaderMap, Response, header::AUTHORIZATION},
    response::IntoResponse as _,
    routing::any,
};
use tokio::time::Instant;

use super::{
    accept::MediaType,
    authenticate::{AuthError, Authenticate, ON_BEHALF_OF},
    context::Facts,
    endpoint::{Endpoint, caught, in_time, turned_away},
    refusal::Refusal,
    reply::refuse,
};
pub use places::Sockets;
use session::Session;

/// The subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Largest message taken, in bytes: a subscription with its filter. What is larger ends the socket.
const MAX_MESSAGE: usize = 64 << 10;

/// Knows callers for as long as they stay connected.
pub trait KeepWatch: Authenticate {
    /// What a caller is let in by and as whom, such as his token and his post: sockets are counted by it, and end when it
    /// would not be the same any more.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;

    /// Who asks for a socket by the headers of the upgrade; nobody when these do not say, and the payload of
    /// `connection_init` will.
    fn named(
        &self,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Option<Self::Principal>, AuthError>> + Send {
        async {
            if headers.contains_key(AUTHORIZATION) {
                self.authenticate(headers).await.map(Some)
            } else {
                Ok(None)
            }
        }
    }

    /// What this caller was let in by.
    fn key(principal: &Self::Principal) -> Self::Key;

    /// Which of these would still be let in.
    fn valid(&self, keys: &[Self::Key]) -> impl Future<Output = Result<Vec<Self::Key>, AuthError>> + Send;
}

/// What the handler works with.
struct Entrance<A: KeepWatch> {
    endpoint: Arc<Endpoint<A>>,
    sockets: Sockets<A::Key>,
}

/// A router with the sockets of an endpoint at the path.
pub fn socket_router<A: KeepWatch>(
    path: &str,
    endpoint: Arc<Endpoint<A>>,
    sockets: Sockets<A::Key>,
) -> Router {
    Router::new().route(path, any(upgrade::<A>)).with_state(Arc::new(Entrance { endpoint, sockets }))
}

async fn upgrade<A: KeepWatch>(
    State(entrance): State<Arc<Entrance<A>>>,
    request: http::Request<Body>,
) -> Response<Body> {
    let (mut head, _) = request.into_parts();
    let facts = Facts::of(&head.headers, &head.extensions, &entrance.endpoint.counter);
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut head, &()).await {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]),
        Err(rejection) => return rejection.into_response(),
    };
    if upgrade.selected_protocol().is_none() {
        return refuse(&Refusal::Protocol, MediaType::Json, &facts);
    }
    let principal = match named(&entrance.endpoint, &head.headers, &facts).await {
        Ok(principal) => principal,
        Err(refusal) => return refuse(&refusal, MediaType::Json, &facts),
    };
    let sockets = entrance.sockets.clone();
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_failed_upgrade(|error| tracing::debug!(%error, "a socket was not opened"))
        .on_upgrade(move |socket| {
            let session = Session::new(entrance, facts.clone());
            sockets.track(async move {
                // A panic has been logged, and ends this socket only.
                let _ = caught(session.run(socket, principal), &facts).await;
            })
        })
        .into_response()
}

/// Who asks for the socket, if the headers say so.
async fn named<A: KeepWatch>(
    endpoint: &Endpoint<A>,
    headers: &HeaderMap,
    facts: &Facts,
) -> Result<Option<A::Principal>, Refusal> {
    let known = endpoint.authenticate.named(headers);
    let deadline = Instant::now() + endpoint.patience;
    let known = in_time(deadline, known, Refusal::Unavailable).await?;
    let Some(caller) = known.map_err(|error| turned_away(&error, facts))? else {
        // Nobody yet, so nobody's deputy either: the payload says both.
        return if headers.contains_key(ON_BEHALF_OF) { Err(Refusal::NotDeputy) } else { Ok(None) };
    };
    // What the payload names as well is looked up once it is here.
    let standing_in = endpoint.authenticate.standing_in(caller, headers);
    let standing_in = in_time(deadline, standing_in, Refusal::Unavailable).await?;
    standing_in.map(Some).map_err(|error| turned_away(&error, facts))
}
