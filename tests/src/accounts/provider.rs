//! Who somebody is at an identity provider: to whom it leads, and what it takes to come back.

use chrono::TimeDelta;
use luodi_app::access::Device;
use luodi_app::registry::OfficerPatch;
use luodi_domain::access::Identity;
use luodi_domain::ids::OfficerId;
use luodi_domain::refusal::Rule;
use luodi_testkit::size;

use super::{Desk, replica};
use crate::world::{World, on_both_databases};

on_both_databases!(
    whoever_was_sent_comes_back_once,
    an_identity_leads_to_one_officer_in_service,
    a_password_that_others_know_is_no_matter,
    guesses_at_the_password_stay_counted,
    a_session_that_is_just_beginning_ends_with_the_link,
);

fn identity(subject: &str) -> Identity {
    Identity::new("https://id.example.cn", subject).unwrap()
}

impl Desk {
    /// Whether somebody comes in by an identity.
    async fn comes_in(&self, subject: &str) -> bool {
        let found = self.app.sign_in_by_identity(&identity(subject), Device::default()).await.unwrap();
        match found {
            Some(session) => self.lets_in(&session).await,
            None => false,
        }
    }

    /// Somebody with an account and an identity of the same name.
    async fn linked(&self, name: &'static str) -> OfficerId {
        let officer = self.world.new_officer(name).await;
        self.account(officer, name).await;
        self.app.link_login(name, identity(name)).await.unwrap();
        officer
    }
}

async fn whoever_was_sent_comes_back_once(world: World) {
    let desk = Desk::in_world(world);
    let other = replica(&desk.world, &desk.clock, 2);
    let sent = desk.app.send_to_provider("/projects".to_owned()).await.unwrap();
    assert!((43..=128).contains(&sent.attempt.verifier.len()), "RFC 7636 §4.1");
    let second = desk.app.send_to_provider("/".to_owned()).await.unwrap();
    for (state, browser) in [
        (sent.state.as_str(), "another"),
        ("another", sent.browser.as_str()),
        (&sent.state, &second.browser),
        (&second.state, &sent.browser),
        (&sent.browser, &sent.state),
        ("", ""),
    ] {
        assert_eq!(desk.app.back_from_provider(state, browser).await.unwrap(), None);
    }
    // Whichever replica he comes back to.
    let back = other.back_from_provider(&sent.state, &sent.browser).await.unwrap();
    assert_eq!(back, Some(sent.attempt));
    assert_eq!(desk.app.back_from_provider(&sent.state, &sent.browser).await.unwrap(), None);
    desk.clock.advance(TimeDelta::minutes(10));
    assert_eq!(desk.app.back_from_provider(&second.state, &second.browser).await.unwrap(), None, "too late");
    let third = desk.app.send_to_provider("/".to_owned()).await.unwrap();
    desk.clock.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
    assert!(desk.app.back_from_provider(&third.state, &third.browser).await.unwrap().is_some());
}

async fn an_identity_leads_to_one_officer_in_service(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.linked("xiaomei").await;
    assert!(desk.comes_in("xiaomei").await);
    assert!(!desk.comes_in("XIAOMEI").await, "to the letter");
    let elsewhere = Identity::new("https://id.example.cn/", "xiaomei").unwrap();
    assert!(desk.app.sign_in_by_identity(&elsewhere, Device::default()).await.unwrap().is_none());

    let colleague = desk.world.new_officer("colleague").await;
    desk.account(colleague, "colleague").await;
    let rule = |refused: luodi_app::AppError| refused.refusal().map(|refusal| refusal.rule);
    let taken = desk.app.link_login("colleague", identity("xiaomei")).await.unwrap_err();
    assert_eq!(rule(taken), Some(Rule::Duplicate));
    let nobody = desk.app.link_login("nobody", identity("nobody")).await.unwrap_err();
    assert_eq!(rule(nobody), Some(Rule::NotFound));
    let theirs = desk.app.unlink_login("colleague", &identity("xiaomei")).await.unwrap_err();
    assert_eq!(rule(theirs), Some(Rule::NotFound));
    assert!(desk.comes_in("xiaomei").await, "refusals change nothing");

    let serves = |active| OfficerPatch { active: Some(active), ..OfficerPatch::default() };
    desk.patch(officer, serves(false)).await.unwrap();
    assert!(!desk.comes_in("xiaomei").await);
    desk.patch(officer, serves(true)).await.unwrap();
    assert!(desk.comes_in("xiaomei").await);

    // With the account goes the link, and whoever it was may be somebody else's.
    desk.app.remove_account("xiaomei").await.unwrap();
    assert!(!desk.comes_in("xiaomei").await);
    desk.app.link_login("colleague", identity("xiaomei")).await.unwrap();
    assert!(desk.comes_in("xiaomei").await);
    assert_eq!(desk.app.list_identities().await.unwrap().len(), 1);
}

async fn a_password_that_others_know_is_no_matter(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.linked("xiaomei").await;
    let before =
        desk.app.sign_in_by_identity(&identity("xiaomei"), Device::default()).await.unwrap().unwrap();
    let one_time = desk.app.reset_password("xiaomei").await.unwrap();
    assert!(!desk.lets_in(&before).await, "a reset ends every session");
    let by_password = desk.sign_in("xiaomei", &one_time).await;
    let by_identity =
        desk.app.sign_in_by_identity(&identity("xiaomei"), Device::default()).await.unwrap().unwrap();
    for (session, must_change) in [(by_password, true), (by_identity, false)] {
        let visitor = desk.app.visitor(&session.text).await.unwrap().unwrap();
        assert_eq!((session.must_change, visitor.must_change), (must_change, must_change));
        let still = desk.app.still_admitted(&[visitor.principal.admitted()]).await.unwrap();
        assert_eq!(still.len(), usize::from(!must_change));
    }
    assert_eq!(desk.app.open_sessions(officer).await.unwrap().len(), 2);
}

async fn guesses_at_the_password_stay_counted(world: World) {
    let desk = Desk::in_world(world);
    desk.linked("xiaomei").await;
    for _ in 0..4 {
        assert!(desk.app.sign_in("xiaomei", super::wrong(), Device::default()).await.unwrap().is_none());
    }
    assert!(desk.comes_in("xiaomei").await);
    assert!(desk.app.sign_in("xiaomei", super::wrong(), Device::default()).await.unwrap().is_none());
    let accounts = desk.app.list_accounts().await.unwrap();
    let account = accounts.iter().find(|account| account.login == "xiaomei").unwrap();
    assert!(account.locked_until.is_some(), "five in a row are five");
    assert!(desk.comes_in("xiaomei").await, "who does not guess is not kept out");
}

async fn a_session_that_is_just_beginning_ends_with_the_link(world: World) {
    let desk = Desk::in_world(world);
    desk.linked("racing").await;
    let mut begun = 0;
    for _ in 0..size("link_races", 20, 400) {
        let identity = identity("racing");
        let signing_in = desk.app.sign_in_by_identity(&identity, Device::default());
        let (session, unlinked) = tokio::join!(signing_in, desk.app.unlink_login("racing", &identity));
        unlinked.unwrap();
        if let Some(session) = session.unwrap() {
            begun += 1;
            assert!(!desk.lets_in(&session).await, "by an identity that is nobody's any more");
        }
        desk.app.link_login("racing", identity.clone()).await.unwrap();
    }
    println!("{begun} sessions begun in races, none alive");
}
