//! Clients that take their time, over bare connections: they are told so or let go, and hold nobody up.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use luodi_testkit::process::{Options, Service};

use super::home::Home;

/// What the service gives a request here, in seconds.
const PATIENCE: &str = "1";
/// Far beyond it: what is not answered then never will be.
const NEVER: Duration = Duration::from_secs(20);

const HALF_HEADERS: &str = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-ty";

fn service(home: &Home) -> Service {
    let environment = vec![("LUODI_REQUEST_SECONDS".into(), PATIENCE.into())];
    Service::start(&Options { environment, ..home.options() }).unwrap()
}

fn connect(service: &Service) -> TcpStream {
    TcpStream::connect(service.url("").trim_start_matches("http://").trim_end_matches('/')).unwrap()
}

/// Sends this and then nothing more: all that comes back until the service closes the connection.
#[track_caller]
fn said(service: &Service, text: &str) -> String {
    let mut stream = connect(service);
    stream.set_read_timeout(Some(NEVER)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{text:?}: the connection is still open: {error}"),
    }
    String::from_utf8(said).unwrap()
}

/// A POST that promises more of a body than it sends.
fn half_sent(token: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\naccept: application/json\r\ncontent-length: 100\r\n\r\n{{\"query\":"
    )
}

#[test]
fn who_never_finishes_is_let_go() {
    let home = Home::on_sqlite();
    let token = home.ran(&["init", "--province", "宁夏", "--agency", "招商落地办", "--officer", "管理员"]);
    let token = token.lines().last().unwrap().rsplit(' ').next().unwrap();
    let service = service(&home);
    for silent in ["", "G", "GET / HTTP/1.1\r\n", HALF_HEADERS] {
        assert_eq!(said(&service, silent), "", "{silent:?}");
    }
    let answer = said(&service, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok\n"),
        "kept open, then closed: {answer}"
    );

    let answer = said(&service, &half_sent(token));
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("connection: close") && answer.contains("请求体未在规定时间内送达"), "{answer}");
    // Nobody waits for the body of a stranger for long either, and he is answered all the same.
    let answer = said(&service, &half_sent("nobody"));
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(service.stop().unwrap().0.success());
}

#[test]
fn half_a_request_does_not_hold_the_end_up() {
    let home = Home::on_sqlite();
    let service = service(&home);
    let mut stream = connect(&service);
    stream.write_all(HALF_HEADERS.as_bytes()).unwrap();
    let (status, log) = service.stop().unwrap();
    assert!(status.success() && log.contains("stopped"), "{status}\n{log}");
}
