//! One entry of a plan.

use std::sync::Arc;

use async_graphql::{Context, Object};
use luodi_domain::catalogue;
use luodi_domain::clock::Limit;
use luodi_domain::ids::{MaterialId, PermitId, ProjectId};
use luodi_domain::permit::Level;
use luodi_domain::plan::Need;
use luodi_domain::schedule::Estimate;
use luodi_domain::words::Words;

use super::part::{PartEntry, PlanPart};
use super::point::{PlanDate, PlanNode, PlanPrerequisite};
use crate::{
    codes::PublicError,
    page::page_cost,
    scalars::Date,
    schema::language,
    types::{
        DayLimit, Material, Permit, PermitType, SHORT,
        enums::{Department, PermitLevel, PlanNeed},
    },
};

/// What was worked out of one entry.
pub(super) struct Entry {
    pub(super) project: ProjectId,
    pub(super) code: String,
    pub(super) permit_type: Option<PermitType>,
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
    pub(super) waits_on: Vec<(bool, Vec<PlanNode>)>,
    pub(super) customarily_first: Vec<Vec<PlanNode>>,
    pub(super) permits: Vec<PermitId>,
    pub(super) lacking: Vec<MaterialId>,
    pub(super) baseline_on: Option<chrono::NaiveDate>,
    pub(super) lost: Option<i64>,
    pub(super) parts: Vec<PartEntry>,
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

impl Times {
    /// Of all parts of a type together: filed as early as the first can be, there with the last, and as urgent as the most
    /// urgent.
    pub(super) fn together(self, other: Self) -> Self {
        let later = |one: Estimate, two: Estimate| Estimate {
            on: one.on.max(two.on),
            provisional: one.provisional || two.provisional,
            at_least: one.at_least || two.at_least,
        };
        Self {
            from: [self.from, other.from].into_iter().flatten().min(),
            finish: later(self.finish, other.finish),
            late: later(self.late, other.late),
            slack: [self.slack, other.slack].into_iter().flatten().min(),
            critical: self.critical || other.critical,
            today: self.today || other.today,
        }
    }
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

    /// Its entry in the permit catalogue as it stands where the project is. 事项
    #[graphql(name = "type")]
    async fn permit_type(&self) -> Option<PermitType> {
        self.0.permit_type.clone()
    }

    /// What it is called, in the caller's language. 事项名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.name.clone())
    }

    /// Whether the project needs it. 是否需办理
    async fn need(&self) -> PlanNeed {
        self.0.need.into()
    }

    /// Why, by the attributes that decided, or that every project needs it, in the caller's language. 理由
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

    /// What the law wants first and is not there yet, points of the project that custom wants first, and what else usually
    /// comes first where that cannot be filed yet either; empty once it was filed. 在等
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn waits_on(&self) -> Vec<PlanPrerequisite> {
        let waiting =
            |(hard, any_of): &(bool, Vec<PlanNode>)| PlanPrerequisite { hard: *hard, any_of: any_of.clone() };
        self.0.waits_on.iter().map(waiting).collect()
    }

    /// What is to be handed in for its permits and is not at hand, nor can be handed in later, so that none of those
    /// which it is for can be filed; also of what is filed with them on one day. 在等材料
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn waits_on_materials(&self, ctx: &Context<'_>) -> Result<Vec<Material>, PublicError> {
        Material::among(ctx, self.0.project, &self.0.lacking).await
    }

    /// What usually is there first, by custom only, and is under way or can be filed today too: it can be asked for side by
    /// side. 通常先办
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn customarily_first(&self) -> Vec<PlanPrerequisite> {
        let first = |any_of: &Vec<PlanNode>| PlanPrerequisite { hard: false, any_of: any_of.clone() };
        self.0.customarily_first.iter().map(first).collect()
    }

    /// Its dates by part of the works, where there are several permits of it; the dates here are those of all
    /// together. 分部位进度
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn parts(&self) -> Vec<PlanPart> {
        let part = |index| PlanPart { of: Arc::clone(&self.0), index };
        (0..self.0.parts.len()).map(part).collect()
    }

    /// The project's permits of this type, one for each part of the works, those ruled out included. 手续
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permits(&self, ctx: &Context<'_>) -> Result<Vec<Permit>, PublicError> {
        let permits = Permit::of(ctx, self.0.project).await?;
        Ok(permits.into_iter().filter(|permit| self.0.permits.contains(&permit.permit.id)).collect())
    }

    /// Whether it can be filed today: nobody has, what is to be handed in is at hand, everything that the law wants first
    /// is there, and every point of the project that custom wants; what else usually comes first (`customarilyFirst`) is
    /// under way or can be filed today too. Of several parts one at least. 今天可报
    async fn can_file_today(&self) -> bool {
        self.0.times.is_some_and(|times| times.today)
    }

    /// When it is expected to be filed: not before the day agreed for its preparation, nor the last one agreed for a
    /// material that is missing, nor before what usually comes first; null where it was, or plays no part. 预计申报日期
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

    /// The day by which it was expected when the plan was locked; null where it was not, or came later. 基线日期
    async fn baseline_grant(&self) -> Option<Date> {
        self.0.baseline_on.map(Date)
    }

    /// How many working days later than that it is expected now, or was there; fewer than none where it is earlier.
    /// 损失天数（工作日）
    async fn days_lost(&self) -> Option<i64> {
        self.0.lost
    }

    /// How many working days it may take longer, it alone, without moving the start; null where the start does not depend on
    /// it. 时差（工作日）
    async fn slack_days(&self) -> Option<u32> {
        self.0.times.and_then(|times| times.slack)
    }

    /// Whether the start moves if it takes a day longer: so of everything on all equally long paths, of which `criticalPath`
    /// lists one. 是否关键
    async fn critical(&self) -> bool {
        self.0.times.is_some_and(|times| times.critical)
    }
}
