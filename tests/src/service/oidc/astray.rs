//! Those who do not come in: whatever does not fit together is refused, and nobody is signed in by it.

use super::{Page, Reception, SUBJECT, Visitor};
use crate::service::home::{Home, in_both_homes, wait_for};
use crate::service::tables::Tables;

in_both_homes!(
    what_does_not_fit_together_is_refused,
    a_token_that_does_not_hold_is_refused,
    nobody_is_sent_elsewhere,
);

/// How what a browser brings back is changed on the way.
type Change = fn(&str) -> String;

#[track_caller]
fn refused(reception: &Reception<'_>, visitor: &Visitor, page: &Page, status: u16, text: &str) {
    assert!(page.status == status && page.text.contains(text), "{} {}", page.status, page.text);
    assert!(page.set.is_empty() && page.location.is_none(), "{:?} {:?}", page.set, page.location);
    assert_eq!(reception.who(visitor), "401 UNAUTHENTICATED");
}

fn what_does_not_fit_together_is_refused(home: &Home) {
    const STRAYED: &str = "not begun in this browser";
    let reception = Reception::open(home);
    let fresh = |visitor: &mut Visitor| {
        let sent = reception.sent(visitor);
        visitor.through(sent, SUBJECT)
    };

    // Somebody else's way back, in this browser: he would work as that one and not know it.
    let (mut visitor, mut other) = (Visitor::new(), Visitor::new());
    let back = fresh(&mut other);
    refused(&reception, &visitor, &visitor.clone().get(&back), 401, STRAYED);
    let _ = fresh(&mut visitor);
    refused(&reception, &visitor, &visitor.clone().get(&back), 401, STRAYED);
    // Which takes nothing from the one whose it is.
    assert_eq!(other.get(&back).status, 303);
    // And not twice.
    let mut again = Visitor::new();
    let back = fresh(&mut again);
    let ticket = again.clone();
    assert_eq!(again.get(&back).status, 303);
    refused(&reception, &ticket, &ticket.clone().get(&back), 401, STRAYED);

    // A state that never was, none, and two.
    let mut visitor = Visitor::new();
    let back = fresh(&mut visitor);
    let (address, query) = back.split_once('?').unwrap();
    let state = query.split('&').find(|part| part.starts_with("state=")).unwrap();
    for (query, status, text) in [
        (query.replace(state, "state=0"), 401, STRAYED),
        (query.replace(state, "a=b"), 401, STRAYED),
        (format!("{query}&{state}"), 400, "not valid"),
        (String::new(), 401, STRAYED),
    ] {
        refused(&reception, &visitor, &visitor.clone().get(&format!("{address}?{query}")), status, text);
    }
    // It was for none of these.
    assert_eq!(visitor.get(&back).status, 303);

    // Another provider's answer, a code that is none, none at all, and a provider that lets nobody in.
    let rows: [(Change, u16, &str); 4] = [
        (|query| query.replace("iss=http", "iss=https"), 401, STRAYED),
        (|query| query.replace("code=", "code=0"), 401, "did not let you in"),
        (|query| query.replace("code=", "a="), 400, "not valid"),
        (|query| query.replace("code=", "error="), 401, "did not let you in"),
    ];
    for (change, status, text) in rows {
        let mut visitor = Visitor::new();
        let back = fresh(&mut visitor);
        let (address, query) = back.split_once('?').unwrap();
        let page = visitor.clone().get(&format!("{address}?{}", change(query)));
        refused(&reception, &visitor, &page, status, text);
    }
    let mut visitor = Visitor::new();
    let sent = reception.sent(&mut visitor);
    let back = visitor.turn_back(sent);
    assert!(back.contains("error=access_denied"), "{back}");
    refused(&reception, &visitor, &visitor.clone().get(&back), 401, "did not let you in");

    // Somebody whom the provider knows, and nobody here: no account is made for him.
    let accounts = home.ran(&["user", "list"]);
    let mut stranger = Visitor::new();
    let page = reception.signed_in(&mut stranger, "somebody%3Cb%3E");
    refused(&reception, &stranger, &page, 403, "Ask the administrator of your office");
    assert!(page.text.contains("somebody&lt;b&gt;"), "{}", page.text);
    assert_eq!(home.ran(&["user", "list"]), accounts);
    reception.close(&[]);
}

/// The provider is a real one; what its token is held against is not what it was sent.
fn a_token_that_does_not_hold_is_refused(home: &Home) {
    const DECLINED: &str = "did not let you in";
    // Whose tokens were over an hour before they were made.
    let reception = Reception::with(home, -7_200, &[]);
    let mut visitor = Visitor::new();
    let page = reception.signed_in(&mut visitor, SUBJECT);
    refused(&reception, &visitor, &page, 401, DECLINED);
    assert!(reception.office.service.log().contains("Expired"), "{}", reception.office.service.log());
    reception.close(&[]);

    let home = Home::like(home);
    let reception = Reception::open(&home);
    let mut visitor = Visitor::new();
    let sent = reception.sent(&mut visitor);
    let back = visitor.through(sent, SUBJECT);
    wait_for(async {
        Tables::open(&home).await.run("update sign_in_attempt set nonce = 'another'").await.unwrap();
    });
    refused(&reception, &visitor, &visitor.clone().get(&back), 401, DECLINED);
    assert!(reception.office.service.log().contains("nonce"), "{}", reception.office.service.log());

    let sent = reception.sent(&mut visitor);
    let back = visitor.through(sent, SUBJECT);
    let another = "a".repeat(64);
    wait_for(async {
        let forged = format!("update sign_in_attempt set verifier = '{another}'");
        Tables::open(&home).await.run(&forged).await.unwrap();
    });
    refused(&reception, &visitor, &visitor.clone().get(&back), 401, DECLINED);
    reception.close(&[]);

    // Signed by the secret that the service knows too, and could sign by itself.
    let home = Home::like(&home);
    let reception = Reception::with(&home, 0, &[("LUODI_OIDC_CLIENT_ID", "luodi-hs256")]);
    let mut visitor = Visitor::new();
    let page = reception.signed_in(&mut visitor, SUBJECT);
    refused(&reception, &visitor, &page, 401, DECLINED);
    reception.close(&[]);
}

fn nobody_is_sent_elsewhere(home: &Home) {
    let reception = Reception::open(home);
    for to in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "/.//evil.example",
        "projects",
        "",
    ] {
        let mut visitor = Visitor::new();
        let page = visitor.get(&reception.url(&format!("/session/oidc/start?to={to}")));
        refused(&reception, &visitor, &page, 400, "a path of this site");
    }
    let kept = wait_for(async {
        Tables::open(home).await.texts("select cast(count(*) as text) from sign_in_attempt").await
    });
    assert_eq!(kept, ["0"], "nobody was sent");
    reception.close(&[]);
}
