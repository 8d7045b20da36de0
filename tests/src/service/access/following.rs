//! What is told of changes, to everybody who follows all projects.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::asking::leaks;
use super::level::{Level, ROLES, SPOTS, level};
use super::places::Places;
use crate::service::follow::{Socket, cursor};

/// Follows all changes as everybody while every project is changed; how many were told.
pub(super) fn run(places: &Places<'_>) -> usize {
    let head = places.caller("MANAGER").query("{ changeCursor }", &Value::Null);
    let after = head["changeCursor"].as_str().unwrap().to_owned();
    assert_ne!(after, cursor("change:0"), "nothing had happened");
    for spot in SPOTS {
        let input = json!({ "projectId": places.object(spot, "project"), "agreedInvestment": "1" });
        places.specialist(spot).done("updateProject", &input, "");
    }
    let mut told = 0;
    for role in ROLES {
        let mut socket = Socket::admitted(places.service().address(), places.token_of(role)).unwrap();
        socket.follow(&Value::Null, Some(&after));
        let expected: BTreeSet<&str> = SPOTS
            .iter()
            .filter(|spot| level(role, spot) != Level::Nothing)
            .map(|spot| places.object(spot, "project"))
            .collect();
        let mut heard = BTreeSet::new();
        for _ in 0..expected.len() {
            let change = socket.change().unwrap();
            assert_eq!(leaks(role, &change.to_string()), Vec::<String>::new(), "{role}: {change}");
            heard.insert(change["projectId"].as_str().unwrap().to_owned());
            told += 1;
        }
        let heard: BTreeSet<&str> = heard.iter().map(String::as_str).collect();
        assert_eq!(heard, expected, "{role}");
        // What is told next was done after all of that: nothing else was on its way.
        let last = if role == "CLERK" { "decided" } else { "own" };
        let input = json!({ "projectId": places.object(last, "project"), "chain": format!("{role}链") });
        let version = places.specialist(last).done("updateProject", &input, "project { version }");
        let change = socket.change().unwrap();
        assert_eq!(
            (&change["projectId"], &change["version"]),
            (&input["projectId"], &version["project"]["version"]),
            "{role} is told of more"
        );
    }
    told
}
