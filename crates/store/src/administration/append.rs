//! Writing to the record, in the transaction of the change.

use chrono::{DateTime, Utc};
use luodi_domain::administration::Change;
use luodi_domain::ids::{CommandId, OfficerId, RegionId};

use super::text::Columns;
use crate::db::{Conflict, StoreError, Tx, UniqueConstraint, insert_rows};
use crate::history::{GENESIS, link};
use crate::params;

crate::statements! {
    /// Holds off everybody else who wants to write. In a statement of its own: the next one sees what they have written.
    HOLD = {
        sqlite: "select id from administration_watch where id = 1",
        postgres: "select id from administration_watch where id = 1 for update",
    };
    /// The end of the chain.
    END = "select sequence, hash, recorded_at from administration order by sequence desc limit 1";
}

const INTO: &str = "insert into administration (sequence, subject, object_id, region_id, command_id, command, actor_id, \
                    recorded_at, canonical, previous_hash, hash) values ";

const KEY: UniqueConstraint =
    UniqueConstraint { name: "administration_pkey", columns: "administration.sequence" };

/// Who did something, and when.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Groups what one command did.
    pub command_id: CommandId,
    /// What was asked for, such as `updateOfficer`.
    pub command: String,
    /// Who asked; nobody when it was done at the machine itself.
    pub actor: Option<OfficerId>,
    /// When, by the system clock.
    pub recorded_at: DateTime<Utc>,
}

/// A change, and the region to which what was changed belongs.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The change.
    pub change: Change,
    /// The region.
    pub region: Option<RegionId>,
}

/// Holds off everybody else who wants to write to the record, and so to change what it is about.
pub async fn hold(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let _held: (i64,) = tx.fetch_one(HOLD, params![]).await?;
    Ok(())
}

/// Adds changes to the record, those that change nothing left out. [`Conflict::Version`] when somebody else was faster.
pub async fn append(tx: &mut Tx<'_>, deed: &Deed, noted: &[Noted]) -> Result<(), StoreError> {
    if noted.iter().all(|noted| noted.change.fields.is_empty()) {
        return Ok(());
    }
    hold(tx).await?;
    let end: Option<(i64, String, DateTime<Utc>)> = tx.fetch_optional(END, params![]).await?;
    let (mut sequence, mut hash, last) = end.unwrap_or((0, GENESIS.to_owned(), DateTime::<Utc>::MIN_UTC));
    let recorded_at = deed.recorded_at.max(last);
    let mut rows = Vec::new();
    for Noted { change, region } in noted.iter().filter(|noted| !noted.change.fields.is_empty()) {
        sequence += 1;
        let columns = Columns {
            sequence,
            subject: change.subject,
            object: change.object,
            region: *region,
            command_id: deed.command_id,
            command: &deed.command,
            actor: deed.actor,
            recorded_at,
        };
        let fields = change.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let canonical = columns.text(&fields);
        let next = link(&hash, &canonical);
        rows.push(params![
            sequence,
            change.subject.as_str(),
            change.object,
            *region,
            deed.command_id,
            deed.command.as_str(),
            deed.actor,
            recorded_at,
            canonical,
            hash,
            next.clone(),
        ]);
        hash = next;
    }
    insert_rows(tx, "APPEND_ADMINISTRATION", INTO, rows)
        .await
        .map_err(|error| error.unique_as_conflict(KEY, Conflict::Version))
}
