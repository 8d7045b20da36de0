//! The commands around the service: settings and their order, what is refused, what a doctor says.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use luodi_testkit::binary::{luodi, workspace};
use luodi_testkit::child::{Owned, Signal};
use luodi_testkit::process::free_port;

use super::client::Client;
use super::home::{Ended, Home, in_both_homes};
use super::office::Office;

#[test]
fn the_schema_in_the_repository_is_the_services() {
    let printed = Ended::of(Command::new(luodi()).arg("schema"));
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let kept = fs::read_to_string(workspace().join("schema.graphql")).unwrap();
    assert!(
        kept == printed.stdout,
        "schema.graphql is not what `luodi schema` prints: run `cargo xtask codegen`"
    );
}

in_both_homes!(
    others_may_reach_it_only_with_a_token,
    a_doctor_names_what_is_missing,
    of_two_who_found_an_office_one_does,
    refusals_are_told_in_words,
    a_year_of_days_off_is_added_from_a_file,
);

const INIT: [&str; 6] = ["init", "--agency", "招商落地办", "--officer", "管理员", "--province"];

/// They name different provinces, so that nothing else stands between them.
fn of_two_who_found_an_office_one_does(home: &Home) {
    home.ran(&["migrate"]);
    let ended: Vec<Ended> = thread::scope(|scope| {
        let found = |province| scope.spawn(move || home.run(&[&INIT[..], &[province]].concat()));
        ["宁夏", "甘肃", "陕西"].map(found).into_iter().map(|founding| founding.join().unwrap()).collect()
    });
    let (founded, refused): (Vec<_>, Vec<_>) = ended.into_iter().partition(|ended| ended.code == Some(0));
    assert_eq!((founded.len(), refused.len()), (1, 2));
    for ended in refused {
        assert!(ended.stderr.contains("办公室已建立") && ended.stdout.is_empty(), "{}", ended.stderr);
    }
    assert_eq!(home.ran(&["token", "list"]).lines().count(), 1);
}

fn refusals_are_told_in_words(home: &Home) {
    home.ran(&[&INIT[..], &["宁夏"]].concat());
    let nobody = format!("off_{}", "1".repeat(26));
    let refused = home.run(&["token", "create", "--officer", &nobody]);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    for expected in ["未找到", "no such object"] {
        assert!(refused.stderr.contains(expected), "{expected} is not in {}", refused.stderr);
    }
    assert!(!refused.stderr.contains("NOT_FOUND"), "{}", refused.stderr);

    let before = home.ran(&["token", "list"]);
    let officer = before.split_whitespace().nth(1).unwrap();
    for name in ["", "　 "] {
        let refused = home.run(&["token", "create", "--officer", officer, "--name", name]);
        assert_eq!(refused.code, Some(1), "{name:?}: {}", refused.stdout);
        assert!(refused.stderr.contains("不能为空"), "{name:?}: {}", refused.stderr);
    }
    assert_eq!(home.ran(&["token", "list"]), before);

    let unknown = format!("prj_{}", "1".repeat(26));
    let rows: [(&[&str], [&str; 2]); 2] = [
        (&["--text", "管"], ["至少要有两个字", "at least two characters"]),
        (&["--text", "管理员", "--project", &unknown], ["未找到", "no such object"]),
    ];
    for (arguments, expected) in rows {
        let refused = home.run(&[&["erase-person", "--free-texts", "--yes"], arguments].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{arguments:?}");
        for expected in expected {
            assert!(refused.stderr.contains(expected), "{expected} is not in {}", refused.stderr);
        }
    }
    let said = home.ran(&["erase-person", "--text", "管理员"]);
    assert!(said.contains("erased in 0 places") && said.contains(": officer.name"), "{said}");
}

/// Also while the service runs, which knows of it with the next question.
fn a_year_of_days_off_is_added_from_a_file(home: &Home) {
    let office = Office::found(home);
    let asked = || {
        let question = r#"{ deadline(from: "2026-12-28", days: 5, unit: WORKING) { on provisional } }"#;
        office.specialist.query(question, &serde_json::Value::Null)["deadline"].to_string()
    };
    assert_eq!(asked(), r#"{"on":"2027-01-04","provisional":true}"#);
    let file = home.folder().join("2027.toml");
    let file = file.to_str().unwrap();
    let text = "year = 2027\nsources = [\"通知（国办发明电〔2026〕7号）\"]\noff = [\n    \"2027-01-01..2027-01-03\", \"2027-02-06..2027-02-12\", \"2027-05-01\", \"2027-10-01..2027-10-07\",\n]\nworked = [\"2027-01-09\"]\n";
    let before = home.ran(&["calendar", "list"]);
    assert!(before.contains("2026 as it came") && before.contains("2016-01-01 to 2026-12-24"), "{before}");
    let broken = text.replace("2027-01-09", "2027-01-08");
    let half = text.replace(", \"2027-10-01..2027-10-07\"", "");
    let longer = text.replace('通', &"长".repeat(30_000));
    for (text, expected) in [
        (broken.as_str(), "line 6: 2027-01-08 is a weekday and worked anyway; nothing was changed"),
        (broken.as_str(), "第 6 行有误, 未作任何更改"),
        (half.as_str(), "2027-10-01"),
        (longer.as_str(), "cannot read or write the file"),
    ] {
        fs::write(file, text).unwrap();
        let refused = home.run(&["calendar", "add", file]);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{}", refused.stderr);
        assert!(refused.stderr.contains(expected), "{expected} is not in {}", refused.stderr);
        assert_eq!(home.ran(&["calendar", "list"]), before);
    }
    fs::write(file, text).unwrap();
    let added = home.ran(&["calendar", "add", file]);
    assert!(added.contains("2027 version 1, 18 off, 1 made up: 通知（国办发明电〔2026〕7号）"), "{added}");
    assert!(added.contains("2016-01-01 to 2027-12-24"), "{added}");
    assert_eq!(asked(), r#"{"on":"2027-01-05","provisional":false}"#);
    let twice = home.run(&["calendar", "add", file]);
    assert_eq!(twice.code, Some(1), "{}", twice.stdout);
    assert!(
        twice.stderr.contains("published already") && twice.stderr.contains("--replace"),
        "{}",
        twice.stderr
    );
    fs::write(file, text.replace("..2027-01-03", "")).unwrap();
    let replaced = home.ran(&["calendar", "add", file, "--replace"]);
    assert!(replaced.contains("2027 version 2, 16 off"), "{replaced}");
    let said = home.ran(&["erase-person", "--text", "通知"]);
    assert!(said.lines().any(|line| line.contains("dof_") && line.ends_with(": days_off.sources")), "{said}");
    assert_eq!(home.ran(&["verify-history"]).lines().filter(|line| line.contains("dof_")).count(), 0);
}

#[test]
fn a_mistyped_folder_is_not_made_into_a_database() {
    let home = Home::on_sqlite();
    let elsewhere = home.folder().join("luodi-dta");
    let officer = format!("off_{}", "1".repeat(26));
    let rows: [&[&str]; 9] = [
        &["anchor"],
        &["calendar", "list"],
        &["export-history", "dump"],
        &["token", "create", "--officer", &officer],
        &["token", "list"],
        &["token", "revoke", "tok_11111111111111111111111111"],
        &["verify-history"],
        &["erase-person", "--text", "王五"],
        &["doctor"],
    ];
    for arguments in rows {
        let ended = Ended::of(plain(&home, arguments).arg("--data").arg(&elsewhere));
        assert_eq!(ended.code, Some(1), "{arguments:?}: {}", ended.stdout);
        let said = ended.stdout + &ended.stderr;
        assert!(said.contains("luodi-dta") && said.contains("luodi init"), "{arguments:?}: {said}");
        assert!(!elsewhere.exists(), "{arguments:?}");
    }
}

#[test]
fn a_refused_founding_makes_nothing() {
    let home = Home::on_sqlite();
    let elsewhere = home.folder().join("elsewhere");
    let rows: [(&[&str], &str); 5] = [
        (&["宁夏", "--province-code", "64"], "行政区划代码有误"),
        (&["宁夏", "--province-code", "640001"], "行政区划代码"),
        // A county's.
        (&["宁夏", "--province-code", "640104"], "行政区划代码"),
        (&[" "], "不能为空"),
        (&["宁\u{7}夏"], "控制字符"),
    ];
    for (arguments, expected) in rows {
        let mut command = plain(&home, &[&INIT[..], arguments].concat());
        let ended = Ended::of(command.arg("--data").arg(&elsewhere));
        assert_eq!(ended.code, Some(1), "{arguments:?}: {}", ended.stdout);
        assert!(ended.stderr.contains(expected), "{arguments:?}: {}", ended.stderr);
        assert!(!elsewhere.exists(), "{arguments:?}");
    }
}

#[test]
fn a_server_that_cannot_be_reached_is_named() {
    let home = Home::on_sqlite();
    let address = format!("127.0.0.1:{}", free_port().unwrap());
    let url = format!("postgres://luodi:hunter2@{address}/luodi");
    for arguments in [&["doctor"][..], &["migrate"], &["token", "list"]] {
        let ended = Ended::of(plain(&home, arguments).args(["--database-url", &url]));
        assert_eq!(ended.code, Some(1), "{arguments:?}: {}", ended.stdout);
        let said = ended.stdout + &ended.stderr;
        assert!(said.contains(&format!("{address} cannot be reached")), "{arguments:?}: {said}");
        assert!(!said.contains("hunter2"), "{arguments:?}: {said}");
    }
}

#[test]
fn what_it_makes_is_for_nobody_else_to_read() {
    let home = Home::on_sqlite();
    let data = home.folder().join("made/here");
    let ended = Ended::of(plain(&home, &[&INIT[..], &["宁夏"]].concat()).arg("--data").arg(&data));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join("luodi.db"))), (0o700, 0o600));
}

fn others_may_reach_it_only_with_a_token(home: &Home) {
    let address = format!("0.0.0.0:{}", free_port().unwrap());
    let refused = home.run(&["serve", "--listen", &address]);
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    let why = format!("refusing to listen on {address}: beyond loopback there must be an account");
    assert!(refused.stderr.contains(&why), "{}", refused.stderr);

    Office::found(home).close();
    let mut command = home.command(&["serve", "--listen", &address]);
    let insecure = Ended::of(command.env("LUODI_INSECURE_COOKIES", "true"));
    assert!(insecure.stderr.contains("insecure_cookies is for loopback only"), "{}", insecure.stderr);
    let child = home.command(&["serve", "--listen", &address]).spawn().unwrap();
    let mut child = Owned::new(child, Signal::TERM, Duration::from_secs(20));
    let client = Client::new(&format!("http://{}", address.replace("0.0.0.0", "127.0.0.1")), "");
    until("it listens", || client.try_get("/readyz").is_ok_and(|answer| answer.status == 200));
    assert!(child.end().unwrap().success());
}

fn a_doctor_names_what_is_missing(home: &Home) {
    let check = |code: i32, expected: &str| {
        let ended = home.run(&["doctor"]);
        assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains(expected), "{expected} is not in {}", ended.stdout);
    };
    let missing = if home.database().is_some() { "run `luodi migrate`" } else { "run `luodi init`" };
    check(1, missing);
    home.ran(&["migrate"]);
    check(1, "officers: 无, 请运行 luodi init / none; run `luodi init`");
    check(
        1,
        "tokens: 没有可用的账号或令牌, 请运行 luodi user add --admin --login NAME / none that could be used",
    );
    home.ran(&["init", "--province", "宁夏回族自治区", "--agency", "招商落地办", "--officer", "管理员"]);
    check(0, "tokens: ok");
    let again = home.run(&["init", "--province", "宁夏", "--agency", "招商落地办", "--officer", "管理员"]);
    assert_eq!(again.code, Some(1), "an office is founded once: {}", again.stdout);
}

/// `doctor` says which folder it looks into, and so which source won.
#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let home = Home::on_sqlite();
    let check = |variable: Option<&str>, flag: Option<&str>, expected: &str| {
        let mut command = plain(&home, &["doctor"]);
        command.envs(variable.map(|value| ("LUODI_DATA", value)));
        command.args(flag.map(|value| format!("--data={value}")));
        let said = Ended::of(&mut command).stdout;
        assert!(said.contains(&format!("(database: {expected}, listen: 127.0.0.1:7")), "{said}");
    };
    fs::write(home.folder().join("luodi.toml"), "data = 'by-file'\nlisten = '127.0.0.1:7'\n").unwrap();
    check(None, None, "by-file");
    check(Some("by-environment"), None, "by-environment");
    check(Some("by-environment"), Some("by-flag"), "by-flag");
    check(None, Some("by-flag"), "by-flag");
}

#[test]
fn a_setting_nobody_knows_is_refused() {
    let home = Home::on_sqlite();
    let check = |file: &str, variable: Option<(&str, &str)>, expected: &str| {
        fs::write(home.folder().join("luodi.toml"), file).unwrap();
        let ended = Ended::of(plain(&home, &["doctor"]).envs(variable));
        assert_eq!(ended.code, Some(1), "{file} {variable:?}: {}", ended.stdout);
        assert!(ended.stderr.contains(expected), "{file} {variable:?}: {}", ended.stderr);
    };
    check("lissten = '127.0.0.1:7'", None, "unknown field: found `lissten`");
    check("listen = 'everywhere'", None, "listen");
    check("mutations_at_once = -1", None, "mutations_at_once");
    check("listen = ", None, "wrong setting");
    check("", Some(("LUODI_LISTEN", "everywhere")), "LISTEN");
    check("", Some(("LUODI_DATABASE_URL", "mysql://somewhere")), "database_url must be postgres://");
    let missing = Ended::of(plain(&home, &["doctor"]).args(["--config", "nowhere.toml"]));
    assert_eq!(missing.code, Some(1));
    assert!(missing.stderr.contains("no settings file nowhere.toml"), "{}", missing.stderr);
}

/// A variable with our prefix may be somebody else's, so a misspelt one is named and passed over.
#[test]
fn a_variable_that_is_no_setting_is_named() {
    let home = Home::on_sqlite();
    let said = Ended::of(plain(&home, &["doctor"]).env("LUODI_LISSTEN", "127.0.0.1:7")).stdout;
    assert!(said.contains("LUODI_LISSTEN") && said.contains("listen: 127.0.0.1:8080"), "{said}");
}

/// A command in the folder, with nothing said of where the data is.
fn plain<A: AsRef<OsStr>>(home: &Home, arguments: &[A]) -> Command {
    let mut command = Command::new(luodi());
    command.args(arguments).current_dir(home.folder());
    command
}

/// Waits until something is so.
#[track_caller]
pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..1_200 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(25));
    }
    panic!("{what}: not within 30 s");
}
