//! Days off 放假 of years, as administrators published them.

use chrono::NaiveDate;
use luodi_domain::calendar::{DaysOff, KeptDaysOff};
use luodi_domain::ids::{DaysOffId, RegionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::params;
use crate::stored::At;

/// A year is published once.
pub const ONCE: UniqueConstraint = UniqueConstraint { name: "days_off_year", columns: "days_off.year" };

crate::statements! {
    /// All years.
    YEARS = "select id, year, sources, days_off, days_worked, version from days_off order by year";
    /// A new year.
    INSERT = "insert into days_off (id, year, sources, days_off, days_worked, version) values ($1, $2, $3, $4, $5, $6)";
    /// A year published anew.
    UPDATE = "update days_off set sources = $2, days_off = $3, days_worked = $4, version = $5 + 1
        where id = $1 and version = $5";
    /// The region at the top that was entered first.
    TOP = "select id from region where parent_id is null order by id limit 1";
}

/// What stands between two entries of a list: no notice has a line feed in its name.
const SEPARATOR: &str = "\n";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    year: i64,
    sources: String,
    days_off: String,
    days_worked: String,
    version: i64,
}

impl Row {
    fn read(self) -> Result<KeptDaysOff, StoreError> {
        let Self { id, year, sources, days_off, days_worked, version } = self;
        let at = At { table: "days_off", row: year };
        let days = |column: &str, text: &str| {
            let day = |day: &str| at.coded(column, day, |day| day.parse::<NaiveDate>().ok());
            text.lines().map(day).collect::<Result<Vec<_>, _>>()
        };
        let read = DaysOff {
            year: i32::try_from(year).map_err(|_| at.wrong("no year"))?,
            sources: sources.lines().map(str::to_owned).collect(),
            off: days("days_off", &days_off)?,
            worked: days("days_worked", &days_worked)?,
        };
        let days_off = read.checked().map_err(|error| at.wrong(error.to_string()))?;
        Ok(KeptDaysOff { id: DaysOffId::from_uuid(id), days_off, version })
    }
}

/// All years, from the earliest to the latest.
pub async fn all(conn: &mut Conn<'_>) -> Result<Vec<KeptDaysOff>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(YEARS, params![]).await?;
    rows.into_iter().map(Row::read).collect()
}

/// The region at the top that was entered first, if any was: what holds for everybody belongs to it.
pub async fn top(conn: &mut Conn<'_>) -> Result<Option<RegionId>, StoreError> {
    let found: Option<(Uuid,)> = conn.fetch_optional(TOP, params![]).await?;
    Ok(found.map(|(id,)| RegionId::from_uuid(id)))
}

fn lines(days: &[NaiveDate]) -> String {
    days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join(SEPARATOR)
}

/// Adds a year.
///
/// # Errors
/// [`ONCE`] is broken when it is there already.
pub async fn insert(tx: &mut Tx<'_>, kept: &KeptDaysOff) -> Result<(), StoreError> {
    let KeptDaysOff { id, days_off: DaysOff { year, sources, off, worked }, version } = kept;
    let sources = sources.join(SEPARATOR);
    tx.execute(INSERT, params![id, i64::from(*year), sources, lines(off), lines(worked), *version])
        .await
        .map(drop)
}

/// Publishes a year anew that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn update(tx: &mut Tx<'_>, kept: &KeptDaysOff, expected_version: i64) -> Result<(), StoreError> {
    let KeptDaysOff { id, days_off: DaysOff { year: _, sources, off, worked }, version: _ } = kept;
    let sources = sources.join(SEPARATOR);
    tx.execute_guarded(UPDATE, params![id, sources, lines(off), lines(worked), expected_version]).await
}
