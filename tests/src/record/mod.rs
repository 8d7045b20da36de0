//! The record against somebody who may write to the database and knows this program: a long history forged in each of eight
//! ways; a dump of it; and anchors taken at once.

mod anew;
mod dump;
mod forger;
mod long;
mod taken;

use forger::{Forger, Kind};
use long::Long;

/// What a check finds of a forgery: by what is in the database, and by the anchors that were kept outside.
type Found = (&'static [&'static str], &'static [&'static str]);

/// Every forger has dropped the triggers first, and gets hashes, versions and copies right where it helps him.
const FORGERIES: [(Kind, Found); 9] = [
    (Kind::Edit, (&["its previous hash is not the hash of the row before"], &[])),
    (Kind::DeleteInside, (&[": missing, up to row "], &[])),
    (Kind::CutTail, (&["anchor 1: it covers prj_", ", which is gone"], &[])),
    (Kind::Reorder, (&["column sequence says "], &[])),
    (Kind::Insert, (&["column sequence says "], &[])),
    (Kind::Move, (&["column project_id says prj_"], &[])),
    (Kind::Project, (&["anchor 1: it covers prj_", "with another hash than the history has"], &[])),
    // From here on the database tells the forger's story throughout.
    (Kind::ProjectWithoutAnchors, (&[], &["anchors.log line 1: the record has no anchor 1"])),
    (Kind::Everything, (&[], &["anchors.log line 1: the record has another anchor 1"])),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite() {
    each_forgery_is_found(Long::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres() {
    each_forgery_is_found(Long::on_postgres().await).await;
}

async fn each_forgery_is_found(long: Long) {
    long.is_honest().await;
    long.says_how_fast().await;
    let forger = Forger::begin(long.app.db()).await;
    for (kind, (inside, outside)) in FORGERIES {
        forger.forge(kind).await;
        let found = long.findings().await;
        let told = inside.iter().all(|part| found.iter().any(|line| line.contains(part)));
        assert!(told && found.is_empty() == inside.is_empty(), "{kind:?}: {inside:?} is not in {found:?}");
        let found = long.compared().await;
        let told = outside.iter().all(|part| found.iter().any(|line| line.contains(part)));
        assert!(told && found.is_empty() == outside.is_empty(), "{kind:?}: {outside:?} is not in {found:?}");
        if kind == Kind::Everything {
            long.forged_dump_is_found().await;
        }
        forger.undo().await;
        long.is_honest().await;
    }
    println!("{} forgeries of 8 kinds, each found", FORGERIES.len());
}
