//! Signing in by an identity provider: `/session/oidc` says whether there is one, `/session/oidc/start` sends a browser
//! there, `/session/oidc/callback` has it back, `/session/oidc/end` sends it to sign out there as well. All by GET, since a
//! browser goes there and does not ask: none changes anything for whoever has not been to the provider.

mod answer;
mod way;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{LOCATION, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use luodi_app::App;
use luodi_app::access::Device;
use luodi_graphql::http::MutationGuard;
use openidconnect::url::Url;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::account::{Attempts, text};
use super::authenticate::Callers;
use super::client;
use super::cookie::SessionCookie;
use super::json::json_answer;
use crate::oidc::{Provider, Trouble};
use answer::Stop;
use way::{Query, way};

/// How many may wait for the provider at once: one that hangs must not take the service's threads.
const AT_ONCE: usize = 16;

/// What the handlers work with.
#[derive(Clone)]
pub(super) struct Door {
    app: App,
    callers: Callers,
    attempts: Arc<Attempts>,
    provider: Arc<Provider>,
    at_once: Arc<Semaphore>,
    guard: MutationGuard,
    /// What a browser that was sent keeps until it is back.
    ticket: SessionCookie,
    trusted_proxy: Option<IpAddr>,
}

impl Door {
    /// To the provider, for an application with the callers that it knows; whoever comes too often to sign in with a
    /// password comes too often here.
    pub(super) fn new(
        app: App,
        callers: Callers,
        attempts: Arc<Attempts>,
        provider: Arc<Provider>,
        trusted_proxy: Option<IpAddr>,
    ) -> Self {
        let ticket = callers.cookie.of_attempts();
        let (at_once, guard) = (Arc::new(Semaphore::new(AT_ONCE)), MutationGuard::new(AT_ONCE));
        Self { app, callers, attempts, provider, at_once, guard, ticket, trusted_proxy }
    }

    /// What is asked first: the method, and how often. Answers the client's address.
    fn admit(&self, head: &Parts) -> Result<Option<IpAddr>, Stop> {
        if head.method != Method::GET {
            return Err(Stop::Method);
        }
        let address = client::address(&head.extensions, &head.headers, self.trusted_proxy);
        if let Some(address) = address {
            self.attempts.at_address(address).map_err(Stop::TooMany)?;
        }
        Ok(address)
    }

    /// Asks the provider something, on a thread that may wait.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Provider) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Stop> {
        let place = Arc::clone(&self.at_once).try_acquire_owned().map_err(|_| Stop::Busy)?;
        let provider = Arc::clone(&self.provider);
        #[expect(
            clippy::disallowed_methods,
            reason = "the library calls and waits, a few seconds at the most, sixteen at once"
        )]
        let asked = spawn_blocking(move || {
            let answer = question(&provider);
            drop(place);
            answer
        });
        Ok(asked.await.map_err(|_| Stop::Fault)??)
    }
}

/// The four addresses.
pub(super) fn router(door: Door) -> Router {
    Router::new()
        .route("/session/oidc", any(about))
        .route("/session/oidc/start", any(start))
        .route("/session/oidc/callback", any(callback))
        .route("/session/oidc/end", any(end))
        .with_state(door)
}

async fn about(State(door): State<Door>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    if head.method != Method::GET {
        return Stop::Method.answer(&head.headers);
    }
    json_answer(StatusCode::OK, &json!({ "label": door.provider.label(), "start": "/session/oidc/start" }))
}

async fn start(State(door): State<Door>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let done = async {
        door.admit(&head)?;
        let query = Query::of(&head.uri);
        let to =
            way(door.provider.base(), query.one("to")?.as_deref().unwrap_or("/")).ok_or(Stop::Malformed)?;
        let addresses = door.ask(Provider::addresses).await?;
        let app = door.app.clone();
        let dispatch = door.guard.run(async move { app.send_to_provider(to).await }).await??;
        let ticket = door.ticket.keep(&dispatch.browser, dispatch.patience).ok_or(Stop::Fault)?;
        go(door.provider.sign_in_url(&addresses, &dispatch).as_str(), [ticket])
    };
    done.await.unwrap_or_else(|stop: Stop| stop.answer(&head.headers))
}

async fn callback(State(door): State<Door>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let done = async {
        let address = door.admit(&head)?;
        let query = Query::of(&head.uri);
        let (state, browser) = (query.one("state")?, door.ticket.of(&head.headers).ok().flatten());
        let (Some(state), Some(browser)) = (state, browser.map(str::to_owned)) else {
            return Err(Stop::Strayed);
        };
        let app = door.app.clone();
        let back = door.guard.run(async move { app.back_from_provider(&state, &browser).await });
        let attempt = back.await??.ok_or(Stop::Strayed)?;
        // Another provider's answer, by which ours is to be deceived (RFC 9207 §2.4).
        if query.one("iss")?.is_some_and(|issuer| issuer != door.provider.issuer()) {
            return Err(Stop::Strayed);
        }
        if let Some(error) = query.one("error")? {
            tracing::info!(error, "nobody signed in: the identity provider let nobody in");
            return Err(Stop::Declined);
        }
        let code = query.one("code")?.ok_or(Stop::Malformed)?;
        let (to, now) = (attempt.return_to.clone(), door.app.system_now());
        let identity = door.ask(move |provider| provider.identity(code, &attempt, now)).await?;
        let device = Device {
            name: text(&head.headers, USER_AGENT.as_str()),
            address: address.map(|address| address.to_string()).unwrap_or_default(),
            session: door.callers.cookie.of(&head.headers).ok().flatten().map(str::to_owned),
        };
        let (app, known) = (door.app.clone(), identity.clone());
        let signing_in = Box::pin(async move { app.sign_in_by_identity(&known, device).await });
        let signed_in = door.guard.run(signing_in).await??.ok_or(Stop::Stranger(identity))?;
        let longest = signed_in.expires_at - signed_in.begun_at;
        let cookie = door.callers.cookie.keep(&signed_in.text, longest).ok_or(Stop::Fault)?;
        go(&to, [cookie, door.ticket.forget().ok_or(Stop::Fault)?])
    };
    done.await.unwrap_or_else(|stop: Stop| stop.answer(&head.headers))
}

async fn end(State(door): State<Door>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let done = async {
        door.admit(&head)?;
        let url: Option<Url> = door.ask(Provider::sign_out_url).await?;
        go(url.ok_or(Stop::NoEnd)?.as_str(), [])
    };
    done.await.unwrap_or_else(|stop: Stop| stop.answer(&head.headers))
}

/// Sends a browser on, with cookies to keep.
fn go<const N: usize>(to: &str, cookies: [HeaderValue; N]) -> Result<Response, Stop> {
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, HeaderValue::from_str(to).map_err(|_| Stop::Fault)?);
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
