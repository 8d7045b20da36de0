//! Queries and mutations as schemathesis makes them up from the schema, by an officer of each kind on the demo city:
//! whatever they are, no answer tells of a fault. `cargo xtask verify schemathesis` brings the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use luodi_testkit::binary::workspace;
use luodi_testkit::size;
use serde_json::{Value, json};

use super::client::Client;
use super::demo::{demo, tokens};
use super::home::{Ended, Home};

#[test]
#[ignore = "takes minutes and a program from elsewhere: cargo xtask verify schemathesis"]
fn no_faults_on_sqlite() {
    no_faults("SQLite", &Home::on_sqlite());
}

#[test]
#[ignore = "takes minutes and a program from elsewhere: cargo xtask verify schemathesis"]
fn no_faults_on_postgres() {
    no_faults("PostgreSQL", &Home::on_postgres());
}

/// Ids of every kind that an input may name, by what they begin with in its fields.
const SAMPLE: &str = "{ projects(first: 12) { nodes { id parties { id } agreements { id } steps { id }
        permits { id cases { id events { id } } } } }
    regions(first: 12) { nodes { id } } agencies(first: 12) { nodes { id } }
    officers(first: 12) { nodes { id post { id } } } enterprises(first: 12) { nodes { id } } }";

/// What the prefixes of ids are called in inputs.
const KINDS: [(&str, &str); 12] = [
    ("prj", "project"),
    ("pty", "party"),
    ("agr", "agreement"),
    ("stp", "step"),
    ("pmt", "permit"),
    ("cas", "case"),
    ("cev", "event"),
    ("reg", "region"),
    ("agy", "agency"),
    ("pst", "post"),
    ("off", "officer"),
    ("ent", "enterprise"),
];

fn collect(answer: &Value, ids: &mut BTreeMap<&'static str, Vec<String>>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, ids)),
        Value::String(id) => {
            let kind = KINDS.iter().find(|(prefix, _)| id.starts_with(&format!("{prefix}_")));
            ids.entry(kind.unwrap().1).or_default().push(id.clone());
        }
        _ => {}
    }
}

fn no_faults(database: &str, home: &Home) {
    let program = std::env::var_os("LUODI_SCHEMATHESIS");
    let program = program.expect("LUODI_SCHEMATHESIS names the program: run cargo xtask verify schemathesis");
    let service = demo(home, &[]);
    let (address, badges) = (service.url("/graphql"), tokens(&service));
    let mut ids = BTreeMap::new();
    let all = Client::new(&service.url(""), &badges["MANAGER"]).query(SAMPLE, &Value::Null);
    collect(&all, &mut ids);
    assert_eq!(ids.len(), KINDS.len(), "{:?}", ids.keys());
    let seed = luodi_testkit::seed();
    let hooks: PathBuf = workspace().join("tests/schemathesis/hooks.py");
    let mut came: BTreeMap<String, u64> = BTreeMap::new();
    for (role, token) in &badges {
        let tally = home.folder().join(format!("{role}.tally"));
        let ended = Ended::of(
            Command::new(&program)
                .arg("run")
                .arg(workspace().join("schema.graphql"))
                .args(["--url", &address, "--header", &format!("Authorization: Bearer {token}")])
                .args(["--phases", "fuzzing", "--checks", "no_fault", "--mode", "positive"])
                .args(["--continue-on-failure", "--no-shrink", "--generation-database", "none"])
                .args(["--max-examples", &size("schemathesis", 4, 40).to_string()])
                .args(["--seed", &(*seed % u64::from(u32::MAX)).to_string()])
                .current_dir(home.folder())
                .env("SCHEMATHESIS_HOOKS", &hooks)
                .env("LUODI_IDS", json!(ids).to_string())
                .env("LUODI_TALLY", &tally),
        );
        assert_eq!(ended.code, Some(0), "{role} on {database}: {}{}", ended.stdout, ended.stderr);
        let lines = fs::read_to_string(&tally).unwrap();
        let lines: Vec<(u16, Vec<String>)> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.len() > 100, "{role}: {} requests", lines.len());
        for (status, codes) in lines {
            assert!(
                status < 500 && !codes.iter().any(|code| code == "INTERNAL"),
                "{role}: {status} {codes:?}"
            );
            let codes = if codes.is_empty() { "data".to_owned() } else { codes[0].clone() };
            *came.entry(format!("{status} {codes}")).or_default() += 1;
        }
    }
    let sent: u64 = came.values().sum();
    println!(
        "schemathesis on {database}: {sent} requests by {} roles, 0 5xx, 0 INTERNAL: {came:?}",
        badges.len()
    );
    let (status, log) = service.stop().unwrap();
    assert!(status.success(), "{log}");
    let faults: Vec<&str> =
        log.lines().filter(|line| line.contains("panicked") || line.contains(" ERROR ")).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
