//! A socket as a client meets it, without a network and with a clock that the tests move. The words of the protocol are
//! tried over a real socket, with the whole service.

mod client;
mod schema;

use std::{sync::atomic::Ordering, time::Duration};

use axum::extract::ws::Message;
use serde_json::json;
use tokio::time::{Instant, sleep};

use client::{Heard, Service};

#[tokio::test(start_paused = true)]
async fn what_a_stream_does_and_what_the_client_hears() {
    let service = Service::new();
    let mut client = service.admitted().await;
    for (field, expected) in [
        ("count(to: 2)", &["next 1", "next 2", "complete"][..]),
        ("one: count(to: 1)", &["next 1", "complete"]),
        ("count(to: 0)", &["complete"]),
        ("refused", &["error BAD_USER_INPUT"]),
        ("nowhere", &["error BAD_USER_INPUT"]),
        ("broken", &["next 1", "next INTERNAL", "next 3", "complete"]),
        ("panics", &["next 1", "error INTERNAL"]),
        ("...F } fragment F on Subscription { count(to: 1)", &["next 1", "complete"]),
        ("... { ... on Subscription { count(to: 1) } }", &["next 1", "complete"]),
        ("... @skip(if: true) { count(to: 1) }", &["complete"]),
        ("count(to: 1) again: count(to: 1)", &["error BAD_USER_INPUT"]),
        ("count(to: 1) ...F } fragment F on Subscription { never", &["error BAD_USER_INPUT"]),
        ("__typename", &["error BAD_USER_INPUT"]),
    ] {
        // The same id each time: whatever became of the one before, it is free.
        client.subscribe("id", field);
        let mut heard = Vec::new();
        while heard.len() < expected.len() {
            heard.push(client.hear_short().await);
        }
        assert_eq!(heard, expected, "{field}");
    }
    client.say(&json!({ "type": "ping" }));
    assert_eq!(client.hear().await, Heard::Said(json!({ "type": "pong" })), "nothing more was said");
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_was_ended_says_no_more() {
    let service = Service::new();
    let mut client = service.admitted().await;
    client.subscribe("id", "count(to: 1000000)");
    assert_eq!(client.hear_short().await, "next 1");
    client.say(&json!({ "id": "id", "type": "complete" }));
    client.subscribe("id", "never");
    // What was on its way is heard; then there is silence, until a sign of life is asked for.
    while client.hear().await != Heard::Pinged {}
    assert!(service.made.load(Ordering::SeqCst) < 10);
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_makes_no_work_and_is_let_go() {
    let service = Service::new();
    let client = service.admitted().await;
    client.subscribe("id", "count(to: 1000000)");
    sleep(Duration::from_secs(10)).await;
    let made = service.made.load(Ordering::SeqCst);
    assert!((1..=5).contains(&made), "{made}");
    let since = Instant::now();
    client.served.await.unwrap();
    assert!(since.elapsed() < Duration::from_secs(15), "{:?}", since.elapsed());
    assert_eq!(service.made.load(Ordering::SeqCst), made);
}

#[tokio::test(start_paused = true)]
async fn who_gives_no_sign_of_life_is_let_go() {
    let service = Service::new();
    let mut client = service.admitted().await;
    // As long as he answers he may stay, though he has nothing to say.
    let since = Instant::now();
    while since.elapsed() < Duration::from_mins(10) {
        assert_eq!(client.hear().await, Heard::Pinged);
        client.send(Message::Pong(Vec::new().into()));
    }
    let since = Instant::now();
    let mut pings = 0;
    let last = loop {
        match client.hear().await {
            Heard::Pinged => pings += 1,
            other => break other,
        }
    };
    assert_eq!((last, pings), (Heard::Closed(1008), 2));
    assert!(since.elapsed() <= Duration::from_mins(1), "{:?}", since.elapsed());
}

#[tokio::test(start_paused = true)]
async fn who_does_not_say_who_he_is_is_closed() {
    let service = Service::new();
    let mut silent = service.connect();
    let since = Instant::now();
    // A ping is no introduction.
    silent.say(&json!({ "type": "ping" }));
    assert_eq!(silent.hear().await, Heard::Said(json!({ "type": "pong" })));
    assert_eq!(silent.hear().await, Heard::Closed(4408));
    assert_eq!(since.elapsed().as_secs(), 5);
    for (token, code) in [("wrong", 4403), ("away", 1013), ("", 4401)] {
        let mut client = service.connect();
        client.init(token);
        assert_eq!(client.hear().await, Heard::Closed(code), "{token}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_socket_ends_with_its_token() {
    let service = Service::new();
    let (sockets, door) = (service.sockets.clone(), service.door.clone());
    let watching = tokio::spawn(async move { sockets.watch(door).await });
    // One of them does not read: it is seen out all the same.
    let (mut client, stuck) = (service.admitted().await, service.admitted().await);
    stuck.subscribe("id", "count(to: 1000000)");
    sleep(Duration::from_secs(10)).await;
    service.door.0.store(false, Ordering::SeqCst);
    let since = Instant::now();
    assert_eq!(client.hear().await, Heard::Closed(4401));
    assert!(since.elapsed() <= Duration::from_secs(2), "{:?}", since.elapsed());
    stuck.served.await.unwrap();
    assert!(since.elapsed() <= Duration::from_secs(5), "{:?}", since.elapsed());

    // Their places are free, and whoever is let in again stays.
    service.door.0.store(true, Ordering::SeqCst);
    let mut again = [service.admitted().await, service.admitted().await];
    for client in &mut again {
        assert_eq!(client.hear().await, Heard::Pinged);
    }
    watching.abort();
}

#[tokio::test(start_paused = true)]
async fn a_caller_has_so_many_places() {
    let service = Service::new();
    let mut open = vec![service.admitted().await, service.admitted().await];
    let mut third = service.connect();
    third.init("good");
    assert_eq!(third.hear().await, Heard::Closed(4429));
    let mut other = service.connect();
    other.init("another");
    assert_eq!(other.hear().await, Heard::Said(json!({ "type": "connection_ack" })), "of another caller");
    drop(open.pop());
    sleep(Duration::from_secs(1)).await;
    service.admitted().await;
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_service_is_told_to_all() {
    let service = Service::new();
    let (mut admitted, mut silent) = (service.admitted().await, service.connect());
    admitted.subscribe("id", "never");
    let sockets = service.sockets.clone();
    let ending = tokio::spawn(async move { sockets.close_and_wait(Duration::from_secs(30)).await });
    for client in [&mut admitted, &mut silent] {
        assert_eq!(client.hear().await, Heard::Closed(1001));
    }
    assert_eq!(ending.await.unwrap(), 0, "nobody is left");
    assert_eq!(service.connect().hear().await, Heard::Closed(1001), "nor let in");

    // Whoever does not listen holds nobody up for long.
    let service = Service::new();
    let deaf = service.admitted().await;
    deaf.subscribe("id", "count(to: 1000000)");
    sleep(Duration::from_secs(1)).await;
    let since = Instant::now();
    assert_eq!(service.sockets.close_and_wait(Duration::from_secs(30)).await, 0);
    assert!(since.elapsed() <= Duration::from_secs(3), "{:?}", since.elapsed());
}
