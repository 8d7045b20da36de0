//! Erasing a person: gone from every table and from what the service shows, while the chain stays whole.

use serde_json::{Value, json};

use super::{CONTACT, Kept};
use crate::service::home::{Home, wait_for};
use crate::service::tables::Tables;

fn contact(office: &Kept) -> Value {
    let document =
        "query($id: ID!) { project(by: { id: $id }) { parties { contact { name phone erased } } } }";
    let answer = office.caller("manager_token").query(document, &json!({ "id": office.project() }));
    answer["project"]["parties"][0]["contact"].clone()
}

pub(super) fn nothing_is_left(home: &Home, office: &Kept) {
    let places = |text: &str| wait_for(async { Tables::open(home).await.where_is(text).await });
    assert_eq!(contact(office), json!({ "name": CONTACT, "phone": "13900000000", "erased": false }));
    assert!(places(CONTACT).len() >= 2, "in the party and in its history");

    let said = home.ran(&["erase-person", "--text", CONTACT]);
    assert!(said.contains("erased in 2 places"), "{said}");
    assert_eq!(places(CONTACT), Vec::<String>::new());
    assert_eq!(contact(office)["name"], Value::Null);
    assert_eq!(contact(office)["erased"], true);

    // The telephone number is a text of its own.
    home.ran(&["erase-person", "--text", "13900000000"]);
    assert_eq!(places("13900000000"), Vec::<String>::new());
    assert_eq!(contact(office), json!({ "name": null, "phone": null, "erased": true }));
}
