//! Duty rules 责任分工.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::sight::{DutyFilter, OnDuty};
use luodi_domain::duty;
use luodi_domain::ids::DutyRuleId;

use super::{
    Agency, Officer, Region,
    connection::Listed,
    enums::{Department, PermitLevel, PermitPhase, Stage},
    fetch::Fetch,
};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::{Date, DateTime},
    schema::{failed, sight, today},
};

/// Who of ours is responsible for what in a region and below where nobody is named, for a time. Everybody who may come in
/// reads them; they say nothing of any project. 责任分工
pub struct DutyRule(pub(crate) Arc<duty::DutyRule>);

impl Fetch for DutyRule {
    type Id = DutyRuleId;

    async fn fetch(ctx: &Context<'_>, id: DutyRuleId) -> Result<Option<Self>, PublicError> {
        let found = sight(ctx)?.duty_rule(id).await.map_err(failed(ctx))?;
        Ok(found.map(Arc::new).map(Self))
    }
}

impl Listed for DutyRule {
    const CONNECTION: &'static str = "DutyRuleConnection";
    const EDGE: &'static str = "DutyRuleEdge";
    type List = DutyFilter;

    async fn total(ctx: &Context<'_>, filter: &DutyFilter) -> Result<i64, PublicError> {
        sight(ctx)?.count_duty_rules(filter).await.map_err(failed(ctx))
    }
}

/// Who of ours is responsible for what in a region and below where nobody is named, for a time. Everybody who may come in
/// reads them; they say nothing of any project. 责任分工
#[Object]
impl DutyRule {
    /// What it is handed over and ended by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts the changes; the `expectedVersion` of `updateDutyRule` and `endDutyRule`. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where: it holds there and below. 行政区划
    async fn region(&self, ctx: &Context<'_>) -> Result<Region, PublicError> {
        Region::named(ctx, self.0.region).await
    }

    /// Who is responsible. 责任人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.officer).await
    }

    /// The stage whose visits it is for; null where it is for permits, or for everything. 阶段
    async fn stage(&self) -> Option<Stage> {
        self.0.scope.stage().map(Into::into)
    }

    /// The entry of the permit catalogue to which it is narrowed. 事项编码
    async fn type_code(&self) -> Option<String> {
        self.0.scope.permits().code
    }

    /// The agency that decides, to whose permits it is narrowed. 审批单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.0.scope.permits().agency).await
    }

    /// The kind of department that decides, to whose permits it is narrowed. 部门类别
    async fn department(&self) -> Option<Department> {
        self.0.scope.permits().department.map(Into::into)
    }

    /// The level to whose permits it is narrowed. 审批层级
    async fn level(&self) -> Option<PermitLevel> {
        self.0.scope.permits().level.map(Into::into)
    }

    /// The point before which the permits are needed to which it is narrowed. 办理时点
    async fn phase(&self) -> Option<PermitPhase> {
        self.0.scope.permits().phase.map(Into::into)
    }

    /// From which day on. 起始日期
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// The last day; null while no end is known, the day before the first where it never held. 截止日期
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }

    /// Whether it holds today. 今日是否有效
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(self.0.holds_on(today(ctx)?))
    }

    /// Who entered it; null when it was done at the machine itself. 登记人
    async fn set_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.set_by).await
    }

    /// When it was entered. 登记时间
    async fn set_at(&self) -> DateTime {
        DateTime(self.0.set_at)
    }

    /// Why it was ended, where a reason was given. 终止理由
    async fn ended_reason(&self) -> Option<&str> {
        self.0.ended.as_ref().and_then(|ended| ended.reason.as_deref())
    }

    /// Who ended it, or handed it over. 终止登记人
    async fn ended_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.ended.as_ref().and_then(|ended| ended.by)).await
    }

    /// When that was entered. 终止登记时间
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended.as_ref().map(|ended| DateTime(ended.at))
    }
}

/// Who would be responsible for something in a project today if nobody were named. 默认责任人
pub struct DutyOfficer(pub(crate) OnDuty);

/// Who would be responsible for something in a project today if nobody were named. 默认责任人
#[Object]
impl DutyOfficer {
    /// Who; null where no rule says, and there is no landing specialist who can be. 责任人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.officer).await
    }

    /// By which rule; null where it is the landing specialist. 责任分工
    async fn by_duty(&self) -> Option<DutyRule> {
        self.0.rule.clone().map(Arc::new).map(DutyRule)
    }
}
