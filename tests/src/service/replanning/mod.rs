//! A change of the catalogue over a whole province: worked out in the background while the service is used, told of as it
//! goes, and taken up again by the next process when one is killed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use futures::future::join_all;
use luodi_app::first_plan;
use luodi_app::{App, Call, Clocks, Db, DbConfig, Ids, Target};
use luodi_domain::attribute::Answers;
use luodi_domain::command::{Command, NewVisit, PlanPermits, Register};
use luodi_domain::ids::{OfficerId, PermitId, ProjectId, RegionId, StepId};
use luodi_domain::profile::{Place, Profile};
use luodi_domain::stage::{Stage, Track};
use luodi_testkit::size;
use serde_json::{Value, json};

use super::client::Client;
use super::home::{Home, in_both_homes, wait_for};
use super::office::Office;
use super::tables::Tables;

in_both_homes!(a_killed_process_is_followed_by_one_that_goes_on);

/// Of so many projects one has its plan drawn; the others have none yet.
const DRAWN: usize = 4;
/// So many are held to a fresh calculation, history and all.
const SAMPLE: usize = 60;

/// What the service says of it.
#[derive(Debug, Clone, Copy)]
struct Said {
    total: i64,
    done: i64,
    per_second: f64,
    finished: bool,
}

fn said(client: &Client) -> Option<Said> {
    let told = client.query("{ replanning { total done since finishedAt perSecond } }", &Value::Null);
    let told = &told["replanning"];
    Some(Said {
        total: told["total"].as_i64()?,
        done: told["done"].as_i64()?,
        per_second: told["perSecond"].as_f64()?,
        finished: told["finishedAt"].is_string(),
    })
}

/// Waits until it has come so far; what it said then, and how long the slowest of the requests in between took.
fn until(client: &Client, what: &str, is_so: impl Fn(Said) -> bool) -> (Said, Duration) {
    let (begun, mut slowest) = (Instant::now(), Duration::ZERO);
    loop {
        let asked = Instant::now();
        let told = said(client);
        slowest = slowest.max(asked.elapsed());
        match told {
            Some(said) if is_so(said) => return (said, slowest),
            told => assert!(begun.elapsed() < Duration::from_mins(20), "{what}: {told:?}"),
        }
        // Everybody has a budget of requests.
        thread::sleep(Duration::from_millis(100));
    }
}

fn a_killed_process_is_followed_by_one_that_goes_on(home: &Home) {
    let many = size("replanned", 400, 100_000);
    let office = Office::found(home);
    let (administrator, specialist) = (office.token("administrator"), office.token("specialist"));
    let filled = Filled {
        officer: OfficerId::parse(office.id("specialist")).unwrap(),
        place: Place {
            province: RegionId::parse(office.id("province")).ok(),
            city: RegionId::parse(office.id("city")).ok(),
            county: RegionId::parse(office.id("county")).ok(),
            park: None,
        },
    };
    office.close();
    let begun = Instant::now();
    let projects = wait_for_all(filled.fill(home, many));
    println!("replanning: {many} projects registered, one of {DRAWN} planned, in {:?}", begun.elapsed());
    // What an older product would have kept, by a catalogue that said otherwise.
    let olden =
        "update project_outlook set revision = 'older', undecided = 99, missing = 99, outdated = false";
    wait_for(async {
        let mut tables = Tables::open(home).await;
        tables.run(olden).await.unwrap();
        tables.run("delete from fileable_permit").await.unwrap();
    });

    let service = home.serve();
    let client = Client::new(&service.url(""), &administrator);
    let part = "select cast(done as text) from replanning where 5 * done > total and done > 0";
    wait_for(async {
        let mut tables = Tables::open(home).await;
        while tables.texts(part).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    let (killed, slowest) = until(&client, "a part is done", |said| said.done > 0);
    let log = service.log();
    service.kill().unwrap();
    assert!(!killed.finished && killed.done < killed.total, "killed too late: {killed:?}");
    assert!(log.contains("plans are worked out anew: what they depend on has changed"), "{log}");
    let older = "select cast(count(*) as text) from project_outlook where revision = 'older'";
    let left: i64 = wait_for(async { Tables::open(home).await.texts(older).await[0].parse().unwrap() });
    assert!(left > 0, "nothing was left to do");

    let service = home.serve();
    let (client, worker) =
        (Client::new(&service.url(""), &administrator), Client::new(&service.url(""), &specialist));
    assert!(said(&worker).is_none(), "nobody else is told");
    let again = Instant::now();
    // A command while it goes on is answered, and not undone.
    let label = json!({ "projectId": projects[0].to_string(), "addLabels": ["重点"] });
    worker.done("updateProject", &label, "project { version }");
    let answered = again.elapsed();
    let (done, slowest_again) = until(&client, "all is done", |said| said.finished);
    let took = again.elapsed();
    let all = i64::try_from(many + 1).unwrap();
    assert_eq!(killed.total, all);
    // What commands worked out themselves is not counted.
    assert!((all - 1..=all).contains(&done.done) && done.total == done.done, "begun anew: {done:?} of {all}");
    let of_rest = f64::from(i32::try_from(left).unwrap()) / took.as_secs_f64();
    println!(
        "replanning: killed at {} of {}, went on with {left} at {of_rest:.0} a second (pauses of the lease included; {:.0} \
         over all); meanwhile the slowest of its questions took {:?}, a command {answered:?}",
        killed.done,
        killed.total,
        done.per_second,
        slowest.max(slowest_again),
    );
    assert!(answered < Duration::from_secs(10), "a command waited for {answered:?}");
    let metrics = client.get("/metrics").text;
    assert!(metrics.contains("luodi_replanning_left 0"), "{metrics}");
    let (status, log) = service.stop().unwrap();
    assert!(status.success() && log.contains("plans are worked out anew"), "{log}");

    // A sample, held to a fresh calculation; all of them where they are few.
    if many <= 1_000 {
        home.ran(&["verify-history"]);
    }
    for project in projects.iter().step_by((many / SAMPLE).max(1)).take(SAMPLE) {
        home.ran(&["verify-history", "--project", &project.to_string()]);
    }
    let wrong = "select cast(count(*) as text) from project_outlook where undecided = 99 or missing = 99";
    assert_eq!(wait_for(async { Tables::open(home).await.texts(wrong).await }), ["0"]);
}

/// On several threads, as the service does.
fn wait_for_all<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

/// Who enters the projects, and where they lie.
#[derive(Clone, Copy)]
struct Filled {
    officer: OfficerId,
    place: Place,
}

impl Filled {
    /// Registers so many projects of all kinds of templates, by the commands that the API gives.
    async fn fill(self, home: &Home, many: usize) -> Vec<ProjectId> {
        const AT_ONCE: usize = 12;
        let target = match home.database() {
            Some(database) => Target::Postgres(database.url()),
            None => Target::Sqlite(home.folder().join("luodi.db")),
        };
        let db = Db::connect(DbConfig::new(target)).await.unwrap();
        let app = Arc::new(App::new(db, Clocks::system(), Ids::random()).unwrap());
        let enter = async |first: usize| {
            let mut entered = Vec::new();
            for number in (first..many).step_by(AT_ONCE) {
                entered.push((number, self.enter(&app, number).await));
            }
            entered
        };
        let entered = join_all((0..AT_ONCE).map(enter)).await;
        app.db().close().await;
        let by_number: BTreeMap<usize, ProjectId> = entered.into_iter().flatten().collect();
        by_number.into_values().collect()
    }

    async fn enter(self, app: &App, number: usize) -> ProjectId {
        let templates = first_plan::templates();
        let template = &templates[number % templates.len()];
        let profile = Profile {
            name: format!("{}{number}", template.name.zh),
            other_names: BTreeMap::new(),
            track: Track::NewBuild,
            codes: BTreeMap::new(),
            industry: None,
            chain: None,
            place: self.place,
            originating_agency: None,
            landing_specialist: Some(self.officer),
            leader_in_charge: None,
            credits: BTreeMap::new(),
            labels: [].into(),
            agreed_investment: None,
            planned_start: None,
            planned_production: None,
            attributes: template.answers.clone(),
            presumed: [].into(),
        };
        let id = ProjectId::from_uuid(app.new_id());
        let visit =
            NewVisit { step: StepId::from_uuid(app.new_id()), responsible: Some(self.officer), due_on: None };
        let registration = Register { id, profile, phase_of: None, stage: Stage::Lead, visit };
        app.register_project(Call::new(None, "register"), registration).await.unwrap();
        if number.is_multiple_of(DRAWN) {
            let ids = || (PermitId::from_uuid(app.new_id()), StepId::from_uuid(app.new_id()));
            let plan = PlanPermits {
                answers: Vec::new(),
                presumed: Answers::new(),
                ids: (0..100).map(|_| ids()).collect(),
            };
            app.execute(Call::new(None, "plan"), id, Command::PlanPermits(plan)).await.unwrap();
        }
        id
    }
}
