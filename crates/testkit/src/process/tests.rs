//! The process harness against stand-ins written in a few lines of shell and std.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;

use super::{Options, Service, status_of};

/// An executable script in `folder` that stands in for `luodi`.
fn stand_in(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("stand-in");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn options(folder: &Path, script: &str) -> Options {
    Options {
        binary: stand_in(folder, script),
        command: "serve",
        data: folder.to_owned(),
        database_url: Some("postgres://somewhere".to_owned()),
        port: None,
        arguments: vec!["--more".into()],
        environment: vec![("STAND_IN".into(), "yes".into())],
    }
}

/// Answers every connection with the given status line, and ends with the test process.
fn answering(status: &'static str) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // Closing with the request unread would reset the connection, and the answer with it.
            let unread =
                BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
            unread.for_each(drop);
            let _ = write!(stream, "{status}\r\nContent-Length: 0\r\n\r\n");
        }
    });
    port
}

#[test]
fn a_service_that_ends_early_shows_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let error = Service::start(&options(folder.path(), "echo args: \"$@\" >&2; echo env: $STAND_IN; exit 3"))
        .unwrap_err()
        .to_string();
    for expected in
        ["exit status: 3", "args: serve --data", "--database-url postgres://somewhere --more", "env: yes"]
    {
        assert!(error.contains(expected), "{expected:?} is not in: {error}");
    }
}

#[test]
fn a_ready_service_is_ended_politely_and_keeps_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let script = "trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.05; done";
    let ready = Options { port: Some(answering("HTTP/1.1 200 OK")), ..options(folder.path(), script) };
    let service = Service::start(&ready).unwrap();
    while !service.log().contains("up") {
        thread::yield_now();
    }
    let (status, log) = service.stop().unwrap();
    assert!(status.success(), "{status}");
    assert_eq!(log, "up\nasked\n");
}

#[test]
fn only_a_status_line_counts_as_an_answer() {
    let check = |line, expected: Option<u16>| {
        let address = (Ipv4Addr::LOCALHOST, answering(line)).into();
        assert_eq!(status_of(address, "/readyz").ok(), expected, "{line}");
    };
    check("HTTP/1.1 200 OK", Some(200));
    check("HTTP/1.1 503 Service Unavailable", Some(503));
    check("SSH-2.0-OpenSSH_9.2", None);
}
