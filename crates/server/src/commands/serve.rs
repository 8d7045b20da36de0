//! `luodi serve`.

use luodi_graphql::http::MutationGuard;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::settings::Settings;
use crate::{http, open};

pub(super) async fn run(settings: &Settings) -> Result<(), Failure> {
    let app = open::app(settings).await?;
    if !settings.listen.ip().is_loopback() && !app.has_usable_token().await? {
        return Err(Failure::NoToken(settings.listen));
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|source| Failure::Listen { address: settings.listen, source })?;
    let address = listener.local_addr().map_err(Failure::Server)?;
    let mutations = MutationGuard::new(settings.mutations_at_once);
    let router = http::router(&app, mutations.clone(), settings)?;
    let stop = stop_on_signal()?;
    tracing::info!(%address, "listening");

    let serving = axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
    // A client that keeps its connection open must not hold the end up; what must finish is the mutations.
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(settings.shutdown_timeout()).await;
    };
    let served = tokio::select! {
        served = async { serving.await } => served,
        () = patience => Ok(()),
    };
    let left = mutations.close_and_wait(settings.shutdown_timeout()).await;
    if left > 0 {
        tracing::error!(left, "mutations did not finish in time");
    }
    app.db().close().await;
    tracing::info!("stopped");
    served.map_err(Failure::Server)
}

/// Cancelled when the process is asked to end: Ctrl-C, or the system's polite request.
fn stop_on_signal() -> Result<CancellationToken, Failure> {
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Server)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Server)?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: no new requests");
        asked.cancel();
    });
    Ok(stop)
}
