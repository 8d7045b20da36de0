//! One entry of a plan.

use std::sync::Arc;

use async_graphql::{Context, Object};
use luodi_domain::catalogue;
use luodi_domain::clock::Limit;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::permit::Level;
use luodi_domain::plan::Need;
use luodi_domain::schedule::Estimate;
use luodi_domain::words::Words;

use super::point::{PlanDate, PlanNode, PlanPrerequisite};
use crate::{
    codes::PublicError,
    page::page_cost,
    scalars::Date,
    schema::{commands, language},
    types::{
        DayLimit, Permit, PermitType, SHORT,
        enums::{Department, PermitLevel, PlanNeed},
    },
};

/// What was worked out of one entry.
pub(super) struct Entry {
    pub(super) project: ProjectId,
    pub(super) code: String,
    pub(super) name: Words,
    pub(super) need: Need,
    pub(super) why: Words,
    pub(super) level: Level,
    pub(super) perhaps: Option<Level>,
    pub(super) level_why: Words,
    pub(super) basis: Option<String>,
    pub(super) department: Option<catalogue::Department>,
    pub(super) shared: Option<bool>,
    pub(super) promised: Option<Limit>,
    pub(super) legal: Option<Limit>,
    pub(super) before: Vec<(bool, Vec<PlanNode>)>,
    pub(super) waits_on: Vec<Vec<PlanNode>>,
    pub(super) permits: Vec<PermitId>,
    pub(super) times: Option<Times>,
}

/// When a permit can be had.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) from: Option<chrono::NaiveDate>,
    pub(super) finish: Estimate,
    pub(super) late: Estimate,
    pub(super) slack: Option<u32>,
    pub(super) critical: bool,
    pub(super) today: bool,
}

/// An entry of the permit catalogue as it applies to a project. 计划事项
pub(crate) struct PlanItem(pub(super) Arc<Entry>);

/// An entry of the permit catalogue as it applies to a project. 计划事项
#[Object]
impl PlanItem {
    /// Its code in the permit catalogue. 事项编码
    async fn type_code(&self) -> &str {
        &self.0.code
    }

    /// Its entry in the permit catalogue. 事项
    #[graphql(name = "type")]
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn permit_type(&self, ctx: &Context<'_>) -> Result<Option<PermitType>, PublicError> {
        let app = commands(ctx)?;
        Ok(PermitType::find(&app.catalogue(), &self.0.code, app.today()))
    }

    /// What it is called, in the caller's language. 事项名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.name.clone())
    }

    /// Whether the project needs it. 是否需办理
    async fn need(&self) -> PlanNeed {
        self.0.need.into()
    }

    /// Why, by the attributes that decided, in the caller's language; empty for what every project needs. 理由
    async fn reason(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.why.clone())
    }

    /// Who decides, by level; where an unknown attribute leaves that open, the level unless it moves. 审批层级
    async fn level(&self) -> PermitLevel {
        self.0.level.into()
    }

    /// The level to which an unknown attribute would move it; null where the level is known. 可能的审批层级
    async fn level_perhaps(&self) -> Option<PermitLevel> {
        self.0.perhaps.map(Into::into)
    }

    /// Why it is decided at that level, in the caller's language; empty where nothing moves it. 层级理由
    async fn level_reason(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.level_why.clone())
    }

    /// The rule that moved the level, where the catalogue names one. 层级依据
    async fn level_basis(&self) -> Option<&str> {
        self.0.basis.as_deref()
    }

    /// The kind of department that decides; null while an attribute that says so is unknown. 审批部门类别
    async fn department(&self) -> Option<Department> {
        self.0.department.map(Into::into)
    }

    /// What that kind is called, in the caller's language. 审批部门
    async fn department_name(&self, ctx: &Context<'_>) -> Option<&'static str> {
        self.0.department.map(|department| language(ctx).pick(department.zh(), department.en()))
    }

    /// Whether a government files it for many projects; null while that is unknown. 是否批次办理
    async fn shared(&self) -> Option<bool> {
        self.0.shared
    }

    /// The promised limit. 承诺时限
    async fn promised_limit(&self) -> Option<DayLimit> {
        self.0.promised.map(DayLimit::from)
    }

    /// The law's limit for this project; null where the sources do not say, and while an attribute that decides is unknown.
    /// 法定时限
    async fn legal_limit(&self) -> Option<DayLimit> {
        self.0.legal.map(DayLimit::from)
    }

    /// What must be there first, of what the project needs. 前置条件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn prerequisites(&self) -> Vec<PlanPrerequisite> {
        let prerequisite =
            |(hard, any_of): &(bool, Vec<PlanNode>)| PlanPrerequisite { hard: *hard, any_of: any_of.clone() };
        self.0.before.iter().map(prerequisite).collect()
    }

    /// What the law wants first and is not there yet; empty once it was filed. 在等
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn waits_on(&self) -> Vec<PlanPrerequisite> {
        let waiting = |any_of: &Vec<PlanNode>| PlanPrerequisite { hard: true, any_of: any_of.clone() };
        self.0.waits_on.iter().map(waiting).collect()
    }

    /// The project's permits of this type, one for each part of the works, those ruled out included. 手续
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permits(&self, ctx: &Context<'_>) -> Result<Vec<Permit>, PublicError> {
        let permits = Permit::of(ctx, self.0.project).await?;
        Ok(permits.into_iter().filter(|permit| self.0.permits.contains(&permit.permit.id)).collect())
    }

    /// Whether it can be filed today: everything that the law wants first is there, and nobody has filed. 今天可报
    async fn can_file_today(&self) -> bool {
        self.0.times.is_some_and(|times| times.today)
    }

    /// The first day on which it can be filed; null where it was, or plays no part. 最早可报日期
    async fn earliest_filing(&self) -> Option<Date> {
        self.0.times.and_then(|times| times.from).map(Date)
    }

    /// When it can be had at the earliest, by what is promised; the day it was granted where it was. 最早取得日期
    async fn earliest_grant(&self) -> Option<PlanDate> {
        self.0.times.map(|times| times.finish.into())
    }

    /// When it can be had if every office takes the time that the law gives it. 最迟取得日期
    async fn latest_grant(&self) -> Option<PlanDate> {
        self.0.times.map(|times| times.late.into())
    }

    /// How many working days it may take longer, it alone, without moving the start; null where the start does not depend on
    /// it. 时差（工作日）
    async fn slack_days(&self) -> Option<u32> {
        self.0.times.and_then(|times| times.slack)
    }

    /// Whether it decides the day of the start. 是否在关键路径上
    async fn critical(&self) -> bool {
        self.0.times.is_some_and(|times| times.critical)
    }
}
