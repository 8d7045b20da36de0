//! The tables of the anchors, and the heads of the history that they are taken over.

use std::collections::HashMap;

use luodi_domain::ids::ProjectId;
use uuid::Uuid;

use super::anchor::Anchor;
use super::heads::AnchoredHead;
use crate::db::{Conn, StoreError, Tx, insert_rows};
use crate::params;

/// The heads that an anchor changed, each with the hash that the history has there; narrowed by what follows.
macro_rules! heads {
    ($narrowed:literal) => {
        concat!(
            "select a.anchor, a.project_id, a.sequence, a.hash, h.hash as found from anchor_head a
                left join history h on h.project_id = a.project_id and h.sequence = a.sequence ",
            $narrowed
        )
    };
}

crate::statements! {
    /// The head of every project's chain, each looked up by the key: a history is long, and its heads are few.
    HEADS = {
        sqlite: "select p.id, h.sequence, h.hash from project p
            join history h on h.project_id = p.id
                and h.sequence = (select max(l.sequence) from history l where l.project_id = p.id)
            order by p.id",
        postgres: "select p.id, h.sequence, h.hash from project p
            cross join lateral (select l.sequence, l.hash from history l
                where l.project_id = p.id order by l.sequence desc limit 1) h
            order by p.id",
    };
    /// The latest head that an anchor has, of every project.
    ANCHORED = "select a.project_id, a.sequence, a.hash from anchor_head a
        join (select project_id, max(anchor) as anchor from anchor_head group by project_id) l
            on l.project_id = a.project_id and l.anchor = a.anchor
        order by a.project_id";
    /// The latest anchor.
    LAST = "select number, taken_at, projects, rows, root, administration, administration_hash, previous, hash from anchor
        order by number desc limit 1";
    /// Anchors after a number.
    PAGE = "select number, taken_at, projects, rows, root, administration, administration_hash, previous, hash from anchor
        where number > $1 order by number limit $2";
    /// The heads of an anchor.
    HEADS_OF = heads!("where a.anchor = $1 order by a.project_id");
    /// The heads of a project, in all anchors.
    HEADS_OF_PROJECT = heads!("where a.project_id = $1 order by a.anchor");
    /// Anchors that have heads and are not there.
    UNKNOWN = "select distinct a.anchor from anchor_head a
        where not exists (select 1 from anchor n where n.number = a.anchor) order by a.anchor";
    /// Adds an anchor.
    INSERT = "insert into anchor
            (number, taken_at, projects, rows, root, administration, administration_hash, previous, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The hashes that the record of administration has where these anchors have its head.
    ADMINISTERED = "select a.number, d.hash from anchor a
        join administration d on d.sequence = a.administration
        where a.number > $1 and a.number <= $2";
}

/// A head in the tables.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct HeadRow {
    pub(super) anchor: i64,
    project_id: Uuid,
    sequence: i64,
    hash: String,
    /// What the history has at this place; nothing when the row is not there.
    pub(super) found: Option<String>,
}

impl HeadRow {
    pub(super) fn head(&self) -> AnchoredHead {
        head((self.project_id, self.sequence, self.hash.clone()))
    }
}

fn head((project, sequence, hash): (Uuid, i64, String)) -> AnchoredHead {
    AnchoredHead { project: ProjectId::from_uuid(project), sequence, hash }
}

/// The head of every chain now, in the order of project ids.
pub(super) async fn heads(conn: &mut Conn<'_>) -> Result<Vec<AnchoredHead>, StoreError> {
    Ok(conn.fetch_all(HEADS, params![]).await?.into_iter().map(head).collect())
}

/// The head of every chain as the latest anchor has it, in the order of project ids.
pub(super) async fn anchored(conn: &mut Conn<'_>) -> Result<Vec<AnchoredHead>, StoreError> {
    Ok(conn.fetch_all(ANCHORED, params![]).await?.into_iter().map(head).collect())
}

/// The latest anchor; nothing before the first.
pub async fn last(conn: &mut Conn<'_>) -> Result<Option<Anchor>, StoreError> {
    conn.fetch_optional(LAST, params![]).await
}

/// At most `limit` anchors after a number (0 for the first), in order.
pub async fn page(conn: &mut Conn<'_>, after: i64, limit: i64) -> Result<Vec<Anchor>, StoreError> {
    conn.fetch_all(PAGE, params![after, limit]).await
}

/// The heads that were other ones at the anchor before, in the order of project ids.
pub async fn heads_of(conn: &mut Conn<'_>, anchor: i64) -> Result<Vec<AnchoredHead>, StoreError> {
    Ok(rows_of(conn, anchor).await?.iter().map(HeadRow::head).collect())
}

pub(super) async fn rows_of(conn: &mut Conn<'_>, anchor: i64) -> Result<Vec<HeadRow>, StoreError> {
    conn.fetch_all(HEADS_OF, params![anchor]).await
}

pub(super) async fn rows_of_project(
    conn: &mut Conn<'_>,
    project: ProjectId,
) -> Result<Vec<HeadRow>, StoreError> {
    conn.fetch_all(HEADS_OF_PROJECT, params![project]).await
}

/// Numbers of anchors of which there are heads and nothing else.
pub(super) async fn unknown(conn: &mut Conn<'_>) -> Result<Vec<i64>, StoreError> {
    let numbers: Vec<(i64,)> = conn.fetch_all(UNKNOWN, params![]).await?;
    Ok(numbers.into_iter().map(|(number,)| number).collect())
}

/// What the record of administration has where the anchors after one number, up to another, have its head, by their numbers.
pub(super) async fn administered(
    conn: &mut Conn<'_>,
    after: i64,
    up_to: i64,
) -> Result<HashMap<i64, String>, StoreError> {
    let rows: Vec<(i64, String)> = conn.fetch_all(ADMINISTERED, params![after, up_to]).await?;
    Ok(rows.into_iter().collect())
}

/// Adds an anchor with the heads that it changed.
pub(super) async fn insert(
    tx: &mut Tx<'_>,
    anchor: &Anchor,
    heads: &[AnchoredHead],
) -> Result<(), StoreError> {
    const INTO: &str = "insert into anchor_head (anchor, project_id, sequence, hash) values ";
    let Anchor { number, taken_at, projects, rows, root, administration, previous, hash } = anchor;
    let values = params![
        *number,
        *taken_at,
        *projects,
        *rows,
        root.as_str(),
        administration.sequence,
        administration.hash.as_str(),
        previous.as_str(),
        hash.as_str()
    ];
    tx.execute(INSERT, values).await?;
    let row = |head: &AnchoredHead| params![*number, head.project, head.sequence, head.hash.as_str()];
    insert_rows(tx, "INSERT_ANCHOR_HEADS", INTO, heads.iter().map(row).collect()).await
}
