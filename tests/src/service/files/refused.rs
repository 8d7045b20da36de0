//! What is not taken, and what may not be attached: each is said why, and nothing has changed.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use luodi_testkit::process::{Options, Service};
use serde_json::{Value, json};
use ureq::http::Request;

use super::{PNG, jpeg, kept, pdf};
use crate::service::client::{Answer, Client};
use crate::service::commands::until;
use crate::service::home::{Home, in_a_home_with_bucket, in_both_homes, wait_for};
use crate::service::office::Office;
use crate::service::sign_in::browser::Browser;
use crate::service::sign_in::signed_in;
use crate::service::tables::Tables;

in_both_homes!(
    what_is_not_taken,
    what_is_not_attached,
    only_our_own_pages_upload,
    no_more_than_wait,
    no_more_than_fit_at_once,
    no_more_than_there_is_room_for,
    those_who_break_off_leave_nothing,
);

in_a_home_with_bucket!(what_is_not_taken, those_who_break_off_leave_nothing);

/// A request, and what must be said to it.
type Row = (&'static str, Request<Vec<u8>>, &'static str);

/// Nothing of the project has changed, and no file is there that was not.
#[track_caller]
fn check(office: &Office<'_>, rows: Vec<Row>) {
    let (state, before) = (office.state(), kept(office.home));
    for (name, request, expected) in rows {
        let answer = office.specialist.send(request).unwrap();
        assert_eq!(answer.summary(), expected, "{name}: {}", answer.text);
        assert_eq!(kept(office.home), before, "{name}");
    }
    assert_eq!(office.state(), state);
}

fn of_type(mut request: Request<Vec<u8>>, media_type: &str) -> Request<Vec<u8>> {
    request.headers_mut().insert("content-type", media_type.parse().unwrap());
    request
}

fn what_is_not_taken(home: &Home) {
    let office = Office::found(home);
    let client = &office.specialist;
    client.uploaded("好.png", PNG);
    let create = ["token", "create", "--officer", office.id("specialist"), "--scope", "read"];
    let reader = client.with_token(home.ran(&create).trim());
    let file = |bytes: &[u8]| client.file("?name=a.png", bytes);
    let html = b"<!DOCTYPE html><html><script>alert(1)</script></html>";
    let both = [&html[..], b"%PDF-1.4"].concat();
    let mut rows = vec![
        ("empty", file(b""), "422 FILE_EMPTY"),
        ("a page", file(html), "415 FILE_TYPE_REFUSED"),
        ("a page that is a document too", file(&both), "415 FILE_TYPE_REFUSED"),
        ("a drawing", file(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "415 FILE_TYPE_REFUSED"),
        ("an archive", file(b"PK\x03\x04\x14\0\0\0\x08\0"), "415 FILE_TYPE_REFUSED"),
        ("a page, said to be a picture", of_type(file(html), "image/png"), "415 FILE_TYPE_REFUSED"),
        ("a picture, said to be a page", of_type(file(PNG), "text/html"), "415 FILE_TYPE_CONTRADICTED"),
        (
            "a photograph, said to be a document",
            of_type(file(&jpeg()), "application/pdf"),
            "415 FILE_TYPE_CONTRADICTED",
        ),
        ("no caller", client.with_token("").file("?name=a", PNG), "401 UNAUTHENTICATED"),
        ("a token to read", reader.file("?name=a", PNG), "403 FORBIDDEN"),
        ("an administrator", office.administrator.file("?name=a", PNG), "403 ROLE_NOT_ALLOWED"),
        ("no name", client.file("", PNG), "422 REQUIRED"),
        ("an empty name", client.file("?name=", PNG), "422 TEXT_EMPTY"),
        ("a blank name", client.file("?name=%20", PNG), "422 TEXT_EMPTY"),
        ("NUL", client.file("?name=a%00.png", PNG), "422 TEXT_CONTROL_CHARACTER"),
        ("two lines", client.file("?name=a%0D%0Ab:c", PNG), "422 TEXT_CONTROL_CHARACTER"),
        ("shown backwards", client.file("?name=a%E2%80%AEgnp.exe", PNG), "422 TEXT_CONTROL_CHARACTER"),
        ("of no width", client.file("?name=a%E2%80%8Bb.png", PNG), "422 TEXT_CONTROL_CHARACTER"),
        ("a tag", client.file("?name=a%F3%A0%81%81b.png", PNG), "422 TEXT_CONTROL_CHARACTER"),
        ("no text", client.file("?name=%FF", PNG), "400 BAD_USER_INPUT"),
        ("two names", client.file("?name=a&name=b", PNG), "400 BAD_USER_INPUT"),
        ("something else", client.file("?nome=a", PNG), "400 BAD_USER_INPUT"),
        ("by name", client.file("?name=a&path=/etc", PNG), "400 BAD_USER_INPUT"),
        ("too large, as it says", file(&pdf((20 << 20) + 1)), "413 FILE_TOO_LARGE"),
    ];
    let long = client.file(&format!("?name={}", "a".repeat(201)), PNG);
    rows.push(("a long name", long, "422 TEXT_TOO_LONG"));
    let mut put = file(PNG);
    *put.method_mut() = ureq::http::Method::PUT;
    rows.push(("by another method", put, "405 BAD_USER_INPUT"));
    check(&office, rows);
    for path in
        ["/files/x", "/files/fil_", "/files/..%2F..%2Fluodi.db", "/files/fil_00000000000000000000000001"]
    {
        assert_eq!(client.get(path).status, 404, "{path}");
    }
    assert_eq!(client.with_token("").get("/files/fil_00000000000000000000000001").status, 401);
    assert_eq!(said(&office.service, &bare(&office, "transfer-encoding: chunked"), &chunks(21 << 20)), 413);
    assert_eq!(said(&office.service, &bare(&office, "content-length: 99999999999"), b""), 413);
    assert_eq!(kept(home).len(), 1);
    let token = office.token("specialist");
    office.close();
    late(home, &token);
}

/// A body that does not come in time.
fn late(home: &Home, token: &str) {
    let environment = vec![("LUODI_REQUEST_SECONDS".into(), "1".into())];
    let service = Service::start(&Options { environment, ..home.options() }).unwrap();
    let head = format!(
        "POST /files?name=a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 100\r\n\r\n"
    );
    assert_eq!(said(&service, &head, PNG), 408);
    assert_eq!(kept(home).len(), 1);
    assert!(service.stop().unwrap().0.success());
}

fn bare(office: &Office<'_>, header: &str) -> String {
    let token = office.token("specialist");
    format!("POST /files?name=a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{header}\r\n\r\n")
}

/// A document in chunks, of at least so many bytes.
fn chunks(size: usize) -> Vec<u8> {
    let mut sent = Vec::new();
    for part in pdf(size).chunks(1 << 16) {
        sent.extend(format!("{:x}\r\n", part.len()).into_bytes());
        sent.extend_from_slice(part);
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b"0\r\n\r\n");
    sent
}

/// The status that is answered to this, sent over a bare connection as far as it is taken.
fn said(service: &Service, head: &str, body: &[u8]) -> u16 {
    let address = service.url("");
    let mut stream = TcpStream::connect(address.trim_start_matches("http://").trim_end_matches('/')).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // It may be refused before all of it is sent.
    let _ = stream.write_all(body);
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    std::str::from_utf8(&answer[9..]).unwrap().parse().unwrap()
}

fn what_is_not_attached(home: &Home) {
    let office = Office::found(home);
    let (client, project) = (&office.specialist, office.id("project"));
    let other = json!({ "name": "另一项目", "track": "NEW_BUILD", "occurredOn": "2024-01-02",
        "landingSpecialistId": office.id("specialist") });
    let other = client.made("registerProject", &other, "project");
    let own = client.uploaded("a.png", PNG);
    let others = office.manager.uploaded("b.png", PNG);
    let attached = client.uploaded("c.png", PNG);
    let attach = |file: &str, subject: Value| json!({ "fileId": file, "subject": subject, "reason": "佐证" });
    client.done("attachFile", &attach(&attached, json!({ "projectId": other })), "");
    let nothing = |prefix: &str| format!("{prefix}_00000000000000000000000001");
    let (on, nowhere) = (json!({ "projectId": project }), json!({ "permitId": nothing("pmt") }));
    let before = office.state();
    for (input, expected) in [
        (attach(&others, on.clone()), "NOT_FOUND input.fileId"),
        (attach(&nothing("fil"), on.clone()), "NOT_FOUND input.fileId"),
        (attach("x", on.clone()), "NOT_FOUND input.fileId"),
        (attach(&attached, on.clone()), "FILE_ATTACHED input.fileId"),
        (attach(&own, nowhere), "NOT_FOUND input.subject.permitId"),
        (attach(&own, json!({ "milestoneId": nothing("mls") })), "NOT_FOUND input.subject.milestoneId"),
        (attach(&own, json!({ "agreementId": nothing("agr") })), "NOT_FOUND input.subject.agreementId"),
        (attach(&own, json!({ "projectId": nothing("prj") })), "NOT_FOUND input.subject.projectId"),
        (
            attach(&own, json!({ "projectId": project, "permitId": office.id("permit") })),
            "400 BAD_USER_INPUT",
        ),
        (attach(&own, json!({})), "400 BAD_USER_INPUT"),
    ] {
        let answer = client.mutate("attachFile", &input, "").unwrap();
        assert_eq!(answer.summary(), expected, "{input}: {}", answer.text);
        assert_eq!(office.state(), before, "{input}");
    }
    // Another's is answered as one that never was, but for its id.
    let text = |file: &str| {
        let answer = client.mutate("attachFile", &attach(file, on.clone()), "").unwrap();
        answer.text.replace(file, "…")
    };
    assert_eq!(text(&others), text(&nothing("fil")));
    client.done("attachFile", &attach(&own, on), "");
    assert_eq!(client.get(&format!("/files/{others}")).status, 404);
    office.close();
}

/// A page of another site has a browser send nothing here.
fn only_our_own_pages_upload(home: &Home) {
    let office = Office::found(home);
    let browser: Browser = signed_in(&office, "specialist", "specialist");
    let request = |path: &str, header: Option<&str>| -> Answer {
        let mut request = browser.request(path, &Value::Null);
        *request.body_mut() = PNG.to_vec();
        request.headers_mut().remove("content-type");
        if let Some(header) = header {
            request.headers_mut().remove(header);
        }
        browser.try_send(request)
    };
    assert_eq!(request("/files?name=a", Some("x-luodi")).summary(), "403 CROSS_SITE");
    assert_eq!(request("/files?name=a", Some("cookie")).summary(), "401 UNAUTHENTICATED");
    assert_eq!(kept(home).len(), 0);
    assert_eq!(request("/files?name=a", None).status, 201);
    assert_eq!(kept(home).len(), 1);
    office.close();
}

fn no_more_than_wait(home: &Home) {
    let office = Office::found(home);
    let client: &Client = &office.specialist;
    let ids: Vec<String> = (0..50).map(|n| client.uploaded(&format!("{n}.png"), PNG)).collect();
    let one_more = || client.send(client.file("?name=a.png", PNG)).unwrap().summary();
    assert_eq!(one_more(), "422 FILES_WAITING");
    assert_eq!(kept(home).len(), 50);
    office.manager.uploaded("b.png", PNG);
    let input = json!({ "fileId": ids[0], "subject": { "projectId": office.id("project") } });
    client.done("attachFile", &input, "");
    assert_eq!(one_more(), "201");
    assert_eq!(one_more(), "422 FILES_WAITING");
    office.close();
}

/// One who sends many at once keeps nobody else out, and those who break off leave nothing.
fn no_more_than_fit_at_once(home: &Home) {
    let office = Office::found(home);
    let head = bare(&office, "content-length: 10000000");
    let part = [head.as_bytes(), &pdf(600 << 10)].concat();
    let address = office.service.url("");
    let address = address.trim_start_matches("http://").trim_end_matches('/');
    let begun = (0..3).map(|_| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(&part).unwrap();
        stream
    });
    let begun: Vec<TcpStream> = begun.collect();
    until("all have begun", || kept(home).len() == 3);
    let one_more = |client: &Client| client.send(client.file("?name=a.png", PNG)).unwrap();
    let refused = one_more(&office.specialist);
    assert_eq!(refused.summary(), "429 RATE_LIMITED", "{}", refused.text);
    assert_eq!(refused.headers["retry-after"], "1");
    assert!(refused.text.contains("until one of them has"), "{}", refused.text);
    assert_eq!(one_more(&office.manager).status, 201);
    drop(begun);
    until("nothing is left of them", || kept(home).len() == 1);
    assert_eq!(one_more(&office.specialist).status, 201);
    office.close();
}

/// So many bytes of one officer in a day, attached or not, and none at all when the disk is nearly full.
fn no_more_than_there_is_room_for(home: &Home) {
    let office = Office::found(home);
    let client = office.specialist.clone();
    let input =
        json!({ "fileId": client.uploaded("a.png", PNG), "subject": { "projectId": office.id("project") } });
    client.done("attachFile", &input, "");
    let before = kept(home);
    let large = "update file set size = 2147483648";
    assert_eq!(wait_for(async { Tables::open(home).await.run(large).await.unwrap() }), 1);
    let one_more = |client: &Client| client.send(client.file("?name=a.png", PNG)).unwrap();
    let refused = one_more(&client);
    assert_eq!(refused.summary(), "422 FILES_DAILY");
    assert!(refused.text.contains("At most 2 GiB of files"), "{}", refused.text);
    assert_eq!(kept(home), before);
    let old = "update file set stored_at = '2024-01-01T00:00:00.000000Z'";
    assert_eq!(wait_for(async { Tables::open(home).await.run(old).await.unwrap() }), 1);
    assert_eq!(one_more(&client).status, 201);
    let (before, token) = (kept(home), office.token("manager"));
    office.close();
    let environment = vec![("LUODI_FILE_GIGABYTES_FREE".into(), "1048576".into())];
    let service = Service::start(&Options { environment, ..home.options() }).unwrap();
    let refused = one_more(&Client::new(&service.url(""), &token));
    assert_eq!(refused.summary(), "503 UNAVAILABLE", "{}", refused.text);
    assert!(refused.text.contains("too little room"), "{}", refused.text);
    assert_eq!((refused.headers["retry-after"].to_str().unwrap(), kept(home)), ("600", before));
    assert!(service.stop().unwrap().0.success());
}

/// In the middle of a file that has gone on in parts, and of one that has not.
fn those_who_break_off_leave_nothing(home: &Home) {
    let office = Office::found(home);
    let head = bare(&office, "content-length: 20000000");
    let address = office.service.url("");
    let address = address.trim_start_matches("http://").trim_end_matches('/');
    for (sent, parts) in [(6 << 20, true), (100 << 10, false)] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(&[head.as_bytes(), &pdf(sent)].concat()).unwrap();
        if parts {
            until("a part lies there", || kept(home).len() == 1);
        }
        drop(stream);
        until("nothing is left of it", || kept(home).is_empty());
    }
    // Its place is free again, and nothing of it comes back.
    office.specialist.uploaded("a.pdf", pdf(6 << 20));
    assert_eq!(kept(home).len(), 1);
    office.close();
}
