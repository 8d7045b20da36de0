//! Duty rules 责任分工. Rows stay: what ends a rule is its last day.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::catalogue::Department;
use luodi_domain::duty::{DutyRule, Ending, Permits, Scope};
use luodi_domain::ids::{AgencyId, DutyRuleId, OfficerId, RegionId};
use luodi_domain::permit::{Level, Phase};
use luodi_domain::stage::Stage;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::projects::Whose;
use crate::stored::At;

macro_rules! rules {
    ($rest:literal) => {
        concat!(
            "select id, region_id, stage, code, agency_id, department, level, phase, officer_id, valid_from, valid_to,
                set_by, set_at, ended_reason, ended_by, ended_at, version from duty_rule",
            $rest
        )
    };
}

/// What a list asks for: rules of a region and those above it, of an officer, of an entry, on a day.
macro_rules! asked {
    ($what:literal, $rest:literal) => {
        concat!(
            $what,
            " where (officer_id = $1 or $1 is null) and (code = $2 or $2 is null)
            and (valid_from <= $3 and (valid_to is null or valid_to >= $3) or $3 is null)
            and (region_id in (select ancestor_id from region_closure where descendant_id = $4) or $4 is null)",
            $rest
        )
    };
}

/// What is over is no more in the way of those whom it named.
macro_rules! close_over {
    ($whose:literal) => {
        concat!(
            "update duty_rule set open_guard = null where open_guard is not null and valid_to < $1 and officer_id ",
            $whose
        )
    };
}

crate::statements! {
    /// All rules.
    RULES = rules!(" order by id");
    /// Rules by their ids, also those that are over.
    list BY_IDS = rules!(" where id in ({ids})");
    /// The rules of a region, also those that are over.
    OF_REGION = rules!(" where region_id = $1 order by id");
    /// The rules of regions, and of those above them, that hold on a day.
    list IN_FORCE = rules!(" where valid_from <= $1 and (valid_to is null or valid_to >= $1)
        and region_id in (select ancestor_id from region_closure where descendant_id in ({ids})) order by id");
    /// The rules of officers that are not over on a day.
    list AHEAD_OF = rules!(" where (valid_to is null or valid_to >= $1) and officer_id in ({ids}) order by id");
    /// The rules of an officer that nobody has found over.
    OPEN_OF_OFFICER = rules!(" where officer_id = $1 and open_guard is not null order by id");
    /// A page of a list.
    PAGE = asked!("select id, region_id, stage, code, agency_id, department, level, phase, officer_id, valid_from,
        valid_to, set_by, set_at, ended_reason, ended_by, ended_at, version from duty_rule",
        " and id > $5 order by id limit $6");
    /// How many are on the list.
    COUNT = asked!("select count(*) from duty_rule", "");
    /// A new rule.
    INSERT = "insert into duty_rule (id, region_id, stage, code, agency_id, department, level, phase, officer_id,
        valid_from, valid_to, set_by, set_at, ended_reason, ended_by, ended_at, version, open_guard)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, null, null, null, $14, $15)";
    /// It ends.
    END = "update duty_rule set valid_to = $2, ended_reason = $3, ended_by = $4, ended_at = $5, version = $6 + 1,
        open_guard = $7 where id = $1 and version = $6";
    /// An officer's that are over.
    CLOSE_OF_OFFICER = close_over!("= $2");
    /// Those of the holders of a post.
    CLOSE_OF_POST = close_over!("in (select id from officer where post_id = $2)");
    /// Those of an agency's people.
    CLOSE_OF_AGENCY = close_over!("in (select o.id from officer o join post p on p.id = o.post_id where p.agency_id = $2)");
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    region_id: Uuid,
    stage: Option<String>,
    code: Option<String>,
    agency_id: Option<Uuid>,
    department: Option<String>,
    level: Option<String>,
    phase: Option<String>,
    officer_id: Uuid,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    set_by: Option<Uuid>,
    set_at: DateTime<Utc>,
    ended_reason: Option<String>,
    ended_by: Option<Uuid>,
    ended_at: Option<DateTime<Utc>>,
    version: i64,
}

impl Row {
    fn read(self) -> Result<DutyRule, StoreError> {
        let id = DutyRuleId::from_uuid(self.id);
        let at = At { table: "duty_rule", row: id };
        let ended = match (self.ended_reason, self.ended_by, self.ended_at) {
            (reason, by, Some(at)) => Some(Ending { reason, by: by.map(OfficerId::from_uuid), at }),
            (None, None, None) => None,
            _ => return Err(at.wrong("its end is there in part")),
        };
        let stage = self.stage.map(|stage| at.coded("stage", &stage, Stage::parse)).transpose()?;
        let department = self.department.map(|kind| at.coded("department", &kind, Department::parse));
        let permits = Permits {
            code: self.code,
            agency: self.agency_id.map(AgencyId::from_uuid),
            department: department.transpose()?,
            level: self.level.map(|level| at.coded("level", &level, Level::parse)).transpose()?,
            phase: self.phase.map(|phase| at.coded("phase", &phase, Phase::parse)).transpose()?,
        };
        let scope = Scope::of(stage, permits);
        Ok(DutyRule {
            id,
            region: RegionId::from_uuid(self.region_id),
            scope: scope.ok_or_else(|| at.wrong("it is for a stage and for permits"))?,
            officer: OfficerId::from_uuid(self.officer_id),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            set_by: self.set_by.map(OfficerId::from_uuid),
            set_at: self.set_at,
            ended,
            version: self.version,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<DutyRule>, StoreError> {
    rows.into_iter().map(Row::read).collect()
}

/// Which rules a list has; all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyFilter {
    /// Those of this region and of those above it.
    pub region: Option<RegionId>,
    /// Those that name this officer.
    pub officer: Option<OfficerId>,
    /// Those for this entry of the permit catalogue.
    pub code: Option<String>,
    /// Those that hold on this day.
    pub on: Option<NaiveDate>,
}

impl DutyFilter {
    fn values(&self) -> Vec<Value> {
        params![self.officer, self.code.clone(), self.on, self.region]
    }
}

/// All rules of all regions, in the order in which they were entered.
pub async fn all(conn: &mut Conn<'_>) -> Result<Vec<DutyRule>, StoreError> {
    read(conn.fetch_all(RULES, params![]).await?)
}

/// These rules; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[DutyRuleId]) -> Result<Vec<DutyRule>, StoreError> {
    read(conn.fetch_list(BY_IDS, params![], ids).await?)
}

/// The rules of a region itself, with those that are over.
pub async fn of_region(conn: &mut Conn<'_>, region: RegionId) -> Result<Vec<DutyRule>, StoreError> {
    read(conn.fetch_all(OF_REGION, params![region]).await?)
}

/// The rules of these regions, and of those above them, that hold on a day.
pub async fn in_force(
    conn: &mut Conn<'_>,
    regions: &[RegionId],
    day: NaiveDate,
) -> Result<Vec<DutyRule>, StoreError> {
    read(conn.fetch_list(IN_FORCE, params![day], regions).await?)
}

/// The rules that name these officers and are not over on a day.
pub async fn ahead_of(
    conn: &mut Conn<'_>,
    officers: &[OfficerId],
    today: NaiveDate,
) -> Result<Vec<DutyRule>, StoreError> {
    let mut found = read(conn.fetch_list(AHEAD_OF, params![today], officers).await?)?;
    found.retain(|rule| !rule.is_over(today));
    // A long list of officers is asked for in parts.
    found.sort_by_key(|rule| rule.id);
    Ok(found)
}

/// The rules that name an officer, but for those that were [closed](close_over).
pub async fn open_of(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Vec<DutyRule>, StoreError> {
    read(conn.fetch_all(OPEN_OF_OFFICER, params![officer]).await?)
}

/// At most `limit` rules of a list after this one, in the order in which they were entered.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &DutyFilter,
    after: Option<DutyRuleId>,
    limit: u32,
) -> Result<Vec<DutyRule>, StoreError> {
    let mut values = filter.values();
    values.extend(params![after.map_or(Uuid::nil(), DutyRuleId::uuid), limit]);
    read(conn.fetch_all(PAGE, values).await?)
}

/// How many rules a list has.
pub async fn count(conn: &mut Conn<'_>, filter: &DutyFilter) -> Result<i64, StoreError> {
    let (count,) = conn.fetch_one(COUNT, filter.values()).await?;
    Ok(count)
}

/// Whether the officer named is held to be in service.
fn guard(rule: &DutyRule, today: NaiveDate) -> Option<bool> {
    (!rule.is_over(today)).then_some(true)
}

/// Adds a rule.
///
/// # Errors
/// [`StoreError::ForeignKey`] when the officer is out of service.
pub async fn insert(tx: &mut Tx<'_>, rule: &DutyRule, today: NaiveDate) -> Result<(), StoreError> {
    let permits = rule.scope.permits();
    let values = params![
        rule.id,
        rule.region,
        rule.scope.stage().map(Stage::as_str),
        permits.code,
        permits.agency,
        permits.department.map(Department::as_str),
        permits.level.map(Level::as_str),
        permits.phase.map(Phase::as_str),
        rule.officer,
        rule.valid_from,
        rule.valid_to,
        rule.set_by,
        rule.set_at,
        rule.version,
        guard(rule, today),
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Ends a rule that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn end(
    tx: &mut Tx<'_>,
    rule: &DutyRule,
    expected_version: i64,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let ended = rule.ended.as_ref();
    let (reason, by) = (ended.and_then(|ended| ended.reason.clone()), ended.and_then(|ended| ended.by));
    let at = ended.map(|ended| ended.at);
    let values = params![rule.id, rule.valid_to, reason, by, at, expected_version, guard(rule, today)];
    tx.execute_guarded(END, values).await
}

/// Closes the rules of these people that are over, so that none is in the way of their leaving. What holds, or will, is.
pub async fn close_over(tx: &mut Tx<'_>, whose: Whose, today: NaiveDate) -> Result<(), StoreError> {
    let (statement, id) = match whose {
        Whose::Officer(officer) => (CLOSE_OF_OFFICER, Value::from(officer)),
        Whose::Post(post) => (CLOSE_OF_POST, Value::from(post)),
        Whose::Agency(agency) => (CLOSE_OF_AGENCY, Value::from(agency)),
    };
    tx.execute(statement, params![today, id]).await.map(drop)
}
