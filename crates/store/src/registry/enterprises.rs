//! Enterprises 企业 with their former names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures::FutureExt;
use luodi_domain::access::Entered;
use luodi_domain::codes::CreditCode;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, RegionId};
use luodi_domain::registry::Enterprise;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{BuiltStmt, Conn, Db, Dialect, StoreError, Tx, UniqueConstraint, Value};
use crate::params;
use crate::search::{self, Searched};
use crate::stored::At;

/// No two enterprises have one unified social credit code 统一社会信用代码.
pub const CREDIT_CODE_ONCE: UniqueConstraint =
    UniqueConstraint { name: "enterprise_credit_code_once", columns: "enterprise.credit_code" };

crate::statements! {
    /// Enterprises by their ids.
    list SELECT = "select id, name, credit_code, registered_at, version from enterprise where id in ({ids})";
    /// A new enterprise.
    INSERT = "insert into enterprise (id, name, credit_code, registered_at, version, name_key)
        values ($1, $2, $3, $4, $5, $6)";
    /// A changed enterprise.
    UPDATE = "update enterprise set name = $2, credit_code = $3, registered_at = $4, version = $5 + 1,
        name_key = $6 where id = $1 and version = $5";
    /// The enterprise that has this code.
    BY_CODE = "select id from enterprise where credit_code = $1";
    /// Entered by somebody, once or again.
    INSERT_ENTRY = "insert into enterprise_entry (enterprise_id, officer_id, agency_id, first) values ($1, $2, $3, $4)
        on conflict do nothing";
    /// Who entered it, with the region of each one's agency and all above.
    ENTERED_BY = "select e.officer_id, e.agency_id, e.first, c.ancestor_id from enterprise_entry e
        left join agency a on a.id = e.agency_id left join region_closure c on c.descendant_id = a.region_id
        where e.enterprise_id = $1";
    /// The names these enterprises had before.
    list SELECT_FORMER_NAMES = "select enterprise_id, name from enterprise_former_name where enterprise_id in ({ids})";
    /// A name it had before.
    INSERT_FORMER_NAME = "insert into enterprise_former_name (enterprise_id, name) values ($1, $2)";
    /// All names it had before, about to be written anew.
    DELETE_FORMER_NAMES = "delete from enterprise_former_name where enterprise_id = $1";
}

/// A new enterprise and what it is found by. Outside the block, whose statements have a text for either database: SQLite
/// writes one table by one statement, and has no round trip to save.
const INSERT_NOW: &str = "with entered as (
        insert into enterprise (id, name, credit_code, registered_at, version, name_key)
        values ($1, $2, $3, $4, $5, $6) returning id),
    known as (
        insert into enterprise_entry (enterprise_id, officer_id, agency_id, first)
        select entered.id, officer.id, cast($10 as uuid), true from entered join officer on officer.id = $9)
    insert into registry_term (kind, term, object_id)
        select $7, value, entered.id from entered, jsonb_array_elements_text(cast($8 as jsonb))";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    credit_code: Option<String>,
    registered_at: Option<String>,
    version: i64,
}

impl Row {
    fn into_enterprise(self, former_names: BTreeSet<String>) -> Result<Enterprise, StoreError> {
        let id = EnterpriseId::from_uuid(self.id);
        let at = At { table: "enterprise", row: id };
        let code = self.credit_code.as_deref();
        let credit_code = at.maybe_coded("credit_code", code, |code| CreditCode::parse(code).ok())?;
        let (name, registered_at, version) = (self.name, self.registered_at, self.version);
        Ok(Enterprise { id, name, former_names, credit_code, registered_at, version })
    }
}

/// The names these had before; one that had none is left out.
pub(super) async fn former_names(
    conn: &mut Conn<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, BTreeSet<String>>, StoreError> {
    let names: Vec<(Uuid, String)> = conn.fetch_list(SELECT_FORMER_NAMES, params![], ids).await?;
    let mut former_names: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    for (id, name) in names {
        former_names.entry(id).or_default().insert(name);
    }
    Ok(former_names)
}

async fn with_former_names(conn: &mut Conn<'_>, rows: Vec<Row>) -> Result<Vec<Enterprise>, StoreError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut former_names = former_names(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let names = former_names.remove(&row.id).unwrap_or_default();
            row.into_enterprise(names)
        })
        .collect()
}

/// These enterprises; those that do not exist are left out. Two statements.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[EnterpriseId]) -> Result<Vec<Enterprise>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    with_former_names(conn, rows).await
}

fn columns(enterprise: &Enterprise, version: i64) -> Vec<Value> {
    let credit_code = enterprise.credit_code.as_ref().map(CreditCode::as_str);
    let registered_at = enterprise.registered_at.as_deref();
    let name = enterprise.name.as_str();
    params![enterprise.id, name, credit_code, registered_at, version, search::sort_key(name)]
}

/// By what it is found.
fn names(enterprise: &Enterprise) -> impl Iterator<Item = &str> {
    let former_names = enterprise.former_names.iter().map(String::as_str);
    std::iter::once(enterprise.name.as_str())
        .chain(former_names)
        .chain(enterprise.credit_code.as_ref().map(CreditCode::as_str))
}

async fn insert_former_names(tx: &mut Tx<'_>, enterprise: &Enterprise) -> Result<(), StoreError> {
    for name in &enterprise.former_names {
        tx.execute(INSERT_FORMER_NAME, params![enterprise.id, name.as_str()]).await?;
    }
    search::save_names(tx, Searched::Enterprise, enterprise.id.uuid(), names(enterprise)).await
}

/// Adds an enterprise.
///
/// # Errors
/// [`CREDIT_CODE_ONCE`].
pub async fn insert(tx: &mut Tx<'_>, enterprise: &Enterprise) -> Result<(), StoreError> {
    tx.execute(INSERT, columns(enterprise, enterprise.version)).await?;
    insert_former_names(tx, enterprise).await
}

/// The enterprise that has this code, whoever entered it.
pub async fn by_code(conn: &mut Conn<'_>, code: &CreditCode) -> Result<Option<EnterpriseId>, StoreError> {
    let found: Option<(Uuid,)> = conn.fetch_optional(BY_CODE, params![code.as_str()]).await?;
    Ok(found.map(|(id,)| EnterpriseId::from_uuid(id)))
}

/// Notes that somebody entered an enterprise: for an agency, or for everybody.
pub async fn enter(
    tx: &mut Tx<'_>,
    id: EnterpriseId,
    (officer, agency): (OfficerId, Option<AgencyId>),
    first: bool,
) -> Result<(), StoreError> {
    tx.execute(INSERT_ENTRY, params![id, officer, agency, first]).await.map(drop)
}

/// Who entered an enterprise.
pub async fn entered_by(conn: &mut Conn<'_>, id: EnterpriseId) -> Result<Vec<Entered>, StoreError> {
    let rows: Vec<(Uuid, Option<Uuid>, bool, Option<Uuid>)> = conn.fetch_all(ENTERED_BY, params![id]).await?;
    let mut entries: BTreeMap<Uuid, Entered> = BTreeMap::new();
    for (officer, agency, first, region) in rows {
        let entered = entries.entry(officer).or_insert_with(|| Entered {
            officer: OfficerId::from_uuid(officer),
            agency: agency.map(AgencyId::from_uuid),
            first,
            regions: Vec::new(),
        });
        entered.regions.extend(region.map(RegionId::from_uuid));
    }
    Ok(entries.into_values().collect())
}

/// Adds an enterprise without former names, entered by somebody unless by the service, on PostgreSQL by one statement that
/// is a transaction of its own: one round trip instead of five.
///
/// # Errors
/// [`CREDIT_CODE_ONCE`]. [`StoreError::Misuse`] for an enterprise with former names, which takes more than one.
pub async fn insert_now(
    db: &Db,
    enterprise: &Enterprise,
    by: Option<(OfficerId, Option<AgencyId>)>,
) -> Result<(), StoreError> {
    if !enterprise.former_names.is_empty() {
        let detail = "an enterprise with former names takes a transaction".to_owned();
        return Err(StoreError::Misuse { statement: "INSERT", detail });
    }
    if db.dialect() == Dialect::Sqlite {
        let enterprise = enterprise.clone();
        return db
            .write(move |tx| {
                let enterprise = enterprise.clone();
                async move {
                    insert(tx, &enterprise).await?;
                    match by {
                        Some(by) => enter(tx, enterprise.id, by, true).await,
                        None => Ok(()),
                    }
                }
                .boxed()
            })
            .await;
    }
    let mut values = columns(enterprise, enterprise.version);
    values.extend(search::terms_as_values(Searched::Enterprise, names(enterprise)));
    values.extend(params![by.map(|by| by.0), by.and_then(|by| by.1)]);
    db.execute_now(BuiltStmt::new("INSERT_NOW", INSERT_NOW.to_owned()), values).await.map(drop)
}

/// Rewrites an enterprise that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`], [`CREDIT_CODE_ONCE`].
pub async fn update(
    tx: &mut Tx<'_>,
    enterprise: &Enterprise,
    expected_version: i64,
) -> Result<(), StoreError> {
    tx.execute_guarded(UPDATE, columns(enterprise, expected_version)).await?;
    tx.execute(DELETE_FORMER_NAMES, params![enterprise.id]).await?;
    insert_former_names(tx, enterprise).await
}
