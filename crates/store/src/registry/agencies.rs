//! Agencies 单位.

use std::collections::BTreeSet;

use luodi_domain::catalogue::Department;
use luodi_domain::ids::{AgencyId, RegionId};
use luodi_domain::plan::OfficeFacts;
use luodi_domain::registry::{Agency, AgencyKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, ListStmt, StoreError, Tx, UniqueConstraint};
use crate::params;
use crate::search::{self, Searched};
use crate::stored::At;

/// A region has no two agencies of one name.
pub const NAME_ONCE: UniqueConstraint =
    UniqueConstraint { name: "agency_name_once", columns: "agency.region_id, agency.name" };

macro_rules! offices {
    ($lock:literal) => {
        concat!(
            "select a.id, a.region_id, d.department from agency a join agency_department d on d.agency_id = a.id
            where a.region_id in ({ids}) and a.active order by a.id, d.department",
            $lock
        )
    };
}

crate::statements! {
    /// Agencies by their ids.
    list SELECT = "select a.id, a.region_id, a.kind, a.name, a.short_name, a.active, a.version, d.department
        from agency a left join agency_department d on d.agency_id = a.id where a.id in ({ids})
        order by a.id, d.department";
    /// A new agency.
    INSERT = "insert into agency (id, region_id, kind, name, short_name, active, version, name_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A changed agency.
    UPDATE = "update agency set region_id = $2, kind = $3, name = $4, short_name = $5, active = $6, version = $7 + 1,
        name_key = $8 where id = $1 and version = $7";
    /// A department that an agency is.
    INSERT_DEPARTMENT = "insert into agency_department (agency_id, department) values ($1, $2)";
    /// The departments of an agency, about to be written anew.
    DELETE_DEPARTMENTS = "delete from agency_department where agency_id = $1";
    /// Which departments the agencies that work in these regions are.
    list OFFICES = offices!("");
    /// The same, working as they do until the transaction ends.
    list OFFICES_HELD = { sqlite: offices!(""), postgres: offices!(" for share of a") };
    /// The region of an agency and all above it.
    REGIONS = "select c.ancestor_id from agency a join region_closure c on c.descendant_id = a.region_id
        where a.id = $1 order by c.depth";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    region_id: Uuid,
    kind: String,
    name: String,
    short_name: Option<String>,
    active: bool,
    version: i64,
    /// One of several, each in a row of its own.
    department: Option<String>,
}

impl Row {
    fn into_agency(self) -> Result<Agency, StoreError> {
        let id = AgencyId::from_uuid(self.id);
        let at = At { table: "agency", row: id };
        Ok(Agency {
            id,
            region: RegionId::from_uuid(self.region_id),
            kind: at.coded("kind", &self.kind, AgencyKind::parse)?,
            name: self.name,
            short_name: self.short_name,
            departments: BTreeSet::new(),
            active: self.active,
            version: self.version,
        })
    }
}

/// The region of an agency and all above it, nearest first.
pub async fn regions(conn: &mut Conn<'_>, id: AgencyId) -> Result<Vec<RegionId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(REGIONS, params![id]).await?;
    Ok(rows.into_iter().map(|(id,)| RegionId::from_uuid(id)).collect())
}

/// These agencies; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[AgencyId]) -> Result<Vec<Agency>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut agencies: Vec<Agency> = Vec::new();
    for mut row in rows {
        let id = AgencyId::from_uuid(row.id);
        let department = row.department.take();
        if agencies.last().is_none_or(|agency| agency.id != id) {
            agencies.push(row.into_agency()?);
        }
        if let (Some(code), Some(agency)) = (department, agencies.last_mut()) {
            let at = At { table: "agency_department", row: id };
            agency.departments.insert(at.coded("department", &code, Department::parse)?);
        }
    }
    Ok(agencies)
}

/// Who decides permits in these regions: the agencies that work there and the departments they are.
pub async fn offices_in(conn: &mut Conn<'_>, regions: &[RegionId]) -> Result<Vec<OfficeFacts>, StoreError> {
    offices_by(conn, OFFICES, regions).await
}

/// The same, and none of them can be closed before the transaction ends.
pub async fn offices_held(tx: &mut Tx<'_>, regions: &[RegionId]) -> Result<Vec<OfficeFacts>, StoreError> {
    offices_by(tx, OFFICES_HELD, regions).await
}

async fn offices_by(
    conn: &mut Conn<'_>,
    statement: ListStmt,
    regions: &[RegionId],
) -> Result<Vec<OfficeFacts>, StoreError> {
    let rows: Vec<(Uuid, Uuid, String)> = conn.fetch_list(statement, params![], regions).await?;
    let mut offices: Vec<OfficeFacts> = Vec::new();
    for (agency, region, department) in rows {
        let (agency, region) = (AgencyId::from_uuid(agency), RegionId::from_uuid(region));
        let department = At { table: "agency_department", row: agency }.coded(
            "department",
            &department,
            Department::parse,
        )?;
        match offices.last_mut() {
            Some(office) if office.agency == agency => {
                office.departments.insert(department);
            }
            _ => offices.push(OfficeFacts { agency, region, departments: [department].into() }),
        }
    }
    Ok(offices)
}

/// Adds an agency.
///
/// # Errors
/// [`NAME_ONCE`].
pub async fn insert(tx: &mut Tx<'_>, agency: &Agency) -> Result<(), StoreError> {
    let values = params![
        agency.id,
        agency.region,
        agency.kind.as_str(),
        agency.name.as_str(),
        agency.short_name.as_deref(),
        agency.active,
        agency.version,
        search::sort_key(&agency.name),
    ];
    tx.execute(INSERT, values).await?;
    save_departments(tx, agency).await?;
    save_names(tx, agency).await
}

/// Rewrites an agency that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`], [`NAME_ONCE`].
pub async fn update(tx: &mut Tx<'_>, agency: &Agency, expected_version: i64) -> Result<(), StoreError> {
    let values = params![
        agency.id,
        agency.region,
        agency.kind.as_str(),
        agency.name.as_str(),
        agency.short_name.as_deref(),
        agency.active,
        expected_version,
        search::sort_key(&agency.name),
    ];
    tx.execute_guarded(UPDATE, values).await?;
    tx.execute(DELETE_DEPARTMENTS, params![agency.id]).await?;
    save_departments(tx, agency).await?;
    save_names(tx, agency).await
}

async fn save_departments(tx: &mut Tx<'_>, agency: &Agency) -> Result<(), StoreError> {
    for department in &agency.departments {
        tx.execute(INSERT_DEPARTMENT, params![agency.id, department.as_str()]).await?;
    }
    Ok(())
}

async fn save_names(tx: &mut Tx<'_>, agency: &Agency) -> Result<(), StoreError> {
    let names = std::iter::once(agency.name.as_str()).chain(agency.short_name.as_deref());
    search::save_names(tx, Searched::Agency, agency.id.uuid(), names).await
}
