//! What pages of other sites can have a browser send does nothing.

use serde_json::json;
use ureq::http::{HeaderValue, Request};

use super::office_of;
use crate::service::client::mutation;
use crate::service::home::{Home, in_both_homes};

in_both_homes!(only_our_own_pages_use_a_session);

/// A header to put in place of what a page of ours sends; nothing leaves it out.
type Header = (&'static str, Option<&'static str>);

fn changed(mut request: Request<Vec<u8>>, headers: &[Header]) -> Request<Vec<u8>> {
    for (name, value) in headers {
        request.headers_mut().remove(*name);
        if let Some(value) = value {
            request.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
    }
    request
}

fn only_our_own_pages_use_a_session(home: &Home) {
    let (office, browser) = office_of(home);
    let before = office.state();
    let input = json!({ "name": "不应有此企业" });
    let body = json!({ "query": mutation("createEnterprise", "enterprise { id }"), "variables": { "input": input } });
    let foreign = Some("https://evil.example");
    let rows: [(&str, &[Header], &str); 7] = [
        ("no header of ours", &[("x-luodi", None)], "403 CROSS_SITE"),
        ("a foreign page", &[("origin", foreign)], "403 CROSS_SITE"),
        ("a page without an origin", &[("origin", Some("null"))], "403 CROSS_SITE"),
        ("another port", &[("origin", Some("http://127.0.0.1:1"))], "403 CROSS_SITE"),
        ("a form", &[("content-type", Some("text/plain"))], "415 BAD_USER_INPUT"),
        (
            "a host that anybody may claim",
            &[("origin", foreign), ("x-forwarded-host", Some("evil.example"))],
            "403 CROSS_SITE",
        ),
        ("no cookie", &[("cookie", None)], "401 UNAUTHENTICATED"),
    ];
    for (name, headers, expected) in rows {
        let answer = browser.try_send(changed(browser.request("/graphql", &body), headers));
        assert_eq!(answer.summary(), expected, "{name}: {}", answer.text);
        if name != "a form" && name != "no cookie" {
            // Neither is anybody signed out, nor a password changed.
            for (path, body) in [("/logout", json!({})), ("/password", json!({ "current": "a", "new": "b" }))]
            {
                let answer = browser.try_send(changed(browser.request(path, &body), headers));
                assert_eq!(answer.summary(), expected, "{path} {name}: {}", answer.text);
            }
        }
    }
    let two = format!("__Host-luodi={0}; __Host-luodi={0}", browser.cookie.as_ref().unwrap());
    let mut request = browser.request("/graphql", &body);
    request.headers_mut().insert("cookie", two.parse().unwrap());
    assert_eq!(browser.try_send(request).summary(), "401 UNAUTHENTICATED");
    assert_eq!(office.state(), before);

    // A client that is no browser names no origin; one that has a token needs no header.
    let answer = browser.try_send(changed(browser.request("/graphql", &body), &[("origin", None)]));
    assert_eq!(answer.body["data"]["createEnterprise"]["errors"], json!([]), "{}", answer.text);
    let bearer = office.administrator.request(body.to_string());
    let answer = browser.try_send(changed(bearer, &[("origin", foreign)]));
    assert_eq!(answer.body["data"]["createEnterprise"]["errors"], json!([]), "{}", answer.text);
    assert_eq!(browser.who(), r#"{"viewer":{"role":"SPECIALIST"}}"#);
    office.close();
}
