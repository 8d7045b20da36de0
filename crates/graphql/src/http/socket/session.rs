//! A client's stay: he says who he is, follows what he asks for, and is seen out.

use std::{convert::Infallible, sync::Arc, time::Duration};

use tokio::time::timeout;

use super::{
    super::{authenticate::AuthError, context::Facts, endpoint::turned_away},
    Entrance, KeepWatch, init,
    line::{Frames, Line},
    message::{Closing, FromClient, ToClient},
    operation::Told,
    running::Running,
};

/// How long a client may take to say who he is.
const INIT: Duration = Duration::from_secs(5);

/// One socket and what runs on it.
pub(super) struct Session<A: KeepWatch> {
    entrance: Arc<Entrance<A>>,
    facts: Facts,
}

impl<A: KeepWatch> Session<A> {
    /// For a client of whom so much is known.
    pub(super) const fn new(entrance: Arc<Entrance<A>>, facts: Facts) -> Self {
        Self { entrance, facts }
    }

    /// Serves the client, whom the headers may have named, until one of the two is gone.
    pub(super) async fn run<S: Frames>(self, socket: S, known: Option<A::Principal>) {
        let mut line = Line::new(socket);
        let closing = self.entrance.sockets.closing();
        let why = tokio::select! {
            () = closing => Closing::GoingAway,
            Err(why) = self.stay(&mut line, known) => why,
        };
        tracing::debug!(request_id = &*self.facts.request_id, ?why, "a socket is closed");
        line.close(&why).await;
    }

    async fn stay<S: Frames>(
        &self,
        line: &mut Line<S>,
        known: Option<A::Principal>,
    ) -> Result<Infallible, Closing> {
        let principal = self.admit(line, known).await?;
        let place = self.entrance.sockets.enter(A::key(&principal)).ok_or(Closing::TooMany)?;
        tokio::select! {
            () = place.ended() => Err(Closing::Unauthorized),
            why = self.follow(line, &principal) => why,
        }
    }

    /// Waits for the client's first word, and finds out who he is.
    async fn admit<S: Frames>(
        &self,
        line: &mut Line<S>,
        known: Option<A::Principal>,
    ) -> Result<A::Principal, Closing> {
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
        let headers = init::headers(payload.as_ref());
        let endpoint = &self.entrance.endpoint;
        let admitted = async {
            let caller = match known {
                Some(principal) => principal,
                None => endpoint.authenticate.authenticate(&headers).await?,
            };
            endpoint.authenticate.standing_in(caller, &headers).await
        };
        let admitted = timeout(endpoint.patience, admitted).await;
        admitted.map_err(|_| Closing::Unavailable)?.map_err(|error| {
            turned_away(&error, &self.facts);
            match error {
                AuthError::Missing => Closing::Unauthorized,
                AuthError::Invalid | AuthError::MustChange | AuthError::CrossSite | AuthError::NotDeputy => {
                    Closing::Forbidden
                }
                AuthError::TooMany(_) | AuthError::Unavailable(_) => Closing::Unavailable,
            }
        })
    }

    /// Does what the client asks, and tells him of what he follows.
    async fn follow<S: Frames>(
        &self,
        line: &mut Line<S>,
        principal: &A::Principal,
    ) -> Result<Infallible, Closing> {
        let mut running = Running::new(&self.entrance.endpoint, principal, &self.facts);
        line.say(&ToClient::ConnectionAck).await?;
        loop {
            tokio::select! {
                message = line.hear() => match message? {
                    FromClient::ConnectionInit { .. } => return Err(Closing::InitTwice),
                    FromClient::Ping {} => line.say(&ToClient::Pong).await?,
                    FromClient::Pong {} => {}
                    FromClient::Subscribe { id, payload } => {
                        if let Err(error) = running.begin(&id, &payload)? {
                            line.say(&ToClient::Error { id: &id, payload: &[error] }).await?;
                        }
                    }
                    FromClient::Complete { id } => running.end(&id),
                },
                Some((id, told)) = running.news() => match &told {
                    Told::Next(answer) => line.say(&ToClient::Next { id: &id, payload: answer }).await?,
                    Told::Refused(errors) => line.say(&ToClient::Error { id: &id, payload: errors }).await?,
                    Told::Complete => line.say(&ToClient::Complete { id: &id }).await?,
                },
            }
        }
    }
}
