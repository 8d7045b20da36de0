//! Anchors as an operator has them: taken by the service and by hand, kept in a file, held against the record; and a dump
//! that is checked where there is no database.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use luodi_testkit::binary::{luodi, workspace};
use luodi_testkit::process::{Options, Service};
use serde_json::json;

use super::client::Client;
use super::commands::until;
use super::home::{Ended, Home, in_both_homes};
use super::office::Office;

in_both_homes!(
    anchors_are_taken_kept_elsewhere_and_held_against_the_record,
    a_dump_is_checked_without_a_database
);

/// The file of anchors: beside the embedded database by itself, with PostgreSQL where it is told to be.
fn file(home: &Home) -> PathBuf {
    home.folder().join("anchors.log")
}

fn environment(home: &Home) -> Option<(&'static str, PathBuf)> {
    home.database().map(|_| ("LUODI_ANCHOR_FILE", file(home)))
}

/// Runs `luodi anchor` and returns what it prints.
#[track_caller]
fn anchor(home: &Home) -> String {
    let ended = Ended::of(home.command(&["anchor"]).envs(environment(home)));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.stdout
}

fn anchors_are_taken_kept_elsewhere_and_held_against_the_record(home: &Home) {
    let file = file(home);
    home.ran(&["migrate"]);
    assert_eq!(anchor(home), "尚无可锚定的历史 / there is no history to anchor yet\n");
    assert!(!file.exists());

    let office = Office::found(home);
    let first = anchor(home);
    assert!(first.starts_with("anchor=1 taken_at=") && first.contains(" projects=1 rows="), "{first}");
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    assert_eq!(anchor(home), first, "nothing has changed");
    assert_eq!(fs::read_to_string(&file).unwrap(), first);

    let permit = json!({ "projectId": office.id("project"), "item": { "name": "第二个事项" }, "level": "COUNTY",
        "phase": "BEFORE_START" });
    office.specialist.done("addPermit", &permit, "");
    let token = office.token("specialist");
    office.close();
    // The service anchors what it finds, and then every hour.
    let environment = environment(home).map(|(name, value)| (name.into(), value.into()));
    let service =
        Service::start(&Options { environment: environment.into_iter().collect(), ..home.options() })
            .unwrap();
    until("the service has taken an anchor", || fs::read_to_string(&file).unwrap().lines().count() == 2);
    let both = fs::read_to_string(&file).unwrap();
    let second = both.strip_prefix(&first).unwrap();
    assert_eq!(anchor(home), second);
    let hash = second.trim().rsplit('=').next().unwrap();
    let logged =
        |line: &str| line.contains("anchor taken") && line.contains("number=2") && line.contains(hash);
    assert!(service.log().lines().any(logged), "{}", service.log());
    let client = Client::new(&service.url(""), &token);
    until("its time is among the metrics", || {
        let metrics = client.get("/metrics").text;
        metrics.lines().any(|line| line.starts_with("luodi_last_anchor_timestamp_seconds 1"))
    });
    assert!(service.stop().unwrap().0.success());

    let kept = file.to_str().unwrap();
    assert!(home.ran(&["verify-history", "--anchors", kept]).contains("1 projects, 5 rows, 2 anchors"));
    let other = home.folder().join("other.log");
    let other = other.to_str().unwrap();
    let check = |content: &str, expected: &str| {
        fs::write(other, content).unwrap();
        let ended = home.run(&["verify-history", "--anchors", other]);
        assert_eq!(ended.code, Some(1), "{content}: {}{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains(&format!("{other} {expected}")), "{expected}: {}", ended.stdout);
    };
    check(&format!("{both}junk\n"), "line 3: it cannot be read: anchor is missing");
    check(
        &format!("{}\n{second}", first.trim().replace("rows=", "rows=9")),
        "line 1: it cannot be read: its hash",
    );
    check("", "line 1: there is no anchor in the file");
    let nowhere = home.run(&["verify-history", "--anchors", "nowhere.log"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.stderr.contains("cannot read or write the file nowhere.log"), "{}", nowhere.stderr);
}

/// The commands of docs/RECORD.md, for another row: what the dump says its hash is, and what it is.
fn checked_by_hand(home: &Home, project: &str) {
    let page = fs::read_to_string(workspace().join("docs/RECORD.md")).unwrap();
    let (_, commands) = page.split_once("```sh\n").unwrap();
    let (commands, _) = commands.split_once("```").unwrap();
    let commands = commands.replace("prj_… 17", &format!("{project} 2"));
    let ended = Ended::of(Command::new("bash").args(["-euc", &commands]).current_dir(home.folder()));
    assert_eq!(ended.code, Some(0), "{commands}{}", ended.stderr);
    let printed: Vec<&str> = ended.stdout.split_whitespace().collect();
    assert!(printed.len() == 3 && printed[0].len() == 64 && printed[0] == printed[1], "{printed:?}");
}

fn a_dump_is_checked_without_a_database(home: &Home) {
    const PERSONAL: [&str; 2] = ["陈先生", "13900000000"];
    let office = Office::found(home);
    let party = json!({ "projectId": office.id("project"), "enterpriseId": office.id("enterprise"),
        "role": "SIGNATORY", "since": "2024-01-05", "contact": { "name": PERSONAL[0], "phone": PERSONAL[1] },
        "reason": "陈先生来电" });
    office.specialist.done("recordParty", &party, "");
    let project = office.id("project").to_owned();
    let kept = home.folder().join("kept.log");
    fs::write(&kept, anchor(home)).unwrap();
    let kept = kept.to_str().unwrap();
    assert!(home.ran(&["export-history", "history.jsonl"]).contains("exported "));
    office.close();

    let dump = home.folder().join("history.jsonl");
    let content = fs::read_to_string(&dump).unwrap();
    for text in PERSONAL {
        assert!(!content.contains(text), "{text} is in the dump");
    }
    let again = home.run(&["export-history", "history.jsonl"]);
    assert_eq!(again.code, Some(1), "{}", again.stdout);
    assert_eq!(fs::read_to_string(&dump).unwrap(), content, "an older dump is left alone");

    checked_by_hand(home, &project);

    let elsewhere = home.folder().join("elsewhere");
    let check = |code: i32, expected: &str| {
        let mut command = Command::new(luodi());
        command.args(["verify-history", "--dump", dump.to_str().unwrap(), "--anchors", kept, "--data"]);
        let ended = Ended::of(command.arg(&elsewhere).current_dir(home.folder()));
        assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains(expected), "{expected} is not in {}", ended.stdout);
        assert!(!elsewhere.exists());
    };
    check(0, "checked 1 projects, 5 rows, 1 anchors");
    fs::write(&dump, content.replace("思思食品", "思思粮油")).unwrap();
    check(1, "row 1: its hash is not that of its canonical text");
    fs::write(&dump, &content[..content.trim_end().rfind('\n').unwrap()]).unwrap();
    check(1, "the dump was cut short");
}
