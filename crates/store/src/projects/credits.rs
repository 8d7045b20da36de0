//! Credits 认定归属: part of the profile, with a key of their own.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::ids::{AgencyId, CreditId, ProjectId};
use luodi_domain::party::{Credit, CreditRole};
use luodi_domain::project::Project;
use luodi_domain::share::Share;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All credits of these projects.
    list SELECT = "select id, project_id, agency_id, role, share_bp, since, until from credit
        where project_id in ({ids})";
    /// A credit.
    INSERT = "insert into credit (id, project_id, agency_id, role, share_bp, since, until)
        values ($1, $2, $3, $4, $5, $6, $7)";
    /// Another share, or its end.
    UPDATE = "update credit set agency_id = $3, role = $4, share_bp = $5, since = $6, until = $7
        where id = $1 and project_id = $2";
    /// A credit left out when all were replaced.
    DELETE = "delete from credit where id = $1 and project_id = $2";
}

const CREDITS: Table =
    Table { name: "credit", insert: INSERT, update: Some(UPDATE), delete: Some(DELETE), key: 2 };

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    agency_id: Uuid,
    role: String,
    share_bp: i64,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

pub(super) async fn load(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<CreditId, Credit>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut credits: HashMap<ProjectId, BTreeMap<CreditId, Credit>> = HashMap::new();
    for row in rows {
        let id = CreditId::from_uuid(row.id);
        let at = At { table: "credit", row: id };
        let credit = Credit {
            id,
            agency: AgencyId::from_uuid(row.agency_id),
            role: at.coded("role", &row.role, CreditRole::parse)?,
            share: Share::from_basis_points(row.share_bp).map_err(|error| at.wrong(error.to_string()))?,
            since: row.since,
            until: row.until,
        };
        credits.entry(ProjectId::from_uuid(row.project_id)).or_default().insert(id, credit);
    }
    Ok(credits)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.profile.credits);
    let changes = Changes::between(old, &after.profile.credits, |id, credit| {
        let share = credit.share.basis_points();
        params![id, after.id, credit.agency, credit.role.as_str(), share, credit.since, credit.until]
    });
    changes.write(tx, CREDITS).await
}
