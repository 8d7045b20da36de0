//! Accounts from the keyboard to the browser.

use serde_json::{Value, json};

use super::browser::Browser;
use super::{CHOSEN, account, office_of};
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    the_first_administrator_signs_in,
    a_one_time_password_is_good_for_another_one_only,
    somebody_sees_and_ends_his_sessions,
    accounts_are_reset_unlocked_and_removed,
);

const SPECIALIST: &str = r#"{"viewer":{"role":"SPECIALIST"}}"#;

fn the_first_administrator_signs_in(home: &Home) {
    let add = ["user", "add", "--admin", "--login", "Root.Admin"];
    let service = home.serve();
    let nobody = home.told(&add, CHOSEN);
    assert!(nobody.code == Some(1) && nobody.stderr.contains("run `luodi init` first"), "{}", nobody.stderr);
    home.ran(&["init", "--province", "甘肃省", "--agency", "招商落地办", "--officer", "管理员"]);
    let rows: [(&[&str], &str, &str); 5] = [
        (&add, "", "no password on standard input"),
        (&add, "\n", "no password on standard input"),
        (&add, "short\n", "10 to 128 characters"),
        (&add, "root.admin2024\n", "guessed too easily"),
        (&["user", "add", "--admin", "--login", "x"], CHOSEN, "expected 3 to 64 letters"),
    ];
    for (arguments, line, expected) in rows {
        let refused = home.told(arguments, line);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{line:?}");
        assert!(refused.stderr.contains(expected), "{expected} is not in {}", refused.stderr);
    }
    assert_eq!(home.ran(&["user", "list"]), "");
    let made = home.told(&add, &format!("{CHOSEN}\r\n"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let listed = home.ran(&["user", "list"]);
    assert!(listed.starts_with("root.admin off_") && !listed.contains("argon2"), "{listed}");
    let again = home.told(&add, CHOSEN);
    assert!(again.stderr.contains("0 administrators in service"), "{}", again.stderr);

    let mut browser = Browser::at(&service);
    let said = browser.sign_in("root.admin", CHOSEN);
    assert_eq!(said["mustChangePassword"], json!(false));
    assert_eq!(browser.who(), r#"{"viewer":{"role":"ADMINISTRATOR"}}"#);
    let (status, log) = service.stop().unwrap();
    assert!(status.success(), "{log}");
    for secret in [CHOSEN, browser.cookie.as_ref().unwrap()] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(log.contains("signed in") && log.contains("session=ses_"), "{log}");
}

fn a_one_time_password_is_good_for_another_one_only(home: &Home) {
    let office = Office::found(home);
    let one_time = account(&office, "specialist", "maxm");
    let mut browser = Browser::at(&office.service);
    let answer = browser.try_sign_in("MaXM", &one_time);
    assert_eq!((answer.status, &answer.body["mustChangePassword"]), (200, &json!(true)), "{}", answer.text);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let (name, terms) = cookie.split_once('=').unwrap();
    let (_, terms) = terms.split_once("; ").unwrap();
    assert_eq!((name, terms), ("__Host-luodi", "Path=/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure"));

    let before = office.state();
    assert_eq!(browser.who(), "403 PASSWORD_CHANGE_REQUIRED");
    let rename = json!({ "projectId": office.id("project"), "name": "不应改名" });
    let document =
        "mutation($input: UpdateProjectInput!) { updateProject(input: $input) { errors { code } } }";
    let refused = browser.ask(document, &json!({ "input": rename }));
    assert_eq!(refused.summary(), "403 PASSWORD_CHANGE_REQUIRED");
    assert_eq!(office.state(), before);

    let mut change = |current: &str, new: &str| {
        let answer = browser.send("/password", &json!({ "current": current, "new": new }));
        let error = &answer.body["errors"][0];
        (answer.status, error["extensions"]["code"].clone(), error["path"][0].clone())
    };
    assert_eq!(change(&one_time, "12345"), (422, json!("PASSWORD_LENGTH"), json!("new")));
    assert_eq!(change(&one_time, "qwertyuiop"), (422, json!("PASSWORD_WEAK"), json!("new")));
    assert_eq!(change(&one_time, &one_time), (422, json!("NOTHING_TO_CHANGE"), json!("new")));
    assert_eq!(change("something else", CHOSEN), (422, json!("PASSWORD_WRONG"), json!("current")));
    assert_eq!(change(&one_time, CHOSEN), (204, Value::Null, Value::Null));
    assert_eq!(browser.who(), SPECIALIST);
    office.close();
}

fn somebody_sees_and_ends_his_sessions(home: &Home) {
    let (office, here) = office_of(home);
    let mut there = Browser::at(&office.service);
    there.sign_in("specialist", CHOSEN);
    let document =
        "{ viewer { sessions { id device address current createdAt lastSeenAt expiresAt revokedAt } } }";
    let mine = here.ask(document, &Value::Null).body["data"]["viewer"]["sessions"].clone();
    let seen: Vec<_> = mine
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["device"].as_str(), one["address"].as_str(), one["current"].as_bool()))
        .collect();
    let row = |current| (Some("Test/1.0"), Some("127.0.0.1"), Some(current));
    assert_eq!(seen, [row(false), row(true)]);
    // Somebody with a token has none; those of others are none of his business.
    let theirs = office.administrator.query("{ viewer { sessions { id } } }", &Value::Null);
    assert_eq!(theirs["viewer"]["sessions"], json!([]));
    let input = json!({ "sessionId": mine[0]["id"] });
    let refused = office.administrator.mutate("revokeSession", &input, "session { id }").unwrap();
    assert_eq!(refused.summary(), "NOT_FOUND input.sessionId");
    assert_eq!(there.who(), SPECIALIST);

    let document = "mutation($input: RevokeSessionInput!) { revokeSession(input: $input) {
        errors { code } session { id revokedAt } } }";
    for _ in 0..2 {
        let done = here.ask(document, &json!({ "input": input })).body["data"]["revokeSession"].clone();
        assert_eq!((&done["errors"], &done["session"]["id"]), (&json!([]), &mine[0]["id"]));
        assert!(done["session"]["revokedAt"].is_string());
        assert_eq!((there.who().as_str(), here.who().as_str()), ("401 UNAUTHENTICATED", SPECIALIST));
    }

    let mut here = here;
    let kept = here.clone();
    let left = here.send("/logout", &json!({}));
    let cookie = left.headers["set-cookie"].to_str().unwrap();
    assert_eq!((left.status, cookie.contains("Max-Age=0"), here.cookie.as_ref()), (204, true, None));
    assert_eq!((here.who().as_str(), kept.who().as_str()), ("401 UNAUTHENTICATED", "401 UNAUTHENTICATED"));
    assert_eq!(here.send("/logout", &json!({})).status, 204, "nobody is signed in already");
    office.close();
}

fn accounts_are_reset_unlocked_and_removed(home: &Home) {
    let (office, browser) = office_of(home);
    let mut fresh = Browser::at(&office.service);
    for _ in 0..5 {
        assert_eq!(fresh.try_sign_in("specialist", "wrong").status, 401);
    }
    assert!(home.ran(&["user", "list"]).contains("locked until"));
    assert_eq!(fresh.try_sign_in("specialist", CHOSEN).status, 401);

    // Another process over the same database knows it as well.
    let Office { service, .. } = office;
    assert!(service.stop().unwrap().0.success());
    let service = home.serve();
    let mut fresh = Browser::at(&service);
    assert_eq!(fresh.try_sign_in("specialist", CHOSEN).status, 401);
    let mut browser = Browser::at(&service).with_cookie(browser.cookie.as_ref().unwrap());
    assert_eq!(browser.who(), SPECIALIST, "who is in stays in");
    home.ran(&["user", "unlock", "specialist"]);
    fresh.sign_in("specialist", CHOSEN);

    let one_time = home.ran(&["user", "reset", "Specialist"]).trim().to_owned();
    assert_eq!(
        (browser.who().as_str(), fresh.who().as_str()),
        ("401 UNAUTHENTICATED", "401 UNAUTHENTICATED")
    );
    assert_eq!(browser.try_sign_in("specialist", CHOSEN).status, 401);
    assert_eq!(browser.sign_in("specialist", &one_time)["mustChangePassword"], json!(true));
    home.ran(&["user", "remove", "specialist"]);
    assert_eq!(browser.try_sign_in("specialist", &one_time).status, 401);
    assert_eq!(home.ran(&["user", "list"]), "");
    let gone = home.run(&["user", "unlock", "specialist"]);
    assert!(gone.code == Some(1) && gone.stderr.contains("no such object"), "{}", gone.stderr);
    assert!(service.stop().unwrap().0.success());
}
