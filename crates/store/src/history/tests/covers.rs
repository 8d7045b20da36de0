//! Permits that stand for one another, in the histories of two projects.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use luodi_domain::command::{BeCovered, Command, Follow};
use luodi_domain::cover::Cover;
use luodi_domain::permit::{Permit, PermitStatus};

use super::forgery::run;
use super::story::Story;
use crate::db::Db;
use crate::db::testing::on_each;
use crate::fixture::{day, settle, write};
use crate::history::turns;
use crate::params;
use crate::projects::{lock, lock_with_followers};

/// A permit of the first project stands for one of the second.
async fn covered(db: &Db, numbers: [u128; 2]) -> [(Story<'_>, Permit); 2] {
    let (mut lead, mut other) = (Story::begin(db, numbers[0]).await, Story::begin(db, numbers[1]).await);
    lead.does(lead.permit(1)).await;
    other.does(other.permit(1)).await;
    let one = |story: &Story<'_>| story.project.permits.values().next().unwrap().clone();
    let (leading, following) = (one(&lead), one(&other));
    let others = [(following.id, other.project.id)].into();
    lead.does(Command::Cover { permit: leading.id, others }).await;
    let by = Cover::by(&lead.project, leading.id).unwrap();
    let item = leading.item.clone();
    other.does(Command::BeCovered(BeCovered { permits: [(following.id, 0)].into(), by, item })).await;
    [(lead, leading), (other, following)]
}

/// In the lead's project and the other's, each by itself.
#[tokio::test]
async fn what_two_projects_do_not_say_alike_is_found_in_both() {
    on_each(async |db| {
        settle(db).await;
        let differ = "pmt_… and pmt_… which stands for it, do not say the same";
        let rows = |part: &str| format!("the current rows differ from the history: {part}");
        let permit = rows("permit pmt_…");
        // What is forged in the one project or the other, and what is found in each. The histories still say otherwise.
        let forgeries: [(usize, &str, [&[&str]; 2]); 11] = [
            (0, "covers = null, shared_id = null", [&[&permit], &[differ]]),
            (1, "covered_since = '2024-03-01'", [&[differ], &[&permit]]),
            (1, "covered_withdrawn = (1 = 1)", [&[differ], &[&permit]]),
            (1, "covered_due_on = '2024-05-01'", [&[differ], &[&permit]]),
            (1, "covered_granted_on = '2024-01-01'", [&[differ], &[&permit]]),
            (1, "covered_granted_on = '2024-03-01', covered_lost_on = '2024-04-01'", [&[differ], &[&permit]]),
            (1, "covered_accepted_on = '2024-03-01', covered_longer = (1 = 1)", [&[differ], &[&permit]]),
            (1, "cover_changed_on = '2024-05-01'", [&[], &[&permit]]),
            (
                1,
                "response = 'CONFIRMED', response_on = '2024-05-02', response_objected_from = '2024-05-01'",
                [&[], &[&permit]],
            ),
            (
                1,
                "covered_project_id = null, covered_permit_id = null, covered_withdrawn = null, shared_id = null",
                [&[differ], &[&permit]],
            ),
            (1, "status = 'PRE_REVIEW'", [&[differ], &[&permit]]),
        ];
        for (n, (at, forgery, expected)) in (1..).zip(forgeries) {
            let both = covered(db, [2 * n, 2 * n + 1]).await;
            for (story, _) in &both {
                assert_eq!(story.findings().await, [""; 0], "honest so far");
            }
            let sql = format!("update permit set {forgery} where project_id = $1");
            assert_eq!(run(db, &sql, params![both[at].0.project.id]).await, 1);
            let found = [both[0].0.findings().await, both[1].0.findings().await];
            assert_eq!(found[0], expected[0], "{forgery}: where the lead is");
            assert_eq!(found[1], expected[1], "{forgery}: where the other is");
        }
    })
    .await;
}

/// A history that was made up in one project only is true to itself; the other one knows nothing of it.
#[tokio::test]
async fn one_that_follows_on_its_own_word_is_found() {
    on_each(async |db| {
        settle(db).await;
        let [(lead, leading), (mut other, following)] = covered(db, [1, 2]).await;
        let differ = "pmt_… and pmt_… which stands for it, do not say the same";
        let mut granted = Cover::by(&lead.project, leading.id).unwrap();
        granted.stands.status = PermitStatus::Granted;
        (granted.stands.decided_on, granted.stands.since) =
            (Some(day("2024-02-01")), Some(day("2024-02-01")));
        other.does(Command::FollowCover(Follow::Stands(granted))).await;
        assert_eq!(lead.findings().await, [differ]);
        assert_eq!(other.findings().await, [differ]);
        other.does(Command::Uncover(following.id)).await;
        assert_eq!(lead.findings().await, [differ]);
        assert_eq!(other.findings().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn the_days_while_another_stands_for_a_permit_are_told() {
    on_each(async |db| {
        settle(db).await;
        let [_, (mut other, following)] = covered(db, [1, 2]).await;
        let id = other.project.id;
        let spans = async || {
            let mut found = turns(&mut db.read().await.unwrap(), &[id]).await.unwrap();
            found.remove(&id).unwrap().covered.remove(&following.id)
        };
        let on = day("2024-03-01");
        assert_eq!(spans().await, Some(vec![(on, None)]));
        other.does(Command::Uncover(following.id)).await;
        assert_eq!(spans().await, Some(vec![(on, Some(on))]));
    })
    .await;
}

/// What becomes of the one that leads is written to those that follow: they are held with it from the first, in the order
/// of their ids, whichever is the older.
#[tokio::test]
async fn projects_are_held_with_those_that_follow_their_permits() {
    on_each(async |db| {
        settle(db).await;
        let [(lead, _), (other, _)] = covered(db, [2, 1]).await;
        let (lead, other) = (lead.project.id, other.project.id);
        assert!(lead > other);
        let runs = Arc::new(AtomicUsize::new(0));
        let held = (0..20).map(|n| {
            let runs = Arc::clone(&runs);
            write(db, move |tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                Box::pin(async move {
                    if n % 2 == 0 {
                        lock(tx, lead).await?;
                    }
                    lock_with_followers(tx, &[lead], &[]).await
                })
            })
        });
        join_all(held).await.into_iter().for_each(Result::unwrap);
        assert_eq!(runs.load(Ordering::Relaxed), 20, "nobody had to begin again");
    })
    .await;
}
