//! A change of the catalogue over a whole province: worked out in the background while the service is used, told of as it
//! goes, and taken up again by the next process when one is killed.

mod filled;

use std::thread;
use std::time::{Duration, Instant};

use luodi_domain::ids::{OfficerId, RegionId};
use luodi_domain::profile::Place;
use luodi_testkit::size;
use serde_json::{Value, json};

use super::client::Client;
use super::home::{Home, in_both_homes, wait_for};
use super::office::Office;
use super::tables::Tables;
use filled::{DRAWN, Filled};

in_both_homes!(a_killed_process_is_followed_by_one_that_goes_on);

/// So many are entered by commands; further ones are copies of them.
const ENTERED: usize = 400;
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
fn until(client: &Client, what: &str, mut is_so: impl FnMut(Said) -> bool) -> (Said, Duration) {
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
    let specialist_id = office.id("specialist").to_owned();
    office.close();
    let begun = Instant::now();
    let copies = (many / ENTERED).saturating_sub(1);
    let projects = filled.enter_all(home, if copies == 0 { many } else { ENTERED });
    let (many, entered) = (projects.len() * (copies + 1), begun.elapsed());
    if copies > 0 {
        wait_for(filled::copy(home, copies));
    }
    println!(
        "replanning: {} projects registered, one of {DRAWN} planned, in {entered:?}; {many} with their copies in {:?}",
        projects.len(),
        begun.elapsed()
    );
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
    let stood = said(&client).unwrap().done;
    // When the lease of the killed one is over.
    let (_, slowest_waiting) = until(&client, "it goes on", |said| said.done > stood || said.finished);
    // A command meanwhile is answered, and not undone; so is one that looks through all names of the city.
    let asked = Instant::now();
    let label = json!({ "projectId": projects[0].to_string(), "addLabels": ["重点"] });
    worker.done("updateProject", &label, "project { version }");
    let answered = asked.elapsed();
    let id = |region: Option<RegionId>| region.map(|region| region.to_string());
    let Place { province, city, county, .. } = filled.place;
    let place = json!({ "provinceId": id(province), "cityId": id(city), "countyId": id(county) });
    let another = json!({ "name": "思思食品加工厂项目", "track": "NEW_BUILD", "landingSpecialistId": specialist_id,
        "occurredOn": "2024-01-02", "place": place });
    let asked = Instant::now();
    worker.made("registerProject", &another, "project");
    let registered = asked.elapsed();
    let mut pace = Vec::new();
    let (done, slowest_going) = until(&client, "all is done", |said| {
        pace.push((again.elapsed(), said.done));
        said.finished
    });
    let took = again.elapsed();
    let all = i64::try_from(many + 1).unwrap();
    assert_eq!(killed.total, all);
    // What commands worked out themselves is not counted.
    assert!((all - 1..=all).contains(&done.done) && done.total == done.done, "begun anew: {done:?} of {all}");
    let of_rest = f64::from(i32::try_from(left).unwrap()) / took.as_secs_f64();
    println!(
        "replanning: killed at {} of {}, went on with {left} at {of_rest:.0} a second (pauses of the lease included; {:.0} \
         over all); meanwhile the slowest of its questions took {:?}, a command {answered:?}, a registration {registered:?}",
        killed.done,
        killed.total,
        done.per_second,
        slowest.max(slowest_waiting).max(slowest_going),
    );
    if copies > 0 {
        println!("replanning: quarter by quarter at {:.0?} a second", quarters(&pace));
    }
    let waited = answered.max(registered);
    assert!(waited < Duration::from_secs(10), "a command waited for {waited:?}");
    let metrics = client.get("/metrics").text;
    assert!(metrics.contains("luodi_replanning_left 0"), "{metrics}");
    let (status, log) = service.stop().unwrap();
    assert!(status.success() && log.contains("plans are worked out anew"), "{log}");

    // A sample, held to a fresh calculation; all of them where they are few. A copy comes to what its original does.
    if copies == 0 {
        home.ran(&["verify-history"]);
    }
    assert_eq!(wait_for(filled::differing(home, copies)), [""; 0]);
    for project in projects.iter().step_by((projects.len() / SAMPLE).max(1)).take(SAMPLE) {
        home.ran(&["verify-history", "--project", &project.to_string()]);
    }
    let wrong = "select cast(count(*) as text) from project_outlook where undecided = 99 or missing = 99";
    assert_eq!(wait_for(async { Tables::open(home).await.texts(wrong).await }), ["0"]);
}

/// How many were done in a second, in each quarter of the time.
fn quarters(pace: &[(Duration, i64)]) -> Vec<f64> {
    let Some(((first, _), (last, _))) = pace.first().zip(pace.last()) else { return Vec::new() };
    let quarter = last.saturating_sub(*first) / 4;
    let at = |time: Duration| pace.iter().rfind(|(then, _)| *then <= time).map_or(0, |(_, done)| *done);
    let done: Vec<i64> = (0..=4).map(|number| at(*first + quarter * number)).collect();
    done.windows(2)
        .map(|two| f64::from(i32::try_from(two[1] - two[0]).unwrap()) / quarter.as_secs_f64())
        .collect()
}
