//! A provider that is away, hangs, or tells of places where nobody said that it is.

use std::time::{Duration, Instant};

use luodi_testkit::process::free_port;
use luodi_testkit::proxy::{Delay, DelayProxy};
use serde_json::Value;

use super::{Page, Provider, Visitor, reserved, serve};
use crate::service::client::Client;
use crate::service::home::{Ended, Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(
    the_service_goes_on_without_its_provider,
    nobody_waits_for_a_provider_that_hangs,
    without_a_provider_there_is_no_such_door,
    wrong_settings_are_told_at_the_start,
);

#[track_caller]
fn is_away(page: &Page) {
    assert_eq!((page.status, page.retry_after.as_deref()), (503, Some("30")), "{}", page.text);
    assert!(page.text.contains("The identity provider is not available now"), "{}", page.text);
}

/// That whoever asks with a token is answered at once.
#[track_caller]
fn goes_on(client: &Client) {
    let asked = Instant::now();
    assert_eq!(client.query("{ viewer { role } }", &Value::Null)["viewer"]["role"], "SPECIALIST");
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}

fn the_service_goes_on_without_its_provider(home: &Home) {
    let mut office = Office::found(home);
    let ((held, port), away) = (reserved(), free_port().unwrap());
    let base = format!("http://127.0.0.1:{port}");
    let (start, client) =
        (format!("{base}/session/oidc/start"), Client::new(&base, &office.token("specialist")));
    drop(held);
    office.service = serve(home, port, &format!("http://127.0.0.1:{away}"), &[]);
    // Nobody is there when the service starts; then somebody is, and goes.
    is_away(&Visitor::new().get(&start));
    goes_on(&client);
    let provider = Provider::start(away, &base, 0);
    let mut visitor = Visitor::new();
    let sent = visitor.get(&start);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let back = visitor.through(sent.location.unwrap(), "anybody");
    provider.stop();
    is_away(&visitor.get(&back));
    is_away(&Visitor::new().get(&start));
    goes_on(&client);
    office.close();
}

fn nobody_waits_for_a_provider_that_hangs(home: &Home) {
    let mut office = Office::found(home);
    let ((held, port), behind) = (reserved(), free_port().unwrap());
    let base = format!("http://127.0.0.1:{port}");
    let (start, client) =
        (format!("{base}/session/oidc/start"), Client::new(&base, &office.token("specialist")));
    let provider = Provider::start(behind, &base, 0);
    let proxy = DelayProxy::start(([127, 0, 0, 1], behind).into(), Delay::default()).unwrap();
    drop(held);
    office.service = serve(home, port, &format!("http://{}", proxy.address()), &[]);
    // It takes calls and says nothing. Whoever signs in waits for a while, and nobody else does.
    proxy.blackhole(true);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..40).map(|_| scope.spawn(|| Visitor::new().get(&start))).collect();
        std::thread::sleep(Duration::from_millis(200));
        goes_on(&client);
        for visitor in visitors {
            assert_eq!(visitor.join().unwrap().status, 503);
        }
    });
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    proxy.drop_all();
    proxy.blackhole(false);
    // It calls itself by another name than the settings do: nobody is sent there.
    is_away(&Visitor::new().get(&start));
    assert!(office.service.log().contains("it calls itself"), "{}", office.service.log());
    provider.stop();
    office.close();
}

fn without_a_provider_there_is_no_such_door(home: &Home) {
    let service = home.serve();
    for path in ["", "/start", "/callback", "/end"] {
        let page = Visitor::new().get(&service.url(&format!("/session/oidc{path}")));
        assert_eq!(page.status, 404, "{path}");
    }
}

fn wrong_settings_are_told_at_the_start(home: &Home) {
    let rows: [(&[(&str, &str)], &str); 3] = [
        (&[("LUODI_OIDC_CLIENT_ID", "luodi")], "oidc.issuer is missing"),
        (&[("LUODI_OIDC_ISSUER", "http://id.example.cn")], "oidc.issuer must be an https:// address"),
        (
            &[("LUODI_OIDC_ISSUER", "https://id.example.cn"), ("LUODI_OIDC_CLIENT_ID", "luodi")],
            "oidc.redirect_base is missing",
        ),
    ];
    home.ran(&["init", "--province", "甘肃省", "--agency", "招商落地办", "--officer", "管理员"]);
    for (environment, expected) in rows {
        for command in ["serve", "doctor"] {
            let mut command = home.command(&[command]);
            let ended = Ended::of(command.envs(environment.iter().copied()));
            let said = format!("{}{}", ended.stdout, ended.stderr);
            assert!(ended.code == Some(1) && said.contains(expected), "{environment:?} {said}");
        }
    }
}
