//! Those who come in, and how they leave.

use serde_json::{Value, json};

use super::{Reception, SECRET, SUBJECT, Visitor};
use crate::service::client::Client;
use crate::service::home::{Home, in_both_homes};

in_both_homes!(
    a_linked_officer_signs_in,
    addresses_can_be_named_instead_of_discovered,
    clients_of_other_kinds_are_served,
    sessions_end_with_the_link,
);

const SPECIALIST: &str = r#"{"viewer":{"role":"SPECIALIST"}}"#;
const NOBODY: &str = "401 UNAUTHENTICATED";

fn a_linked_officer_signs_in(home: &Home) {
    let reception = Reception::open(home);
    let mut visitor = Visitor::new();
    let about: Value = serde_json::from_str(&visitor.get(&reception.url("/session/oidc")).text).unwrap();
    assert_eq!(about, json!({ "label": "统一身份认证登录", "start": "/session/oidc/start" }));

    let page = visitor.get(&reception.url("/session/oidc/start?to=/projects%3Ftext%3Da"));
    let ticket = &page.set[0];
    assert!(
        ticket.starts_with("luodi-oidc=")
            && ticket.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"),
        "{ticket}"
    );
    let sent = page.location.unwrap();
    assert!(
        sent.starts_with(&format!("{}/auth?response_type=code&client_id=luodi&", reception.provider.issuer)),
        "{sent}"
    );
    for part in ["&state=", "&nonce=", "&code_challenge=", "&code_challenge_method=S256", "&scope=openid"] {
        assert_eq!(sent.matches(part).count(), 1, "{part} in {sent}");
    }
    let back = visitor.through(sent, SUBJECT);
    let page = visitor.get(&back);
    assert_eq!((page.status, page.location), (303, Some(reception.url("/projects?text=a"))), "{}", page.text);
    assert_eq!(reception.who(&visitor), SPECIALIST);
    let kept: Vec<&String> = visitor.cookies[&reception.base].keys().collect();
    assert_eq!(kept, ["luodi"], "the ticket is given back");
    let session = visitor.cookies[&reception.base]["luodi"].clone();
    let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap();

    // Signing in once more ends what the browser had before.
    let before = visitor.clone();
    assert_eq!(reception.signed_in(&mut visitor, SUBJECT).status, 303);
    assert_eq!((reception.who(&visitor).as_str(), reception.who(&before).as_str()), (SPECIALIST, NOBODY));

    let out = visitor.get(&reception.url("/session/oidc/end")).location.unwrap();
    let end = format!("{}/session/end?client_id=luodi&post_logout_redirect_uri=", reception.provider.issuer);
    assert!(out.starts_with(&end), "{out}");
    assert_eq!(visitor.get(&out).status, 200, "the provider asks whether to sign out");
    reception.close(&[&session, code, state]);
}

/// As in a network whose provider has no discovery.
fn addresses_can_be_named_instead_of_discovered(home: &Home) {
    let named = [
        ("LUODI_OIDC_DISCOVERY_URL", "{issuer}/nowhere"),
        ("LUODI_OIDC_AUTHORIZATION_ENDPOINT", "{issuer}/auth"),
        ("LUODI_OIDC_TOKEN_ENDPOINT", "{issuer}/token"),
        ("LUODI_OIDC_JWKS_URI", "{issuer}/jwks"),
        ("LUODI_OIDC_LABEL", "宁政通"),
    ];
    let reception = Reception::with(home, 0, &named);
    let mut visitor = Visitor::new();
    assert!(visitor.get(&reception.url("/session/oidc")).text.contains("宁政通"));
    let page = reception.signed_in(&mut visitor, SUBJECT);
    assert_eq!((page.status, reception.who(&visitor).as_str()), (303, SPECIALIST), "{}", page.text);
    let page = visitor.get(&reception.url("/session/oidc/end"));
    assert_eq!(page.status, 404, "nobody named where to sign out: {}", page.text);
    reception.close(&[]);
}

fn clients_of_other_kinds_are_served(home: &Home) {
    // Keys on a curve; and a client without a secret, whose proof key has to do.
    for settings in [
        [("LUODI_OIDC_CLIENT_ID", "luodi-es256"), ("LUODI_OIDC_CLIENT_SECRET", SECRET)],
        [("LUODI_OIDC_CLIENT_ID", "luodi-public"), ("LUODI_OIDC_CLIENT_SECRET", "")],
    ] {
        let home = Home::like(home);
        let reception = Reception::with(&home, 0, &settings);
        let mut visitor = Visitor::new();
        let page = reception.signed_in(&mut visitor, SUBJECT);
        assert_eq!(
            (page.status, reception.who(&visitor).as_str()),
            (303, SPECIALIST),
            "{settings:?} {}",
            page.text
        );
        reception.close(&[]);
    }
}

fn sessions_end_with_the_link(home: &Home) {
    let reception = Reception::open(home);
    let mut visitor = Visitor::new();
    reception.signed_in(&mut visitor, SUBJECT);
    let listed = home.ran(&["user", "list"]);
    assert!(listed.contains(&format!("is {SUBJECT} at {}", reception.provider.issuer)), "{listed}");
    let issuer = reception.provider.issuer.as_str();
    let taken = home.run(&["user", "link", "maxm", "--issuer", issuer, "--subject", SUBJECT]);
    assert_eq!(taken.code, Some(1), "{}", taken.stdout);
    assert_eq!(reception.who(&visitor), SPECIALIST);

    home.ran(&["user", "unlink", "maxm", "--issuer", issuer, "--subject", SUBJECT]);
    assert_eq!(reception.who(&visitor), NOBODY);
    let gone = home.run(&["user", "unlink", "maxm", "--issuer", issuer, "--subject", SUBJECT]);
    assert!(gone.code == Some(1) && gone.stderr.contains("no such object"), "{}", gone.stderr);
    let page = reception.signed_in(&mut visitor, SUBJECT);
    assert_eq!((page.status, reception.who(&visitor).as_str()), (403, NOBODY));

    // Linked once more, and out of service.
    home.ran(&["user", "link", "maxm", "--issuer", issuer, "--subject", SUBJECT]);
    reception.signed_in(&mut visitor, SUBJECT);
    assert_eq!(reception.who(&visitor), SPECIALIST);
    let administrator = Client::new(&reception.base, &reception.office.token("administrator"));
    let office = &reception.office;
    let hand_over = json!({ "fromOfficerId": office.id("specialist"), "toOfficerId": office.id("colleague"), "deactivate": true });
    administrator.done("handOverOfficer", &hand_over, "");
    assert_eq!(reception.who(&visitor), NOBODY);
    let page = reception.signed_in(&mut visitor, SUBJECT);
    assert_eq!((page.status, reception.who(&visitor).as_str()), (403, NOBODY));
    assert!(
        page.text.contains(SUBJECT) && page.text.contains(issuer),
        "whom to name to the administrator: {}",
        page.text
    );
    reception.close(&[]);
}
