//! What is said to those who are not let in, and about every answer.

use serde_json::{Value, json};
use ureq::http::{HeaderValue, Request};

use super::browser::Browser;
use super::{account, office_of};
use crate::service::client::Client;
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    whoever_is_not_let_in_hears_the_same,
    a_session_that_a_device_had_is_not_taken_up,
    tries_are_limited_and_so_are_bodies,
    browsers_are_told_to_be_careful,
);

fn whoever_is_not_let_in_hears_the_same(home: &Home) {
    let office = Office::found(home);
    account(&office, "specialist", "known");
    let locked = account(&office, "colleague", "locked");
    let left = account(&office, "manager", "left");
    let leave = json!({ "officerId": office.id("manager"), "active": false });
    office.administrator.done("updateOfficer", &leave, "");
    let mut browser = Browser::at(&office.service);
    for _ in 0..5 {
        browser.try_sign_in("locked", "wrong");
    }
    let mut answers = Vec::new();
    for (login, password) in [
        ("known", "wrong"),
        ("nobody", "wrong"),
        ("locked", &*locked),
        ("left", &*left),
        ("王五", "wrong"),
        ("", ""),
    ] {
        let answer = browser.try_sign_in(login, password);
        assert!(!answer.headers.contains_key("set-cookie"), "{login}");
        let mut headers: Vec<_> =
            answer.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        headers.retain(|(name, _)| name != "x-request-id" && name != "date");
        answers.push((answer.status, answer.text, headers));
    }
    assert_eq!(answers[0].0, 401);
    assert!(answers[0].1.contains("UNAUTHENTICATED"), "{}", answers[0].1);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    office.close();
}

fn a_session_that_a_device_had_is_not_taken_up(home: &Home) {
    let (office, planted) = office_of(home);
    let one_time = account(&office, "colleague", "victim");
    let mut victim = planted.clone();
    victim.sign_in("victim", &one_time);
    assert_ne!(victim.cookie, planted.cookie);
    assert_eq!(planted.who(), "401 UNAUTHENTICATED", "whoever planted it is out");
    let made_up = format!("luodi_session_{}", "0".repeat(64));
    let mut victim = victim.with_cookie(&made_up);
    victim.sign_in("victim", &one_time);
    assert_ne!(victim.cookie.as_ref(), Some(&made_up));
    assert_eq!(victim.with_cookie(&made_up).who(), "401 UNAUTHENTICATED");
    office.close();
}

fn tries_are_limited_and_so_are_bodies(home: &Home) {
    let office = Office::found(home);
    let mut browser = Browser::at(&office.service);
    let statuses: Vec<u16> = (0..12).map(|_| browser.try_sign_in("flooded", "wrong").status).collect();
    assert_eq!(statuses[..10], [401; 10]);
    let answer = browser.try_sign_in("Flooded ", "wrong");
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(
        (answer.summary().as_str(), (1..=11).contains(&wait)),
        ("429 RATE_LIMITED", true),
        "{}",
        answer.text
    );
    assert_eq!(browser.try_sign_in("another", "wrong").status, 401);

    let good = json!({ "login": "other", "password": "wrong" });
    let rows: [(&str, Value, &str); 7] = [
        ("/login", json!({ "login": "other" }), "400 BAD_USER_INPUT"),
        ("/login", json!({ "login": "other", "password": "x", "admin": true }), "400 BAD_USER_INPUT"),
        ("/login", json!(["other", "x"]), "400 BAD_USER_INPUT"),
        ("/login", json!({ "login": { "$ne": "" }, "password": "x" }), "400 BAD_USER_INPUT"),
        ("/login", json!({ "login": "other", "password": "x".repeat(5_000) }), "413 BAD_USER_INPUT"),
        ("/password", good.clone(), "401 UNAUTHENTICATED"),
        ("/login", good.clone(), "401 UNAUTHENTICATED"),
    ];
    for (path, body, expected) in rows {
        let answer = browser.try_send(browser.request(path, &body));
        assert_eq!(answer.summary(), expected, "{path} {body}");
        assert!(!answer.text.contains("$ne"), "nothing is repeated: {}", answer.text);
    }
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"] {
        let mut request = browser.request("/login", &good);
        request.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
        assert_eq!(browser.try_send(request).summary(), "415 BAD_USER_INPUT", "{content_type}");
    }
    let get = Client::new(browser.origin(), "").get("/login?login=other&password=x");
    assert_eq!(
        (get.summary().as_str(), get.headers["allow"].to_str().unwrap()),
        ("405 BAD_USER_INPUT", "POST")
    );
    office.close();
}

fn browsers_are_told_to_be_careful(home: &Home) {
    let service = home.serve();
    let browser = Browser::at(&service);
    let client = Client::new(browser.origin(), "");
    let mut answers: Vec<_> = ["/", "/healthz", "/readyz", "/metrics", "/graphql", "/login", "/nowhere"]
        .map(|path| (path, client.get(path)))
        .into();
    let login = json!({ "login": "nobody", "password": "wrong" });
    answers.push(("POST /login", browser.try_send(browser.request("/login", &login))));
    answers.push(("POST /graphql", browser.ask("{ viewer { role } }", &Value::Null)));
    let foreign = Request::options(format!("{}/graphql", browser.origin()))
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-luodi");
    answers.push(("OPTIONS /graphql", browser.try_send(foreign.body(Vec::new()).unwrap())));
    for (path, answer) in answers {
        let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path} {policy}"
        );
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("access-control-allow-origin", ""),
        ] {
            assert_eq!(header(name), expected, "{path} {name}");
        }
    }
    assert!(service.stop().unwrap().0.success());
}
