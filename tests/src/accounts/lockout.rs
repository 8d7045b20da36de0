//! Guessing passwords, at several processes of the service at once.

use chrono::TimeDelta;
use futures::future::join_all;
use luodi_app::StatementCounter;
use luodi_app::access::{Chosen, Device, NewAccount, Password};
use luodi_app::registry::OfficerPatch;
use luodi_domain::refusal::Rule;

use super::{Desk, replica, wrong};
use crate::world::{World, call, on_both_databases};

on_both_databases!(
    five_failures_lock_the_account_everywhere,
    tries_at_once_are_no_more_than_five,
    nobody_learns_why_he_is_not_let_in,
    logins_are_of_one_officer_each,
);

async fn five_failures_lock_the_account_everywhere(world: World) {
    let desk = Desk::in_world(world);
    let apps = [desk.app.clone(), replica(&desk.world, &desk.clock, 2)];
    let password = desk.account(desk.world.office.specialist, "maxm").await;
    let let_in = async |replica: usize, password: Password| {
        apps[replica].sign_in("maxm", password, Device::default()).await.unwrap().is_some()
    };
    // A success in between begins anew.
    for replica in [0, 1, 0, 1] {
        assert!(!let_in(replica, wrong()).await);
    }
    assert!(let_in(0, password.clone()).await);
    for replica in [0, 1, 0, 1] {
        assert!(!let_in(replica, wrong()).await);
    }
    assert!(let_in(1, password.clone()).await);

    for replica in [0, 1, 0, 1, 0] {
        assert!(!let_in(replica, wrong()).await);
    }
    for minutes in [0, 14] {
        desk.clock.advance(TimeDelta::minutes(minutes));
        for replica in [0, 1] {
            assert!(!let_in(replica, password.clone()).await, "{minutes}");
        }
    }
    // Tries while it is locked do not make it longer; one that begins anew has five again.
    desk.clock.advance(TimeDelta::minutes(1));
    for replica in [0, 1, 0, 1] {
        assert!(!let_in(replica, wrong()).await);
    }
    assert!(let_in(0, password.clone()).await);

    for _ in 0..5 {
        assert!(!let_in(0, wrong()).await);
    }
    assert!(!let_in(1, password.clone()).await);
    desk.app.unlock_account("maxm").await.unwrap();
    assert!(let_in(1, password).await);
}

/// The tries are counted before the passwords are looked at, so the right one among them is not let in when it comes late.
async fn tries_at_once_are_no_more_than_five(world: World) {
    let desk = Desk::in_world(world);
    let apps = [desk.app.clone(), replica(&desk.world, &desk.clock, 2)];
    let password = desk.account(desk.world.office.specialist, "maxm").await;
    let tries = (0..20).map(|n| apps[n % 2].sign_in("maxm", wrong(), Device::default()));
    assert!(join_all(tries).await.into_iter().all(|tried| tried.unwrap().is_none()));
    let accounts = desk.app.list_accounts().await.unwrap();
    assert!(accounts[0].locked_until.is_some());
    assert!(desk.app.sign_in("maxm", password, Device::default()).await.unwrap().is_none());
}

async fn nobody_learns_why_he_is_not_let_in(world: World) {
    let desk = Desk::in_world(world);
    let (staying, leaving) = (desk.world.office.specialist, desk.world.new_officer("将离职").await);
    let right = desk.account(staying, "staying").await;
    let left = desk.account(leaving, "leaving").await;
    let locked = desk.account(desk.world.office.colleague, "locked").await;
    for _ in 0..5 {
        assert!(desk.app.sign_in("locked", wrong(), Device::default()).await.unwrap().is_none());
    }
    let retired = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    let by = call(desk.world.office.administrator, "updateOfficer");
    desk.app.update_officer(by, leaving, retired).await.unwrap();
    let rows = [
        ("staying", wrong(), false),
        ("nobody", wrong(), false),
        ("leaving", left, false),
        ("locked", locked, false),
        // Never a login.
        ("' or 1=1 --", wrong(), false),
        ("no\0body", wrong(), false),
        ("", wrong(), false),
        ("staying", right, true),
    ];
    let mut work = Vec::new();
    for (login, password, let_in) in rows {
        let counter = StatementCounter::default();
        let tried = counter.scope(desk.app.sign_in(login, password, Device::default())).await.unwrap();
        assert_eq!(tried.is_some(), let_in, "{login}");
        if !let_in {
            // Which row is written is the only difference.
            work.push(
                counter.names().into_iter().map(|name| name.replace("DECOY", "TRIES")).collect::<Vec<_>>(),
            );
        }
    }
    assert_eq!(work, vec![vec!["HOLD_LOGIN".to_owned(), "SET_TRIES".to_owned()]; 7]);
}

async fn logins_are_of_one_officer_each(world: World) {
    let desk = Desk::in_world(world);
    let office = desk.world.office;
    desk.account(office.specialist, "maxm").await;
    let gone = desk.world.new_officer("已离职").await;
    let retired = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    desk.app.update_officer(call(office.administrator, "updateOfficer"), gone, retired).await.unwrap();
    let before = format!("{:?}", desk.app.list_accounts().await.unwrap());
    let given = |password: &str| Chosen::Given(Password::from(password.to_owned()));
    for (officer, login, password, expected) in [
        (office.colleague, "MaXM", Chosen::OneTime, (Rule::Duplicate, "login")),
        (office.specialist, "other", Chosen::OneTime, (Rule::Duplicate, "officer")),
        (office.colleague, "李建国", Chosen::OneTime, (Rule::ValueInvalid, "login")),
        (office.colleague, "lijg", given("lijianguo99"), (Rule::PasswordWeak, "password")),
        (office.colleague, "lijg", given("short"), (Rule::PasswordLength, "password")),
        (gone, "gone", Chosen::OneTime, (Rule::OfficerInactive, "officer")),
    ] {
        let account = NewAccount { officer, login: login.to_owned(), password };
        let refused = desk.app.create_account(account).await.unwrap_err();
        let refusal = refused.refusal().unwrap();
        let (rule, field) = expected;
        assert_eq!(
            (refusal.rule, format!("{:?}", refusal.at)),
            (rule, format!("[Field(\"{field}\")]")),
            "{login}"
        );
    }
    assert_eq!(format!("{:?}", desk.app.list_accounts().await.unwrap()), before);
    assert_eq!(desk.app.administrators_without_account().await.unwrap(), [office.administrator]);
    assert!(desk.app.has_usable_access().await.unwrap());
}
