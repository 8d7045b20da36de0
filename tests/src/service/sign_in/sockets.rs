//! Sockets of people who signed in.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::browser::Browser;
use super::{CHOSEN, account, office_of};
use crate::service::follow::socket::{Heard, Socket};
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(a_socket_lives_no_longer_than_its_session, a_socket_is_for_our_own_pages);

/// How long a dead session may be listened with.
const SECONDS: Duration = Duration::from_secs(10);

/// Opens a socket as a page of some origin does; the status when it is refused.
fn open(office: &Office<'_>, browser: &Browser, origin: Option<&str>) -> Result<Socket, u16> {
    let cookie = browser.cookie.as_ref().map(|cookie| format!("__Host-luodi={cookie}"));
    let mut headers = vec![("sec-websocket-protocol", "graphql-transport-ws")];
    headers.extend(cookie.as_deref().map(|cookie| ("cookie", cookie)));
    headers.extend(origin.map(|origin| ("origin", origin)));
    let mut socket = Socket::open(office.service.address(), &headers)?;
    socket.say(&json!({ "type": "connection_init" }));
    assert_eq!(socket.hear(), Heard::Said(json!({ "type": "connection_ack" })));
    Ok(socket)
}

fn a_socket_lives_no_longer_than_its_session(home: &Home) {
    let (office, here) = office_of(home);
    let mut there = Browser::at(&office.service);
    there.sign_in("specialist", CHOSEN);
    let mut staying = open(&office, &here, Some(here.origin())).unwrap();
    let mut ending = open(&office, &there, Some(there.origin())).unwrap();
    let sessions = there.ask("{ viewer { sessions { id current } } }", &Value::Null).body;
    let id = &sessions["data"]["viewer"]["sessions"][0]["id"];
    let revoke = "mutation($input: RevokeSessionInput!) { revokeSession(input: $input) { errors { code } } }";
    let done = here.ask(revoke, &json!({ "input": { "sessionId": id } }));
    assert_eq!(done.body["data"]["revokeSession"]["errors"], json!([]), "{}", done.text);
    closed(&mut ending);
    assert_eq!(open(&office, &there, Some(there.origin())).err(), Some(401));

    // A new password ends the others, and what runs in this session goes on.
    there.sign_in("specialist", CHOSEN);
    let mut ending = open(&office, &there, Some(there.origin())).unwrap();
    let mut changing = here.clone();
    let change = json!({ "current": CHOSEN, "new": "another good one 42" });
    assert_eq!(changing.send("/password", &change).status, 204);
    closed(&mut ending);
    staying.say(&json!({ "type": "ping" }));
    assert_eq!(staying.hear(), Heard::Said(json!({ "type": "pong" })));

    // Signing out ends it too.
    assert_eq!(changing.send("/logout", &json!({})).status, 204);
    closed(&mut staying);
    office.close();
}

#[track_caller]
fn closed(socket: &mut Socket) {
    let since = Instant::now();
    assert_eq!(socket.hear(), Heard::Closed(4401));
    assert!(since.elapsed() < SECONDS, "{:?}", since.elapsed());
}

fn a_socket_is_for_our_own_pages(home: &Home) {
    let (office, browser) = office_of(home);
    for origin in [None, Some("https://evil.example"), Some("null")] {
        assert_eq!(open(&office, &browser, origin).err(), Some(403), "{origin:?}");
    }
    let one_time = account(&office, "colleague", "colleague");
    let mut unsettled = Browser::at(&office.service);
    unsettled.sign_in("colleague", &one_time);
    assert_eq!(open(&office, &unsettled, Some(unsettled.origin())).err(), Some(403), "a password to change");
    open(&office, &browser, Some(browser.origin())).unwrap();
    office.close();
}
