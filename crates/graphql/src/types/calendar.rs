//! Working days.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{Datelike, NaiveDate};
use luodi_app::calendar::Published;
use luodi_domain::calendar::{self, DaysOff};

use super::{LONG, enums::DayUnit};
use crate::{
    codes::{ErrorCode, PublicError},
    page::page_cost,
    scalars::Date,
    schema::{language, notices},
};

/// The longest limit that is worked out, in days: ten years.
const LONGEST: u32 = 3_660;
/// The years in which a limit may begin.
const YEARS: std::ops::RangeInclusive<i32> = 1978..=2199;

/// The calendar as it is published now.
pub(super) async fn published(ctx: &Context<'_>) -> Result<Arc<Published>, PublicError> {
    Ok(notices(ctx).await?.calendar)
}

/// The last day of a limit. 到期日
pub struct Deadline {
    from: NaiveDate,
    found: calendar::Deadline,
    published: Arc<Published>,
}

impl Deadline {
    /// Works it out.
    pub(crate) async fn of(
        ctx: &Context<'_>,
        from: NaiveDate,
        days: i32,
        unit: DayUnit,
    ) -> Result<Self, PublicError> {
        let wrong = |zh: String, en: String| {
            Err(PublicError::new(ErrorCode::BadUserInput, language(ctx).pick(zh, en)))
        };
        let Some(days) = u32::try_from(days).ok().filter(|days| *days <= LONGEST) else {
            return wrong(
                format!("days 应为0至{LONGEST}，收到 {days}。"),
                format!("`days` must be 0 to {LONGEST}, got {days}."),
            );
        };
        if !YEARS.contains(&from.year()) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return wrong(
                format!("from 应在{first}年至{last}年之间，收到 {from}。"),
                format!("`from` must lie in {first} to {last}, got {from}."),
            );
        }
        let published = published(ctx).await?;
        let found = published.calendar.deadline(from, days, unit.into());
        Ok(Self { from, found, published })
    }
}

/// The last day of a limit. 到期日
#[Object]
impl Deadline {
    /// The day. 日期
    async fn on(&self) -> Date {
        Date(self.found.on)
    }

    /// Whether it depends on days of which no notice says yet whether they are worked: it may change when one does. 是否暂定
    async fn provisional(&self) -> bool {
        self.found.provisional
    }

    /// How many working days there are after the first day until this one. 其间工作日数
    async fn working_days(&self) -> u32 {
        self.published.calendar.working_days_between(self.from, self.found.on)
    }

    /// How many days on the way are not worked: weekends and days off. 其间休息日数
    async fn days_off(&self) -> i64 {
        let worked = self.published.calendar.working_days_between(self.from, self.found.on);
        (self.found.on - self.from).num_days() - i64::from(worked)
    }
}

/// The working-day calendar: Monday to Friday, and what the State Council's notices say otherwise. 工作日历
pub struct WorkCalendar(Arc<Published>);

impl WorkCalendar {
    /// As it is published now.
    pub(crate) async fn of(ctx: &Context<'_>) -> Result<Self, PublicError> {
        published(ctx).await.map(Self)
    }
}

/// The working-day calendar: Monday to Friday, and what the State Council's notices say otherwise. 工作日历
#[Object]
impl WorkCalendar {
    /// The first day of which it is published whether it is worked; null when nothing is. 已公布起始日
    async fn covered_from(&self) -> Option<Date> {
        self.0.calendar.covered_from().map(Date)
    }

    /// The last such day; a year that `years` lacks is missing in between. The last week of a year, from 25 December on,
    /// waits for the notice of the next. 已公布截止日
    async fn covered_until(&self) -> Option<Date> {
        self.0.calendar.covered_until().map(Date)
    }

    /// What is published, by years. 各年放假安排
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn years(&self) -> Vec<WorkCalendarYear> {
        let years = self.0.calendar.years().iter();
        years.map(|days_off| WorkCalendarYear::new(days_off, &self.0)).collect()
    }
}

/// What is published of a year. 年度放假安排
pub struct WorkCalendarYear {
    days_off: DaysOff,
    version: i64,
}

impl WorkCalendarYear {
    fn new(days_off: &DaysOff, published: &Published) -> Self {
        Self { version: published.version(days_off.year), days_off: days_off.clone() }
    }

    /// A year as it is published now, if it is.
    pub(crate) async fn of(ctx: &Context<'_>, year: i32) -> Result<Option<Self>, PublicError> {
        let published = published(ctx).await?;
        Ok(published.year(year).map(|days_off| Self::new(days_off, &published)))
    }
}

/// What is published of a year. 年度放假安排
#[Object]
impl WorkCalendarYear {
    /// The year. 年份
    async fn year(&self) -> i32 {
        self.days_off.year
    }

    /// Counts how often it was published here, 0 as it came with the product; the `expectedVersion` of `publishDaysOff`. 版本
    async fn version(&self) -> i64 {
        self.version
    }

    /// The notices, by number or address. 通知
    async fn sources(&self) -> &[String] {
        &self.days_off.sources
    }

    /// Days on which offices are closed, weekends among them that the notices name. 放假日
    async fn off(&self) -> Vec<Date> {
        self.days_off.off.iter().copied().map(Date).collect()
    }

    /// Saturdays and Sundays on which they work. 调休上班日
    async fn worked(&self) -> Vec<Date> {
        self.days_off.worked.iter().copied().map(Date).collect()
    }
}
