//! Signing in while the password is taken away, or the officer leaves.

use std::time::{Duration, Instant};

use luodi_app::access::Device;
use luodi_app::registry::OfficerPatch;
use luodi_domain::access::TokenScope;
use luodi_testkit::run::Random;
use luodi_testkit::size;
use tokio::time::sleep;

use super::Desk;
use crate::world::{World, on_both_databases};

on_both_databases!(a_session_that_is_just_beginning_ends_too, a_token_made_while_its_owner_leaves_is_none);

async fn a_session_that_is_just_beginning_ends_too(world: World) {
    let desk = Desk::in_world(world);
    let seed = luodi_testkit::seed();
    let mut random = Random::new(*seed);
    let officer = desk.world.new_officer("来去").await;
    let mut password = desk.account(officer, "racing").await;
    let serves = |active| OfficerPatch { active: Some(active), ..OfficerPatch::default() };
    let mut begun = [0, 0];
    // Most of it is hashing, which takes as long as the machine has other things to do.
    let asked = Instant::now();
    desk.app.sign_in("racing", password.clone(), Device::default()).await.unwrap().unwrap();
    let usual = u64::try_from(asked.elapsed().as_micros()).unwrap();
    for _ in 0..size("sign_in_races", 10, 200) {
        let signing_in = desk.app.sign_in("racing", password.clone(), Device::default());
        let (session, reset) = tokio::join!(signing_in, desk.app.reset_password("racing"));
        password = reset.unwrap();
        if let Some(session) = session.unwrap() {
            begun[0] += 1;
            assert!(!desk.lets_in(&session).await, "by a password that is none any more");
        }

        let wait = Duration::from_micros(random.below(2 * usual));
        let leaving = async {
            sleep(wait).await;
            desk.patch(officer, serves(false)).await
        };
        let signing_in = desk.app.sign_in("racing", password.clone(), Device::default());
        let (session, left) = tokio::join!(signing_in, leaving);
        left.unwrap();
        desk.patch(officer, serves(true)).await.unwrap();
        if let Some(session) = session.unwrap() {
            begun[1] += 1;
            assert!(!desk.lets_in(&session).await, "from before the officer left");
        }
        // Whichever of the two was the first, the next round begins anew.
        desk.app.unlock_account("racing").await.unwrap();
    }
    println!("{begun:?} sessions begun in races, none alive");
    assert!(begun.iter().all(|begun| *begun > 0), "no session began in one of the races: {begun:?}");
}

async fn a_token_made_while_its_owner_leaves_is_none(world: World) {
    let desk = Desk::in_world(world);
    let seed = luodi_testkit::seed();
    let mut random = Random::new(*seed);
    let officer = desk.world.new_officer("来去").await;
    let serves = |active| OfficerPatch { active: Some(active), ..OfficerPatch::default() };
    let mut made = 0;
    for _ in 0..size("token_races", 40, 400) {
        let wait = Duration::from_micros(random.below(3_000));
        let leaving = async {
            sleep(wait).await;
            desk.patch(officer, serves(false)).await
        };
        let making = desk.app.create_token(officer, "脚本".to_owned(), TokenScope::Read, None);
        let (token, left) = tokio::join!(making, leaving);
        left.unwrap();
        desk.patch(officer, serves(true)).await.unwrap();
        if let Ok(token) = token {
            made += 1;
            assert!(
                desk.app.authenticate(&token.text).await.unwrap().is_none(),
                "from before the officer left"
            );
        }
    }
    println!("{made} tokens made in races, none of use");
    assert!(made > 0, "no token was made in any race");
}
