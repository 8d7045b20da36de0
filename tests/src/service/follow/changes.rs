//! What a subscriber is told: every change once, in order, of the projects he asked for, whoever made it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::founded;
use super::socket::{Heard, Socket, cursor};
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    a_subscriber_is_told_of_each_change,
    a_list_can_be_loaded_and_followed_without_a_gap,
    only_projects_that_pass_the_filter,
    a_command_outside_the_service_is_heard_of,
    what_is_no_cursor_is_refused,
    without_a_cursor_it_begins_at_the_present_end
);

fn add_label(office: &Office<'_>, project: &str, label: &str) {
    let input = json!({ "projectId": project, "addLabels": [label] });
    office.specialist.done("updateProject", &input, "");
}

fn register(office: &Office<'_>, name: &str) -> String {
    let input = json!({ "name": name, "track": "NEW_BUILD", "landingSpecialistId": office.id("specialist"),
        "occurredOn": "2024-01-02" });
    office.specialist.made("registerProject", &input, "project")
}

fn admitted(office: &Office<'_>) -> Socket {
    Socket::admitted(office.service.address(), &office.token("specialist")).unwrap()
}

fn a_subscriber_is_told_of_each_change(home: &Home) {
    let office = Office::found(home);
    let mut socket = admitted(&office);
    // From the beginning: what happened while the office was founded comes first.
    socket.follow(&Value::Null, Some(&cursor("change:0")));
    let commands: Vec<Value> = (0..3).map(|_| socket.change().unwrap()["command"].clone()).collect();
    assert_eq!(commands, ["REGISTER", "ADD_PERMIT", "OPEN_CASE"]);

    let project = office.id("project");
    let version = office.state()["project"]["version"].as_i64().unwrap();
    add_label(&office, project, "重大项目");
    let change = socket.change().unwrap();
    assert_eq!(change["projectId"], project);
    assert_eq!((&change["fromSequence"], &change["version"]), (&json!(version + 1), &json!(version + 1)));
    assert_eq!(change["command"], "UPDATE");
    assert_eq!(change["project"], json!({ "id": project, "version": version + 1, "name": "思思食品" }));

    // A refused command is no change.
    let refused = json!({ "projectId": project, "name": "别的", "expectedVersion": 1 });
    office.specialist.mutate("updateProject", &refused, "").unwrap();
    add_label(&office, project, "省级");
    assert_eq!(socket.change().unwrap()["fromSequence"], json!(version + 2));
    office.close();
}

fn a_list_can_be_loaded_and_followed_without_a_gap(home: &Home) {
    let office = Office::found(home);
    let before = founded(&office);
    let made = register(&office, "第一个");
    let mut socket = admitted(&office);
    socket.follow(&Value::Null, Some(&before));
    let change = socket.change().unwrap();
    assert_eq!((&change["projectId"], &change["command"]), (&json!(made), &json!("REGISTER")));
    // On another socket from where this one came to.
    let after = change["cursor"].as_str().unwrap();
    let mut other = admitted(&office);
    other.follow(&Value::Null, Some(after));
    let next = register(&office, "第二个");
    for socket in [&mut socket, &mut other] {
        assert_eq!(socket.change().unwrap()["projectId"], json!(next));
    }
    office.close();
}

fn only_projects_that_pass_the_filter(home: &Home) {
    let office = Office::found(home);
    let before = founded(&office);
    let mut socket = admitted(&office);
    socket.follow(&json!({ "label": ["重大项目"] }), Some(&before));
    let (mine, other) = (register(&office, "要看的"), register(&office, "不看的"));
    add_label(&office, &mine, "重大项目");
    add_label(&office, &other, "别的");
    add_label(&office, &mine, "省级");
    // Whether the changes before the label pass depends on when they are read, so the last one is waited for.
    loop {
        let change = socket.change().unwrap();
        assert_eq!(change["projectId"], json!(mine));
        if change["version"] == change["project"]["version"] && change["version"].as_i64().unwrap() >= 3 {
            break;
        }
    }
    office.close();
}

fn a_command_outside_the_service_is_heard_of(home: &Home) {
    let office = Office::found(home);
    let mut socket = admitted(&office);
    let before = founded(&office);
    socket.follow(&Value::Null, Some(&before));
    // Another process on the same database, with its own port: on SQLite it shares nothing with ours but the file.
    let other = home.serve();
    let elsewhere = crate::service::client::Client::new(&other.url(""), &office.token("specialist"));
    let input = json!({ "projectId": office.id("project"), "addLabels": ["别处"] });
    elsewhere.done("updateProject", &input, "");
    assert!(other.kill().is_ok());
    assert_eq!(socket.change().unwrap()["command"], "UPDATE");
    office.close();
}

fn what_is_no_cursor_is_refused(home: &Home) {
    let office = Office::found(home);
    let mut socket = admitted(&office);
    for after in ["", "x", &cursor("change:999999"), &cursor("change:-1"), &cursor("prj_1")] {
        socket.follow(&Value::Null, Some(after));
        let Heard::Said(said) = socket.hear() else { panic!("closed for {after}") };
        assert_eq!((&said["type"], &said["id"]), (&json!("error"), &json!("changes")), "{said}");
        assert_eq!(said["payload"][0]["extensions"]["code"], "BAD_USER_INPUT", "{said}");
    }
    // The socket goes on.
    socket.follow(&Value::Null, Some(&founded(&office)));
    add_label(&office, office.id("project"), "还在");
    assert_eq!(socket.change().unwrap()["command"], "UPDATE");
    office.close();
}

fn without_a_cursor_it_begins_at_the_present_end(home: &Home) {
    let office = Office::found(home);
    founded(&office);
    let version = office.state()["project"]["version"].as_i64().unwrap();
    let mut socket = admitted(&office);
    socket.follow(&Value::Null, None);
    // When that is depends on when it is heard, so changes are made until one is told.
    let told = AtomicBool::new(false);
    let change = thread::scope(|scope| {
        let hearing = scope.spawn(|| {
            let change = socket.change();
            told.store(true, Ordering::SeqCst);
            change
        });
        for n in 0..40 {
            if !told.load(Ordering::SeqCst) {
                add_label(&office, office.id("project"), &format!("标签{n}"));
                thread::sleep(Duration::from_millis(200));
            }
        }
        hearing.join().unwrap().unwrap()
    });
    assert!(change["fromSequence"].as_i64().unwrap() > version, "{change}");
    office.close();
}
