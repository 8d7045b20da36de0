//! The router: GraphQL and its subscriptions, health, metrics and a notice page.

mod authenticate;
mod health;
mod metrics;
mod notice;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use luodi_app::App;
use luodi_domain::ids::TokenId;
use luodi_graphql::http::{Endpoint, MutationGuard, socket_router};
use luodi_graphql::schema::loaders::Loaders;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::failure::Failure;
use crate::settings::Settings;
pub(crate) use authenticate::Tokens;
pub(crate) use metrics::anchored;

/// The open sockets of the service.
pub(crate) type Sockets = luodi_graphql::http::Sockets<TokenId>;

/// Everything the service answers.
pub(crate) fn router(
    app: &App,
    mutations: MutationGuard,
    sockets: Sockets,
    settings: &Settings,
) -> Result<Router, Failure> {
    let recorder = metrics::install()?;
    let tokens = Tokens::new(app.clone());
    let loaders = app.clone();
    let endpoint = Endpoint::new(luodi_graphql::schema(app.clone()), tokens.clone(), mutations)
        .with_patience(settings.request_timeout())
        .with_request_data(move |request, context| request.data(Loaders::new(&loaders, context)));
    let endpoint = Arc::new(endpoint);
    Ok(Router::new()
        .route("/", get(notice::page))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(health::Readiness::new(app.clone())))
        .route("/metrics", get(metrics::page).with_state((tokens, sockets.clone(), recorder)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, settings.request_timeout()))
        // Keeps the time itself, to tell a slow client from a slow service.
        .merge(luodi_graphql::http::router("/graphql", Arc::clone(&endpoint)))
        .merge(socket_router("/graphql/ws", endpoint, sockets))
        .layer(axum::middleware::from_fn(metrics::count))
        .layer(CatchPanicLayer::new())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid)))
}
