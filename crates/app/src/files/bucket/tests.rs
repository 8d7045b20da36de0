//! What is said to a store, held against one that answers what a test has it answer. What a real one makes of it is tried by
//! the tests of the whole service.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::TryStreamExt as _;
use http::{Request, Response};
use luodi_domain::ids::FileId;
use object_store::path::Path;

use super::{Bucket, Carrier, CarryError, CarryFault, Opened};
use crate::files::{Vault, VaultError};

type Answer = Result<Response<Bytes>, CarryError>;

/// Answers one thing after another, and keeps what it was asked.
#[derive(Debug, Default)]
struct Script {
    asked: Mutex<Vec<Request<Bytes>>>,
    answers: Mutex<VecDeque<Answer>>,
}

impl Script {
    fn of(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Arc::new(Self { asked: Mutex::default(), answers: Mutex::new(answers.into_iter().collect()) })
    }

    /// Methods and addresses.
    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
    }

    fn header(&self, nth: usize, name: &str) -> String {
        self.asked.lock().unwrap()[nth].headers()[name].to_str().unwrap().to_owned()
    }
}

impl Carrier for Script {
    fn patience(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry(&self, request: Request<Bytes>) -> Answer {
        self.asked.lock().unwrap().push(request);
        let next = self.answers.lock().unwrap().pop_front();
        next.unwrap_or_else(|| answer(500, &[], "there is no more of it"))
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    let unfit = |error: http::Error| CarryError { fault: CarryFault::Other, text: error.to_string() };
    answer.body(body.to_owned().into()).map_err(unfit)
}

fn broken(fault: CarryFault) -> Answer {
    Err(CarryError { fault, text: "it broke".to_owned() })
}

fn bucket() -> Bucket {
    Bucket {
        endpoint: "https://s3.example.cn".to_owned(),
        name: "luodi".to_owned(),
        region: "cn-north-1".to_owned(),
        access_key_id: "LTAI5t".to_owned(),
        secret_access_key: "hunter2".to_owned(),
        prefix: "office".to_owned(),
        virtual_host: false,
    }
}

fn file() -> FileId {
    FileId::parse("fil_0000000000000000000000000a").unwrap()
}

const PLACE: &str = "office/0a/fil_0000000000000000000000000a";

#[tokio::test]
async fn keys_are_made_from_ids_below_our_root_in_either_form_of_address() {
    let in_name = Bucket { virtual_host: true, ..bucket() };
    let whole = Bucket { prefix: String::new(), ..bucket() };
    for (bucket, expected) in [
        (bucket(), format!("DELETE https://s3.example.cn/luodi/{PLACE}")),
        (in_name, format!("DELETE https://luodi.s3.example.cn/{PLACE}")),
        (whole, format!("DELETE https://s3.example.cn/luodi/{}", PLACE.trim_start_matches("office/"))),
    ] {
        let script = Script::of([answer(204, &[], "")]);
        let vault = Vault::in_bucket(bucket, script.clone()).unwrap();
        vault.remove(file()).await.unwrap();
        assert_eq!(script.asked(), [expected]);
        let signature = script.header(0, "authorization");
        assert!(signature.starts_with("AWS4-HMAC-SHA256 Credential=LTAI5t/"), "{signature}");
        assert!(signature.contains("/cn-north-1/s3/aws4_request"), "{signature}");
        assert!(!format!("{vault:?} {:?}", script.asked.lock().unwrap()).contains("hunter2"));
    }
}

#[tokio::test]
async fn a_moment_is_waited_out_and_no_more() {
    let (busy, gone) =
        (|| answer(503, &[], "<Error><Code>SlowDown</Code></Error>"), || broken(CarryFault::NotReached));
    for (answers, calls, expected) in [
        (vec![busy(), gone(), answer(204, &[], "")], 3, "Ok(())"),
        (vec![busy(), busy(), busy(), answer(204, &[], "")], 3, "503"),
        (vec![gone(), gone(), gone(), answer(204, &[], "")], 3, "it broke"),
        (vec![answer(403, &[], "<Error><Code>AccessDenied</Code></Error>")], 1, "Denied(\"AccessDenied\")"),
        (vec![answer(404, &[], "<Error><Code>NoSuchBucket</Code></Error>")], 1, "NoBucket"),
        // Gone elsewhere, it would follow an answer.
        (vec![answer(307, &[("location", "http://169.254.169.254/")], "")], 1, "307"),
    ] {
        let script = Script::of(answers);
        let vault = Vault::in_bucket(bucket(), script.clone()).unwrap();
        let removed = format!("{:?}", vault.remove(file()).await);
        assert!(removed.contains(expected), "{expected}: {removed}");
        assert_eq!(script.asked().len(), calls, "{expected}");
    }
}

/// The head of a file of so many bytes.
fn head(size: usize) -> Answer {
    let size = size.to_string();
    let headers =
        [("content-length", &*size), ("last-modified", "Mon, 05 Jan 2026 00:00:00 GMT"), ("etag", "\"a\"")];
    answer(200, &headers, "")
}

/// A part of it.
fn part(range: &str, body: &str) -> Answer {
    let length = body.len().to_string();
    let headers = [
        ("content-range", range),
        ("content-length", &*length),
        ("last-modified", "Mon, 05 Jan 2026 00:00:00 GMT"),
        ("etag", "\"a\""),
    ];
    answer(206, &headers, body)
}

#[tokio::test]
async fn a_file_is_read_part_by_part_while_it_is_the_same() {
    let (mebibyte, size) = ("x".repeat(1 << 20), (1 << 20) + 3);
    let script = Script::of([
        head(size),
        part("bytes 0-1048575/1048579", &mebibyte),
        part("bytes 1048576-1048578/1048579", "end"),
    ]);
    let vault = Vault::in_bucket(bucket(), script.clone()).unwrap();
    let content = vault.read(file()).await.unwrap();
    assert_eq!((content.size, script.asked().len()), (size as u64, 2), "the rest when it is wanted");
    let parts: Vec<Bytes> = content.bytes.try_collect().await.unwrap();
    assert_eq!(parts.concat(), format!("{mebibyte}end").into_bytes());
    assert_eq!(
        (script.header(2, "range"), script.header(2, "if-match")),
        ("bytes=1048576-1048578".to_owned(), "\"a\"".to_owned())
    );

    let changed = || answer(412, &[], "<Error><Code>PreconditionFailed</Code></Error>");
    let script = Script::of([head(size), part("bytes 0-1048575/1048579", &mebibyte), changed()]);
    let content = Vault::in_bucket(bucket(), script).unwrap().read(file()).await.unwrap();
    assert!(content.bytes.try_collect::<Vec<Bytes>>().await.is_err(), "another one has no end of this one");
    // Before the first byte, whoever asks still hears it.
    let script = Script::of([head(size), changed()]);
    let read = Vault::in_bucket(bucket(), script).unwrap().read(file()).await;
    assert!(matches!(read.map(|content| content.size), Err(VaultError::Store(_))));
}

#[tokio::test]
async fn a_missing_file_is_told_from_a_missing_bucket() {
    let empty = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
    let listed = answer(200, &[], empty);
    let none = answer(404, &[], "<Error><Code>NoSuchBucket</Code></Error>");
    for (looked, expected) in [(listed, "Missing"), (none, "NoBucket"), (broken(CarryFault::Other), "Store(")]
    {
        let script = Script::of([answer(404, &[], ""), looked]);
        let read = Vault::in_bucket(bucket(), script).unwrap().read(file()).await;
        let told = format!("{:?}", read.map(|content| content.size));
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

fn begun(key: &str, id: &str, at: &str) -> String {
    format!("<Upload><Key>{key}</Key><UploadId>{id}</UploadId><Initiated>{at}</Initiated></Upload>")
}

async fn ended(answers: impl IntoIterator<Item = Answer>) -> (String, Vec<String>) {
    let script = Script::of(answers);
    let opened = Opened::new(bucket(), script.clone());
    let before: DateTime<Utc> = "2026-01-05T00:00:00Z".parse().unwrap();
    let is_ours = |place: &Path| place.as_ref().starts_with("office/0a/");
    let ended = opened.end_uploads(&opened.store().unwrap(), before, is_ours).await;
    (format!("{ended:?}"), script.asked())
}

#[tokio::test]
async fn uploads_that_never_ended_are_ended_page_by_page() {
    let (old, young) = ("2026-01-04T23:59:59.000Z", "2026-01-05T00:00:00.000Z");
    let page = |uploads: &[String], rest: &str| {
        answer(
            200,
            &[],
            &format!("<ListMultipartUploadsResult>{}{rest}</ListMultipartUploadsResult>", uploads.concat()),
        )
    };
    let more = "<IsTruncated>true</IsTruncated><NextKeyMarker>office/0a/b c</NextKeyMarker>\
                <NextUploadIdMarker>2+/=</NextUploadIdMarker>";
    let answers = [
        page(&[begun(PLACE, "1", old), begun(PLACE, "2", young), begun("office/elsewhere", "3", old)], more),
        answer(204, &[], ""),
        page(
            &[begun("office/0a/x", "4", old), begun("office/0a/y", "5", old)],
            "<IsTruncated>false</IsTruncated>",
        ),
        // Somebody else was there first.
        answer(404, &[], "<Error><Code>NoSuchUpload</Code></Error>"),
        answer(204, &[], ""),
    ];
    let list = "GET https://s3.example.cn/luodi/?uploads=&prefix=office";
    let expected = [
        list.to_owned(),
        format!("DELETE https://s3.example.cn/luodi/{PLACE}?uploadId=1"),
        format!("{list}&key-marker=office%2F0a%2Fb%20c&upload-id-marker=2%2B%2F%3D"),
        "DELETE https://s3.example.cn/luodi/office/0a/x?uploadId=4".to_owned(),
        "DELETE https://s3.example.cn/luodi/office/0a/y?uploadId=5".to_owned(),
    ];
    assert_eq!(ended(answers).await, ("Ok(2)".to_owned(), expected.to_vec()));
}

#[tokio::test]
async fn a_store_without_such_a_list_has_none_to_end() {
    for (given, expected) in [
        (answer(501, &[], "<Error><Code>NotImplemented</Code></Error>"), "Ok(0)"),
        (answer(200, &[], "<ListMultipartUploadsResult/>"), "Ok(0)"),
        (answer(403, &[], "<Error><Code>AccessDenied</Code></Error>"), "403"),
        (answer(200, &[], "<html>"), "MissingEndTag"),
        (broken(CarryFault::Late), "it broke"),
    ] {
        let (told, asked) = ended([given]).await;
        assert!(told.contains(expected), "{expected}: {told}");
        assert_eq!(asked.len(), 1, "{expected}");
    }
}

/// Takes its time.
#[derive(Debug)]
struct Slow;

impl Carrier for Slow {
    fn patience(&self) -> Duration {
        Duration::from_millis(400)
    }

    fn carry(&self, _: Request<Bytes>) -> Answer {
        std::thread::sleep(self.patience());
        answer(204, &[], "")
    }
}

#[tokio::test]
async fn no_more_threads_wait_than_may() {
    let vault = Vault::in_bucket(bucket(), Arc::new(Slow)).unwrap();
    let removed = futures::future::join_all((0..40).map(|_| vault.remove(file()))).await;
    let waited = removed.iter().filter(|removed| removed.is_ok()).count();
    let told = removed.into_iter().find_map(Result::err).unwrap().to_string();
    assert!(waited == 32 && told.contains("too many calls wait"), "{waited}: {told}");
}
