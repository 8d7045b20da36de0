//! What a plan is measured by once it was locked.

use async_graphql::SimpleObject;
use luodi_domain::plan::Baseline;

use super::PlanDate;
use crate::scalars::Date;

/// What a plan expected when it was locked, and how far it has slipped since. 计划基线
#[derive(SimpleObject)]
pub(crate) struct PlanBaseline {
    /// The day it was locked. 锁定日期
    locked_on: Date,
    /// The start as it was expected then. 基线开工
    expected_start: PlanDate,
    /// The production as it was expected then. 基线投产
    expected_production: PlanDate,
    /// How many working days later the start is expected now, or was; fewer than none where it is earlier. 开工损失天数（工作日）
    start_days_lost: i64,
    /// The same of the production; where either day is a lower bound, it compares those. 投产损失天数（工作日）
    production_days_lost: i64,
}

impl PlanBaseline {
    pub(super) fn of(baseline: Baseline, (start_days_lost, production_days_lost): (i64, i64)) -> Self {
        Self {
            locked_on: Date(baseline.locked_on),
            expected_start: baseline.start.into(),
            expected_production: baseline.production.into(),
            start_days_lost,
            production_days_lost,
        }
    }
}
