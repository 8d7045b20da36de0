//! People who sign in: passwords, cookies and what other sites may not do with them.

mod accounts;
pub(super) mod browser;
mod cross_site;
mod door;
mod scope;
mod sockets;

use super::home::Home;
use super::office::Office;
use browser::Browser;

/// Makes an account for somebody of the office; answers its one-time password.
fn account(office: &Office<'_>, officer: &str, login: &str) -> String {
    let add = ["user", "add", "--officer", office.id(officer), "--login", login, "--generate"];
    office.home.ran(&add).trim().to_owned()
}

/// A password that somebody chose.
const CHOSEN: &str = "枸杞 产业园 三期 奠基";

/// Somebody of the office who has signed in, with a password of his own.
pub(super) fn signed_in(office: &Office<'_>, officer: &str, login: &str) -> Browser {
    let one_time = account(office, officer, login);
    let mut browser = Browser::at(&office.service);
    browser.sign_in(login, &one_time);
    let changed = browser.send("/password", &serde_json::json!({ "current": one_time, "new": CHOSEN }));
    assert_eq!(changed.status, 204, "{}", changed.text);
    browser
}

/// The office and its specialist, signed in.
fn office_of(home: &Home) -> (Office<'_>, Browser) {
    let office = Office::found(home);
    let browser = signed_in(&office, "specialist", "specialist");
    (office, browser)
}
