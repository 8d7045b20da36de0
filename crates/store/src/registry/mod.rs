//! What projects refer to: regions, agencies, posts, officers, enterprises.
//!
//! Every entry counts its changes. An update names the version it was decided on; if the entry has moved on, it is a
//! [`StoreError::Conflict`]. Pages are in the order of ids, which is the order of
//! entry, since ids are ordered in time.

pub mod agencies;
pub mod enterprises;
pub mod officers;
pub mod posts;
pub mod regions;
#[cfg(test)]
mod tests;

use uuid::Uuid;

use crate::db::{Conn, Stmt, StoreError};
use crate::params;

/// Every id is greater than the nil id, so the first page needs no statement of its own.
fn after(id: Option<Uuid>) -> Uuid {
    id.unwrap_or(Uuid::nil())
}

async fn count(conn: &mut Conn<'_>, statement: Stmt) -> Result<i64, StoreError> {
    let (count,) = conn.fetch_one(statement, params![]).await?;
    Ok(count)
}

#[cfg(test)]
pub(crate) const STATEMENTS: &[&[(&str, crate::db::StmtText)]] =
    &[agencies::ALL, enterprises::ALL, officers::ALL, posts::ALL, regions::ALL];
