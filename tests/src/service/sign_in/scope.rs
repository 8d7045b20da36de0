//! A token that may only read.

use serde_json::{Value, json};

use crate::service::client::mutation;
use crate::service::follow::socket::Socket;
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(a_token_to_read_changes_nothing);

fn a_token_to_read_changes_nothing(home: &Home) {
    let office = Office::found(home);
    let create = ["token", "create", "--officer", office.id("specialist"), "--scope", "read", "--days", "7"];
    let token = home.ran(&create).trim().to_owned();
    let list = home.ran(&["token", "list"]);
    let scopes: Vec<&str> = list.lines().map(|line| line.split_whitespace().nth(3).unwrap()).collect();
    assert_eq!(scopes.iter().filter(|scope| **scope == "READ").count(), 1, "{list}");
    assert_eq!(scopes.iter().filter(|scope| **scope == "WRITE").count(), scopes.len() - 1, "{list}");

    let reader = office.specialist.with_token(&token);
    assert_eq!(
        reader.query("{ viewer { role } }", &Value::Null),
        json!({ "viewer": { "role": "SPECIALIST" } })
    );
    Socket::admitted(office.service.address(), &token).unwrap();
    let before = office.state();
    let input = json!({ "projectId": office.id("project"), "addLabels": ["不应有"] });
    let answer = reader.mutate("updateProject", &input, "").unwrap();
    assert_eq!(answer.summary(), "403 FORBIDDEN", "{}", answer.text);
    assert!(answer.text.contains("scope is READ"), "{}", answer.text);
    // Nor when the mutation stands beside a query, whichever is not run.
    let both = format!(
        "{} query q {{ viewer {{ role }} }}",
        mutation("updateProject", "").replacen("mutation", "mutation m", 1)
    );
    let named = |name: &str| {
        let body = json!({ "query": both, "operationName": name, "variables": { "input": input } });
        reader.send(reader.request(body.to_string())).unwrap().summary()
    };
    assert_eq!(
        (named("m").as_str(), named("q").as_str()),
        ("403 FORBIDDEN", r#"{"viewer":{"role":"SPECIALIST"}}"#)
    );
    assert_eq!(office.state(), before);
    office.specialist.done("updateProject", &input, "");
    office.close();
}
