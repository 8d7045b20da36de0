//! `luodi serve`.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use luodi_app::App;
use luodi_graphql::http::MutationGuard;
use tokio::net::TcpListener;

use crate::connections::{Bounds, stands_for_many};
use crate::failure::Failure;
use crate::http::{Callers, Sockets};
use crate::oidc::Provider;
use crate::settings::{self, Settings};
use crate::shutdown::Stop;
use crate::{bucket, connections, http, open, replan, upkeep};

/// How long the database may take to close after everything else has ended. It waits for every connection, also for
/// that of a mutation that did not finish in time. docker-compose.yml allows for both.
const CLOSING: Duration = Duration::from_secs(5);

pub(super) async fn run(settings: &Settings) -> Result<(), Failure> {
    name_unknown_variables();
    // Brings the database to this version or fails, so that readiness need not look at the version again.
    let app = open::app(settings).await?;
    if !settings.listen.ip().is_loopback() && !app.has_usable_access().await? {
        return Err(Failure::NoAccess(settings.listen));
    }
    let (listener, _) = listen(settings).await?;
    if !app.has_officers().await? {
        let database = settings.place();
        tracing::warn!(
            database,
            "no office is founded in this database: if another was meant, look at --data and --database-url; to found \
             one here, run `luodi init`"
        );
    }
    serve(app, listener, settings).await
}

/// A mistyped variable must not pass in silence.
pub(super) fn name_unknown_variables() {
    for variable in settings::unknown_variables() {
        tracing::warn!(variable, "no setting has this name; the variable is ignored");
    }
}

/// Takes the address, and says which one it is; not with settings that would fail later.
pub(super) async fn listen(settings: &Settings) -> Result<(TcpListener, SocketAddr), Failure> {
    Provider::of(settings)?;
    bucket::named(settings)?;
    if settings.insecure_cookies && !settings.listen.ip().is_loopback() {
        return Err(Failure::InsecureCookies(settings.listen));
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|source| Failure::Listen { address: settings.listen, source })?;
    let address = listener.local_addr().map_err(Failure::Server)?;
    tracing::info!(%address, database = settings.place(), "listening");
    Ok((listener, address))
}

/// Serves until it is asked to stop.
pub(super) async fn serve(app: App, listener: TcpListener, settings: &Settings) -> Result<(), Failure> {
    let mutations = MutationGuard::new(settings.mutations_at_once);
    let sockets = Sockets::new(settings.sockets_per_token);
    let files = open::bound_files(&app, settings).await?;
    let router = http::router(&app, mutations.clone(), sockets.clone(), files.clone(), settings)?;
    let stop = Stop::on_signals().map_err(Failure::Server)?;
    let upkeep = tokio::spawn(upkeep::keep_up(app.clone(), files, settings.anchor_file(), stop.asked()));
    let feed = tokio::spawn(follow(app.clone(), stop.asked()));
    let planned = tokio::spawn(replan::keep_planned(app.clone(), stop.asked()));
    tokio::spawn(watch(sockets.clone(), Callers::new(app.clone(), settings), stop.asked()));
    let bounds = Bounds {
        patience: settings.request_timeout(),
        at_once: settings.connections_at_once,
        // A whole office may stand behind one address; nobody takes all there is.
        of_one: settings.connections_at_once.div_ceil(2),
        spared: stands_for_many,
        proxy: settings.trusted_proxy,
    };
    let serving = connections::serve(listener, router, bounds, stop.asked());
    stop.orderly(serving, &mutations, &sockets, settings.shutdown_timeout()).await?;
    let closing = async {
        // What they have begun is short; had they panicked, they would have said so.
        let _ = tokio::join!(feed, upkeep, planned);
        app.db().close().await;
    };
    if tokio::time::timeout(CLOSING, closing).await.is_err() {
        tracing::error!("the database did not close in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Keeps the feed of changes until the service ends.
async fn follow(app: App, stop: impl Future<Output = ()>) {
    app.run_feed(stop).await;
}

/// Sees to it that no socket outlives its token or session.
async fn watch(sockets: Sockets, callers: Callers, stop: impl Future<Output = ()>) {
    tokio::select! {
        () = sockets.watch(callers) => {}
        () = stop => {}
    }
}
