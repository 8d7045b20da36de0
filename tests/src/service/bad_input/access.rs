//! Callers without a right to be heard.

use serde_json::json;
use ureq::http::HeaderValue;

use super::Table;
use crate::service::client::mutation;
use crate::service::home::wait_for;
use crate::service::tables::Tables;

const NOBODY: &str = "401 UNAUTHENTICATED";

pub(super) fn run(mut table: Table<'_>) {
    let good = table.office.token("specialist");
    let revoked = table.office.token("specialist");
    revoke(&table, &revoked);
    let expired = run_out(&table);

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

/// A token that has run out since: its end is moved in the table, because none is made for less than a day.
fn run_out(table: &Table<'_>) -> String {
    let officer = table.office.id("specialist");
    let create = ["token", "create", "--officer", officer, "--name", "run out", "--days", "1"];
    let token = table.office.home.ran(&create).trim().to_owned();
    let end = "update token set expires_at = created_at where name = 'run out'";
    let moved = wait_for(async { Tables::open(table.office.home).await.run(end).await });
    assert_eq!(moved.unwrap(), 1);
    token
}
