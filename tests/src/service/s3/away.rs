//! A store that refuses, is away, hangs, or forgets: whoever asks for a file is told so in time, nothing else suffers, and
//! nothing has changed.

use std::time::{Duration, Instant};

use luodi_testkit::process::{Options, free_port};
use luodi_testkit::proxy::{Delay, DelayProxy};
use serde_json::{Value, json};

use super::{Store, environment};
use crate::service::client::Client;
use crate::service::commands::until;
use crate::service::files::{PNG, kept, pdf};
use crate::service::home::{Home, in_both_homes, in_both_homes_with_bucket};
use crate::service::office::Office;

in_both_homes!(a_store_that_is_killed_and_comes_back, nobody_waits_for_a_store_that_hangs);
in_both_homes_with_bucket!(a_store_that_does_not_let_us, two_replicas_share_a_bucket);

/// That nothing can be uploaded, which is told within so long, in words of ours.
#[track_caller]
fn is_away(client: &Client, within: Duration) {
    let asked = Instant::now();
    let answer = client.send(client.file("?name=a.pdf", pdf(6 << 20))).unwrap();
    assert_eq!(answer.summary(), "503 UNAVAILABLE", "{}", answer.text);
    assert_eq!(answer.headers["retry-after"], "1");
    assert!(asked.elapsed() < within, "{:?}", asked.elapsed());
    for internal in ["127.0.0.1", "AKIA", "secret of", "Signature", "S3", "bucket"] {
        assert!(!answer.text.contains(internal), "{}", answer.text);
    }
}

/// That whoever asks for something else is answered at once.
#[track_caller]
fn goes_on(client: &Client) {
    let asked = Instant::now();
    assert_eq!(client.query("{ viewer { role } }", &Value::Null)["viewer"]["role"], "SPECIALIST");
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}

/// Whatever the reason, it is in the log, the secret is not, and nothing panicked.
#[track_caller]
fn ends(office: Office<'_>, expected: &str) {
    let (status, log) = office.service.stop().unwrap();
    assert!(status.success() && log.contains(expected) && !log.contains("panicked"), "{status}\n{log}");
    assert!(!log.contains("secret of"), "{log}");
}

fn a_store_that_does_not_let_us(home: &Home) {
    let mut office = Office::found(home);
    let attached = office.specialist.uploaded("a.png", PNG);
    let input = json!({ "fileId": attached, "subject": { "projectId": office.id("project") } });
    office.specialist.done("attachFile", &input, "");
    let (token, before, lying) = (office.token("specialist"), office.state(), kept(home));
    for (settings, reads, expected) in [
        (vec![("LUODI_S3_SECRET_ACCESS_KEY", "another")], false, "SignatureDoesNotMatch"),
        (vec![("LUODI_S3_ACCESS_KEY_ID", "AKIAnobody")], false, "InvalidAccessKeyId"),
        (
            vec![
                ("LUODI_S3_ACCESS_KEY_ID", "AKIAreader"),
                ("LUODI_S3_SECRET_ACCESS_KEY", "secret of reader"),
            ],
            true,
            "AccessDenied",
        ),
        (vec![("LUODI_S3_BUCKET", "another")], false, "NoSuchBucket"),
    ] {
        assert!(office.service.stop().unwrap().0.success());
        let doctor =
            crate::service::home::Ended::of(home.command(&["doctor"]).envs(settings.iter().copied()));
        assert_eq!(doctor.code, Some(1), "{expected}: {}", doctor.stdout);
        let said = doctor.stdout.lines().find(|line| line.starts_with("附件 / files: ")).unwrap();
        assert!(said.contains("the store of files"), "{said}");
        assert!(doctor.stdout.contains(expected), "{}", doctor.stdout);
        let mut options = home.options();
        options.environment.extend(settings.iter().map(|(name, value)| (name.into(), value.into())));
        office.service = luodi_testkit::process::Service::start(&options).unwrap();
        let client = Client::new(&office.service.url(""), &token);
        is_away(&client, Duration::from_secs(5));
        let small = client.send(client.file("?name=a.png", PNG)).unwrap();
        assert_eq!(small.summary(), "503 UNAVAILABLE", "{}", small.text);
        let read = client.get(&format!("/files/{attached}"));
        assert_eq!(read.status, if reads { 200 } else { 503 }, "{expected}: {}", read.text);
        goes_on(&client);
        assert_eq!(kept(home), lying, "{expected}");
        let log = office.service.log();
        assert!(log.contains(expected) && !log.contains("secret of"), "{log}");
    }
    assert!(office.service.stop().unwrap().0.success());
    office.service = home.serve();
    office.manager = Client::new(&office.service.url(""), &office.token("manager"));
    assert_eq!(office.state(), before);
    let client = Client::new(&office.service.url(""), &token);
    assert_eq!(client.get(&format!("/files/{attached}")).bytes, PNG);
    assert!(
        home.ran(&["doctor"]).contains(&format!("附件 / files: ok ({}/", home.bucket().unwrap().endpoint()))
    );
    office.close();
}

/// One database, two services, no folder that both see.
fn two_replicas_share_a_bucket(home: &Home) {
    let office = Office::found(home);
    let other = home.serve();
    let (first, second) = (&office.specialist, Client::new(&other.url(""), &office.token("specialist")));
    let large = pdf(7 << 20);
    let file = first.uploaded("a.pdf", large.clone());
    assert_eq!(second.get(&format!("/files/{file}")).bytes, large);
    let input = json!({ "fileId": file, "subject": { "projectId": office.id("project") } });
    second.done("attachFile", &input, "");
    assert_eq!(first.get(&format!("/files/{file}")).bytes, large);
    assert!(!home.folder().join("files").exists(), "nothing lies in a folder");
    assert!(other.stop().unwrap().0.success());
    office.close();
}

fn a_store_that_is_killed_and_comes_back(home: &Home) {
    let port = free_port().unwrap();
    let mut office = Office::found(home);
    // Nobody is there when the service starts.
    let environment = environment(&format!("http://127.0.0.1:{port}"));
    office.service.stop().unwrap();
    let mut options: Options = home.options();
    options.environment.extend(environment);
    office.service = luodi_testkit::process::Service::start(&options).unwrap();
    let client = Client::new(&office.service.url(""), &office.token("specialist"));
    is_away(&client, Duration::from_secs(5));
    goes_on(&client);
    let store = Store::start(port);
    let file = client.uploaded("a.pdf", pdf(6 << 20));
    // That, and whose the place is.
    assert_eq!(store.keys().len(), 2);
    store.kill();
    is_away(&client, Duration::from_secs(5));
    let answer = client.get(&format!("/files/{file}"));
    assert_eq!(answer.summary(), "503 UNAVAILABLE", "{}", answer.text);
    goes_on(&client);
    // It has forgotten everything, and takes what comes.
    let store = Store::start(port);
    let again = client.uploaded("a.pdf", pdf(6 << 20));
    assert_eq!(client.get(&format!("/files/{again}")).bytes, pdf(6 << 20));
    assert_eq!((store.keys().len(), store.uploads()), (1, Vec::new()));
    ends(office, "the place where files are kept fails");
}

fn nobody_waits_for_a_store_that_hangs(home: &Home) {
    let mut office = Office::found(home);
    let store = Store::at_hand();
    let proxy = DelayProxy::start(([127, 0, 0, 1], store.port()).into(), Delay::default()).unwrap();
    office.service.stop().unwrap();
    let mut options: Options = home.options();
    options.environment.extend(environment(&format!("http://{}", proxy.address())));
    // Half of this is how long a call may take.
    options.environment.push(("LUODI_REQUEST_SECONDS".into(), "8".into()));
    office.service = luodi_testkit::process::Service::start(&options).unwrap();
    let client = Client::new(&office.service.url(""), &office.token("specialist"));
    let large = pdf(6 << 20);
    let file = client.uploaded("a.pdf", large.clone());
    // It takes calls and says nothing. Whoever wants a file waits for a while, and nobody else does.
    proxy.blackhole(true);
    let asked = Instant::now();
    std::thread::scope(|scope| {
        let readers: Vec<_> =
            (0..40).map(|_| scope.spawn(|| client.get(&format!("/files/{file}")).status)).collect();
        let writer = scope.spawn(|| is_away(&client, Duration::from_secs(12)));
        std::thread::sleep(Duration::from_millis(200));
        goes_on(&client);
        for reader in readers {
            assert_eq!(reader.join().unwrap(), 503);
        }
        writer.join().unwrap();
    });
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
    proxy.drop_all();
    proxy.blackhole(false);
    assert_eq!(client.get(&format!("/files/{file}")).bytes, large);
    client.uploaded("b.pdf", large);
    // Both, and whose the place is.
    until("nothing else is left there", || (store.keys().len(), store.uploads().len()) == (3, 0));
    ends(office, "the place where files are kept fails");
}
