//! A socket lives no longer than its token, and a token has so many.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::founded;
use super::socket::{Heard, Socket};
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    a_revoked_token_ends_its_sockets,
    an_officer_who_leaves_is_seen_out,
    a_token_has_so_many_sockets
);

/// How long a dead token may be listened with.
const SECONDS: Duration = Duration::from_secs(10);

#[track_caller]
fn closed(socket: &mut Socket, since: Instant) {
    assert_eq!(socket.hear(), Heard::Closed(4401));
    assert!(since.elapsed() < SECONDS, "{:?}", since.elapsed());
}

fn a_revoked_token_ends_its_sockets(home: &Home) {
    let office = Office::found(home);
    let address = office.service.address();
    let (dying, living) = (office.token("specialist"), office.token("specialist"));
    let mut ended = [(); 2].map(|()| Socket::admitted(address, &dying).unwrap());
    let mut open = Socket::admitted(address, &living).unwrap();
    let after = founded(&office);
    for socket in ended.iter_mut().chain([&mut open]) {
        socket.follow(&Value::Null, Some(&after));
    }
    let list = home.ran(&["token", "list"]);
    let line = list.lines().find(|line| line.contains(&dying[..14])).unwrap();
    let id = line.split_whitespace().next().unwrap();
    home.ran(&["token", "revoke", id]);
    let since = Instant::now();
    for socket in &mut ended {
        closed(socket, since);
    }
    assert_eq!(Socket::admitted(address, &dying).err(), Some(Heard::Closed(4403)));
    // Others are not touched.
    let input = json!({ "projectId": office.id("project"), "addLabels": ["还在"] });
    office.specialist.done("updateProject", &input, "");
    assert_eq!(open.change().unwrap()["command"], "UPDATE");
    office.close();
}

fn an_officer_who_leaves_is_seen_out(home: &Home) {
    let office = Office::found(home);
    let mut socket = Socket::admitted(office.service.address(), &office.token("colleague")).unwrap();
    let leave = json!({ "officerId": office.id("colleague"), "active": false });
    office.administrator.done("updateOfficer", &leave, "");
    closed(&mut socket, Instant::now());
    office.close();
}

fn a_token_has_so_many_sockets(home: &Home) {
    let office = Office::found(home);
    let address = office.service.address();
    let token = office.token("specialist");
    let mut open: Vec<Socket> = (0..16).map(|_| Socket::admitted(address, &token).unwrap()).collect();
    assert_eq!(Socket::admitted(address, &token).err(), Some(Heard::Closed(4429)));
    Socket::admitted(address, &office.token("specialist")).unwrap();
    // A place is free again once a socket is closed.
    drop(open.pop());
    crate::service::commands::until("a place is free", || Socket::admitted(address, &token).is_ok());
    office.close();
}
