//! The handler.

use std::{
    any::Any,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::AtomicU64},
};

use async_graphql::{Executor, Request, parser::types::OperationType};
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{self, Method, Response},
    routing::any,
};
use futures::FutureExt as _;

use super::{
    accept::{MediaType, negotiate},
    authenticate::{AuthError, Authenticate},
    body::{check_content_type, read},
    context::{Facts, RequestContext},
    mutation::MutationGuard,
    operation::{Operation, prepare},
    params::Params,
    refusal::Refusal,
    reply::{answer, refuse},
};
use crate::limits::Guarded;

type Outfit<P> = dyn Fn(Request, &RequestContext<P>) -> Request + Send + Sync;

/// A schema served over HTTP.
pub struct Endpoint<E, A: Authenticate> {
    schema: Guarded<E>,
    authenticate: A,
    mutations: MutationGuard,
    outfit: Box<Outfit<A::Principal>>,
    counter: AtomicU64,
}

impl<E: Executor, A: Authenticate> Endpoint<E, A> {
    /// Serves the schema to callers that `authenticate` knows.
    pub fn new(schema: Guarded<E>, authenticate: A, mutations: MutationGuard) -> Self {
        let (outfit, counter) = (Box::new(|request, _: &_| request), AtomicU64::new(1));
        Self { schema, authenticate, mutations, outfit, counter }
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
pub fn router<E: Executor, A: Authenticate>(path: &str, endpoint: Endpoint<E, A>) -> Router {
    Router::new().route(path, any(handle::<E, A>)).with_state(Arc::new(endpoint))
}

async fn handle<E: Executor, A: Authenticate>(
    State(endpoint): State<Arc<Endpoint<E, A>>>,
    request: http::Request<Body>,
) -> Response<Body> {
    let facts = Facts::of(request.headers(), request.extensions(), &endpoint.counter);
    let media = negotiate(request.headers());
    let served = match media {
        Some(media) => {
            caught(serve(&endpoint, request, media, &facts), &facts).await.and_then(|served| served)
        }
        None => Err(Refusal::NotAcceptable),
    };
    served.unwrap_or_else(|refusal| refuse(&refusal, media.unwrap_or(MediaType::Json), &facts))
}

async fn serve<E: Executor, A: Authenticate>(
    endpoint: &Endpoint<E, A>,
    request: http::Request<Body>,
    media: MediaType,
    facts: &Facts,
) -> Result<Response<Body>, Refusal> {
    let (head, body) = request.into_parts();
    let by_get = match head.method {
        Method::GET => true,
        Method::POST => false,
        _ => return Err(Refusal::Method),
    };
    // Before the body, which an unknown caller has no business to fill our memory with.
    let principal = endpoint.authenticate.authenticate(&head.headers).await.map_err(|error| {
        if let AuthError::Unavailable(cause) = &error {
            tracing::error!(request_id = &*facts.request_id, %cause, "tokens cannot be looked up");
        }
        Refusal::from(&error)
    })?;
    let params = if by_get {
        Params::from_query_string(head.uri.query().unwrap_or_default())?
    } else {
        check_content_type(&head.headers)?;
        Params::from_body(&read(body).await?)?
    };
    let Operation { request, kind, progress } = prepare(params, facts)?;
    let Facts { request_id, language } = facts.clone();
    let context = RequestContext { principal, request_id, language };
    let request = (endpoint.outfit)(request, &context).data(context);
    let schema = endpoint.schema.schema().clone();
    let response = match kind {
        OperationType::Query => schema.execute(request).await,
        OperationType::Mutation if by_get => return Err(Refusal::MutationByGet),
        OperationType::Mutation => {
            let facts = facts.clone();
            let run = async move { caught(schema.execute(request), &facts).await };
            endpoint.mutations.run(run).await??
        }
        OperationType::Subscription => return Err(Refusal::Subscription),
    };
    Ok(answer(response, &progress, media, facts))
}

/// Turns a panic into a refusal. What the panic left half done is the request's own data, which is dropped.
async fn caught<T>(work: impl Future<Output = T>, facts: &Facts) -> Result<T, Refusal> {
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
