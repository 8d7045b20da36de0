//! Absences 请假: who acts for whom on which days.

use chrono::NaiveDate;
use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AbsenceId, OfficerId, PostId};
use luodi_domain::registry::Absence;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;
use crate::viewers::PostRow;

macro_rules! absences {
    ($rest:literal) => {
        concat!(
            "select id, officer_id, deputy_id, from_on, until_on, ended_on, recorded_by, version from absence where ",
            $rest
        )
    };
}

/// Who acts for whom on a day: two who serve.
macro_rules! standing {
    ($rest:literal) => {
        concat!(
            "select b.officer_id, b.deputy_id, q.role as deputy_role, o.post_id, p.role, p.agency_id,
                a.kind as agency_kind, a.region_id
            from absence b join officer o on o.id = b.officer_id join post p on p.id = o.post_id
            join agency a on a.id = p.agency_id join officer d on d.id = b.deputy_id
            join post q on q.id = d.post_id join agency e on e.id = q.agency_id
            where b.from_on <= $1 and b.until_on >= $1 and (b.ended_on is null or b.ended_on > $1)
            and o.active and a.active and d.active and e.active and ",
            $rest
        )
    };
}

crate::statements! {
    /// Absences by their ids.
    list BY_IDS = absences!("id in ({ids})");
    /// Those of officers that reach to a day or beyond.
    list AHEAD_OF = absences!("until_on >= $1 and officer_id in ({ids}) order by from_on, id");
    /// Those that concern an officer, either way.
    CONCERNING = absences!("until_on >= $1 and (officer_id = $2 or deputy_id = $2) order by id");
    /// Those that concern somebody in a post, either way.
    CONCERNING_POST = absences!("until_on >= $1 and (officer_id in (select id from officer where post_id = $2)
        or deputy_id in (select id from officer where post_id = $2)) order by id");
    /// Those in which an officer acts on a day.
    BY_DEPUTY = absences!("from_on <= $1 and until_on >= $1 and (ended_on is null or ended_on > $1) and deputy_id = $2
        order by from_on, id");
    /// An officer for whom another acts on a day.
    STANDING_IN = standing!("b.officer_id = $2 and b.deputy_id = $3");
    /// All for whom some act on a day.
    list STANDING_INS = standing!("b.deputy_id in ({ids})");
    /// A new absence.
    INSERT = "insert into absence (id, officer_id, deputy_id, from_on, until_on, ended_on, recorded_by, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// It ends.
    END = "update absence set ended_on = $2, version = $3 + 1 where id = $1 and version = $3";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    officer_id: Uuid,
    deputy_id: Uuid,
    from_on: NaiveDate,
    until_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    recorded_by: Option<Uuid>,
    version: i64,
}

impl From<Row> for Absence {
    fn from(row: Row) -> Self {
        Self {
            id: AbsenceId::from_uuid(row.id),
            officer: OfficerId::from_uuid(row.officer_id),
            deputy: OfficerId::from_uuid(row.deputy_id),
            from: row.from_on,
            until: row.until_on,
            ended_on: row.ended_on,
            recorded_by: row.recorded_by.map(OfficerId::from_uuid),
            version: row.version,
        }
    }
}

fn absences(rows: Vec<Row>) -> Vec<Absence> {
    rows.into_iter().map(Absence::from).collect()
}

/// These absences; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[AbsenceId]) -> Result<Vec<Absence>, StoreError> {
    conn.fetch_list(BY_IDS, params![], ids).await.map(absences)
}

/// The absences of these officers that are not over on a day, the first to begin first.
pub async fn ahead_of(
    conn: &mut Conn<'_>,
    officers: &[OfficerId],
    today: NaiveDate,
) -> Result<Vec<Absence>, StoreError> {
    let mut found = conn.fetch_list(AHEAD_OF, params![today], officers).await.map(absences)?;
    found.retain(|absence| !absence.is_over(today));
    // A long list of officers is asked for in parts.
    found.sort_by_key(|absence| (absence.from, absence.id));
    Ok(found)
}

/// The absences not over on a day in which the officer is absent, or is the deputy; in the order of their ids.
pub async fn concerning(
    conn: &mut Conn<'_>,
    officer: OfficerId,
    today: NaiveDate,
) -> Result<Vec<Absence>, StoreError> {
    let mut found = conn.fetch_all(CONCERNING, params![today, officer]).await.map(absences)?;
    found.retain(|absence| !absence.is_over(today));
    Ok(found)
}

/// The same of everybody in a post.
pub async fn concerning_post(
    conn: &mut Conn<'_>,
    post: PostId,
    today: NaiveDate,
) -> Result<Vec<Absence>, StoreError> {
    let mut found = conn.fetch_all(CONCERNING_POST, params![today, post]).await.map(absences)?;
    found.retain(|absence| !absence.is_over(today));
    Ok(found)
}

/// The absences on a day in which the officer is the deputy, the first to begin first.
pub async fn by_deputy(
    conn: &mut Conn<'_>,
    deputy: OfficerId,
    today: NaiveDate,
) -> Result<Vec<Absence>, StoreError> {
    conn.fetch_all(BY_DEPUTY, params![today, deputy]).await.map(absences)
}

#[derive(FromRow)]
struct StandingRow {
    officer_id: Uuid,
    deputy_id: Uuid,
    deputy_role: String,
    #[sqlx(flatten)]
    post: PostRow,
}

impl StandingRow {
    /// The deputy and whom he acts for; nobody when either has another kind of post by now.
    fn pair(self) -> Result<Option<(OfficerId, Viewer)>, StoreError> {
        let deputy = OfficerId::from_uuid(self.deputy_id);
        let at = At { table: "officer", row: deputy };
        let role = at.coded("post.role", &self.deputy_role, PostRole::parse)?;
        let viewer = self.post.held_by(OfficerId::from_uuid(self.officer_id))?;
        Ok((role.is_deputised() && viewer.role.is_deputised()).then_some((deputy, viewer)))
    }
}

/// The officer as whom his deputy acts on a day; nobody when there is no such absence, or either does not serve.
pub async fn standing_in(
    conn: &mut Conn<'_>,
    officer: OfficerId,
    deputy: OfficerId,
    today: NaiveDate,
) -> Result<Option<Viewer>, StoreError> {
    let row: Option<StandingRow> = conn.fetch_optional(STANDING_IN, params![today, officer, deputy]).await?;
    let pair = row.map(StandingRow::pair).transpose()?.flatten();
    Ok(pair.map(|(_, viewer)| viewer))
}

/// Everybody as whom one of these acts on a day.
pub async fn standing_ins(
    conn: &mut Conn<'_>,
    deputies: &[OfficerId],
    today: NaiveDate,
) -> Result<Vec<(OfficerId, Viewer)>, StoreError> {
    let rows: Vec<StandingRow> = conn.fetch_list(STANDING_INS, params![today], deputies).await?;
    rows.into_iter().filter_map(|row| row.pair().transpose()).collect()
}

/// Adds an absence. Whoever does has looked at the others of both officers since he held their rows.
pub async fn insert(tx: &mut Tx<'_>, absence: &Absence) -> Result<(), StoreError> {
    let values = params![
        absence.id,
        absence.officer,
        absence.deputy,
        absence.from,
        absence.until,
        absence.ended_on,
        absence.recorded_by,
        absence.version,
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Ends an absence that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn end(
    tx: &mut Tx<'_>,
    id: AbsenceId,
    ended_on: Option<NaiveDate>,
    expected_version: i64,
) -> Result<(), StoreError> {
    tx.execute_guarded(END, params![id, ended_on, expected_version]).await
}
