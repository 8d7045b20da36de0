//! Reading the record.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_domain::administration::Subject;
use luodi_domain::ids::{CommandId, OfficerId, RegionId};
use sqlx::FromRow;
use uuid::Uuid;

use super::chain::ChainRow;
use super::text::{Columns, Text, object_id, read};
use crate::db::{Conn, StoreError};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// Rows after a place, in their order.
    AFTER = "select sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at, canonical,
        previous_hash, hash from administration where sequence > $1 order by sequence limit $2";
    /// Rows before a place, the newest first: of a region and all below, and of one object or one officer, if asked.
    BEFORE = "select sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at, canonical,
        previous_hash, hash from administration
        where sequence < $1 and region_id in (select descendant_id from region_closure where ancestor_id = $2)
        and (object_id = $3 or $3 is null) and (actor_id = $4 or $4 is null)
        order by sequence desc limit $5";
    /// How many of these there are.
    COUNT = "select count(*) from administration
        where region_id in (select descendant_id from region_closure where ancestor_id = $1)
        and (object_id = $2 or $2 is null) and (actor_id = $3 or $3 is null)";
    /// The end of the chain.
    HEAD = "select sequence, hash from administration order by sequence desc limit 1";
}

/// A row as it is stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Row {
    sequence: i64,
    subject: String,
    object_id: Uuid,
    region_id: Option<Uuid>,
    command_id: Uuid,
    command: String,
    actor_id: Option<Uuid>,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) canonical: String,
    previous_hash: String,
    hash: String,
}

impl Row {
    /// What is hashed of it.
    pub(super) fn link(&self) -> ChainRow {
        ChainRow {
            sequence: self.sequence,
            canonical: self.canonical.clone(),
            previous_hash: self.previous_hash.clone(),
            hash: self.hash.clone(),
        }
    }

    /// What was changed, by its column.
    pub(super) fn object(&self) -> Result<(Subject, Uuid), StoreError> {
        let at = At { table: "administration", row: self.sequence };
        Ok((at.coded("subject", &self.subject, Subject::parse)?, self.object_id))
    }

    /// What the text would be by the columns, with what the text alone says.
    pub(super) fn expected(&self, text: &Text) -> Result<String, StoreError> {
        let (subject, object) = self.object()?;
        let columns = Columns {
            sequence: self.sequence,
            subject,
            object,
            region: self.region_id.map(RegionId::from_uuid),
            command_id: CommandId::from_uuid(self.command_id),
            command: &self.command,
            actor: self.actor_id.map(OfficerId::from_uuid),
            deputy: text.deputy,
            recorded_at: self.recorded_at,
        };
        Ok(columns.text(&text.fields))
    }
}

/// A change as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the record, from 1.
    pub sequence: i64,
    /// What was changed.
    pub subject: Subject,
    /// Which.
    pub object: Uuid,
    /// What was asked for.
    pub command: String,
    /// Who asked; nobody when it was done at the machine itself.
    pub actor: Option<OfficerId>,
    /// Who did it for him, where that was a deputy.
    pub deputy: Option<OfficerId>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// The fields that changed, with what they say since.
    pub fields: BTreeMap<String, Option<String>>,
    /// What is hashed.
    pub canonical: String,
    /// The hash of the entry before.
    pub previous_hash: String,
    /// Its own.
    pub hash: String,
}

impl Entry {
    /// The text form of the id of what was changed; of an account, its officer's.
    pub fn object_id(&self) -> String {
        object_id(self.subject, self.object)
    }
}

impl TryFrom<Row> for Entry {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let (subject, object) = row.object()?;
        let at = At { table: "administration", row: row.sequence };
        let text = at.coded("canonical", &row.canonical, read)?;
        Ok(Self {
            sequence: row.sequence,
            subject,
            object,
            command: row.command,
            actor: row.actor_id.map(OfficerId::from_uuid),
            deputy: text.deputy,
            recorded_at: row.recorded_at,
            fields: text.fields,
            canonical: row.canonical,
            previous_hash: row.previous_hash,
            hash: row.hash,
        })
    }
}

/// Which entries are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// About what belongs to this region, or to one below.
    pub region: RegionId,
    /// About this object only.
    pub object: Option<Uuid>,
    /// By this officer only.
    pub actor: Option<OfficerId>,
    /// Before this place, if not from the newest.
    pub before: Option<i64>,
}

/// At most so many entries, the newest first. One statement.
pub async fn page(conn: &mut Conn<'_>, wanted: Wanted, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let Wanted { region, object, actor, before } = wanted;
    let values = params![before.unwrap_or(i64::MAX), region, object, actor, limit];
    let rows: Vec<Row> = conn.fetch_all(BEFORE, values).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// How many there are on all pages.
pub async fn count(conn: &mut Conn<'_>, wanted: Wanted) -> Result<i64, StoreError> {
    let Wanted { region, object, actor, before: _ } = wanted;
    let (count,) = conn.fetch_one(COUNT, params![region, object, actor]).await?;
    Ok(count)
}

/// Rows after a place, in their order.
pub(super) async fn after(conn: &mut Conn<'_>, after: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    conn.fetch_all(AFTER, params![after, limit]).await
}

/// At most so many rows after a place (0 for the first), in their order, as they are hashed.
pub async fn chain_rows(conn: &mut Conn<'_>, place: i64, limit: i64) -> Result<Vec<ChainRow>, StoreError> {
    Ok(after(conn, place, limit).await?.iter().map(Row::link).collect())
}

/// The end of the chain: the last row's place and hash; nothing while nothing was recorded.
pub async fn head(conn: &mut Conn<'_>) -> Result<Option<(i64, String)>, StoreError> {
    conn.fetch_optional(HEAD, params![]).await
}
