//! Days off 放假.

use async_graphql::InputObject;
use luodi_domain::calendar::DaysOff;

use super::NewEntry;
use crate::inputs::Terms;
use crate::scalars::Date;

/// Publishes the days off of a year 公布年度放假安排. All of them: what was published of the year before is replaced.
#[derive(Debug, InputObject)]
pub(crate) struct PublishDaysOffInput {
    /// The year. 年份
    pub(crate) year: i32,
    /// The notices, 1 to 5, each by its number or address. 通知
    pub(crate) sources: Vec<String>,
    /// Days on which offices are closed; weekends that the notice names may be among them, and days of the December before
    /// and of the January after. At most 80. 放假日
    pub(crate) off: Vec<Date>,
    /// Saturdays and Sundays on which they work, at most 30. 调休上班日
    pub(crate) worked: Vec<Date>,
    /// The version of the year as the caller read it, 0 as it came with the product; required where the year is published
    /// already. Another one is refused with VERSION_CONFLICT, and the payload has the year as it is now. 预期版本
    pub(crate) expected_version: Option<i64>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl PublishDaysOffInput {
    pub(crate) fn read(&self) -> DaysOff {
        let days = |days: &[Date]| days.iter().map(|day| day.0).collect();
        let Self { year, sources, off, worked, .. } = self;
        DaysOff { year: *year, sources: sources.clone(), off: days(off), worked: days(worked) }
    }

    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms { expected_version: self.expected_version, ..Terms::from(&self.terms) }
    }
}
