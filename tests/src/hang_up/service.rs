//! The service under test: in this process, its database behind a delaying proxy, five connections.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use luodi_app::access::Principal;
use luodi_app::{App, Clocks, Db, DbConfig, FixedClock, Ids, Target};
use luodi_domain::access::TokenScope;
use luodi_domain::ids::ProjectId;
use luodi_graphql::http::{AuthError, Authenticate, Endpoint, MutationGuard, bearer_token, router};
use luodi_graphql::schema::loaders::Loaders;
use luodi_store::db::Stmt;
use luodi_store::params;
use luodi_testkit::proxy::{Delay, DelayProxy};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::crowd::{Crowd, Ending};
use super::{Figures, ROUND_TRIP};
use crate::world::{World, morning};

const CONNECTIONS: u32 = 5;
/// More than there are clients, so that nobody is turned away by the bound itself.
const AT_ONCE: usize = 256;
/// Projects of the crowd: enough that clients seldom wait for each other's project.
const PROJECTS: usize = 16;

/// Names of everything that the crowd could have made.
const MADE: Stmt = Stmt::new(
    "MADE",
    "select name from enterprise union all select free_name from permit where free_name is not null",
);

const IDLE_IN_TRANSACTION: Stmt = Stmt::per_database(
    "IDLE_IN_TRANSACTION",
    "select 0",
    "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
);

/// Which guards are up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guarding {
    /// Every mutation in a task of its own.
    pub(super) own_task: bool,
    /// Connections end their transaction when they go back to the pool.
    pub(super) rollback: bool,
}

/// The running service.
pub(super) struct Service {
    pub(super) address: SocketAddr,
    /// A specialist's.
    pub(super) token: String,
    pub(super) projects: Vec<ProjectId>,
    /// Whether it has a guard; either is enough.
    pub(super) guarded: bool,
    app: App,
    mutations: MutationGuard,
    server: JoinHandle<()>,
    /// Past the proxy, to see what is really there.
    direct: World,
    _proxy: DelayProxy,
}

#[derive(Clone)]
struct Tokens(App);

impl Authenticate for Tokens {
    type Principal = Principal;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<Principal, AuthError> {
        match self.0.authenticate(bearer_token(headers)?).await {
            Ok(principal) => principal.ok_or(AuthError::Invalid),
            Err(error) => Err(AuthError::Unavailable(Arc::new(error))),
        }
    }
}

impl Service {
    pub(super) async fn start(guarding: Guarding, seed: u64) -> Self {
        let direct = World::on_postgres().await;
        let mut projects = Vec::new();
        for _ in 0..PROJECTS {
            projects.push(direct.register("断线也不丢的项目").await.0);
        }
        let token = direct
            .app
            .create_token(direct.office.specialist, "hang-up".to_owned(), TokenScope::Write, None)
            .await
            .unwrap();

        let database = direct.database();
        let proxy = DelayProxy::start(database.server(), Delay::round_trip(ROUND_TRIP)).unwrap();
        let mut config = DbConfig::new(Target::Postgres(database.url_through(proxy.address())));
        config.connections = CONNECTIONS;
        config.guards.rollback_on_release = guarding.rollback;
        let db = Db::connect(config).await.unwrap();
        // Other ids than those of the world.
        let app = App::new(db, Clocks::both(FixedClock::at(morning())), Ids::seeded(!seed)).unwrap();
        let mutations = if guarding.own_task {
            MutationGuard::new(AT_ONCE)
        } else {
            MutationGuard::without_task_for_hang_up_test(AT_ONCE)
        };
        let loaders = app.clone();
        let schema = luodi_graphql::schema(app.clone());
        let endpoint = Endpoint::new(schema, Tokens(app.clone()), mutations.clone())
            .with_request_data(move |request, context| request.data(Loaders::new(&loaders, context)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            axum::serve(listener, router("/graphql", endpoint)).await.unwrap();
        });
        let guarded = guarding.own_task || guarding.rollback;
        Self { address, token: token.text, projects, guarded, app, mutations, server, direct, _proxy: proxy }
    }

    /// Ends the service as a shutdown would and counts what the crowd left behind.
    pub(super) async fn end(self, crowd: &Crowd) -> Figures {
        assert_eq!(
            self.mutations.close_and_wait(Duration::from_secs(30)).await,
            0,
            "mutations that never end"
        );
        // Connections that are being given back, and handlers that are being dropped, are given a moment.
        tokio::time::sleep(20 * ROUND_TRIP).await;
        let mut conn = self.direct.app.db().read().await.unwrap();
        let idle: Option<(i64,)> = conn.fetch_optional(IDLE_IN_TRANSACTION, params![]).await.unwrap();
        self.server.abort();
        self.app.db().close().await;

        let rows: Vec<(String,)> = conn.fetch_all(MADE, params![]).await.unwrap();
        drop(conn);
        let mut made: HashMap<String, usize> = HashMap::new();
        for (name,) in rows {
            *made.entry(name).or_default() += 1;
        }
        let mut figures =
            Figures { idle_in_transaction: idle.map_or(0, |(count,)| count), ..Figures::default() };
        for (name, ending) in &crowd.endings {
            let there = made.get(name).copied().unwrap_or_default();
            figures.doubled += usize::from(there > 1);
            match ending {
                Ending::Acknowledged => {
                    figures.acknowledged += 1;
                    figures.missing += usize::from(there == 0);
                }
                Ending::HungUp => {
                    figures.hung_up += 1;
                    figures.done_unheard += usize::from(there > 0);
                }
                Ending::TurnedAway => figures.turned_away += 1,
            }
        }
        self.direct.assert_whole(&self.projects).await;
        figures
    }
}
