//! One permit of several that a project has of an entry.

use std::sync::Arc;

use async_graphql::{Context, Object};
use luodi_domain::ids::PermitId;

use super::item::{Entry, Times};
use super::point::PlanDate;
use crate::{
    codes::PublicError,
    scalars::Date,
    types::{Permit, fetch::Fetch},
};

/// What was worked out of one part.
pub(super) struct PartEntry {
    pub(super) permit: PermitId,
    pub(super) part: Option<String>,
    pub(super) times: Times,
}

/// One permit of several that a project has of an entry, for a part of the works. 分部位手续
pub(crate) struct PlanPart {
    pub(super) of: Arc<Entry>,
    pub(super) index: usize,
}

impl PlanPart {
    fn entry(&self) -> &PartEntry {
        &self.of.parts[self.index]
    }
}

/// One permit of several that a project has of an entry, for a part of the works. 分部位手续
#[Object]
impl PlanPart {
    /// The permit. 手续
    async fn permit(&self, ctx: &Context<'_>) -> Result<Permit, PublicError> {
        Permit::named(ctx, self.entry().permit).await
    }

    /// The part of the works: an engineering code 工程代码 or a scope such as 基坑; null where nobody said. 部位
    async fn part(&self) -> Option<&str> {
        self.entry().part.as_deref()
    }

    /// Whether it can be filed today. 今天可报
    async fn can_file_today(&self) -> bool {
        self.entry().times.today
    }

    /// When it is expected to be filed: not before the day agreed for its preparation, nor before what usually comes
    /// first; null where it was. 预计申报日期
    async fn earliest_filing(&self) -> Option<Date> {
        self.entry().times.from.map(Date)
    }

    /// When it can be had at the earliest, by what is promised; the day it was granted where it was. 最早取得日期
    async fn earliest_grant(&self) -> PlanDate {
        self.entry().times.finish.into()
    }

    /// When it can be had if every office takes the time that the law gives it. 最迟取得日期
    async fn latest_grant(&self) -> PlanDate {
        self.entry().times.late.into()
    }

    /// How many working days it may take longer, it alone, without moving the start; null where the start does not depend on
    /// it. 时差（工作日）
    async fn slack_days(&self) -> Option<u32> {
        self.entry().times.slack
    }

    /// Whether the start moves if it takes a day longer. 是否关键
    async fn critical(&self) -> bool {
        self.entry().times.critical
    }
}
