//! Agreements 协议.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::agreement::{Agreement, AgreementKind};
use luodi_domain::ids::{AgreementId, ProjectId};
use luodi_domain::money::Money;
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All agreements of these projects.
    list SELECT = "select id, project_id, kind, has_title, title, number, amount_fen, signed_on, event, supersedes_id,
        ended_on
        from agreement where project_id in ({ids})";
    /// An agreement.
    INSERT = "insert into agreement (id, project_id, kind, has_title, title, number, amount_fen, signed_on, event,
        supersedes_id, ended_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Its end.
    UPDATE = "update agreement set kind = $3, has_title = $4, title = $5, number = $6, amount_fen = $7, signed_on = $8,
        event = $9, supersedes_id = $10, ended_on = $11 where id = $1 and project_id = $2";
}

const AGREEMENTS: Table =
    Table { name: "agreement", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    kind: String,
    has_title: bool,
    title: Option<String>,
    number: Option<String>,
    amount_fen: Option<i64>,
    signed_on: NaiveDate,
    event: Option<String>,
    supersedes_id: Option<Uuid>,
    ended_on: Option<NaiveDate>,
}

/// The agreements of these projects; a project without any has no entry. One statement.
pub async fn agreements(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<AgreementId, Agreement>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut agreements: HashMap<ProjectId, BTreeMap<AgreementId, Agreement>> = HashMap::new();
    for row in rows {
        let id = AgreementId::from_uuid(row.id);
        let at = At { table: "agreement", row: id };
        let agreement = Agreement {
            id,
            kind: at.coded("kind", &row.kind, AgreementKind::parse)?,
            title: at.private("title", row.has_title, row.title)?,
            number: row.number,
            amount: row.amount_fen.map(Money::from_fen),
            signed_on: row.signed_on,
            event: row.event,
            supersedes: row.supersedes_id.map(AgreementId::from_uuid),
            ended_on: row.ended_on,
        };
        agreements.entry(ProjectId::from_uuid(row.project_id)).or_default().insert(id, agreement);
    }
    Ok(agreements)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.agreements);
    let mut changes = Changes::between(old, &after.agreements, |id, agreement| {
        params![
            id,
            after.id,
            agreement.kind.as_str(),
            agreement.title.is_some(),
            agreement.title.as_ref().and_then(Private::text),
            agreement.number.as_deref(),
            agreement.amount.map(Money::fen),
            agreement.signed_on,
            agreement.event.as_deref(),
            agreement.supersedes,
            agreement.ended_on,
        ]
    });
    // A paper can only point at one that is there already.
    changes.new.sort_by_cached_key(|row| match row.first() {
        Some(Value::Uuid(Some(id))) => papers_before(&after.agreements, AgreementId::from_uuid(*id)),
        _ => 0,
    });
    changes.write(tx, AGREEMENTS).await
}

/// How many papers stand before this one in its chain; a chain that bites its tail ends after one round.
fn papers_before(agreements: &BTreeMap<AgreementId, Agreement>, id: AgreementId) -> usize {
    std::iter::successors(Some(id), |id| agreements.get(id)?.supersedes).take(agreements.len()).count()
}
