//! The handler as a client meets it, over axum's router. Rows are requests, expectations are one line each.

mod audit;
mod coercion;
mod errors;
mod hang_up;
mod limits;
mod linger;
mod requests;
mod schema;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::limits::Guarded;
use schema::State;

/// The token of the caller called `tester`; `broken` stands for a token store that is down.
pub(super) const TOKEN: &str = "secret-token";

#[derive(Clone)]
struct Tokens;

impl Authenticate for Tokens {
    type Principal = &'static str;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<&'static str, AuthError> {
        match bearer_token(headers)? {
            TOKEN => Ok("tester"),
            "panic" => panic!("token store panicked"),
            "broken" => Err(AuthError::Unavailable(Arc::new(std::io::Error::other("password=hunter2")))),
            "reader" => Ok("reader"),
            "foreign" => Err(AuthError::CrossSite),
            "unsettled" => Err(AuthError::MustChange),
            "often" => Err(AuthError::TooMany(30)),
            _ => Err(AuthError::Invalid),
        }
    }

    fn may_write(principal: &&'static str) -> bool {
        *principal != "reader"
    }
}

/// A service of its own for one test.
pub(super) struct Service {
    pub(super) router: Router,
    pub(super) state: Arc<State>,
}

impl Service {
    fn new() -> Self {
        Self::with(MutationGuard::new(8))
    }

    fn with(mutations: MutationGuard) -> Self {
        let state = Arc::new(State::default());
        let schema = Guarded::new(schema::build(Arc::clone(&state)));
        let endpoint = Endpoint::new(schema, Tokens, mutations)
            .with_request_data(|request, context| request.data(schema::PerRequest(context.language)));
        Self { router: router("/graphql", endpoint), state }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let text = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{error}: {text:?}"));
        Answer { status: head.status, headers: head.headers, body }
    }

    /// Posts a query for `application/graphql-response+json`.
    async fn query(&self, query: &str) -> Answer {
        self.send(post(&json!({ "query": query }))).await
    }
}

/// A POST as a well-behaved client sends it.
fn post(body: &impl ToString) -> Request<Body> {
    Request::post("/graphql")
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    /// Status, `data` when there is any, and the codes: `200 {"hello":"world"}`, `400 BAD_USER_INPUT`.
    ///
    /// Every error must have a code of the closed list and a request id.
    fn summary(&self) -> String {
        let mut words = vec![self.status.as_u16().to_string()];
        words.extend(self.body.get("data").map(Value::to_string));
        for error in self.body["errors"].as_array().into_iter().flatten() {
            let extensions = error["extensions"].as_object().unwrap();
            let code = extensions["code"].as_str().unwrap();
            assert!(crate::codes::ErrorCode::ALL.iter().any(|known| known.as_str() == code), "{code}");
            assert!(extensions["requestId"].as_str().unwrap().starts_with("request-"));
            assert_eq!(extensions.len(), 2, "{extensions:?}");
            words.push(code.to_owned());
        }
        words.join(" ")
    }

    fn message(&self) -> &str {
        self.body["errors"][0]["message"].as_str().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
