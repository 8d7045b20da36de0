//! PostgreSQL goes away and comes back: the feed says so once, and nobody who follows misses a change.

use std::thread;
use std::time::Duration;

use luodi_testkit::process::Service;
use luodi_testkit::proxy::{Delay, DelayProxy};
use serde_json::{Value, json};

use super::founded;
use super::socket::Socket;
use crate::service::home::Home;
use crate::service::office::Office;

#[test]
fn a_subscriber_outlives_an_outage() {
    let home = Home::on_postgres();
    let office = Office::found(&home);
    let database = home.database().unwrap();
    let proxy = DelayProxy::start(database.server(), Delay::default()).unwrap();
    let mut options = home.options();
    options.database_url = Some(database.url_through(proxy.address()));
    let cut_off = Service::start(&options).unwrap();
    let mut socket = Socket::admitted(cut_off.address(), &office.token("specialist")).unwrap();
    socket.follow(&Value::Null, Some(&founded(&office)));
    let change = |amount: &str| {
        let input = json!({ "projectId": office.id("project"), "agreedInvestment": amount });
        office.specialist.done("updateProject", &input, "");
    };
    change("1");
    let first = socket.change().unwrap()["version"].as_i64().unwrap();

    // Others write on, meanwhile and longer than anybody tries to connect.
    proxy.blackhole(true);
    proxy.drop_all();
    for amount in 2..=4 {
        change(&amount.to_string());
        thread::sleep(Duration::from_secs(3));
    }
    proxy.blackhole(false);
    proxy.drop_all();
    for version in first + 1..=first + 3 {
        assert_eq!(socket.change().unwrap()["version"], json!(version));
    }

    let (status, log) = cut_off.stop().unwrap();
    assert!(status.success(), "{log}");
    for said in ["the feed stands still", "the feed goes on"] {
        assert_eq!(log.matches(said).count(), 1, "{said}: {log}");
    }
    office.close();
}
