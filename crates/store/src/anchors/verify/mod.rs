//! Checking the anchors against themselves and against the history.

mod check;
mod finding;

pub use check::{AnchorCheck, Verified};
pub use finding::{Finding, Problem};

use luodi_domain::ids::ProjectId;

use super::heads::AnchoredHead;
use super::rows::{self, HeadRow};
use crate::db::{Conn, StoreError};

/// Anchors held in memory at a time.
const PAGE: i64 = 256;

/// Checks all anchors, and that the history and the record of administration have every head that one of them names. Call
/// it on one [`crate::db::Db::snapshot`].
pub async fn verify(conn: &mut Conn<'_>) -> Result<Verified, StoreError> {
    let mut check = AnchorCheck::default();
    // Nothing can be said of what follows on an anchor that cannot be read, and one finding is enough to look closer.
    match all(conn, &mut check).await {
        Ok(()) => {}
        Err(StoreError::Undecodable { column, detail, .. }) => {
            check.add(Finding { anchor: None, problem: Problem::Undecodable { column, detail } });
        }
        Err(error) => return Err(error),
    }
    Ok(check.finish())
}

async fn all(conn: &mut Conn<'_>, check: &mut AnchorCheck) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let anchors = rows::page(conn, after, PAGE).await?;
        let Some(last) = anchors.last() else { break };
        let administered = rows::administered(conn, after, last.number).await?;
        after = last.number;
        for anchor in &anchors {
            let rows = rows::rows_of(conn, anchor.number).await?;
            let heads: Vec<AnchoredHead> = rows.iter().map(HeadRow::head).collect();
            check.anchor(anchor, &heads);
            present(&rows).for_each(|finding| check.add(finding));
            let found = administered.get(&anchor.number).map(String::as_str);
            if let Some(finding) = Finding::of_administration(anchor, found) {
                check.add(finding);
            }
        }
    }
    for number in rows::unknown(conn).await? {
        check.add(Finding { anchor: Some(number), problem: Problem::Unknown });
    }
    Ok(())
}

/// Checks that the history of one project has every head that an anchor names.
pub async fn verify_project(conn: &mut Conn<'_>, project: ProjectId) -> Result<Vec<Finding>, StoreError> {
    let rows = rows::rows_of_project(conn, project).await?;
    Ok(present(&rows).collect())
}

fn present(rows: &[HeadRow]) -> impl Iterator<Item = Finding> {
    rows.iter().filter_map(|row| Finding::of_head(row.anchor, &row.head(), row.found.as_deref()))
}
