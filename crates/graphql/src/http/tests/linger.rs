//! Bodies that nobody reads, and bodies that do not come.

use std::{
    convert::Infallible,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use axum::body::Bytes;
use futures::{StreamExt as _, stream};
use tokio::time::Instant;

use super::*;

const FRAMES: usize = 50;

/// How a request with these headers and a body of so many frames is answered, and how many of them were taken.
async fn refused(method: &str, changes: &[(&'static str, &'static str)]) -> (u16, usize) {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let frames = stream::iter(0..FRAMES).map(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(b"[[[["))
    });
    let mut request = post(&"").map(|_| Body::from_stream(frames));
    *request.method_mut() = method.parse().unwrap();
    for (name, value) in changes {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let answer = Service::new().send(request).await;
    (answer.status.as_u16(), taken.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_refusal_sees_the_body_off() {
    let wrong = ("authorization", "Bearer wrong");
    assert_eq!(refused("PUT", &[]).await, (405, FRAMES));
    assert_eq!(refused("POST", &[("accept", "text/html")]).await, (406, FRAMES));
    assert_eq!(refused("POST", &[("content-type", "text/plain")]).await, (415, FRAMES));
    assert_eq!(refused("POST", &[wrong]).await, (401, FRAMES));
    assert_eq!(refused("POST", &[("authorization", "Bearer panic")]).await, (500, FRAMES));
    // Not asked for, so not sent.
    assert_eq!(refused("POST", &[wrong, ("expect", "100-continue")]).await, (401, 0));
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_the_clients_fault() {
    let body = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"{")) }).chain(stream::pending());
    let started = Instant::now();
    let answer = Service::new().send(post(&"").map(|_| Body::from_stream(body))).await;
    assert_eq!(answer.summary(), "408 BAD_USER_INPUT");
    assert_eq!((answer.header("connection"), started.elapsed()), (Some("close"), Duration::from_secs(30)));
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_is_ours() {
    let service = Service::new();
    let answer = service.query("mutation { slow(millis: 40000) }").await;
    assert_eq!((answer.summary().as_str(), answer.header("retry-after")), ("503 UNAVAILABLE", Some("1")));
    assert_eq!(service.state.done.load(Ordering::SeqCst), 0);
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert_eq!(service.state.done.load(Ordering::SeqCst), 1, "it runs on");
}
