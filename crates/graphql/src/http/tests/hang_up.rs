//! Clients that hang up while their mutation runs.

use std::{net::SocketAddr, sync::atomic::Ordering, time::Duration};

use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    time::sleep,
};

use super::*;

/// Serves on a free loopback port for as long as the test's runtime lives.
pub(super) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// How many of so many mutations come to their end although every client hangs up.
async fn finished(mutations: MutationGuard, clients: usize) -> usize {
    let service = Service::with(mutations);
    let address = serve(service.router.clone()).await;
    for _ in 0..clients {
        let body = json!({ "query": "mutation { slow(millis: 50) }" }).to_string();
        let length = body.len();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        service.state.begun.notified().await;
        drop(connection);
    }
    sleep(Duration::from_millis(500)).await;
    service.state.done.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_hang_up_cancels_no_mutation() {
    assert_eq!(finished(MutationGuard::new(64), 20).await, 20);
}

#[tokio::test]
async fn without_the_guard_a_hang_up_does() {
    assert_eq!(finished(MutationGuard::without_task_for_hang_up_test(64), 20).await, 0);
}

#[tokio::test]
async fn one_mutation_too_many_is_told_to_come_back() {
    let service = Service::with(MutationGuard::new(1));
    let slow = service.query("mutation { slow(millis: 200) }");
    let second = async {
        service.state.begun.notified().await;
        // Queries have no part in the bound.
        assert_eq!(service.query("{ hello }").await.summary(), "200 {\"hello\":\"world\"}");
        service.query("mutation { count }").await
    };
    let (first, second) = tokio::join!(slow, second);
    assert_eq!(first.summary(), "200 {\"slow\":1}");
    assert_eq!(second.summary(), "503 UNAVAILABLE");
    assert_eq!(second.header("retry-after"), Some("1"));
    assert_eq!(service.query("mutation { count }").await.summary(), "200 {\"count\":2}");
}

#[tokio::test]
async fn a_shutdown_waits_for_mutations() {
    let guard = MutationGuard::new(8);
    let service = Service::with(guard.clone());
    let slow = service.query("mutation { slow(millis: 100) }");
    let shutdown = async {
        service.state.begun.notified().await;
        guard.close_and_wait(Duration::from_secs(10)).await
    };
    let (slow, left) = tokio::join!(slow, shutdown);
    assert_eq!((slow.summary().as_str(), left), ("200 {\"slow\":1}", 0));
    assert_eq!(service.query("mutation { count }").await.summary(), "503 UNAVAILABLE");
}
