//! Whoever asks too often, or for too much, is told when to come again; others are answered.

use luodi_testkit::process::{Options, Service};
use serde_json::{Value, json};

use super::client::Client;
use super::home::{Home, in_both_homes};
use super::office::Office;

in_both_homes!(so_many_requests_of_each, so_much_cost_of_each);

/// A service over an office, with limits.
fn limited(home: &Home, requests: u32, cost: u32) -> Service {
    let environment = [("LUODI_REQUESTS_PER_MINUTE", requests), ("LUODI_COST_PER_MINUTE", cost)];
    let environment = environment.map(|(name, value)| (name.into(), value.to_string().into())).to_vec();
    Service::start(&Options { environment, ..home.options() }).unwrap()
}

const TODAY: &str = "{ viewer { today } }";

/// After how many seconds somebody may come again, who was told to.
#[track_caller]
fn told_to_wait(answer: &super::client::Answer) -> u32 {
    assert_eq!(answer.summary(), "429 RATE_LIMITED", "{}", answer.text);
    assert_eq!(answer.body.get("data"), None, "nothing was executed");
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

fn so_many_requests_of_each(home: &Home) {
    let office = Office::found(home);
    let before = office.state();
    let service = limited(home, 12, 3_000_000);
    let one = Client::new(&service.url(""), &office.token("manager"));
    let other = one.with_token(&office.token("manager"));
    for _ in 0..12 {
        assert_eq!(one.post(TODAY, &Value::Null).unwrap().status, 200);
    }
    let input = json!({ "projectId": office.id("project"), "name": "不应改名" });
    let refused = one.mutate("updateProject", &input, "").unwrap();
    assert!((1..=6).contains(&told_to_wait(&refused)));
    assert_eq!(office.state(), before);
    // Another token of the same officer, and somebody who is nobody.
    assert_eq!(other.post(TODAY, &Value::Null).unwrap().status, 200);
    assert_eq!(one.with_token("luodi_x").post(TODAY, &Value::Null).unwrap().status, 401);
    // Health is everybody's, and figures are asked for with a token.
    assert_eq!((one.get("/readyz").status, one.get("/metrics").status), (200, 429));
    assert!(service.stop().unwrap().0.success());
    office.close();
}

fn so_much_cost_of_each(home: &Home) {
    let office = Office::found(home);
    let service = limited(home, 6_000, 10_000);
    let one = Client::new(&service.url(""), &office.token("manager"));
    let much = "{ projects(first: 100) { nodes { id name stage track version labels industry chain } } }";
    let mut answered = 0;
    let refused = loop {
        let answer = one.post(much, &Value::Null).unwrap();
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
    };
    assert!((3..=12).contains(&answered), "{answered}");
    assert!((1..=10).contains(&told_to_wait(&refused)));
    // What costs little can still be paid, and others pay for themselves.
    assert_eq!(one.post(TODAY, &Value::Null).unwrap().status, 200);
    let other = one.with_token(&office.token("administrator"));
    assert_eq!(other.post(much, &Value::Null).unwrap().status, 200);
    assert!(service.stop().unwrap().0.success());
    office.close();
}
