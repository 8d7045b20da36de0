//! Tokens, kept answers and the outbox.

use luodi_domain::access::{TokenScope, Viewer};
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId, TokenId};

use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Db, StoreError};
use crate::fixture::{
    COUNTY, LI, OFFICE, WANG, all_facts, id, instant, now, plain_profile, registered, save, settle, write,
};
use crate::idempotency::{self, Key, Stored};
use crate::outbox::{self, Entry};
use crate::tokens::{self, Token};
use crate::{params, registry};

fn token(n: u128, officer: OfficerId, expires: Option<&str>) -> Token {
    Token {
        id: id(TokenId::from_uuid, n),
        officer,
        name: "手机".to_owned(),
        prefix: format!("ld_{n}"),
        created_at: now(),
        expires_at: expires.map(instant),
        revoked_at: None,
        last_used_at: None,
        scope: TokenScope::Write,
    }
}

async fn make(db: &Db, token: Token, hash: u8) -> Result<(), StoreError> {
    write(db, move |tx| {
        let token = token.clone();
        Box::pin(async move { tokens::insert(tx, &token, &[hash; 32]).await })
    })
    .await
}

async fn usable(db: &Db, at: &str) -> bool {
    tokens::any_usable(&mut db.read().await.unwrap(), instant(at)).await.unwrap()
}

#[tokio::test]
async fn a_token_opens_until_it_expires_or_is_taken_back() {
    on_each(async |db| {
        settle(db).await;
        assert!(!usable(db, "2024-11-01T00:00:00Z").await);
        let expiring = token(1, WANG, Some("2024-12-01T00:00:00Z"));
        make(db, expiring.clone(), 1).await.unwrap();
        let refused = make(db, token(2, LI, None), 1).await.unwrap_err();
        assert!(refused.is_unique(tokens::HASH_ONCE), "{refused:?}");

        let mut conn = db.read().await.unwrap();
        let held = tokens::by_hash(&mut conn, &[1; 32]).await.unwrap().unwrap();
        let wang = Viewer {
            officer: WANG,
            role: PostRole::Specialist,
            agency: OFFICE,
            landing_office: true,
            region: COUNTY,
        };
        assert_eq!((held.active, held.viewer), (true, wang));
        let found = held.token;
        assert_eq!(found, expiring);
        assert_eq!(tokens::by_hash(&mut conn, &[9; 32]).await.unwrap(), None);
        drop(conn);
        for (at, open) in [("2024-11-30T23:59:59Z", true), ("2024-12-01T00:00:00Z", false)] {
            assert_eq!((found.is_usable(instant(at)), usable(db, at).await), (open, open), "{at}");
        }

        make(db, token(3, LI, None), 3).await.unwrap();
        assert!(usable(db, "2030-01-01T00:00:00Z").await);
        write(db, |tx| Box::pin(registry::officers::set_active(tx, LI, false, 1))).await.unwrap();
        assert!(!usable(db, "2030-01-01T00:00:00Z").await, "the officer left");
        write(db, |tx| Box::pin(registry::officers::set_active(tx, LI, true, 2))).await.unwrap();

        let third = id(TokenId::from_uuid, 3);
        let revoke = async || write(db, move |tx| Box::pin(tokens::revoke(tx, third, now()))).await.unwrap();
        assert_eq!((revoke().await, revoke().await), (Some(LI), None));
        assert!(!usable(db, "2030-01-01T00:00:00Z").await);
        tokens::touch(db, id(TokenId::from_uuid, 1), instant("2024-11-02T00:00:00Z")).await.unwrap();
        let listed = tokens::list(&mut db.read().await.unwrap()).await.unwrap();
        let listed: Vec<_> =
            listed.iter().map(|token| (token.revoked_at.is_some(), token.last_used_at.is_some())).collect();
        assert_eq!(listed, [(false, true), (true, false)]);
    })
    .await;
}

#[tokio::test]
async fn the_loser_of_a_race_finds_the_answer_of_the_winner() {
    on_each(async |db| {
        db.migrate().await.unwrap();
        let actor = WANG.uuid();
        let attempt = |n: usize| {
            write(db, move |tx| {
                Box::pin(async move {
                    let key = Key { actor, operation: "registerProject", key: "k-1" };
                    if let Some(stored) = idempotency::find(tx, key).await? {
                        return Ok((n, stored));
                    }
                    tokio::task::yield_now().await;
                    let stored = Stored { request_hash: "a".to_owned(), result: format!("answer {n}") };
                    idempotency::insert(tx, key, &stored, now()).await?;
                    Ok((n, stored))
                })
            })
        };
        let answers = futures::future::join_all((0..16).map(attempt)).await;
        let answers: Vec<Stored> = answers.into_iter().map(|answer| answer.unwrap().1).collect();
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");

        let mut conn = db.read().await.unwrap();
        let same = Key { actor, operation: "registerProject", key: "k-1" };
        for other in [
            Key { actor: LI.uuid(), ..same },
            Key { operation: "advanceProject", ..same },
            Key { key: "k-2", ..same },
        ] {
            assert_eq!(idempotency::find(&mut conn, other).await.unwrap(), None, "{other:?}");
        }
        drop(conn);
        for (before, at_most, gone) in
            [(now(), 9, 0), (instant("2024-10-31T01:00:01Z"), 0, 0), (instant("2024-10-31T01:00:01Z"), 9, 1)]
        {
            let purged = write(db, move |tx| Box::pin(idempotency::purge(tx, before, at_most))).await;
            assert_eq!(purged.unwrap(), gone, "{before} {at_most}");
        }
    })
    .await;
}

#[tokio::test]
async fn one_command_tells_of_several_projects() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        for n in [1, 2] {
            save(db, None, &registered(&facts, n, plain_profile("思思"), None)).await.unwrap();
        }
        let entry = |n| Entry {
            command: id(CommandId::from_uuid, 1),
            project: id(ProjectId::from_uuid, n),
            first: 1,
            last: 2,
            recorded_at: now(),
        };
        let insert = async |entry: Entry| {
            write(db, move |tx| Box::pin(async move { outbox::insert(tx, &entry).await })).await
        };
        insert(entry(1)).await.unwrap();
        insert(entry(2)).await.unwrap();
        assert!(matches!(insert(entry(2)).await, Err(StoreError::Unique { .. })));
        let waiting =
            BuiltStmt::new("WAITING", "select count(*) from outbox where feed_no is null".to_owned());
        let (waiting,): (i64,) = db.read().await.unwrap().fetch_one(waiting, params![]).await.unwrap();
        assert_eq!(waiting, 2);
    })
    .await;
}
