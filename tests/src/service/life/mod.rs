//! A whole life by the published walkthrough, a thousand random commands after it, and the record of it all:
//! whole, then forged, then with a person erased.

mod erase;
mod forge;
mod random;

use std::fs;

use luodi_testkit::process::Service;
use serde_json::{Value, json};

use super::client::Client;
use super::home::{Home, in_both_homes};
use super::walkthrough::walkthrough;

in_both_homes!(a_whole_life);

/// Who the walkthrough's contact was.
const CONTACT: &str = "陈先生";

fn a_whole_life(home: &Home) {
    let service = home.serve();
    let printed = walkthrough(home, &service, "all", None);
    assert!(printed.trim_end().lines().last().unwrap().contains("[PRODUCING]"), "{printed}");
    verified(home);
    let office = Kept::by_the_walkthrough(home, &service);

    let figures = random::commands(&office);
    let whole = verified(home);
    println!("random commands: {figures:?}; then {whole}");

    forge::each_forgery_is_found(home, &office);
    verified(home);
    erase::nothing_is_left(home, &office);
    println!("erased; then {}", verified(home));

    // An office is set up once, however often the script is run.
    let again = walkthrough(home, &service, "setup", None);
    assert!(again.contains("the office is set up already"), "{again}");
    let (status, log) = service.stop().unwrap();
    assert!(status.success() && !log.contains("panicked") && !log.contains(" ERROR "), "{status}\n{log}");
    erase::nothing_is_left_on_disk(home);
}

/// Asks the command whether every chain is whole; what it said.
#[track_caller]
fn verified(home: &Home) -> String {
    let said = home.ran(&["verify-history"]);
    assert!(said.contains("checked "), "{said}");
    said.trim_end().to_owned()
}

/// What the walkthrough keeps of its office: ids and tokens by their names.
struct Kept {
    values: Value,
    client: Client,
}

impl Kept {
    fn by_the_walkthrough(home: &Home, service: &Service) -> Self {
        let text = fs::read_to_string(home.folder().join("walkthrough.json")).unwrap();
        Self { values: serde_json::from_str(&text).unwrap(), client: Client::new(&service.url(""), "") }
    }

    #[track_caller]
    fn get(&self, name: &str) -> &str {
        self.values[name].as_str().unwrap()
    }

    /// A caller by the name of his token.
    fn caller(&self, token: &str) -> Client {
        self.client.with_token(self.get(token))
    }

    /// The project that the walkthrough took through its life.
    fn project(&self) -> String {
        let page = self.caller("admin").query("{ projects(first: 1) { nodes { id } } }", &json!({}));
        page["projects"]["nodes"][0]["id"].as_str().unwrap().to_owned()
    }
}
