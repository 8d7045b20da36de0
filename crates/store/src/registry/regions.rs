//! Regions 行政区划 and parks 园区: the tree, its closure, and the dated codes.

use std::collections::HashMap;

use chrono::NaiveDate;
use luodi_domain::codes::RegionCode;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::{DatedCode, Region, RegionKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::params;
use crate::stored::At;

/// No two regions below one region have one name.
pub const NAME_ONCE: UniqueConstraint =
    UniqueConstraint { name: "region_name_once", columns: "region.parent_id, region.name" };
/// No two provinces have one name.
pub const PROVINCE_ONCE: UniqueConstraint =
    UniqueConstraint { name: "region_province_once", columns: "region.name" };
/// A region code 行政区划代码 is in use by one region at a time.
pub const CODE_IN_USE: UniqueConstraint =
    UniqueConstraint { name: "region_code_in_use", columns: "region_code.code" };

crate::statements! {
    /// Regions by their ids.
    list SELECT = "select id, parent_id, kind, name, version from region where id in ({ids})";
    /// Regions right below others.
    list CHILDREN = "select id, parent_id, kind, name, version from region where parent_id in ({ids}) order by id";
    /// A page.
    PAGE = "select id, parent_id, kind, name, version from region where id > $1 order by id limit $2";
    /// How many there are.
    COUNT = "select count(*) from region";
    /// A new region.
    INSERT = "insert into region (id, parent_id, kind, name, version) values ($1, $2, $3, $4, $5)";
    /// A new region and itself.
    INSERT_SELF = "insert into region_closure (ancestor_id, descendant_id, depth) values ($1, $1, 0)";
    /// A new region and all regions above it.
    INSERT_ABOVE = "insert into region_closure (ancestor_id, descendant_id, depth)
        select ancestor_id, $1, depth + 1 from region_closure where descendant_id = $2";
    /// A renamed region; its place in the tree stays.
    UPDATE = "update region set name = $2, version = $3 + 1 where id = $1 and version = $3";
    /// All codes of regions, the oldest first.
    list SELECT_CODES = "select region_id, code, since, until from region_code where region_id in ({ids})
        order by region_id, since nulls first, code";
    /// A code.
    INSERT_CODE = "insert into region_code (region_id, code, since, until) values ($1, $2, $3, $4)";
    /// All codes of a region, about to be written anew.
    DELETE_CODES = "delete from region_code where region_id = $1";
    /// All regions above others, and themselves.
    list ABOVE = "select descendant_id, ancestor_id from region_closure where descendant_id in ({ids})
        order by descendant_id, depth";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    parent_id: Option<Uuid>,
    kind: String,
    name: String,
    version: i64,
}

async fn with_codes(conn: &mut Conn<'_>, rows: Vec<Row>) -> Result<Vec<Region>, StoreError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut codes = codes(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let id = RegionId::from_uuid(row.id);
            let at = At { table: "region", row: id };
            Ok(Region {
                id,
                parent: row.parent_id.map(RegionId::from_uuid),
                kind: at.coded("kind", &row.kind, RegionKind::parse)?,
                name: row.name,
                codes: codes.remove(&row.id).unwrap_or_default(),
                version: row.version,
            })
        })
        .collect()
}

async fn codes(conn: &mut Conn<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<DatedCode>>, StoreError> {
    type CodeRow = (Uuid, String, Option<NaiveDate>, Option<NaiveDate>);
    let rows: Vec<CodeRow> = conn.fetch_list(SELECT_CODES, params![], ids).await?;
    let mut codes: HashMap<Uuid, Vec<DatedCode>> = HashMap::new();
    for (region, code, since, until) in rows {
        let at = At { table: "region_code", row: RegionId::from_uuid(region) };
        let code = at.coded("code", &code, |code| RegionCode::parse(code).ok())?;
        codes.entry(region).or_default().push(DatedCode { code, since, until });
    }
    Ok(codes)
}

/// These regions, their codes the oldest first; those that do not exist are left out. Two statements.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[RegionId]) -> Result<Vec<Region>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    with_codes(conn, rows).await
}

/// The regions right below each of these, in the order of their ids; a region with none has no entry. Two statements.
pub async fn children_of(
    conn: &mut Conn<'_>,
    parents: &[RegionId],
) -> Result<HashMap<RegionId, Vec<Region>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(CHILDREN, params![], parents).await?;
    let mut children: HashMap<RegionId, Vec<Region>> = HashMap::new();
    for region in with_codes(conn, rows).await? {
        if let Some(parent) = region.parent {
            children.entry(parent).or_default().push(region);
        }
    }
    Ok(children)
}

/// At most `limit` regions after this one. Two statements.
pub async fn page(
    conn: &mut Conn<'_>,
    after: Option<RegionId>,
    limit: u32,
) -> Result<Vec<Region>, StoreError> {
    let after = super::after(after.map(RegionId::uuid));
    let rows: Vec<Row> = conn.fetch_all(PAGE, params![after, limit]).await?;
    with_codes(conn, rows).await
}

/// How many there are.
pub async fn count(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    let (count,) = conn.fetch_one(COUNT, params![]).await?;
    Ok(count)
}

/// The regions above each of these, nearest first, without itself; a region that does not exist has no entry, a
/// province an empty one. One statement.
pub async fn ancestors(
    conn: &mut Conn<'_>,
    ids: &[RegionId],
) -> Result<HashMap<RegionId, Vec<RegionId>>, StoreError> {
    let rows: Vec<(Uuid, Uuid)> = conn.fetch_list(ABOVE, params![], ids).await?;
    let mut ancestors: HashMap<RegionId, Vec<RegionId>> = HashMap::new();
    for (region, above) in rows {
        let ancestors = ancestors.entry(RegionId::from_uuid(region)).or_default();
        if above != region {
            ancestors.push(RegionId::from_uuid(above));
        }
    }
    Ok(ancestors)
}

/// Adds a region below its parent, which must be there.
///
/// # Errors
/// [`NAME_ONCE`], [`PROVINCE_ONCE`], [`CODE_IN_USE`].
pub async fn insert(tx: &mut Tx<'_>, region: &Region) -> Result<(), StoreError> {
    let values =
        params![region.id, region.parent, region.kind.as_str(), region.name.as_str(), region.version];
    tx.execute(INSERT, values).await?;
    tx.execute(INSERT_SELF, params![region.id]).await?;
    if let Some(parent) = region.parent {
        tx.execute(INSERT_ABOVE, params![region.id, parent]).await?;
    }
    insert_codes(tx, region).await
}

async fn insert_codes(tx: &mut Tx<'_>, region: &Region) -> Result<(), StoreError> {
    for dated in &region.codes {
        let values = params![region.id, dated.code.as_str(), dated.since, dated.until];
        tx.execute(INSERT_CODE, values).await?;
    }
    Ok(())
}

/// Rewrites name and codes of a region that is still at this version; its version becomes the next one. Its kind and
/// its place in the tree stay, since projects and officers' rights rest on them.
///
/// # Errors
/// [`StoreError::Conflict`], [`NAME_ONCE`], [`PROVINCE_ONCE`], [`CODE_IN_USE`].
pub async fn update(tx: &mut Tx<'_>, region: &Region, expected_version: i64) -> Result<(), StoreError> {
    tx.execute_guarded(UPDATE, params![region.id, region.name.as_str(), expected_version]).await?;
    tx.execute(DELETE_CODES, params![region.id]).await?;
    insert_codes(tx, region).await
}
