//! Reading the record.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_domain::administration::{Subject, founds};
use luodi_domain::ids::{CommandId, OfficerId, RegionId};
use sqlx::FromRow;
use uuid::Uuid;

use super::chain::ChainRow;
use super::text::{Columns, Text, object_id, read};
use crate::db::{Conn, Stmt, StoreError, Value};
use crate::params;
use crate::stored::At;

macro_rules! before {
    ($narrower:literal) => {
        concat!(
            "select sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at, canonical,
            previous_hash, hash from administration
            where sequence < $1 and region_id in (select descendant_id from region_closure where ancestor_id = $2) ",
            $narrower,
            " order by sequence desc limit $3"
        )
    };
}

macro_rules! count {
    ($narrower:literal) => {
        concat!(
            "select count(*) from administration
            where region_id in (select descendant_id from region_closure where ancestor_id = $1) ",
            $narrower
        )
    };
}

crate::statements! {
    /// Rows after a place, in their order.
    AFTER = "select sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at, canonical,
        previous_hash, hash from administration where sequence > $1 order by sequence limit $2";
    /// Rows before a place, the newest first: of a region and all below.
    BEFORE = before!("");
    /// The same of one object.
    BEFORE_OF = before!("and object_id = $4");
    /// The same by one officer.
    BEFORE_BY = before!("and actor_id = $4");
    /// The same of one object by one officer.
    BEFORE_OF_BY = before!("and object_id = $4 and actor_id = $5");
    /// How many rows there are of a region and all below.
    COUNT = count!("");
    /// The same of one object.
    COUNT_OF = count!("and object_id = $2");
    /// The same by one officer.
    COUNT_BY = count!("and actor_id = $2");
    /// The same of one object by one officer.
    COUNT_OF_BY = count!("and object_id = $2 and actor_id = $3");
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

    /// Whether it tells of an office being founded: there was nothing before.
    pub(super) fn founds(&self) -> bool {
        founds(&self.command)
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

impl Wanted {
    /// A text of its own each: an index serves what is asked for, and nothing is asked for in vain.
    pub(super) fn page(self, limit: i64) -> (Stmt, Vec<Value>) {
        let Self { region, object, actor, before } = self;
        let before = before.unwrap_or(i64::MAX);
        match (object, actor) {
            (None, None) => (BEFORE, params![before, region, limit]),
            (Some(object), None) => (BEFORE_OF, params![before, region, limit, object]),
            (None, Some(actor)) => (BEFORE_BY, params![before, region, limit, actor]),
            (Some(object), Some(actor)) => (BEFORE_OF_BY, params![before, region, limit, object, actor]),
        }
    }
}

/// At most so many entries, the newest first. One statement.
pub async fn page(conn: &mut Conn<'_>, wanted: Wanted, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let (statement, values) = wanted.page(limit);
    let rows: Vec<Row> = conn.fetch_all(statement, values).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// How many there are on all pages.
pub async fn count(conn: &mut Conn<'_>, wanted: Wanted) -> Result<i64, StoreError> {
    let Wanted { region, object, actor, before: _ } = wanted;
    let (statement, values) = match (object, actor) {
        (None, None) => (COUNT, params![region]),
        (Some(object), None) => (COUNT_OF, params![region, object]),
        (None, Some(actor)) => (COUNT_BY, params![region, actor]),
        (Some(object), Some(actor)) => (COUNT_OF_BY, params![region, object, actor]),
    };
    let (count,) = conn.fetch_one(statement, values).await?;
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
