//! Two replicas on one PostgreSQL, one of them killed and started again while everybody writes: a subscriber who comes back
//! with the cursor of the last change he has is told of every change once, in order, without a gap.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use luodi_testkit::process::{Options, Service, free_port};
use serde_json::{Value, json};

use super::socket::{Socket, cursor};
use crate::service::client::Client;
use crate::service::home::Home;
use crate::service::office::Office;

/// Projects written to.
const PROJECTS: usize = 8;
/// Writers on each replica.
const WRITERS: usize = 2;
/// How long a replica lives between two deaths, at the least.
const LIFE: Duration = Duration::from_millis(300);

/// What a subscriber keeps of a change.
type Told = (String, String, i64, i64);

/// The replica that dies, at one address all its lives.
struct Mortal {
    options: Options,
    service: Mutex<Option<Service>>,
}

impl Mortal {
    fn die_and_rise(&self) {
        let mut service = self.service.lock().unwrap();
        service.take().unwrap().kill().unwrap();
        *service = Some(Service::start(&self.options).unwrap());
    }
}

#[test]
fn a_replica_dies_under_load_and_no_change_is_lost() {
    let deaths = luodi_testkit::size("REPLICA_DEATHS", 3, 40);
    let home = Home::on_postgres();
    let office = Office::found(&home);
    let port = free_port().unwrap();
    let options = Options { port: Some(port), ..home.options() };
    let mortal = Mortal { service: Mutex::new(Some(Service::start(&options).unwrap())), options };
    let begin = cursor("change:0");
    let token = office.token("specialist");
    let projects: Vec<String> = (0..PROJECTS).map(|n| register(&office, &format!("项目{n}"))).collect();
    let last = register(&office, "最后的");

    let writing = AtomicBool::new(true);
    let (acknowledged, reconnected) = (AtomicU64::new(0), AtomicU64::new(0));
    let steady = office.service.address();
    let replica = format!("http://127.0.0.1:{port}");
    let (here, there) = thread::scope(|scope| {
        let here = scope.spawn(|| follow(steady, &token, &begin, &last, None));
        let there =
            scope.spawn(|| follow(([127, 0, 0, 1], port).into(), &token, &begin, &last, Some(&reconnected)));
        let mut writers = Vec::new();
        for (replica, base) in [office.service.url(""), replica.clone()].iter().enumerate() {
            for writer in 0..WRITERS {
                // A number of his own: what another has just written would be acknowledged and change nothing.
                let writer = replica * WRITERS + writer;
                let client = Client::new(base, &token);
                let (projects, writing, acknowledged) = (&projects, &writing, &acknowledged);
                writers.push(scope.spawn(move || write(&client, writer, projects, writing, acknowledged)));
            }
        }
        for _ in 0..deaths {
            thread::sleep(LIFE);
            mortal.die_and_rise();
        }
        thread::sleep(LIFE);
        writing.store(false, Ordering::SeqCst);
        for writer in writers {
            writer.join().unwrap();
        }
        let input = json!({ "projectId": last, "agreedInvestment": "1" });
        office.specialist.done("updateProject", &input, "");
        (here.join().unwrap(), there.join().unwrap())
    });

    assert_eq!(first_difference(&here, &there), None, "both replicas tell the same in the same order");
    let versions = without_gaps(&there);
    for project in projects.iter().chain([&last]) {
        let document = "query($id: ID!) { project(by: { id: $id }) { version } }";
        let version = office.manager.query(document, &json!({ "id": project }));
        assert_eq!(version["project"]["version"], json!(versions[project]), "{project}");
    }
    let (acknowledged, reconnected) = (acknowledged.into_inner(), reconnected.into_inner());
    assert!(reconnected >= u64::from(deaths > 0), "the subscriber was never cut off");
    assert!(u64::try_from(there.len()).unwrap() >= acknowledged, "{} of {acknowledged}", there.len());
    println!(
        "replicas: {deaths} deaths, {acknowledged} writes acknowledged, {} changes told, {reconnected} times reconnected",
        there.len()
    );
    office.close();
}

fn register(office: &Office<'_>, name: &str) -> String {
    let input = json!({ "name": name, "track": "NEW_BUILD", "landingSpecialistId": office.id("specialist"),
        "occurredOn": "2024-01-02" });
    office.specialist.made("registerProject", &input, "project")
}

/// Writes until told to stop; what a dying replica does not answer may or may not have been done.
fn write(
    client: &Client,
    writer: usize,
    projects: &[String],
    writing: &AtomicBool,
    acknowledged: &AtomicU64,
) {
    for number in 1.. {
        if !writing.load(Ordering::SeqCst) {
            return;
        }
        let project = &projects[(number * (2 * writer + 1)) % projects.len()];
        let input = json!({ "projectId": project, "agreedInvestment": format!("{number}.{writer}") });
        match client.mutate("updateProject", &input, "") {
            Ok(answer) if answer.body["data"]["updateProject"]["errors"] == json!([]) => {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Ok(_) => {}
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Follows everything until the change of the last project after its registration, coming back after every break.
fn follow(
    address: std::net::SocketAddr,
    token: &str,
    begin: &str,
    last: &str,
    reconnected: Option<&AtomicU64>,
) -> Vec<Told> {
    let deadline = Instant::now() + Duration::from_mins(10);
    let (mut told, mut after) = (Vec::new(), begin.to_owned());
    while Instant::now() < deadline {
        let Ok(mut socket) = Socket::admitted(address, token) else {
            assert!(reconnected.is_some(), "the steady replica refused");
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        socket.follow(&Value::Null, Some(&after));
        while let Ok(change) = socket.change() {
            let text = |field: &str| change[field].as_str().unwrap().to_owned();
            let number = |field: &str| change[field].as_i64().unwrap();
            after = text("cursor");
            assert!(change["project"]["version"].as_i64().unwrap() >= number("version"), "{change}");
            told.push((text("cursor"), text("projectId"), number("fromSequence"), number("version")));
            if text("projectId") == last && number("fromSequence") > 1 && text("command") == "UPDATE" {
                return told;
            }
        }
        let Some(reconnected) = reconnected else { panic!("the steady replica broke off") };
        reconnected.fetch_add(1, Ordering::SeqCst);
    }
    panic!("the last change was never told; {} were", told.len())
}

/// Where two lists part, with what stands there.
fn first_difference<'a>(
    one: &'a [Told],
    other: &'a [Told],
) -> Option<(usize, Option<&'a Told>, Option<&'a Told>)> {
    (0..one.len().max(other.len()))
        .map(|place| (place, one.get(place), other.get(place)))
        .find(|(_, one, other)| one != other)
}

/// The last version told of each project; each change must begin right after the one before.
fn without_gaps(told: &[Told]) -> BTreeMap<&String, i64> {
    let mut versions = BTreeMap::new();
    for (_, project, first, last) in told {
        let before = versions.insert(project, *last).unwrap_or(0);
        assert_eq!(*first, before + 1, "{project}");
    }
    versions
}
