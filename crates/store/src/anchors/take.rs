//! Taking an anchor.

use chrono::{DateTime, Utc};

use super::anchor::Anchor;
use super::heads::{AdministrationHead, AnchoredHead, Heads};
use super::rows;
use crate::administration;
use crate::db::{Conn, StoreError, Tx, UniqueConstraint};

/// An anchor that was put together and is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The anchor.
    pub anchor: Anchor,
    /// The heads that are not those of the anchor before.
    pub changed: Vec<AnchoredHead>,
}

/// Of two that take an anchor at once, the second meets the number of the first.
const NUMBER: UniqueConstraint = UniqueConstraint { name: "anchor_pkey", columns: "anchor.number" };

/// The anchor that follows on the latest; nothing when no chain has changed since. Call it on one
/// [`crate::db::Db::snapshot`].
///
/// Heads that are gone from the record stay those of the anchor before: that they are gone is for [`super::verify`] to say.
pub async fn due(conn: &mut Conn<'_>, taken_at: DateTime<Utc>) -> Result<Option<Due>, StoreError> {
    let last = rows::last(conn).await?;
    let mut heads = Heads::default();
    for head in rows::anchored(conn).await? {
        heads.set(&head);
    }
    let mut changed = rows::heads(conn).await?;
    changed.retain(|head| heads.set(head));
    let before = last.as_ref().map(|last| last.administration.clone()).unwrap_or_default();
    let head =
        administration::head(conn).await?.map(|(sequence, hash)| AdministrationHead { sequence, hash });
    let administration = head.filter(|head| head.sequence > before.sequence);
    if changed.is_empty() && administration.is_none() {
        return Ok(None);
    }
    let administration = administration.unwrap_or(before);
    Ok(Some(Due { anchor: Anchor::after(last.as_ref(), taken_at, &heads, administration), changed }))
}

/// Writes it. An error for which [`was_first`] holds when somebody else took the anchor of this number.
pub async fn keep(tx: &mut Tx<'_>, due: &Due) -> Result<(), StoreError> {
    rows::insert(tx, &due.anchor, &due.changed).await
}

/// Whether an anchor was refused because somebody else was first: his covers the same, or later, heads.
pub fn was_first(error: &StoreError) -> bool {
    error.is_unique(NUMBER)
}
