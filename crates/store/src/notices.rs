//! Whether anything was published since somebody looked: days off of years, and what regions say otherwise than the permit
//! catalogue. One statement tells of both, since most answers rest on both.

use crate::db::{Conn, StoreError};
use crate::params;

crate::statements! {
    /// How often anything was changed: rows stay, and each counts its changes.
    CHANGES = "select cast((select coalesce(sum(version), 0) from days_off) as bigint),
        cast((select coalesce(sum(version), 0) from permit_override) as bigint)";
}

/// Numbers of which each grows with every change of its kind, and stays while there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    /// Of the days off.
    pub days_off: i64,
    /// Of what regions say; 0 while none says anything.
    pub overrides: i64,
}

/// How often anything was changed.
pub async fn changes(conn: &mut Conn<'_>) -> Result<Changes, StoreError> {
    let (days_off, overrides) = conn.fetch_one(CHANGES, params![]).await?;
    Ok(Changes { days_off, overrides })
}
