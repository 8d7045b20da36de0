//! Everything in the schema says what it is, in English with the Chinese term.

use async_graphql::{Request, Schema};
use serde_json::Value;

use crate::{
    mutations::Mutation,
    schema::{Query, Subscription, sdl},
};

const DOCUMENT: &str = "{ __schema { types {
    name description
    fields { name description args { name description } }
    inputFields { name description }
    enumValues { name description }
} } }";

/// Types of the language itself.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// A sentence and a Chinese term.
fn describes(of: &Value) -> bool {
    let text = of["description"].as_str().unwrap_or_default();
    text.chars().any(|c| c.is_ascii_alphabetic())
        && text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn list(of: &Value) -> &[Value] {
    of.as_array().map_or(&[], Vec::as_slice)
}

#[tokio::test]
async fn everything_says_what_it_is() {
    let schema = Schema::build(Query, Mutation::default(), Subscription).finish();
    let answer = schema.execute(Request::new(DOCUMENT)).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    let data = answer.data.into_json().unwrap();
    let types = list(&data["__schema"]["types"]);
    let mut silent = Vec::new();
    let mut seen = 0;
    let mut check = |place: String, of: &Value| {
        seen += 1;
        if !describes(of) {
            silent.push(place);
        }
    };
    for kind in types {
        let name = kind["name"].as_str().unwrap();
        if name.starts_with("__") || BUILT_IN.contains(&name) {
            continue;
        }
        check(name.to_owned(), kind);
        for members in ["fields", "inputFields", "enumValues"] {
            for member in list(&kind[members]) {
                let place = format!("{name}.{}", member["name"].as_str().unwrap());
                for argument in list(&member["args"]) {
                    check(format!("{place}({})", argument["name"].as_str().unwrap()), argument);
                }
                check(place, member);
            }
        }
    }
    assert!(seen > 500, "the walk reaches the whole schema, it saw {seen}");
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn the_export_is_the_same_every_time_and_has_the_parts_that_clients_rely_on() {
    let text = sdl();
    assert_eq!(text, sdl());
    for part in
        ["interface Node {", "input ProjectBy @oneOf {", "scalar Date @specifiedBy(url: ", "type Query {"]
    {
        assert!(text.contains(part), "{part}");
    }
    for kind in [
        "Project",
        "Step",
        "Permit",
        "Case",
        "Party",
        "Agreement",
        "Milestone",
        "Region",
        "Agency",
        "Post",
        "Officer",
        "Enterprise",
    ] {
        assert!(text.contains(&format!("\ntype {kind} implements Node {{")), "{kind}");
    }
}
