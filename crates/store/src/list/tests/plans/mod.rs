//! Lists and searches are answered from indexes: no plan reads the whole of a large table.
//!
//! Counts and the summaries (`pipeline`, `permit_counts`) are not tried: they have no limit, so they may read every project
//! and permit that they count, and without a filter those are all.

mod asked;
mod crowd;
mod plan;

use super::{DIRECTIONS, PERMIT_KEYS, PROJECT_KEYS};
use crate::db::Db;
use crate::db::testing::{is_sqlite, on_each};
use crate::list::fileable::{Fileable, FileableKey};
use crate::list::history::{self, Rows};
use crate::list::permits::Permits;
use crate::list::projects::Projects;
use crate::list::registry::{Agencies, Enterprises, EntryKey, Officers};
use crate::list::{Order, SortKey};
use crowd::filled;
use plan::{first_page, whole_reads};

#[tokio::test]
async fn no_list_reads_a_whole_table() {
    on_each(async |db| {
        filled(db).await;
        check_plans(db).await;
        // PostgreSQL has its statistics by now.
        if is_sqlite(db) {
            db.refresh_statistics().await.unwrap();
            check_plans(db).await;
        }
    })
    .await;
}

async fn check_plans(db: &Db) {
    let found = &mut Vec::new();
    for order in orders(&PROJECT_KEYS) {
        whole_reads::<Projects>(db, &order, &asked::projects(), found).await;
    }
    for order in orders(&PERMIT_KEYS) {
        whole_reads::<Permits>(db, &order, &asked::permits(), found).await;
    }
    for order in orders(&[FileableKey::AgreedOn]) {
        whole_reads::<Fileable>(db, &order, &asked::fileable(), found).await;
    }
    for order in orders(&[EntryKey::Entered, EntryKey::Name]) {
        whole_reads::<Agencies>(db, &order, &asked::agencies(), found).await;
        whole_reads::<Officers>(db, &order, &asked::officers(), found).await;
        whole_reads::<Enterprises>(db, &order, &asked::enterprises(), found).await;
    }
    for direction in DIRECTIONS {
        whole_reads::<Rows>(db, &history::order(direction), &asked::history(), found).await;
    }
    // A walk in order is no whole read, but where nothing matches it would be one all the same.
    for direction in DIRECTIONS {
        for (filter, index) in asked::rare_history() {
            let plan = first_page::<Rows>(db, &history::order(direction), &filter).await;
            assert!(plan.contains(index), "{filter:?}:\n{plan}");
        }
    }
    let shown = found.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(found.is_empty(), "{} plans, of which the first:\n{shown}", found.len());
}

/// Each key alone, both ways.
fn orders<K: SortKey>(keys: &[K]) -> Vec<[Order<K>; 1]> {
    keys.iter().flat_map(|&key| DIRECTIONS.map(|direction| [Order { key, direction }])).collect()
}
