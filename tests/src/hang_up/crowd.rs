//! Clients that send mutations, some of whom wait for the answer, hang up, or hang up and try again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use luodi_testkit::run::Random;
use serde_json::{Value, json};

use super::ROUND_TRIP;
use super::client::{Answer, Request};
use super::service::Service;

/// Who send at the same time: one more than there are connections to the database. Many more would wait for one most of
/// the time, and then be gone before anything has begun.
const CLIENTS: usize = 6;
/// Of these, so many hang up.
const HASTY: usize = 3;
/// One of so many times they look first how fast the service is.
const MEASURED: u64 = 3;

/// A project that nobody registered.
const NOWHERE: &str = "prj_00000000000000000000000000";

const CREATE_ENTERPRISE: &str = "mutation ($input: CreateEnterpriseInput!) {
    answer: createEnterprise(input: $input) { errors { code } enterprise { name } } }";
const ADD_PERMIT: &str = "mutation ($input: AddPermitInput!) {
    answer: addPermit(input: $input) { errors { code } permit { id } } }";

/// How a mutation ended for its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Told that it was done.
    Acknowledged,
    /// Gone before the answer.
    HungUp,
    /// Told that the service could not do it now.
    TurnedAway,
}

/// What became of everybody: the unique name of what was to be made, and how it ended.
#[derive(Default)]
pub(super) struct Crowd {
    pub(super) endings: Vec<(String, Ending)>,
}

/// Sends so many mutations from several clients at once.
pub(super) async fn send(service: &Service, mutations: usize, seed: u64) -> Crowd {
    let mut random = Random::new(seed);
    let template = Template {
        address: service.address,
        token: service.token.clone(),
        projects: service.projects.iter().map(ToString::to_string).collect(),
        guarded: service.guarded,
    };
    let next = Arc::new(AtomicUsize::new(0));
    let clients = (0..CLIENTS).map(|number| {
        let client = Client {
            template: template.clone(),
            hasty: number < HASTY,
            random: Random::new(random.bits()),
            usual: ROUND_TRIP,
            until_begin: ROUND_TRIP,
        };
        tokio::spawn(client.work(Arc::clone(&next), mutations))
    });
    let clients: Vec<_> = clients.collect();
    let mut crowd = Crowd::default();
    for endings in join_all(clients).await {
        crowd.endings.extend(endings.unwrap());
    }
    crowd
}

#[derive(Clone)]
struct Template {
    address: std::net::SocketAddr,
    token: String,
    projects: Vec<String>,
    /// Whether nobody is handed a connection that is inside a transaction.
    guarded: bool,
}

impl Template {
    fn request(&self, query: &'static str, input: Value) -> Request {
        Request { address: self.address, token: self.token.clone(), query, input }
    }

    /// How long after its request a command's transaction begins: as long as it takes to refuse one to a project that is not
    /// there, which is looked for before it. Most of it is the machine's own time, so it is measured, again and again, and
    /// not assumed.
    async fn until_begin(&self) -> Duration {
        let sent = Instant::now();
        let (_, body) = self.request(ADD_PERMIT, permit(NOWHERE, "nothing")).wait().await;
        let refused = body["data"]["answer"]["errors"].as_array().map(Vec::len) == Some(1);
        assert!(refused || !self.guarded, "{body}");
        sent.elapsed()
    }

    /// # Panics
    /// When the answer is neither a success nor a plain "not now": nothing that the crowd asks for can be refused. Without
    /// guards it may also be that a connection was found inside somebody else's transaction, in which no other can begin.
    fn ending(&self, (status, body): &Answer) -> Ending {
        let done = *status == 200 && body.get("errors").is_none();
        if done && body["data"]["answer"]["errors"] == json!([]) {
            return Ending::Acknowledged;
        }
        if !self.guarded && body["errors"][0]["extensions"]["code"] == "INTERNAL" {
            return Ending::HungUp;
        }
        assert_eq!(*status, 503, "{body}");
        Ending::TurnedAway
    }
}

fn permit(project: &str, name: &str) -> Value {
    json!({
        "projectId": project, "item": { "name": name }, "level": "COUNTY", "phase": "BEFORE_START",
        "idempotencyKey": name,
    })
}

struct Client {
    template: Template,
    hasty: bool,
    random: Random,
    /// How long the last answer took.
    usual: Duration,
    /// How long after its request a transaction begins.
    until_begin: Duration,
}

impl Client {
    async fn work(mut self, next: Arc<AtomicUsize>, mutations: usize) -> Vec<(String, Ending)> {
        let mut endings = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= mutations {
                return endings;
            }
            let name = format!("第{number}个");
            let ending = self.mutate(&name).await;
            endings.push((name, ending));
        }
    }

    /// Most hang up within the three round trips in which a transaction begins, one of four at any moment of the time
    /// that an answer takes.
    fn patience(&mut self) -> Duration {
        let (from, span) = if self.random.below(4) == 0 {
            (Duration::ZERO, self.usual)
        } else {
            (self.until_begin.saturating_sub(ROUND_TRIP), 3 * ROUND_TRIP)
        };
        let span = u64::try_from(span.as_micros()).unwrap();
        from + Duration::from_micros(self.random.below(span))
    }

    async fn mutate(&mut self, name: &str) -> Ending {
        // The hasty are cut off inside transactions; the patient are told of single statements that were written.
        let in_transaction = (self.random.below(8) == 0) != self.hasty;
        let request = if in_transaction { self.add_permit(name) } else { self.create_enterprise(name) };
        if self.hasty {
            if self.random.below(MEASURED) == 0 {
                self.until_begin = self.template.until_begin().await;
            }
            request.hang_up_after(self.patience()).await;
            // Nobody knows what became of it; a key makes it safe to ask again.
            if !in_transaction || self.random.below(8) != 0 {
                return Ending::HungUp;
            }
        }
        let sent = Instant::now();
        let answer = request.wait().await;
        self.usual = sent.elapsed();
        self.template.ending(&answer)
    }

    fn create_enterprise(&self, name: &str) -> Request {
        self.template.request(CREATE_ENTERPRISE, json!({ "name": name }))
    }

    fn add_permit(&mut self, name: &str) -> Request {
        let place = self.random.below(self.template.projects.len() as u64);
        let project = &self.template.projects[usize::try_from(place).unwrap()];
        self.template.request(ADD_PERMIT, permit(project, name))
    }
}
