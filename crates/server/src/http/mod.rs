//! The router: GraphQL and its subscriptions, files, signing in, health, metrics and a notice page.

mod account;
mod authenticate;
mod budgets;
mod client;
mod cookie;
mod files;
mod headers;
mod health;
mod json;
mod metrics;
mod notice;
mod oidc;
mod same_site;
mod ticks;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use luodi_app::App;
use luodi_app::access::Admitted;
use luodi_app::files::Files;
use luodi_graphql::http::{Endpoint, MutationGuard, socket_router};
use luodi_graphql::schema::loaders::Loaders;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::failure::Failure;
use crate::oidc::Provider;
use crate::settings::Settings;
pub(crate) use authenticate::Callers;
pub(crate) use client::Peer;
pub(crate) use metrics::{anchored, replanning};

/// The open sockets of the service.
pub(crate) type Sockets = luodi_graphql::http::Sockets<Admitted>;

/// Everything the service answers.
pub(crate) fn router(
    app: &App,
    mutations: MutationGuard,
    sockets: Sockets,
    files: Files,
    settings: &Settings,
) -> Result<Router, Failure> {
    let recorder = metrics::install()?;
    let callers = Callers::new(app.clone(), settings);
    let (attempts, proxy) = (Arc::<account::Attempts>::default(), settings.trusted_proxy);
    let desk = account::Desk::new(app.clone(), callers.clone(), Arc::clone(&attempts), proxy);
    let by_provider = match Provider::of(settings)? {
        Some(provider) => {
            oidc::router(oidc::Door::new(app.clone(), callers.clone(), attempts, Arc::new(provider), proxy))
        }
        None => Router::new(),
    };
    let counter = files::Counter::new(files, callers.clone(), settings.request_timeout());
    let (loaders, purses) = (app.clone(), callers.clone());
    let endpoint = Endpoint::new(luodi_graphql::schema(app.clone()), callers.clone(), mutations)
        .with_patience(settings.request_timeout())
        .with_request_data(move |request, context| {
            request.data(purses.budget(&context.principal)).data(Loaders::new(&loaders, context))
        });
    let endpoint = Arc::new(endpoint);
    let encrypted = settings.public_origin.is_some();
    Ok(Router::new()
        .route("/", get(notice::page))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(health::Readiness::new(app.clone())))
        .route("/metrics", get(metrics::page).with_state((callers, sockets.clone(), recorder)))
        .merge(account::router(desk))
        .merge(by_provider)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, settings.request_timeout()))
        // These keep the time themselves, to tell a slow client from a slow service.
        .merge(files::router(counter))
        .merge(luodi_graphql::http::router("/graphql", Arc::clone(&endpoint)))
        .merge(socket_router("/graphql/ws", endpoint, sockets))
        .layer(axum::middleware::from_fn(metrics::count))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::map_response(
            move |response| async move { headers::secure(response, encrypted) },
        ))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid)))
}
