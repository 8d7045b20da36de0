//! Signing in, out, and changing the password: `POST /login`, `/logout`, `/password`, in JSON. A session is a cookie that no
//! page can read.

mod answer;
mod attempts;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use luodi_app::App;
use luodi_app::access::{Device, Password};
use luodi_graphql::http::{MutationGuard, is_json};
use luodi_graphql::language::Language;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::authenticate::Callers;
use super::client;
use super::json::json_answer;
use answer::Not;
pub(super) use attempts::Attempts;

/// The largest body in bytes: a login and two passwords fit many times.
const MAX_BODY: usize = 4 << 10;
/// How many of these requests are under way at once; most of them wait to be hashed.
const AT_ONCE: usize = 64;

/// What the handlers work with.
#[derive(Clone)]
pub(crate) struct Desk {
    app: App,
    callers: Callers,
    attempts: Arc<Attempts>,
    /// Sees to it that a client who hangs up does not cut a transaction short, as with mutations.
    guard: MutationGuard,
    trusted_proxy: Option<IpAddr>,
}

impl Desk {
    /// Over an application, with the callers that it knows and the tries of late.
    pub(crate) fn new(
        app: App,
        callers: Callers,
        attempts: Arc<Attempts>,
        trusted_proxy: Option<IpAddr>,
    ) -> Self {
        let guard = MutationGuard::new(AT_ONCE);
        Self { app, callers, attempts, guard, trusted_proxy }
    }
}

/// The three addresses.
pub(crate) fn router(desk: Desk) -> Router {
    Router::new()
        .route("/login", any(login))
        .route("/logout", any(logout))
        .route("/password", any(password))
        .with_state(desk)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Login {
    login: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    current: String,
    new: String,
}

async fn login(State(desk): State<Desk>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let done = async {
        let address = desk.admit(&head)?;
        let old = desk.callers.cookie_of_ours(&head.headers)?.map(str::to_owned);
        let Login { login, password } = read(body).await?;
        desk.attempts.at_login(&login).map_err(Not::TooMany)?;
        let device = Device {
            name: text(&head.headers, USER_AGENT.as_str()),
            address: address.map(|address| address.to_string()).unwrap_or_default(),
            session: old,
        };
        let app = desk.app.clone();
        let signing_in = Box::pin(async move { app.sign_in(&login, Password::from(password), device).await });
        let signed_in = desk.guard.run(signing_in).await??.ok_or(Not::LetIn)?;
        let longest = signed_in.expires_at - signed_in.begun_at;
        let cookie = desk.callers.cookie.keep(&signed_in.text, longest).ok_or(Not::Fault)?;
        let body = json!({ "mustChangePassword": signed_in.must_change, "expiresAt": signed_in.expires_at.to_rfc3339() });
        Ok(with_cookie(json_answer(StatusCode::OK, &body), cookie))
    };
    answered(done.await, &head)
}

async fn logout(State(desk): State<Desk>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let done = async {
        desk.admit(&head)?;
        read::<Nothing>(body).await?;
        if let Some(text) = desk.callers.cookie_of_ours(&head.headers)?.map(str::to_owned) {
            let app = desk.app.clone();
            desk.guard.run(async move { app.sign_out(&text).await }).await??;
        }
        let cookie = desk.callers.cookie.forget().ok_or(Not::Fault)?;
        Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), cookie))
    };
    answered(done.await, &head)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn password(State(desk): State<Desk>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let done = async {
        desk.admit(&head)?;
        let visitor = desk.callers.visitor(&head.headers).await?;
        let Change { current, new } = read(body).await?;
        let (app, session, officer) = (desk.app.clone(), visitor.session, visitor.principal.viewer.officer);
        let change =
            Box::pin(async move { app.change_password(officer, session, current.into(), new.into()).await });
        desk.guard.run(change).await??;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    answered(done.await, &head)
}

impl Desk {
    /// What is asked before the body: the method, how it is sent, and how often. Answers the client's address.
    fn admit(&self, head: &Parts) -> Result<Option<IpAddr>, Not> {
        if head.method != Method::POST {
            return Err(Not::Method);
        }
        // Neither a form nor plain text, which a foreign page can send without being asked.
        if !is_json(&head.headers) {
            return Err(Not::ContentType);
        }
        self.callers.same_site.origin(&head.headers)?;
        let address = client::address(&head.extensions, &head.headers, self.trusted_proxy);
        if let Some(address) = address {
            self.attempts.at_address(address).map_err(Not::TooMany)?;
        }
        Ok(address)
    }
}

async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Not> {
    // Also when the client breaks off: then nobody hears the answer.
    let bytes = to_bytes(body, MAX_BODY).await.map_err(|_| Not::TooLarge)?;
    // An object first: a list of the right length would do for a struct as well.
    let object: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|_| Not::Malformed)?;
    T::deserialize(Value::Object(object)).map_err(|_| Not::Malformed)
}

fn answered(done: Result<Response, Not>, head: &Parts) -> Response {
    done.unwrap_or_else(|not| not.answer(Language::from_headers(&head.headers)))
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

/// What a header says, as far as it is text.
pub(super) fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
