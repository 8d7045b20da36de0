//! What projects refer to: regions, agencies, posts, officers, enterprises.
//!
//! Every entry counts its changes. An update names the version it was decided on; if the entry has moved on, it is a
//! [`StoreError::Conflict`]. Pages are in the order of ids, which is the order of entry, since ids are
//! ordered in time.

pub mod agencies;
mod derived;
pub mod enterprises;
pub mod officers;
pub mod posts;
pub mod regions;
#[cfg(test)]
mod tests;

pub use derived::{Differing, Looked, differing, terms_astray};
use uuid::Uuid;

use crate::db::{Conn, StoreError};
use crate::params;

crate::statements! {
    /// Whether there is anything at all.
    ANYTHING = "select exists (select 1 from region) or exists (select 1 from agency) or exists (select 1 from post)
        or exists (select 1 from officer) or exists (select 1 from enterprise) or exists (select 1 from project)";
}

/// Every id is greater than the nil id, so the first page needs no statement of its own.
fn after(id: Option<Uuid>) -> Uuid {
    id.unwrap_or(Uuid::nil())
}

/// Whether there is no entry, and no project either.
pub async fn is_empty(conn: &mut Conn<'_>) -> Result<bool, StoreError> {
    let (any,) = conn.fetch_one::<(bool,)>(ANYTHING, params![]).await?;
    Ok(!any)
}

#[cfg(test)]
pub(crate) const STATEMENTS: &[&[(&str, crate::db::StmtText)]] =
    &[ALL, agencies::ALL, derived::ALL, enterprises::ALL, officers::ALL, posts::ALL, regions::ALL];
