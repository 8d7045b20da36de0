//! Taking anchors, one after the other and several at once.

use luodi_domain::ids::ProjectId;

use super::{administered, begin, happened, kept, looked, project, taken};
use crate::administration;
use crate::anchors::{heads_of, last, page, verify, was_first};
use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db, StoreError};
use crate::history::GENESIS;
use crate::params;

/// The heads that an anchor changed, by project and sequence.
async fn heads(db: &Db, anchor: i64) -> Vec<(ProjectId, i64)> {
    let heads = heads_of(&mut db.read().await.unwrap(), anchor).await.unwrap();
    heads.iter().map(|head| (head.project, head.sequence)).collect()
}

#[tokio::test]
async fn an_anchor_covers_all_chains_and_keeps_what_changed() {
    on_each(async |db| {
        db.migrate().await.unwrap();
        assert_eq!(looked(db).await, None, "there is nothing to cover");
        begin(db, 3).await;
        let first = taken(db).await;
        assert_eq!((first.number, first.projects, first.rows), (1, 3, 3));
        assert_eq!(first.previous, GENESIS);
        assert_eq!(looked(db).await, None, "nothing has changed");

        happened(db, 2, 2).await;
        happened(db, 2, 3).await;
        let second = taken(db).await;
        assert_eq!((second.number, second.projects, second.rows), (2, 3, 5));
        assert_eq!(second.previous, first.hash);
        assert_ne!(second.root, first.root);
        assert_eq!(heads(db, 1).await, [1, 2, 3].map(|n| (project(n), 1)));
        assert_eq!(heads(db, 2).await, [(project(2), 3)]);

        let mut conn = db.read().await.unwrap();
        assert_eq!(page(&mut conn, 0, 10).await.unwrap(), [first.clone(), second.clone()]);
        assert_eq!(page(&mut conn, 0, 1).await.unwrap(), [first]);
        assert_eq!(last(&mut conn).await.unwrap().as_ref(), Some(&second));
        let verified = verify(&mut conn).await.unwrap();
        assert_eq!(verified.findings, []);
        assert_eq!(verified.hashes.get(&2), Some(&second.hash));
    })
    .await;
}

#[tokio::test]
async fn an_anchor_covers_the_record_of_administration() {
    on_each(async |db| {
        db.migrate().await.unwrap();
        let mut covered = Vec::new();
        for rows in [2, 1] {
            administered(db, rows).await;
            let anchor = taken(db).await;
            assert_eq!((anchor.projects, anchor.rows), (0, 0));
            covered.push(anchor.administration);
            assert_eq!(looked(db).await, None, "nothing has changed");
        }
        assert_eq!(covered.iter().map(|head| head.sequence).collect::<Vec<_>>(), [2, 3]);
        let mut conn = db.read().await.unwrap();
        let head = administration::head(&mut conn).await.unwrap().unwrap();
        assert_eq!((covered[1].sequence, covered[1].hash.clone()), head);
        assert_eq!(verify(&mut conn).await.unwrap().findings, []);
    })
    .await;
}

/// Both looked at the same moment: the list must not fork.
#[tokio::test]
async fn of_two_who_take_one_at_once_the_second_is_refused() {
    on_each(async |db| {
        begin(db, 2).await;
        taken(db).await;
        happened(db, 1, 2).await;
        let one = looked(db).await.unwrap();
        happened(db, 2, 2).await;
        let other = looked(db).await.unwrap();
        assert_eq!((one.anchor.number, other.anchor.number), (2, 2));
        kept(db, one.clone()).await.unwrap();
        let refused = kept(db, other).await.unwrap_err();
        assert!(was_first(&refused), "{refused:?}");
        let mut conn = db.read().await.unwrap();
        assert_eq!(last(&mut conn).await.unwrap(), Some(one.anchor));
        assert_eq!(heads_of(&mut conn, 2).await.unwrap(), one.changed);
        drop(conn);
        // What the second one saw beyond is covered by the next.
        assert_eq!(taken(db).await.number, 3);
        assert_eq!(verify(&mut db.read().await.unwrap()).await.unwrap().findings, []);
    })
    .await;
}

#[tokio::test]
async fn anchors_are_append_only() {
    on_each(async |db| {
        begin(db, 1).await;
        let anchor = taken(db).await;
        let mut refused = vec![
            "update anchor set rows = 2",
            "delete from anchor",
            "update anchor_head set sequence = 2",
            "delete from anchor_head",
        ];
        if is_sqlite(db) {
            refused.extend([
                "insert or replace into anchor select number, taken_at, projects, 9, root, administration,
                 administration_hash, previous, hash from anchor",
                "insert or replace into anchor_head select anchor, project_id, 9, hash from anchor_head",
            ]);
        } else {
            refused.extend(["truncate anchor cascade", "truncate anchor_head"]);
        }
        for sql in refused {
            let tried = db.execute_now(BuiltStmt::new("TEST", sql.to_owned()), params![]).await;
            assert!(matches!(tried, Err(StoreError::Refused { .. })), "{sql}: {tried:?}");
        }
        let mut conn = db.read().await.unwrap();
        assert_eq!(last(&mut conn).await.unwrap(), Some(anchor));
        assert_eq!(verify(&mut conn).await.unwrap().findings, []);
    })
    .await;
}
