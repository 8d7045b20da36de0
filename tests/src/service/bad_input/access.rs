//! Callers without a right to be heard.

use serde_json::json;
use ureq::http::HeaderValue;

use super::Table;
use crate::service::client::mutation;

const NOBODY: &str = "401 UNAUTHENTICATED";

pub(super) fn run(mut table: Table<'_>) {
    let good = table.office.token("specialist");
    let revoked = table.office.token("specialist");
    revoke(&table, &revoked);
    let officer = table.office.id("specialist");
    let expired = table.office.home.ran(&["token", "create", "--officer", officer, "--days", "0"]);
    let expired = expired.trim().to_owned();

    let of = |token: &str| format!("Bearer {token}");
    let shorter = good.get(..good.len() - 1).unwrap();
    let rows = [
        ("no header", None),
        ("empty", Some(String::new())),
        ("no token", Some("Bearer ".to_owned())),
        ("another scheme", Some(format!("Basic {good}"))),
        ("no scheme", Some(good.clone())),
        ("unknown", Some(of("luodi_0000000000000000000000000000000000000000000"))),
        ("cut", Some(of(shorter))),
        ("longer", Some(of(&format!("{good}x")))),
        ("very long", Some(of(&"x".repeat(8_000)))),
        ("injected", Some(of("' or '1'='1"))),
        ("revoked", Some(of(&revoked))),
        ("expired", Some(of(&expired))),
    ];
    for (name, header) in rows {
        table.check(
            name,
            |office| {
                let document = mutation("createEnterprise", "enterprise { id }");
                let body = json!({ "query": document, "variables": { "input": { "name": "不应有此企业" } } });
                let mut request = office.administrator.request(body.to_string());
                request.headers_mut().remove("authorization");
                if let Some(header) = header {
                    request.headers_mut().insert("authorization", HeaderValue::from_str(&header).unwrap());
                }
                office.administrator.send(request).unwrap()
            },
            NOBODY,
        );
    }
    assert_eq!(
        table.office.administrator.with_token(&good).query("{ viewer { role } }", &json!({})),
        json!({ "viewer": { "role": "SPECIALIST" } }),
        "the token the bad ones were made of is good"
    );
    table.end();
}

/// Takes a token back with the command for it.
fn revoke(table: &Table<'_>, token: &str) {
    let list = table.office.home.ran(&["token", "list"]);
    let shown = |line: &&str| {
        line.split_whitespace().nth(2).is_some_and(|part| token.starts_with(part.trim_end_matches('…')))
    };
    let id = list.lines().find(shown).unwrap().split_whitespace().next().unwrap();
    table.office.home.ran(&["token", "revoke", id]);
}
