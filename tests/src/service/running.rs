//! What watches and ends the service: health, readiness, metrics, the notice page, a shutdown under load.

use std::sync::Mutex;
use std::thread;

use luodi_testkit::process::Service;
use luodi_testkit::proxy::{Delay, DelayProxy};
use serde_json::{Value, json};

use super::client::Client;
use super::commands::until;
use super::home::{Home, in_both_homes};
use super::office::Office;

in_both_homes!(
    it_tells_how_it_is,
    it_says_that_no_office_is_founded,
    what_was_acknowledged_survives_a_shutdown
);

fn it_tells_how_it_is(home: &Home) {
    let office = Office::found(home);
    let anybody = office.administrator.with_token("");
    for (path, status, text) in [
        ("/", 200, "落地 Luodi 服务运行正常"),
        ("/healthz", 200, "ok\n"),
        // What is said of the office beside it may be a second old.
        ("/readyz", 200, "ready"),
        ("/metrics", 401, ""),
        ("/nowhere", 404, ""),
    ] {
        let answer = anybody.try_get(path).unwrap();
        assert!(
            answer.status == status && answer.text.contains(text),
            "{path}: {} {}",
            answer.status,
            answer.text
        );
    }
    assert_eq!(anybody.try_get("/metrics").unwrap().headers["www-authenticate"], "Bearer");
    let metrics = office.administrator.get("/metrics");
    assert_eq!(metrics.status, 200);
    let counted = |series: &str| {
        let line = metrics.text.lines().find(|line| line.starts_with(series)).unwrap();
        line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()
    };
    let posts = "luodi_http_requests_total{path=\"/graphql\",method=\"POST\",status=\"200\"}";
    assert!(counted(posts) >= 10.0, "{}", metrics.text);
    assert!(counted("luodi_http_request_seconds_count{path=\"/graphql\"}") >= 10.0);
    assert!(counted("luodi_http_requests_under_way") >= 1.0, "this one at least");
    office.close();
}

/// It starts without any configuration all the same; a mistyped folder shows.
fn it_says_that_no_office_is_founded(home: &Home) {
    let service = home.serve();
    let client = Client::new(&service.url(""), "");
    let ready = || client.try_get("/readyz").unwrap().text;
    assert_eq!(ready(), "ready; no office is founded in this database: run `luodi init`\n");
    let place = if home.database().is_some() { "PostgreSQL" } else { home.folder().to_str().unwrap() };
    let log = service.log();
    let said =
        log.lines().find(|line| line.contains("no office is founded")).unwrap_or_else(|| panic!("{log}"));
    assert!(said.contains(place) && said.contains("--data") && said.contains("luodi init"), "{said}");

    home.ran(&["init", "--province", "宁夏", "--agency", "招商落地办", "--officer", "管理员"]);
    until("it sees the office", || ready() == "ready\n");
    service.stop().unwrap();
    let service = home.serve();
    assert!(!service.log().contains("no office is founded"), "{}", service.log());
    assert!(service.stop().unwrap().0.success());
}

/// Callers write as fast as they can while the service is asked to end.
fn what_was_acknowledged_survives_a_shutdown(home: &Home) {
    const WRITERS: usize = 8;
    let office = Office::found(home);
    let client = office.administrator.clone();
    let acknowledged = Mutex::new(Vec::new());
    let (status, log) = thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (client, acknowledged) = (&client, &acknowledged);
            scope.spawn(move || {
                for number in 0.. {
                    let input = json!({ "name": format!("企业 {writer} {number}") });
                    match client.mutate("createEnterprise", &input, "enterprise { id }") {
                        Ok(answer) if answer.status == 200 => {
                            let id = &answer.body["data"]["createEnterprise"]["enterprise"]["id"];
                            acknowledged.lock().unwrap().push(id.as_str().unwrap().to_owned());
                        }
                        // Refused because it ends, or not reached at all.
                        Ok(answer) => return assert_eq!(answer.status, 503, "{}", answer.text),
                        Err(_) => return,
                    }
                }
            });
        }
        until("the writers are at it", || acknowledged.lock().unwrap().len() >= 5 * WRITERS);
        office.service.stop().unwrap()
    });
    assert!(status.success(), "{status}\n{log}");
    assert!(log.contains("stopped") && !log.contains("did not finish"), "{log}");

    let acknowledged = acknowledged.into_inner().unwrap();
    let service = home.serve();
    let client = Client::new(&service.url(""), "").with_token(&token_of(home));
    for ids in acknowledged.chunks(100) {
        let nodes = client.query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &json!({ "ids": ids }));
        let missing = nodes["nodes"].as_array().unwrap().iter().filter(|node| node.is_null()).count();
        assert_eq!(missing, 0, "of {} acknowledged", acknowledged.len());
    }
    println!("shutdown: {} acknowledged, all there", acknowledged.len());
}

/// A fresh token for somebody of the office.
fn token_of(home: &Home) -> String {
    let tokens = home.ran(&["token", "list"]);
    let officer = tokens.split_whitespace().nth(1).unwrap();
    home.ran(&["token", "create", "--officer", officer]).trim().to_owned()
}

#[test]
fn it_is_not_ready_while_postgres_is_away() {
    let home = Home::on_postgres();
    let database = home.database().unwrap();
    let proxy = DelayProxy::start(database.server(), Delay::default()).unwrap();
    let mut options = home.options();
    options.database_url = Some(database.url_through(proxy.address()));
    let service = Service::start(&options).unwrap();
    let client = Client::new(&service.url(""), "");
    let status = |path: &str| client.try_get(path).unwrap().status;
    assert_eq!((status("/healthz"), status("/readyz")), (200, 200));

    // Nothing comes through any more; who waits is told so, and not for ever.
    proxy.blackhole(true);
    until("it says that it is not ready", || status("/readyz") == 503);
    assert_eq!(status("/healthz"), 200, "the process itself is well");
    let answer = client.with_token("luodi_x").post("{ viewer { today } }", &Value::Null).unwrap();
    assert_eq!(answer.summary(), "503 UNAVAILABLE", "{}", answer.text);

    proxy.drop_all();
    proxy.blackhole(false);
    until("it is ready again", || status("/readyz") == 200);
    assert!(service.stop().unwrap().0.success());
}
