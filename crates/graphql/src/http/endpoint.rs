//! The handler.

use std::{
    any::Any,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use async_graphql::{Request, parser::types::OperationType};
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{self, Method, Response, request::Parts},
    routing::any,
};
use futures::FutureExt as _;
use tokio::time::{Instant, timeout_at};

use super::{
    accept::{MediaType, negotiate},
    authenticate::{AuthError, Authenticate},
    body::{check_content_type, linger, read},
    context::{Facts, RequestContext},
    mutation::MutationGuard,
    operation::{Operation, prepare},
    params::Params,
    refusal::Refusal,
    reply::{answer, refuse},
};
use crate::limits::Guarded;

/// How long a request may take unless [`Endpoint::with_patience`] says otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

type Outfit<P> = dyn Fn(Request, &RequestContext<P>) -> Request + Send + Sync;

/// A schema served over HTTP.
pub struct Endpoint<A: Authenticate> {
    pub(super) schema: Guarded,
    pub(super) authenticate: A,
    mutations: MutationGuard,
    pub(super) outfit: Box<Outfit<A::Principal>>,
    pub(super) patience: Duration,
    pub(super) counter: AtomicU64,
}

impl<A: Authenticate> Endpoint<A> {
    /// Serves the schema to callers that `authenticate` knows.
    pub fn new(schema: Guarded, authenticate: A, mutations: MutationGuard) -> Self {
        let (outfit, counter) = (Box::new(|request, _: &_| request), AtomicU64::new(1));
        Self { schema, authenticate, mutations, outfit, patience: PATIENCE, counter }
    }

    /// Gives a request so long from its headers to its answer; its body is part of that.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Adds data of its own to every request, such as batch loaders, which must not outlive one.
    #[must_use]
    pub fn with_request_data(
        self,
        outfit: impl Fn(Request, &RequestContext<A::Principal>) -> Request + Send + Sync + 'static,
    ) -> Self {
        Self { outfit: Box::new(outfit), ..self }
    }
}

/// A router with the endpoint at the path, for every method.
pub fn router<A: Authenticate>(path: &str, endpoint: impl Into<Arc<Endpoint<A>>>) -> Router {
    Router::new().route(path, any(handle::<A>)).with_state(endpoint.into())
}

async fn handle<A: Authenticate>(
    State(endpoint): State<Arc<Endpoint<A>>>,
    request: http::Request<Body>,
) -> Response<Body> {
    let facts = Facts::of(request.headers(), request.extensions(), &endpoint.counter);
    let media = negotiate(request.headers());
    let deadline = Instant::now() + endpoint.patience;
    let (head, body) = request.into_parts();
    let admitted = match media {
        Some(_) => {
            caught(admit(&endpoint, &head, deadline, &facts), &facts).await.and_then(|admitted| admitted)
        }
        None => Err(Refusal::NotAcceptable),
    };
    let media = media.unwrap_or(MediaType::Json);
    let served = match admitted {
        Ok(principal) => {
            let work = serve(&endpoint, principal, (&head, body), (media, deadline), &facts);
            caught(work, &facts).await.and_then(|served| served)
        }
        Err(refusal) => {
            linger(&head.headers, body).await;
            Err(refusal)
        }
    };
    served.unwrap_or_else(|refusal| refuse(&refusal, media, &facts))
}

/// Everything that is asked before the body, which an unknown caller has no business to fill our memory with.
async fn admit<A: Authenticate>(
    endpoint: &Endpoint<A>,
    head: &Parts,
    deadline: Instant,
    facts: &Facts,
) -> Result<A::Principal, Refusal> {
    if !matches!(head.method, Method::GET | Method::POST) {
        return Err(Refusal::Method);
    }
    let known = endpoint.authenticate.authenticate(&head.headers);
    let known = in_time(deadline, known, Refusal::Unavailable).await?;
    let caller = known.map_err(|error| turned_away(&error, facts))?;
    let standing_in = endpoint.authenticate.standing_in(caller, &head.headers);
    let standing_in = in_time(deadline, standing_in, Refusal::Unavailable).await?;
    let principal = standing_in.map_err(|error| turned_away(&error, facts))?;
    if head.method == Method::POST {
        check_content_type(&head.headers)?;
    }
    Ok(principal)
}

/// What a caller learns who is not let in; the log learns more.
pub(super) fn turned_away(error: &AuthError, facts: &Facts) -> Refusal {
    if let AuthError::Unavailable(cause) = error {
        tracing::error!(request_id = &*facts.request_id, %cause, "callers cannot be looked up");
    }
    Refusal::from(error)
}

async fn serve<A: Authenticate>(
    endpoint: &Endpoint<A>,
    principal: A::Principal,
    (head, body): (&Parts, Body),
    (media, deadline): (MediaType, Instant),
    facts: &Facts,
) -> Result<Response<Body>, Refusal> {
    let by_get = head.method == Method::GET;
    let params = if by_get {
        Params::from_query_string(head.uri.query().unwrap_or_default())?
    } else {
        Params::from_body(&in_time(deadline, read(body), Refusal::BodyTooSlow).await??)?
    };
    let Operation { request, kind, progress } = prepare(params, facts)?;
    if kind == OperationType::Mutation && !A::may_write(&principal) {
        return Err(Refusal::ReadOnly);
    }
    let Facts { request_id, language } = facts.clone();
    let context = RequestContext { principal, request_id, language };
    let request = (endpoint.outfit)(request, &context).data(context);
    let schema = endpoint.schema.clone();
    let run = async {
        match kind {
            OperationType::Query => Ok(schema.execute(request).await),
            OperationType::Mutation if by_get => Err(Refusal::MutationByGet),
            OperationType::Mutation => {
                let (facts, schema) = (facts.clone(), schema.clone());
                let run = async move { caught(schema.execute(request), &facts).await };
                endpoint.mutations.run(run).await?
            }
            OperationType::Subscription => Err(Refusal::Subscription),
        }
    };
    // Ends a query with its request; a mutation runs on in a task of its own, and its key tells how it ended.
    let response = in_time(deadline, run, Refusal::Unavailable).await??;
    match progress.payable_after() {
        Some(seconds) => Err(Refusal::TooManyAttempts(seconds)),
        None => Ok(answer(response, &progress, media, facts)),
    }
}

/// What comes of the work, or the refusal when it takes too long.
pub(super) async fn in_time<T>(
    deadline: Instant,
    work: impl Future<Output = T>,
    too_late: Refusal,
) -> Result<T, Refusal> {
    timeout_at(deadline, work).await.map_err(|_| too_late)
}

/// Turns a panic into a refusal. What the panic left half done is the request's own data, which is dropped.
pub(super) async fn caught<T>(work: impl Future<Output = T>, facts: &Facts) -> Result<T, Refusal> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|panic| {
        let cause = panic_text(&*panic);
        tracing::error!(request_id = &*facts.request_id, cause, "a request panicked");
        Refusal::Internal
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "not a text",
    }
}
