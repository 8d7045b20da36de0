//! Two who add to the record at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use super::{deed, findings, founded, officer, region};
use crate::administration::{Noted, append};
use crate::db::StoreError;
use crate::db::testing::on_each;
use crate::registry::officers;
use luodi_domain::administration::Change;
use luodi_domain::registry::Officer;

/// How long the first keeps the end of the record for himself; the second is there long before.
const KEPT: Duration = Duration::from_millis(300);

/// The second waits. Were he to look at the end of the record at once, he would lose it and decide again, and with as many
/// at once as there are attempts somebody would be turned away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_waits_and_decides_once() {
    on_each(async |db| {
        founded(db).await;
        let (begun, runs) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
        let rename = |before: Officer, first: bool| {
            let (db, begun, runs) = (db.clone(), Arc::clone(&begun), Arc::clone(&runs));
            tokio::spawn(async move {
                db.write(move |tx| {
                    let (begun, runs, before) = (Arc::clone(&begun), Arc::clone(&runs), before.clone());
                    Box::pin(async move {
                        runs.fetch_add(1, Ordering::SeqCst);
                        let renamed = Officer { name: "新名".to_owned(), ..before.clone() };
                        officers::update(tx, &renamed, before.version).await?;
                        let change = Change::between(Some(&before), &renamed);
                        let noted = Noted { change, region: Some(region(1)) };
                        append(tx, &deed(3, "updateOfficer"), &[noted]).await?;
                        if first {
                            begun.notify_one();
                            tokio::time::sleep(KEPT).await;
                        }
                        Ok::<(), StoreError>(())
                    })
                })
                .await
            })
        };
        let first = rename(officer(1), true);
        begun.notified().await;
        let second = rename(Officer { active: false, version: 2, ..officer(2) }, false);
        first.await.unwrap().unwrap();
        second.await.unwrap().unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 2, "each decided once");
        assert_eq!(findings(db).await, Vec::<String>::new());
    })
    .await;
}
