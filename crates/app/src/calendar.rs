//! The working-day calendar 工作日历: the years that come with the product, and what administrators published since.
//!
//! It is worked out once and kept in memory, see [`crate::notices`].

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use luodi_domain::calendar::{DaysOff, KeptDaysOff, WorkCalendar};
use luodi_reference::days_off::{self as files, BuiltInError};
use luodi_store::days_off;
use luodi_store::db::Conn;

pub use luodi_reference::days_off::{FileError as DaysOffFileError, read as read_days_off};

use crate::{App, AppError};

/// The version of a year as it came with the product.
const AS_IT_CAME: i64 = 0;

/// The years that come with the product.
static BUILT_IN: LazyLock<Result<Vec<DaysOff>, BuiltInError>> = LazyLock::new(files::built_in);

fn built_in() -> Result<&'static [DaysOff], AppError> {
    Ok(BUILT_IN.as_ref().map_err(Clone::clone)?)
}

/// The calendar as it comes with the product, whatever anybody published here.
pub fn as_it_comes() -> Result<WorkCalendar, AppError> {
    Ok(WorkCalendar::new(built_in()?.iter().cloned())?)
}

/// Whether the product came with this year.
pub(crate) fn came_with(year: i32) -> Result<bool, AppError> {
    Ok(built_in()?.iter().any(|days_off| days_off.year == year))
}

/// The calendar, and how often each year of it was published here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The calendar.
    pub calendar: Arc<WorkCalendar>,
    versions: BTreeMap<i32, i64>,
}

impl Published {
    /// The version of a year; 0 of one that nobody published here.
    pub fn version(&self, year: i32) -> i64 {
        self.versions.get(&year).copied().unwrap_or(AS_IT_CAME)
    }

    /// What is published of a year.
    pub fn year(&self, year: i32) -> Option<&DaysOff> {
        self.calendar.years().iter().find(|days_off| days_off.year == year)
    }

    /// The years of the product with those kept in the database, which win.
    pub(crate) fn with(kept: &[KeptDaysOff]) -> Result<Self, AppError> {
        let versions: BTreeMap<i32, i64> =
            kept.iter().map(|kept| (kept.days_off.year, kept.version)).collect();
        let came = built_in()?.iter().filter(|days_off| !versions.contains_key(&days_off.year));
        let years = came.chain(kept.iter().map(|kept| &kept.days_off)).cloned();
        Ok(Self { calendar: Arc::new(WorkCalendar::new(years)?), versions })
    }
}

impl App {
    /// The calendar as it is published now. One statement, unless something was published since the last time.
    pub async fn work_calendar(&self) -> Result<Arc<Published>, AppError> {
        Ok(self.notices().await?.calendar)
    }

    /// The calendar after so many changes.
    pub(crate) async fn calendar_after(
        &self,
        conn: &mut Conn<'_>,
        changes: i64,
    ) -> Result<Arc<Published>, AppError> {
        if let Some(known) = self.known.calendar.after(changes) {
            return Ok(known);
        }
        let published = Arc::new(Published::with(&days_off::all(conn).await?)?);
        self.known.calendar.keep(changes, &published);
        Ok(published)
    }
}
