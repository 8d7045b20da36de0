//! From signing in to the end of a session, however it ends.

use chrono::TimeDelta;
use futures::future::BoxFuture;
use luodi_app::AppError;
use luodi_app::access::{Credential, Device, Password};
use luodi_app::projects::HandOver;
use luodi_app::registry::{OfficerPatch, PostPatch};
use luodi_domain::access::TokenScope;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{OfficerId, SessionId};
use luodi_domain::refusal::Rule;

use super::{Desk, until, wrong};
use crate::world::{World, call, on_both_databases};

on_both_databases!(
    a_session_lives_while_it_is_used_and_not_for_ever,
    a_new_password_ends_the_other_sessions,
    a_reset_ends_all_and_wants_a_new_password,
    a_change_of_post_ends_all,
    what_a_device_had_before_ends,
    the_oldest_of_many_devices_gives_way,
    sessions_are_ones_own,
);

async fn a_session_lives_while_it_is_used_and_not_for_ever(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let password = desk.account(officer, "Ma.Xiaomei").await;
    let session = desk.sign_in(" ma.xiaomei ", &password).await;
    let visitor = desk.app.visitor(&session.text).await.unwrap().unwrap();
    assert_eq!(
        (visitor.principal.viewer.officer, visitor.principal.viewer.role),
        (officer, PostRole::Specialist)
    );
    assert_eq!(
        (visitor.principal.credential, visitor.must_change),
        (Credential::Session(session.session), false)
    );
    for text in ["", "luodi_session_", &session.text[1..], &session.text.to_uppercase()] {
        assert!(desk.app.visitor(text).await.unwrap().is_none(), "{text}");
    }

    // Used every seven hours it lives for a week, less than seven hours more or less.
    let mut hours = 0;
    loop {
        desk.clock.advance(TimeDelta::hours(7));
        hours += 7;
        if !desk.lets_in(&session).await {
            break;
        }
        let now = desk.clock_now();
        until(async || desk.app.open_sessions(officer).await.unwrap()[0].last_seen_at == now).await;
    }
    assert_eq!(hours, 7 * 24);
    assert!(desk.app.open_sessions(officer).await.unwrap().is_empty());

    // Unused it lives for eight hours.
    let session = desk.sign_in("ma.xiaomei", &password).await;
    let admitted = desk.app.visitor(&session.text).await.unwrap().unwrap().principal.admitted();
    let still = async || desk.app.still_admitted(std::slice::from_ref(&admitted)).await.unwrap();
    desk.clock.advance(TimeDelta::hours(8) - TimeDelta::seconds(1));
    assert_eq!(still().await, std::slice::from_ref(&admitted));
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(still().await, []);
    assert!(!desk.lets_in(&session).await);

    // Both are remembered for a month, each from its end.
    desk.clock.advance(TimeDelta::days(30));
    assert_eq!(desk.app.purge_old_sessions().await.unwrap(), 1);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.app.purge_old_sessions().await.unwrap(), 1);
}

async fn a_new_password_ends_the_other_sessions(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let password = desk.account(officer, "maxm").await;
    let [first, second, third] = [
        desk.sign_in("maxm", &password).await,
        desk.sign_in("maxm", &password).await,
        desk.sign_in("maxm", &password).await,
    ];
    let new = || Password::from("枸杞 产业园 三期 奠基".to_owned());
    let change = async |current: &Password, new: Password| {
        let done = desk.app.change_password(officer, second.session, current.clone(), new).await;
        done.err()
            .and_then(|error| error.refusal().map(|refusal| (refusal.rule, format!("{:?}", refusal.at))))
    };
    let at = |rule, field: &str| Some((rule, format!("[Field(\"{field}\")]")));
    assert_eq!(change(&password, "short".to_owned().into()).await, at(Rule::PasswordLength, "new"));
    assert_eq!(change(&password, "maxiaomei2024".to_owned().into()).await, at(Rule::PasswordWeak, "new"));
    assert_eq!(change(&password, password.clone()).await, at(Rule::NothingToChange, "new"));
    assert_eq!(change(&wrong(), new()).await, at(Rule::PasswordWrong, "current"));
    for session in [&first, &second, &third] {
        assert!(desk.lets_in(session).await, "a refusal changes nothing");
    }
    assert_eq!(change(&password, new()).await, None);
    let alive = [desk.lets_in(&first).await, desk.lets_in(&second).await, desk.lets_in(&third).await];
    assert_eq!(alive, [false, true, false]);
    assert!(desk.app.sign_in("maxm", password, Device::default()).await.unwrap().is_none());
    desk.sign_in("maxm", &new()).await;

    // Guessing the present password in somebody's session is as limited as at the door.
    for _ in 0..5 {
        assert_eq!(
            change(&wrong(), "another good one 42".to_owned().into()).await,
            at(Rule::PasswordWrong, "current")
        );
    }
    assert_eq!(
        change(&new(), "another good one 42".to_owned().into()).await,
        at(Rule::PasswordWrong, "current")
    );
}

async fn a_reset_ends_all_and_wants_a_new_password(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let password = desk.account(officer, "maxm").await;
    let before = desk.sign_in("maxm", &password).await;
    let reset = desk.app.reset_password("MAXM").await.unwrap();
    assert!(!desk.lets_in(&before).await);
    assert!(desk.app.sign_in("maxm", password, Device::default()).await.unwrap().is_none());
    let session = desk.sign_in("maxm", &reset).await;
    assert!(session.must_change);
    let visitor = desk.app.visitor(&session.text).await.unwrap().unwrap();
    assert!(visitor.must_change);
    let admitted = visitor.principal.admitted();
    let still = async || desk.app.still_admitted(std::slice::from_ref(&admitted)).await.unwrap();
    assert_eq!(still().await, [], "no socket meanwhile");
    let new = Password::from("枸杞 产业园 三期 奠基".to_owned());
    desk.app.change_password(officer, session.session, reset, new).await.unwrap();
    assert!(!desk.app.visitor(&session.text).await.unwrap().unwrap().must_change);
    assert_eq!(still().await, std::slice::from_ref(&admitted));
    desk.app.remove_account("maxm").await.unwrap();
    assert!(!desk.lets_in(&session).await);
    let gone = desk.app.reset_password("maxm").await.err().and_then(|error| error.refusal().map(|r| r.rule));
    assert_eq!(gone, Some(Rule::NotFound));
}

/// Something that is done to an officer by an administrator.
type Deed = for<'a> fn(&'a Desk, OfficerId) -> BoxFuture<'a, Result<(), AppError>>;

async fn a_change_of_post_ends_all(world: World) {
    let desk = Desk::in_world(world);
    let deeds: [(&str, bool, Deed); 6] = [
        ("renamed", true, |desk, id| {
            Box::pin(
                desk.patch(id, OfficerPatch { name: Some("新名".to_owned()), ..OfficerPatch::default() }),
            )
        }),
        ("promoted", false, |desk, id| {
            Box::pin(async move {
                let post = desk.world.post(desk.world.office.agency, PostRole::Manager).await;
                desk.patch(id, OfficerPatch { post: Some(post), ..OfficerPatch::default() }).await
            })
        }),
        ("left", false, |desk, id| Box::pin(desk.leave_and_come_back(id))),
        ("handed over", false, |desk, id| {
            Box::pin(async move {
                let by = call(desk.world.office.administrator, "handOverOfficer");
                let hand_over = HandOver { from: id, to: desk.world.office.colleague, deactivate: true };
                desk.app.hand_over_officer(by, hand_over).await?;
                desk.patch(id, OfficerPatch { active: Some(true), ..OfficerPatch::default() }).await
            })
        }),
        ("post retitled", true, |desk, id| {
            Box::pin(desk.patch_post(id, PostPatch { title: Some("专员".to_owned()), role: None }))
        }),
        ("post of another role", false, |desk, id| {
            Box::pin(desk.patch_post(id, PostPatch { title: None, role: Some(PostRole::Manager) }))
        }),
    ];
    for (number, (name, stays, deed)) in deeds.into_iter().enumerate() {
        let officer = desk.world.new_officer(&format!("人员{number}")).await;
        let own = desk.world.post(desk.world.office.agency, PostRole::Specialist).await;
        desk.patch(officer, OfficerPatch { post: Some(own), ..OfficerPatch::default() }).await.unwrap();
        let login = format!("officer{number}");
        let password = desk.account(officer, &login).await;
        let session = desk.sign_in(&login, &password).await;
        let token = desk.app.create_token(officer, "脚本".to_owned(), TokenScope::Read, None).await.unwrap();
        deed(&desk, officer).await.unwrap();
        assert_eq!(desk.lets_in(&session).await, stays, "{name}");
        // What a forgotten script may do is not what its owner may by now.
        assert_eq!(desk.app.authenticate(&token.text).await.unwrap().is_some(), stays, "{name}");
        desk.sign_in(&login, &password).await;
    }
}

impl Desk {
    fn clock_now(&self) -> chrono::DateTime<chrono::Utc> {
        luodi_app::Clock::now(&self.clock)
    }

    pub(super) async fn patch(&self, officer: OfficerId, patch: OfficerPatch) -> Result<(), AppError> {
        let by = call(self.world.office.administrator, "updateOfficer");
        self.app.update_officer(by, officer, patch).await.map(drop)
    }

    async fn leave_and_come_back(&self, officer: OfficerId) -> Result<(), AppError> {
        for active in [false, true] {
            self.patch(officer, OfficerPatch { active: Some(active), ..OfficerPatch::default() }).await?;
        }
        Ok(())
    }

    async fn patch_post(&self, officer: OfficerId, patch: PostPatch) -> Result<(), AppError> {
        let post = self.app.officers(&[officer]).await?[&officer].post;
        let by = call(self.world.office.administrator, "updatePost");
        self.app.update_post(by, post, patch).await.map(drop)
    }
}

async fn what_a_device_had_before_ends(world: World) {
    let desk = Desk::in_world(world);
    let (mine, theirs) = (
        desk.account(desk.world.office.specialist, "mine").await,
        desk.account(desk.world.office.colleague, "theirs").await,
    );
    let planted = desk.sign_in("theirs", &theirs).await;
    let device = |session: &str| Device { session: Some(session.to_owned()), ..Device::default() };
    // Whoever is not let in ends nobody's session.
    assert!(desk.app.sign_in("mine", wrong(), device(&planted.text)).await.unwrap().is_none());
    assert!(desk.lets_in(&planted).await);
    let session = desk.app.sign_in("mine", mine.clone(), device(&planted.text)).await.unwrap().unwrap();
    assert_ne!(session.text, planted.text);
    assert_eq!((desk.lets_in(&planted).await, desk.lets_in(&session).await), (false, true));
    // A secret that nobody was given is not taken up either.
    let made_up = format!("luodi_session_{}", "0".repeat(64));
    let session = desk.app.sign_in("mine", mine, device(&made_up)).await.unwrap().unwrap();
    assert_ne!(session.text, made_up);
    assert!(desk.app.visitor(&made_up).await.unwrap().is_none());
    assert_eq!(
        (desk.app.sign_out(&session.text).await.unwrap(), desk.lets_in(&session).await),
        (true, false)
    );
    assert!(!desk.app.sign_out(&session.text).await.unwrap());
}

async fn the_oldest_of_many_devices_gives_way(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let password = desk.account(officer, "maxm").await;
    let oldest = desk.sign_in("maxm", &password).await;
    let mut others = Vec::new();
    for _ in 0..19 {
        desk.clock.advance(TimeDelta::minutes(1));
        others.push(desk.sign_in("maxm", &password).await);
    }
    assert!(desk.lets_in(&oldest).await);
    desk.clock.advance(TimeDelta::minutes(1));
    others.push(desk.sign_in("maxm", &password).await);
    assert!(!desk.lets_in(&oldest).await);
    let open: Vec<SessionId> =
        desk.app.open_sessions(officer).await.unwrap().iter().map(|open| open.id).collect();
    assert_eq!(open, others.iter().rev().map(|other| other.session).collect::<Vec<_>>());
}

async fn sessions_are_ones_own(world: World) {
    let desk = Desk::in_world(world);
    let (mine, theirs) = (desk.world.office.specialist, desk.world.office.colleague);
    let password = desk.account(mine, "mine").await;
    let session = desk.sign_in("mine", &password).await;
    let revoke = async |officer| {
        let done = desk.app.revoke_session(call(officer, "revokeSession"), session.session).await;
        done.err().and_then(|error| error.refusal().map(|refusal| refusal.rule))
    };
    assert_eq!(revoke(theirs).await, Some(Rule::NotFound));
    assert!(desk.app.session(theirs, session.session).await.unwrap().is_none());
    assert!(desk.lets_in(&session).await);
    assert_eq!(revoke(mine).await, None);
    assert!(!desk.lets_in(&session).await);
    let ended = desk.app.session(mine, session.session).await.unwrap().unwrap();
    desk.clock.advance(TimeDelta::minutes(1));
    assert_eq!(revoke(mine).await, None, "once more is the same");
    assert_eq!(desk.app.session(mine, session.session).await.unwrap(), Some(ended));
}
