//! What is kept is read back, by revision; and whose turn it is.

use chrono::TimeDelta;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::plan::Outlook;
use luodi_domain::project::Project;
use uuid::Uuid;

use super::*;
use crate::db::Db;
use crate::db::testing::on_each;
use crate::fixture::{now, settle, write};
use crate::projects::tests::round_trip::live;

const OLD: &str = "aa/2024-01-01/1";
const NEW: &str = "bb/2024-01-01/1";

fn worked(project: &Project, fileable: &[PermitId], outdated: bool) -> Worked {
    let fileable = fileable.iter().map(|permit| (*permit, None)).collect();
    let outlook = Outlook { fileable, undecided: 3, missing: 2, outdated };
    Worked { project: project.id, version: project.version, outlook }
}

async fn keeps(db: &Db, revision: &'static str, all: Vec<Worked>) {
    write(db, move |tx| {
        let all = all.clone();
        Box::pin(async move { keep(tx, revision, &all).await })
    })
    .await
    .unwrap();
}

async fn wait(db: &Db, revision: &str) -> Vec<ProjectId> {
    outdated_by(&mut db.read().await.unwrap(), revision, 10).await.unwrap()
}

#[tokio::test]
async fn what_is_kept_replaces_what_was() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        let permits: Vec<PermitId> = project.permits.keys().copied().collect();
        assert!(!permits.is_empty());
        for (revision, fileable, outdated) in
            [(OLD, &permits[..], false), (NEW, &[][..], true), (OLD, &permits[..1], false)]
        {
            let expected = worked(&project, fileable, outdated);
            keeps(db, revision, vec![expected.clone()]).await;
            let found = kept(&mut db.read().await.unwrap(), &[project.id]).await.unwrap();
            assert_eq!(found[&project.id], Kept { revision: revision.to_owned(), worked: expected });
            // Above and below the revision asked for.
            let other = if revision == OLD { NEW } else { OLD };
            assert_eq!((wait(db, revision).await, wait(db, other).await), (vec![], vec![project.id]));
            assert_eq!(left(&mut db.read().await.unwrap(), other).await.unwrap(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn one_is_at_it_until_its_time_is_over() {
    on_each(async |db| {
        settle(db).await;
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let at = |id, seconds| {
            let now = now() + TimeDelta::seconds(seconds);
            Worker { id, now, until: now + TimeDelta::seconds(5) }
        };
        let begins = async |revision: &'static str| {
            write(db, move |tx| {
                Box::pin(async move { begin(tx, revision, 10, now(), Uuid::from_u128(1)).await })
            })
            .await
            .unwrap()
        };
        let advances = async |revision: &'static str, worker: Worker| {
            write(db, move |tx| Box::pin(async move { advance(tx, revision, 4, worker).await }))
                .await
                .unwrap()
        };
        let standing = async || stand(&mut db.read().await.unwrap()).await.unwrap();
        assert!(!advances(OLD, at(one, 0)).await, "nobody has begun");
        assert!(begins(OLD).await);
        assert!(!begins(OLD).await, "once");
        assert!(advances(OLD, at(one, 0)).await);
        assert!(!advances(OLD, at(other, 1)).await, "another is at it");
        assert!(standing().await.is_anothers(other, at(other, 1).now));
        assert!(advances(OLD, at(one, 1)).await);
        assert!(!standing().await.is_anothers(other, at(other, 7).now));
        assert!(advances(OLD, at(other, 7)).await, "the first says nothing any more");
        assert_eq!((standing().await.done, standing().await.total), (12, 12), "what came on top is counted");
        assert!(begins(NEW).await, "something newer takes its place");
        assert!(!advances(OLD, at(other, 8)).await);
        assert_eq!((standing().await.done, standing().await.total), (0, 10));
        assert!(advances(NEW, at(one, 8)).await);
        let leaves = write(db, move |tx| Box::pin(async move { leave(tx, one).await }));
        leaves.await.unwrap();
        assert!(advances(NEW, at(other, 8)).await, "it was left to others");
        let ends =
            async || write(db, |tx| Box::pin(async move { finish(tx, NEW, now()).await })).await.unwrap();
        assert!(ends().await && !ends().await, "said once");
        assert_eq!(standing().await.finished_at.map(|at| at.timestamp()), Some(now().timestamp()));
    })
    .await;
}
