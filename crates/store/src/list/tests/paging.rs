//! Pages of every list while others write, and places that are none.

use std::collections::BTreeSet;

use futures::future::join3;
use luodi_domain::context::Facts;
use luodi_domain::ids::ProjectId;
use luodi_testkit::size;
use tokio::sync::watch;

use super::any::List;
use super::growth::{add, change};
use super::walk;
use crate::db::Db;
use crate::db::testing::on_each;
use crate::fixture::{all_facts, id, settle, write};
use crate::list::projects::ProjectKey;
use crate::list::{Direction, PlaceError};

/// How many of everything there are at first.
const BEGUN: u128 = 60;

/// A city with so many of everything.
async fn begun(db: &Db) -> Box<Facts> {
    settle(db).await;
    let facts = Box::new(all_facts(db).await);
    let known = facts.clone();
    write(db, move |tx| {
        let facts = known.clone();
        Box::pin(async move {
            for n in 1..=BEGUN {
                add(tx, &facts, n).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    facts
}

async fn whole(db: &Db, (list, direction): (List, Direction), limit: u32) -> Vec<String> {
    walk(async |after| list.page(&mut db.read().await.unwrap(), direction, after, limit).await).await
}

/// Two writers add rows everywhere in the list, and change what it is not sorted by, while it is read a page at a time.
#[tokio::test]
async fn whoever_was_there_all_along_comes_once_and_in_order() {
    on_each(async |db| {
        let facts = begun(db).await;
        let mut next = BEGUN + 1;
        for list in List::all() {
            let before = whole(db, list, 100).await;
            let writes = size("paging", 4, 40) as u128;
            let found = beside_writers(db, &facts, list, before.len(), next..next + writes).await;
            next += writes;
            let distinct: BTreeSet<&String> = found.iter().collect();
            assert_eq!(distinct.len(), found.len(), "{list:?} repeats a row: {found:#?}");
            let known: BTreeSet<&String> = before.iter().collect();
            let kept: Vec<&String> = found.iter().filter(|row| known.contains(row)).collect();
            assert_eq!(kept, before.iter().collect::<Vec<_>>(), "{list:?}");
        }
    })
    .await;
}

/// Reads a list in about as many pages as there are writes. No page is asked for before a write more is done, and no
/// write begins long before its page, so that they run beside one another from the first page to the last.
async fn beside_writers(
    db: &Db,
    facts: &Facts,
    list: (List, Direction),
    rows: usize,
    writes: std::ops::Range<u128>,
) -> Vec<String> {
    let (first, count) = (writes.start, writes.end - writes.start);
    let limit = u32::try_from(rows).unwrap() / u32::try_from(count).unwrap() + 1;
    let (read, pages) = watch::channel(0_u128);
    let (wrote, written) = watch::channel(0_u128);
    let reader = async {
        let found = walk(async |after| {
            read.send_modify(|pages| *pages += 1);
            let due = count.min(*read.borrow());
            written.clone().wait_for(|written| *written >= due).await.unwrap();
            list.0.page(&mut db.read().await.unwrap(), list.1, after, limit).await
        });
        let found = found.await;
        read.send_replace(u128::MAX);
        found
    };
    let writer = async |odd: u128| {
        for n in writes.clone().filter(|n| n % 2 == odd) {
            pages.clone().wait_for(|pages| *pages + 1 >= n - first).await.unwrap();
            // A list by the last change is sorted by it.
            let changed = (list.0 != List::Projects(ProjectKey::Updated)).then_some(1 + n % BEGUN);
            let facts = facts.clone();
            let job = write(db, move |tx| {
                let facts = facts.clone();
                Box::pin(async move {
                    add(tx, &facts, n).await?;
                    match changed {
                        Some(changed) => change(tx, changed).await,
                        None => Ok(()),
                    }
                })
            });
            job.await.unwrap();
            wrote.send_modify(|written| *written += 1);
        }
    };
    let (found, (), ()) = join3(reader, writer(0), writer(1)).await;
    found
}

#[tokio::test]
async fn a_page_goes_on_where_the_last_one_ended_whatever_its_size() {
    on_each(async |db| {
        begun(db).await;
        for list in List::all() {
            let all = whole(db, list, 1_000).await;
            assert!(all.len() >= 60, "{list:?}");
            for limit in [1, 7, 59] {
                assert_eq!(whole(db, list, limit).await, all, "{list:?} by {limit}");
            }
        }
    })
    .await;
}

/// The place of every list in every order is that list's in that order, and no other's.
#[tokio::test]
async fn a_place_of_another_list_is_refused() {
    on_each(async |db| {
        begun(db).await;
        for list in List::all() {
            let (of, direction) = list;
            let page = of.page(&mut db.read().await.unwrap(), direction, None, 1).await;
            let (_, place) = &page.rows[0];
            for other in List::all() {
                let expected = if other == list { Ok(()) } else { Err(PlaceError) };
                assert_eq!(other.0.takes(other.1, place), expected, "{other:?}: {place} of {list:?}");
            }
        }
    })
    .await;
}

#[test]
fn what_is_no_place_is_refused() {
    let id = id(ProjectId::from_uuid, 1).uuid();
    let check = |key, text: &str| List::Projects(key).takes(Direction::Ascending, text);
    assert_eq!(check(ProjectKey::Name, &format!(r#"["project+name","qing4","{id}"]"#)), Ok(()));
    for (key, text) in [
        (ProjectKey::Name, ""),
        (ProjectKey::Name, "[]"),
        (ProjectKey::Name, r#"["project+name"]"#),
        (ProjectKey::Name, &format!(r#"["+name","qing4","{id}"]"#)),
        (ProjectKey::Name, &format!(r#"["project+name",null,"{id}"]"#)),
        (ProjectKey::Name, &format!(r#"["project+name",1,"{id}"]"#)),
        (ProjectKey::Name, r#"["project+name","qing4","prj_1"]"#),
        (ProjectKey::PlannedStart, &format!(r#"["project+start","2024-13-01","{id}"]"#)),
        (ProjectKey::Stage, &format!(r#"["project+stage",1.5,"{id}"]"#)),
        // What no row can hold is no place either, and must not come as far as a statement.
        (ProjectKey::Name, &format!(r#"["project+name","\u0000","{id}"]"#)),
        (ProjectKey::PlannedStart, &format!(r#"["project+start","+12345-01-01","{id}"]"#)),
        (ProjectKey::Updated, &format!(r#"["project-updated","+12345-01-01T00:00:00Z","{id}"]"#)),
    ] {
        assert_eq!(check(key, text), Err(PlaceError), "{text}");
    }
}
