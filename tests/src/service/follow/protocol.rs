//! graphql-transport-ws, word for word, and what is closed for breaking it.

use serde_json::{Value, json};

use super::founded;
use super::socket::{Heard, Socket, cursor};
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    a_socket_from_its_first_word_to_its_last,
    who_may_not_open_a_socket,
    who_breaks_the_protocol_is_closed,
    only_subscriptions_are_served,
    a_shutdown_is_told
);

const SIMPLE: &str = "subscription { projectChanged { version } }";

fn a_socket_from_its_first_word_to_its_last(home: &Home) {
    let office = Office::found(home);
    let bearer = format!("Bearer {}", office.token("specialist"));
    let headers =
        [("sec-websocket-protocol", "graphql-ws, graphql-transport-ws"), ("authorization", bearer.as_str())];
    let mut socket = Socket::open(office.service.address(), &headers).unwrap();
    let said = |value: Value| Heard::Said(value);
    socket.say(&json!({ "type": "ping" }));
    assert_eq!(socket.hear(), said(json!({ "type": "pong" })));
    socket.say(&json!({ "type": "connection_init" }));
    assert_eq!(socket.hear(), said(json!({ "type": "connection_ack" })));
    let metrics = office.administrator.get("/metrics").text;
    assert!(metrics.contains("\nluodi_sockets_open 1\n"), "{metrics}");
    socket.say(&json!({ "type": "ping", "payload": { "at": 1 } }));
    assert_eq!(socket.hear(), said(json!({ "type": "pong" })));

    // After a change whose number is known: when a subscription begins is not.
    let follow = |socket: &mut Socket, id: &str, after: &str| {
        let query = "subscription($after: String) { projectChanged(after: $after) { version } }";
        let payload = json!({ "query": query, "variables": { "after": after } });
        socket.say(&json!({ "id": id, "type": "subscribe", "payload": payload }));
    };
    let after = founded(&office);
    for id in ["one", "two"] {
        follow(&mut socket, id, &after);
    }
    let label = |label: &str| {
        let input = json!({ "projectId": office.id("project"), "addLabels": [label] });
        office.specialist.done("updateProject", &input, "project { version }")["project"]["version"].clone()
    };
    let next = |id: &str, version: &Value| json!({ "id": id, "type": "next", "payload": { "data": { "projectChanged": { "version": version } } } });
    let version = label("甲");
    let mut heard = [socket.hear(), socket.hear()];
    heard.sort_by_key(|heard| format!("{heard:?}"));
    assert_eq!(heard, [said(next("one", &version)), said(next("two", &version))]);

    socket.say(&json!({ "id": "one", "type": "complete" }));
    socket.say(&json!({ "id": "nobody", "type": "complete" }));
    // Answered in their order.
    socket.say(&json!({ "type": "ping" }));
    assert_eq!(socket.hear(), said(json!({ "type": "pong" })));
    let version = label("乙");
    assert_eq!(socket.hear(), said(next("two", &version)));
    // The id is free again for another operation.
    socket.say(&json!({ "id": "two", "type": "complete" }));
    follow(&mut socket, "one", &cursor("change:5"));
    socket.say(&json!({ "type": "ping" }));
    assert_eq!(socket.hear(), said(json!({ "type": "pong" })));
    let version = label("丙");
    assert_eq!(socket.hear(), said(next("one", &version)));
    office.close();
}

fn who_may_not_open_a_socket(home: &Home) {
    let office = Office::found(home);
    let address = office.service.address();
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    for (headers, status) in [
        (vec![], 400),
        (vec![("sec-websocket-protocol", "graphql-ws")], 400),
        (vec![protocol, ("authorization", "Bearer luodi_wrong")], 401),
        (vec![protocol, ("authorization", "Basic x")], 401),
    ] {
        assert_eq!(Socket::open(address, &headers).err(), Some(status), "{headers:?}");
    }
    assert_eq!(Socket::admitted(address, "luodi_wrong").err(), Some(Heard::Closed(4403)));
    assert_eq!(Socket::admitted(address, "").err(), Some(Heard::Closed(4401)));
    // Nothing said at all: closed after a few seconds.
    assert_eq!(Socket::silent(address).hear(), Heard::Closed(4408));
    office.close();
}

fn who_breaks_the_protocol_is_closed(home: &Home) {
    let office = Office::found(home);
    let address = office.service.address();
    let token = office.token("specialist");
    let mut early = Socket::silent(address);
    early.say(&json!({ "id": "1", "type": "subscribe", "payload": { "query": SIMPLE } }));
    assert_eq!(early.hear(), Heard::Closed(4401));

    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": SIMPLE } }).to_string();
    let deep = format!(r#"{{"id":"1","type":"subscribe","payload":{}"#, "[".repeat(10_000));
    for (messages, code) in [
        (vec![json!({ "type": "connection_init" }).to_string()], 4429),
        (vec![subscribe.clone(), subscribe], 4409),
        (vec!["no JSON".to_owned()], 4400),
        (vec![json!([1]).to_string()], 4400),
        (vec![json!({ "type": "start" }).to_string()], 4400),
        (vec![json!({ "type": "subscribe", "id": "" , "payload": {} }).to_string()], 4400),
        (vec![json!({ "type": "subscribe", "id": "x".repeat(129), "payload": {} }).to_string()], 4400),
        (vec![deep], 4400),
    ] {
        let mut socket = Socket::admitted(address, &token).unwrap();
        for message in &messages {
            socket.say_text(message.clone());
        }
        assert_eq!(socket.hear(), Heard::Closed(code), "{:.80}", messages[0]);
    }
    // Larger than any subscription: whether the reason arrives depends on how much of it was read.
    let mut socket = Socket::admitted(address, &token).unwrap();
    socket.say_text("x".repeat(100_000));
    assert!(matches!(socket.hear(), Heard::Closed(4400) | Heard::Lost));
    office.close();
}

fn only_subscriptions_are_served(home: &Home) {
    let office = Office::found(home);
    let mut socket = Socket::admitted(office.service.address(), &office.token("specialist")).unwrap();
    let before = office.state();
    let change = format!(
        "mutation {{ updateProject(input: {{ projectId: \"{}\", addLabels: [\"暗\"] }}) {{ errors {{ code }} }} }}",
        office.id("project")
    );
    let deep = format!("subscription {{ {} }}", "a { ".repeat(100));
    for (query, code) in [
        ("{ viewer { today } }", "BAD_USER_INPUT"),
        (&change, "BAD_USER_INPUT"),
        ("subscription { projectChanged { nothing } }", "BAD_USER_INPUT"),
        ("subscription { a: projectChanged { version } b: projectChanged { version } }", "BAD_USER_INPUT"),
        ("subscription { ...on Subscription { projectChanged { version } __typename } }", "BAD_USER_INPUT"),
        ("subscription { projectChanged(filter: { label: [1] }) { version } }", "BAD_USER_INPUT"),
        ("subscription {", "BAD_USER_INPUT"),
        (&deep, "COMPLEXITY_LIMIT"),
    ] {
        socket.say(&json!({ "id": "1", "type": "subscribe", "payload": { "query": query } }));
        let Heard::Said(said) = socket.hear() else { panic!("closed for {query}") };
        assert_eq!((&said["type"], &said["id"]), (&json!("error"), &json!("1")), "{query}: {said}");
        assert_eq!(said["payload"][0]["extensions"]["code"], code, "{query}: {said}");
    }
    assert_eq!(office.state(), before);
    // So many at once and no more.
    for n in 0..33 {
        socket.say(&json!({ "id": n.to_string(), "type": "subscribe", "payload": { "query": SIMPLE } }));
    }
    let Heard::Said(said) = socket.hear() else { panic!("closed") };
    assert_eq!(
        (&said["id"], &said["payload"][0]["extensions"]["code"]),
        (&json!("32"), &json!("RATE_LIMITED"))
    );
    // Over HTTP one is told where to go.
    let answer = office.specialist.post(SIMPLE, &Value::Null).unwrap();
    assert!(answer.status == 400 && answer.text.contains("/graphql/ws"), "{}", answer.text);
    office.close();
}

fn a_shutdown_is_told(home: &Home) {
    let office = Office::found(home);
    let address = office.service.address();
    let mut following = Socket::admitted(address, &office.token("specialist")).unwrap();
    following.follow(&Value::Null, None);
    let mut silent = Socket::silent(address);
    let told = std::thread::spawn(move || [following.hear(), silent.hear()]);
    office.close();
    assert_eq!(told.join().unwrap(), [Heard::Closed(1001), Heard::Closed(1001)]);
}
