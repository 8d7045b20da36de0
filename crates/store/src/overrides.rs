//! What regions say otherwise than the permit catalogue 地方调整. Rows stay: what ends a rule is its last day.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::catalogue::{Ending, KeptRule};
use luodi_domain::ids::{OfficerId, OverrideId, RegionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All rules.
    RULES = "select id, region_id, code, valid_from, valid_to, says, source, recorded_by, recorded_at, ended_source,
        ended_by, ended_at, version from permit_override order by code, valid_from, id";
    /// A new rule.
    INSERT = "insert into permit_override (id, region_id, code, valid_from, valid_to, says, source, recorded_by, recorded_at,
        ended_source, ended_by, ended_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, null, $10)";
    /// It ends.
    END = "update permit_override set valid_to = $2, ended_source = $3, ended_by = $4, ended_at = $5, version = $6 + 1
        where id = $1 and version = $6";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    region_id: Uuid,
    code: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    says: String,
    source: String,
    recorded_by: Option<Uuid>,
    recorded_at: DateTime<Utc>,
    ended_source: Option<String>,
    ended_by: Option<Uuid>,
    ended_at: Option<DateTime<Utc>>,
    version: i64,
}

impl Row {
    fn read(self) -> Result<KeptRule, StoreError> {
        let id = OverrideId::from_uuid(self.id);
        let ended = match (self.ended_source, self.ended_at) {
            (Some(source), Some(at)) => {
                Some(Ending { source, by: self.ended_by.map(OfficerId::from_uuid), at })
            }
            (None, None) => None,
            _ => return Err(At { table: "permit_override", row: id }.wrong("its end is there in part")),
        };
        Ok(KeptRule {
            id,
            region: RegionId::from_uuid(self.region_id),
            code: self.code,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            says: self.says,
            source: self.source,
            recorded_by: self.recorded_by.map(OfficerId::from_uuid),
            recorded_at: self.recorded_at,
            ended,
            version: self.version,
        })
    }
}

/// All rules of all regions, by code and first day.
pub async fn all(conn: &mut Conn<'_>) -> Result<Vec<KeptRule>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(RULES, params![]).await?;
    rows.into_iter().map(Row::read).collect()
}

/// Adds a rule.
pub async fn insert(tx: &mut Tx<'_>, rule: &KeptRule) -> Result<(), StoreError> {
    let values = params![
        rule.id,
        rule.region,
        rule.code.as_str(),
        rule.valid_from,
        rule.valid_to,
        rule.says.as_str(),
        rule.source.as_str(),
        rule.recorded_by,
        rule.recorded_at,
        rule.version,
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Ends a rule that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn end(tx: &mut Tx<'_>, rule: &KeptRule, expected_version: i64) -> Result<(), StoreError> {
    let ended = rule.ended.as_ref();
    let (source, by) = (ended.map(|ended| ended.source.clone()), ended.and_then(|ended| ended.by));
    let at = ended.map(|ended| ended.at);
    tx.execute_guarded(END, params![rule.id, rule.valid_to, source, by, at, expected_version]).await
}
