//! `luodi demo`: what it prints, what it refuses, and that it goes on where it was left.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use luodi_testkit::process::{Options, Service};
use serde_json::{Value, json};

use super::client::Client;
use super::home::{Home, in_both_homes};
use super::sign_in::browser::Browser;
use super::walkthrough::walkthrough;

in_both_homes!(a_city_is_served_kept_and_never_filled_twice, an_office_of_its_own_is_no_demo);

const ROLES: [&str; 7] =
    ["SPECIALIST", "MANAGER", "CLERK", "LEADER", "ADMINISTRATOR", "AUDITOR", "INTEGRATION"];

/// Plans as filters see them, by what was kept of them.
const PLANNED: &str = "{ drawn: projects(filter: { plan: { drawn: true } }) { totalCount }
    outdated: projects(filter: { plan: { outdated: true } }) { totalCount } }";

/// Serves the demo city.
pub(super) fn demo(home: &Home, arguments: &[&str]) -> Service {
    let arguments = arguments.iter().map(Into::into).collect();
    Service::start(&Options { command: "demo", arguments, ..home.options() }).unwrap()
}

/// The tokens it printed, by role, each a line with a name and a post behind it.
pub(super) fn tokens(service: &Service) -> BTreeMap<String, String> {
    let log = service.log();
    let lines = log.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines
        .filter(|words| words.len() >= 5 && words[1].starts_with("luodi_"))
        .map(|words| (words[0].to_owned(), words[1].to_owned()))
        .collect()
}

/// How to sign in as an officer of each kind, by login: the password when it was just made.
fn accounts(service: &Service) -> BTreeMap<String, String> {
    let log = service.log();
    let lines = log.lines().filter_map(|line| line.trim().strip_prefix("登录 / sign in: "));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(login, rest)| (login.to_owned(), rest.to_owned()))
        .collect()
}

fn a_city_is_served_kept_and_never_filled_twice(home: &Home) {
    let service = demo(home, &[]);
    let badges = tokens(&service);
    assert!(badges.len() == ROLES.len() && ROLES.iter().all(|role| badges.contains_key(*role)), "{badges:?}");
    let address = service.url("/graphql");
    assert!(service.log().contains(&address), "{}", service.log());
    let client = Client::new(&service.url(""), "");
    for (role, token) in &badges {
        let said = client.with_token(token).query("{ viewer { today role } }", &Value::Null);
        assert_eq!(said["viewer"], json!({ "today": "2024-10-31", "role": role }));
    }
    let logins = accounts(&service);
    assert_eq!(
        logins.keys().map(|login| login.to_uppercase()).collect::<Vec<_>>(),
        badges.keys().cloned().collect::<Vec<_>>()
    );
    let mut browser = Browser::at(&service);
    assert_eq!(browser.sign_in("leader", &logins["leader"])["mustChangePassword"], json!(false));
    assert_eq!(browser.who(), r#"{"viewer":{"role":"LEADER"}}"#);
    let manager = client.with_token(&badges["MANAGER"]);
    let input =
        json!({ "name": "新来的项目", "track": "NEW_BUILD", "landingSpecialistId": specialist(&manager) });
    let project = manager.done("registerProject", &input, "project { id createdAt }")["project"].clone();
    let written = instant(&project["createdAt"]);
    assert!(written - luodi_demo::morning() < TimeDelta::minutes(5), "{written}");
    let planned = client.with_token(&badges["MANAGER"]).query(PLANNED, &Value::Null);
    assert!(planned["drawn"]["totalCount"].as_i64() > Some(300), "{planned}");
    assert!(planned["outdated"]["totalCount"].as_i64() > Some(0), "{planned}");
    assert!(!service.log().contains("worked out anew"), "{}", service.log());
    assert!(service.stop().unwrap().0.success());

    let again = home.run(&["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(again.code, Some(1), "{}", again.stdout);
    assert!(again.stderr.contains("--keep"), "{}", again.stderr);

    // The clock goes on after what was recorded last, and the tokens of the first start still hold.
    let service = demo(home, &["--keep"]);
    let client = Client::new(&service.url(""), &badges["SPECIALIST"]);
    let input = json!({ "projectId": project["id"], "reason": "不投了" });
    let withdrawn = client.done("withdrawProject", &input, "project { updatedAt }");
    let updated = instant(&withdrawn["project"]["updatedAt"]);
    assert!(updated > written, "{updated}");
    assert_eq!(tokens(&service).len(), ROLES.len());
    assert_eq!(accounts(&service)["leader"], "(luodi user reset leader)", "nobody can read it any more");
    Browser::at(&service).sign_in("leader", &logins["leader"]);
    let walked = walkthrough(home, &service, "all", Some(&badges["ADMINISTRATOR"]));
    assert!(walked.trim_end().lines().last().unwrap().contains("[PRODUCING]"), "{walked}");
    assert!(service.stop().unwrap().0.success());
    let whole = home.ran(&["verify-history"]);
    assert!(whole.contains("checked 705 projects"), "{whole}");
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// Who asks, as the landing specialist of something new: a manager may be one.
fn specialist(client: &Client) -> Value {
    client.query("{ viewer { officer { id } } }", &Value::Null)["viewer"]["officer"]["id"].clone()
}

fn an_office_of_its_own_is_no_demo(home: &Home) {
    let founded =
        home.ran(&["init", "--province", "甘肃省", "--agency", "招商落地办", "--officer", "管理员"]);
    let before = home.ran(&["token", "list"]);
    let rows: [(&[&str], &str); 2] = [(&["demo"], "--keep"), (&["demo", "--keep"], "no demo city")];
    for (arguments, expected) in rows {
        let refused = home.run(&[arguments, &["--listen", "127.0.0.1:0"]].concat());
        assert_eq!(refused.code, Some(1), "{}", refused.stdout);
        assert!(refused.stderr.contains(expected), "{}", refused.stderr);
    }
    assert_eq!(home.ran(&["token", "list"]), before);

    // The walkthrough founds its own province beside it.
    let service = home.serve();
    let token = founded.lines().find_map(|line| line.strip_prefix("token ")).unwrap().trim();
    let walked = walkthrough(home, &service, "setup", Some(token));
    assert!(walked.contains("the office is set up"), "{walked}");
    assert!(service.stop().unwrap().0.success());
}
