//! Forged anchors, and histories forged under them, by somebody who drops the triggers first.

use super::{administered, begin, happened, project, taken};
use crate::anchors::{verify, verify_project};
use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db, Value};
use crate::params;

async fn run(db: &Db, sql: &str, values: Vec<Value>) -> u64 {
    let done = db.execute_now(BuiltStmt::new("FORGE", sql.to_owned()), values).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// A database without its triggers, with three anchors over two projects: 1 at rows 1, 2 and 3; 2 at row 1; and over the
/// record of administration at row 2.
async fn defenceless(db: &Db) {
    begin(db, 2).await;
    administered(db, 2).await;
    taken(db).await;
    for sequence in [2, 3] {
        happened(db, 1, sequence).await;
        taken(db).await;
    }
    for table in ["history", "anchor", "anchor_head", "administration"] {
        let on = if is_sqlite(db) { String::new() } else { format!(" on {table}") };
        for trigger in ["no_update", "no_delete"] {
            run(db, &format!("drop trigger {table}_{trigger}{on}"), params![]).await;
        }
    }
    if !is_sqlite(db) {
        run(db, "alter table anchor_head drop constraint anchor_head_anchor_fkey", params![]).await;
    }
}

async fn findings(db: &Db) -> Vec<String> {
    let verified = verify(&mut db.read().await.unwrap()).await.unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

const LINK: &str = "its previous hash is not the hash of the anchor before";
const HASH: &str = "its hash is not that of its other columns";
const ROOT: &str = "its root is not that of the heads it covers";

/// Each forgery is made, found and undone by its second statement.
#[tokio::test]
async fn each_forgery_is_found() {
    let one = project(1);
    let says = |rows: i64| format!("it says 2 projects and {rows} rows, its heads come to 2 and 3");
    let all = |what: &str| (1..=3).map(|anchor| format!("anchor {anchor}: it covers {what}")).collect();
    let rows: [(&str, &str, Vec<String>); 10] = [
        (
            "update anchor set rows = 4 where number = 2",
            "update anchor set rows = 3 where number = 2",
            vec![format!("anchor 2: {HASH}"), format!("anchor 2: {}", says(4))],
        ),
        (
            "update anchor set taken_at = '2024-10-31T01:00:00.123457Z' where number = 3",
            "update anchor set taken_at = '2024-10-31T01:00:00.123456Z' where number = 3",
            vec![format!("anchor 3: {HASH}")],
        ),
        (
            "update anchor set hash = root where number = 2",
            "update anchor set hash = (select previous from anchor n where n.number = 3) where number = 2",
            vec![format!("anchor 2: {HASH}"), format!("anchor 3: {LINK}")],
        ),
        (
            "update anchor_head set sequence = 1 where anchor = 2",
            "update anchor_head set sequence = 2 where anchor = 2",
            vec![
                format!("anchor 2: {ROOT}"),
                "anchor 2: it says 2 projects and 3 rows, its heads come to 2 and 2".to_owned(),
                format!("anchor 2: it covers {one} row 1 with another hash than the history has"),
            ],
        ),
        (
            "update history set hash = previous_hash where project_id = $1 and sequence = 2",
            "update history set hash = (select n.previous_hash from history n
             where n.project_id = $1 and n.sequence = 3) where project_id = $1 and sequence = 2",
            vec![format!("anchor 2: it covers {one} row 2 with another hash than the history has")],
        ),
        (
            "update history set sequence = 9 where project_id = $1 and sequence = 3",
            "update history set sequence = 3 where project_id = $1 and sequence = 9",
            vec![format!("anchor 3: it covers {one} row 3, which is gone")],
        ),
        (
            "update administration set hash = previous_hash where sequence = 2",
            "update administration set hash = (select a.administration_hash from anchor a where a.number = 3)
             where sequence = 2",
            all("administration row 2 with another hash than the record has"),
        ),
        (
            "update administration set sequence = 7 where sequence = 2",
            "update administration set sequence = 2 where sequence = 7",
            all("administration row 2, which is gone"),
        ),
        (
            "update anchor set administration = 1 where number = 2",
            "update anchor set administration = 2 where number = 2",
            vec![
                format!("anchor 2: {HASH}"),
                "anchor 2: it covers the record of administration up to row 1, the anchor before covers more"
                    .to_owned(),
                "anchor 2: it covers administration row 1 with another hash than the record has".to_owned(),
            ],
        ),
        (
            "update anchor set number = 7 where number = 3",
            "update anchor set number = 3 where number = 7",
            vec![
                "anchor 3: missing, up to anchor 6".to_owned(),
                format!("anchor 7: {HASH}"),
                format!("anchor 7: {ROOT}"),
                "anchor 7: it says 2 projects and 4 rows, its heads come to 2 and 3".to_owned(),
                "anchor 3: it has heads and is not there itself".to_owned(),
            ],
        ),
    ];
    on_each(async |db| {
        defenceless(db).await;
        assert_eq!(findings(db).await, [""; 0], "it is honest");
        for (forgery, undo, expected) in &rows {
            // SQLite alone would hold the heads to their anchor still.
            if is_sqlite(db) && forgery.contains("number = 7") {
                continue;
            }
            let values = |sql: &str| if sql.contains("$1") { params![one] } else { params![] };
            assert_eq!(run(db, forgery, values(forgery)).await, 1, "{forgery}");
            assert_eq!(findings(db).await, *expected, "{forgery}");
            assert_eq!(run(db, undo, values(undo)).await, 1, "{undo}");
            assert_eq!(findings(db).await, [""; 0], "undone: {forgery}");
        }
    })
    .await;
}

/// One project's heads are looked at by themselves too.
#[tokio::test]
async fn a_chain_that_was_cut_is_found_with_its_project() {
    on_each(async |db| {
        defenceless(db).await;
        let found = async |n| {
            let findings = verify_project(&mut db.read().await.unwrap(), project(n)).await.unwrap();
            findings.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!((found(1).await, found(2).await), (vec![], vec![]));
        run(db, "delete from history where project_id = $1 and sequence > 1", params![project(1)]).await;
        let gone = |anchor| format!("anchor {anchor}: it covers {} row {anchor}, which is gone", project(1));
        assert_eq!(found(1).await, [gone(2), gone(3)]);
        assert_eq!(found(2).await, [""; 0]);
        assert_eq!(findings(db).await, [gone(2), gone(3)]);
    })
    .await;
}

/// PostgreSQL takes no such value in the first place.
#[tokio::test]
async fn an_anchor_that_cannot_be_read_is_found() {
    on_each(async |db| {
        if is_sqlite(db) {
            defenceless(db).await;
            run(db, "update anchor set taken_at = 'x' where number = 2", params![]).await;
            let found = "anchors: column taken_at cannot be read: invalid datetime: x";
            assert_eq!(findings(db).await, [found]);
        }
    })
    .await;
}
