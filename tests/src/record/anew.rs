//! Chains and anchors hashed anew, as the program itself would have.

use std::sync::Arc;

use futures::FutureExt;
use luodi_domain::ids::ProjectId;
use luodi_store::anchors::{self, Anchor, Heads};
use luodi_store::db::{BuiltStmt, StoreError};
use luodi_store::history::{ChainRow, GENESIS, chain_rows, link};
use luodi_store::params;

use super::forger::Forger;

/// A row that tells of another command: no rule looks at its name, so that nothing but a hash can tell.
pub(super) fn edited(canonical: &str) -> String {
    let edited = canonical.replacen(r#""command":""#, r#""command":"X"#, 1);
    assert_ne!(edited, canonical);
    edited
}

/// Edits a row of a project, and hashes it and the rows behind it anew.
pub(super) async fn chain(forger: &Forger<'_>, project: ProjectId, from: i64) {
    let mut rows = rows(forger).await;
    rows.retain(|row| row.project == project);
    let mut previous = GENESIS.to_owned();
    for row in &mut rows {
        if row.sequence == from {
            row.canonical = edited(&row.canonical);
        }
        relink(row, &mut previous);
    }
    rows.retain(|row| row.sequence >= from);
    write(forger, rows).await;
    let named = "update history set command = 'X' || command where project_id = $1 and sequence = $2";
    forger.run(named, params![project, from]).await;
}

/// Edits every row, hashes all chains anew and all anchors over them.
pub(super) async fn everything(forger: &Forger<'_>) {
    let mut rows = rows(forger).await;
    let mut previous = GENESIS.to_owned();
    for row in &mut rows {
        if row.sequence == 1 {
            GENESIS.clone_into(&mut previous);
        }
        row.canonical = edited(&row.canonical);
        relink(row, &mut previous);
    }
    write(forger, rows).await;
    forger.run("update history set command = 'X' || command", params![]).await;
    anchors(forger).await;
}

fn relink(row: &mut ChainRow, previous: &mut String) {
    row.previous_hash.clone_from(previous);
    row.hash = link(previous, &row.canonical);
    previous.clone_from(&row.hash);
}

/// Every row of the history, in the order of project and sequence.
async fn rows(forger: &Forger<'_>) -> Vec<ChainRow> {
    let mut conn = forger.db.snapshot().await.unwrap();
    chain_rows(&mut conn, None, i64::MAX).await.unwrap()
}

async fn write(forger: &Forger<'_>, rows: Vec<ChainRow>) {
    const WRITE: &str = "update history set canonical = $3, previous_hash = $4, hash = $5
        where project_id = $1 and sequence = $2";
    let rows = Arc::new(rows);
    let written: Result<(), StoreError> = forger
        .db
        .write(move |tx| {
            let rows = Arc::clone(&rows);
            async move {
                for row in rows.iter() {
                    let ChainRow { project, sequence, canonical, previous_hash, hash } = row;
                    let values = params![
                        *project,
                        *sequence,
                        canonical.as_str(),
                        previous_hash.as_str(),
                        hash.as_str()
                    ];
                    tx.execute(BuiltStmt::new("FORGE", WRITE.to_owned()), values).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await;
    written.unwrap();
}

async fn anchors(forger: &Forger<'_>) {
    let heads = "update anchor_head set hash = (select h.hash from history h
        where h.project_id = anchor_head.project_id and h.sequence = anchor_head.sequence)";
    forger.run(heads, params![]).await;
    let mut conn = forger.db.snapshot().await.unwrap();
    let old = anchors::page(&mut conn, 0, i64::MAX).await.unwrap();
    let (mut heads, mut new) = (Heads::default(), Vec::<Anchor>::new());
    for anchor in &old {
        for head in anchors::heads_of(&mut conn, anchor.number).await.unwrap() {
            heads.set(&head);
        }
        new.push(Anchor::after(new.last(), anchor.taken_at, &heads, anchor.administration.clone()));
    }
    drop(conn);
    for Anchor { number, root, previous, hash, .. } in new {
        let anchor = "update anchor set root = $2, previous = $3, hash = $4 where number = $1";
        forger.run(anchor, params![number, root, previous, hash]).await;
    }
}
