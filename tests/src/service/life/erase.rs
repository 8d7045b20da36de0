//! Erasing a person: gone from every table and from what the service shows, while the chain stays whole.

use std::fs;

use serde_json::{Value, json};

use super::{CONTACT, Kept};
use crate::service::home::{Home, wait_for};
use crate::service::tables::Tables;

/// The contact's telephone number.
const PHONE: &str = "13900000000";

fn contact(office: &Kept) -> Value {
    let document =
        "query($id: ID!) { project(by: { id: $id }) { parties { contact { name phone erased } } } }";
    let answer = office.caller("manager_token").query(document, &json!({ "id": office.project() }));
    answer["project"]["parties"][0]["contact"].clone()
}

pub(super) fn nothing_is_left(home: &Home, office: &Kept) {
    let places = |text: &str| wait_for(async { Tables::open(home).await.where_is(text).await });
    assert_eq!(contact(office), json!({ "name": CONTACT, "phone": PHONE, "erased": false }));
    assert!(places(CONTACT).len() >= 2, "in the party and in its history");

    let said = home.ran(&["erase-person", "--text", CONTACT]);
    assert!(said.contains("erased in 2 places"), "{said}");
    assert_eq!(places(CONTACT), Vec::<String>::new());
    assert_eq!(contact(office)["name"], Value::Null);
    assert_eq!(contact(office)["erased"], true);

    // The telephone number is a text of its own.
    home.ran(&["erase-person", "--text", PHONE]);
    assert_eq!(places(PHONE), Vec::<String>::new());
    assert_eq!(contact(office), json!({ "name": null, "phone": null, "erased": true }));
}

/// The embedded database's files, once the service has ended: pages that are free may still hold what was there.
pub(super) fn nothing_is_left_on_disk(home: &Home) {
    for file in fs::read_dir(home.folder()).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let stands = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!stands(CONTACT) && !stands(PHONE), "{}", path.display());
    }
}
