//! What becomes of accounts and identities, as the record tells it; and an account that is removed and made again.

use chrono::TimeDelta;
use futures::FutureExt;
use luodi_app::access::{Chosen, NewAccount};
use luodi_domain::access::Identity;
use luodi_domain::administration::Subject;
use luodi_store::accounts::{self, WhichPassword};
use luodi_store::administration::{self, Wanted};

use super::Desk;
use crate::world::{World, on_both_databases};

on_both_databases!(what_becomes_of_an_account_is_recorded, an_account_made_again_knows_no_password_of_before);

/// What `sha256sum` says of the two subjects: the record names them and does not tell them.
const HASHES: [&str; 2] = [
    "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
    "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",
];

async fn what_becomes_of_an_account_is_recorded(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let identity = |subject: &str| Identity::new("https://id.example.cn", subject).unwrap();
    desk.account(officer, "maxm").await;
    let first = desk.app.link_login("maxm", identity("first")).await.unwrap();
    let second = desk.app.link_login("maxm", identity("second")).await.unwrap();
    desk.app.unlink_login("maxm", &identity("first")).await.unwrap();
    desk.app.unlock_account("maxm").await.unwrap();
    desk.app.reset_password("maxm").await.unwrap();
    desk.app.remove_account("maxm").await.unwrap();
    let region = desk.world.office.place.county.unwrap();
    let wanted = Wanted { region, object: Some(officer.uuid()), actor: None, before: None };
    let mut conn = desk.app.db().read().await.unwrap();
    let mut entries = administration::page(&mut conn, wanted, 50).await.unwrap();
    entries.reverse();
    let told: Vec<String> = entries
        .iter()
        .filter(|entry| entry.subject == Subject::Account)
        .map(|entry| {
            let fields = entry
                .fields
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_deref().unwrap_or("-")));
            format!("{}: {}", entry.command, fields.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let issuer = "issuer=https://id.example.cn";
    assert_eq!(
        told,
        [
            "user add: login=maxm password=*".to_owned(),
            format!("user link: {issuer} linked={first} subject_sha256={}", HASHES[0]),
            format!("user link: {issuer} linked={second} subject_sha256={}", HASHES[1]),
            format!("user unlink: unlinked={first}"),
            "user unlock: unlocked=true".to_owned(),
            "user reset: password=*".to_owned(),
            "user remove: login=- password=-".to_owned(),
            format!("user remove: unlinked={second}"),
        ]
    );
    let verified = administration::verify(&mut conn).await.unwrap();
    assert_eq!(verified.findings, []);
}

/// Whoever was let in by a password just before must not begin his session in the account that took its place.
async fn an_account_made_again_knows_no_password_of_before(world: World) {
    let desk = Desk::in_world(world);
    let officer = desk.world.office.specialist;
    let which = async || {
        let account =
            accounts::by_login(&mut desk.app.db().read().await.unwrap(), "maxm").await.unwrap().unwrap();
        account.which_password()
    };
    let forgiven = async |which: WhichPassword| {
        desk.app.db().write(move |tx| accounts::forgive(tx, officer, which).boxed()).await.unwrap()
    };
    desk.account(officer, "maxm").await;
    let before = which().await;
    assert!(forgiven(before).await);
    desk.app.remove_account("maxm").await.unwrap();
    desk.clock.advance(TimeDelta::microseconds(1));
    let account = NewAccount { officer, login: "maxm".to_owned(), password: Chosen::Made };
    desk.app.create_account(account).await.unwrap();
    let after = which().await;
    assert_eq!(after.version, before.version, "it counts from one again");
    assert!(!forgiven(before).await);
    assert!(forgiven(after).await);
}
