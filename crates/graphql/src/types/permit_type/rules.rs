//! What an entry of the permit catalogue is made of.

use async_graphql::{Context, Object, SimpleObject};
use luodi_domain::{catalogue, clock};

use super::PermitType;
use crate::{
    page::page_cost,
    scalars::Date,
    schema::language,
    types::{
        SHORT,
        enums::{DayUnit, Department, Lapse, LegKind, PermitLevel, ProjectPoint},
    },
};

/// A condition on the attributes of a project. 适用条件
pub(super) struct PermitCondition {
    pub(super) condition: catalogue::Condition,
    pub(super) verified: bool,
}

/// A condition on the attributes of a project. 适用条件
#[Object]
impl PermitCondition {
    /// In words, in the caller's language. 条件说明
    async fn text(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.condition.words())
    }

    /// As the catalogue has it, with the keys of attributes. 条件表达式
    async fn condition(&self) -> String {
        luodi_app::catalogue::written(&self.condition)
    }

    /// Whether somebody has verified it. 是否核实
    async fn verified(&self) -> bool {
        self.verified
    }
}

/// A number of days of one kind. 时限
#[derive(SimpleObject)]
pub(crate) struct DayLimit {
    /// How many. 天数
    days: u32,
    /// Of which kind. 单位
    unit: DayUnit,
}

impl From<clock::Limit> for DayLimit {
    fn from(limit: clock::Limit) -> Self {
        Self { days: limit.days, unit: limit.unit.into() }
    }
}

/// What the law allows from acceptance to decision. 法定时限
#[derive(SimpleObject)]
pub(super) struct LegalLimit {
    /// How many days. 天数
    days: u32,
    /// Of which kind. 单位
    unit: DayUnit,
    /// How many days more the head of the agency may approve; null where the rule does not say so. 可延长天数
    extension: Option<u32>,
    /// Of which projects; null where it is every one that no limit before it is of. 适用情形
    when: Option<PermitCondition>,
    /// Whether somebody has verified it. 是否核实
    verified: bool,
}

impl LegalLimit {
    /// All of them; the first that holds counts.
    pub(super) fn all(entry: &catalogue::PermitType) -> Vec<Self> {
        let limit = |(index, legal): (usize, &catalogue::LegalLimit)| {
            let verified = entry.is_legal_verified(index);
            let condition = (legal.when != catalogue::Condition::Always).then(|| legal.when.clone());
            Self {
                days: legal.limit.days,
                unit: legal.limit.unit.into(),
                extension: legal.extension,
                when: condition.map(|condition| PermitCondition { condition, verified }),
                verified,
            }
        };
        entry.legal.iter().enumerate().map(limit).collect()
    }

    /// The one for every project, where there is but one.
    pub(super) fn only(entry: &catalogue::PermitType) -> Option<Self> {
        let only = entry.legal.len() == 1;
        Self::all(entry).pop().filter(|limit| only && limit.when.is_none())
    }
}

/// What the agency promises. 承诺时限
#[derive(SimpleObject)]
pub(super) struct PromisedLimit {
    /// How many days; of a range the longest. 天数
    days: u32,
    /// Of which kind. 单位
    unit: DayUnit,
    /// The range as it was found, or where it comes from. 来源
    source: String,
    /// Whether somebody has verified it. 是否核实
    verified: bool,
}

impl PromisedLimit {
    /// As a region says it, which needs no verifying.
    pub(super) fn said(promised: &catalogue::PromisedLimit) -> Self {
        let catalogue::PromisedLimit { limit, source } = promised;
        Self { days: limit.days, unit: limit.unit.into(), source: source.clone(), verified: true }
    }

    pub(super) fn of(entry: &catalogue::PermitType) -> Option<Self> {
        let catalogue::PromisedLimit { limit, source } = entry.promised.as_ref()?;
        let verified = entry.is_verified("promised");
        Some(Self { days: limit.days, unit: limit.unit.into(), source: source.clone(), verified })
    }
}

/// How long a grant is good for. 有效期
#[derive(SimpleObject)]
pub(super) struct Validity {
    /// For how many months. 月数
    months: u32,
    /// What becomes of it then. 逾期处理
    lapse: Lapse,
    /// Within how many days it is looked at again; null where the rule does not say so. 重新审核时限
    within: Option<DayLimit>,
    /// Whether somebody has verified it. 是否核实
    verified: bool,
}

impl Validity {
    pub(super) fn of(entry: &catalogue::PermitType) -> Option<Self> {
        let catalogue::Validity { months, lapse, within } = entry.validity?;
        let verified = entry.is_verified("validity");
        Some(Self { months, lapse: lapse.into(), within: within.map(DayLimit::from), verified })
    }
}

/// A level other than the usual one, and when. 提级
pub(super) struct LevelLift {
    pub(super) lift: catalogue::Lift,
    pub(super) verified: bool,
}

/// A level other than the usual one, and when. 提级
#[Object]
impl LevelLift {
    /// The level. 审批层级
    async fn level(&self) -> PermitLevel {
        self.lift.to.into()
    }

    /// When, in words, in the caller's language. 条件说明
    async fn when(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.lift.when.words())
    }

    /// When, as the catalogue has it, with the keys of attributes. 条件表达式
    async fn condition(&self) -> String {
        luodi_app::catalogue::written(&self.lift.when)
    }

    /// By which rule; null where the sources do not say. 依据
    async fn basis(&self) -> Option<&str> {
        self.lift.basis.as_deref()
    }

    /// Whether somebody has verified it. 是否核实
    async fn verified(&self) -> bool {
        self.verified
    }
}

/// A department other than the usual one, and when. 部门分工
pub(super) struct Referral {
    pub(super) referral: catalogue::Referral,
    pub(super) verified: bool,
}

/// A department other than the usual one, and when. 部门分工
#[Object]
impl Referral {
    /// The kind of department. 部门类别
    async fn department(&self) -> Department {
        self.referral.to.into()
    }

    /// What that kind is called, in the caller's language. 部门名称
    async fn department_name(&self, ctx: &Context<'_>) -> &'static str {
        language(ctx).pick(self.referral.to.zh(), self.referral.to.en())
    }

    /// When, in words, in the caller's language. 条件说明
    async fn when(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.referral.when.words())
    }

    /// When, as the catalogue has it, with the keys of attributes. 条件表达式
    async fn condition(&self) -> String {
        luodi_app::catalogue::written(&self.referral.when)
    }

    /// Whether somebody has verified it. 是否核实
    async fn verified(&self) -> bool {
        self.verified
    }
}

/// A part of the way to the decision. 环节流转
#[derive(SimpleObject)]
pub(super) struct LegRule {
    /// Which part. 环节
    kind: LegKind,
    /// At which level; null for the level that decides. 层级
    level: Option<PermitLevel>,
    /// How long it may take; null where the sources do not say. 时限
    limit: Option<DayLimit>,
    /// Whether somebody has verified all of it. 是否核实
    verified: bool,
}

impl LegRule {
    pub(super) fn all(entry: &catalogue::PermitType) -> Vec<Self> {
        let leg = |(index, leg): (usize, &catalogue::LegRule)| Self {
            kind: leg.kind.into(),
            level: leg.level.map(PermitLevel::from),
            limit: leg.limit.map(DayLimit::from),
            verified: is_verified(entry, "legs", index),
        };
        entry.legs.iter().enumerate().map(leg).collect()
    }
}

/// Whether somebody has verified a place of a list, and all within it.
pub(super) fn is_verified(entry: &catalogue::PermitType, list: &str, index: usize) -> bool {
    let place = format!("{list}[{index}]");
    let within = |field: &String| {
        field.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    entry.is_verified(list) && !entry.unverified.iter().any(within)
}

/// What must be there first. 前置条件
pub(super) struct Prerequisite {
    pub(super) of: PermitType,
    pub(super) index: usize,
    pub(super) group: catalogue::Prerequisite,
}

/// What must be there first. 前置条件
#[Object]
impl Prerequisite {
    /// Whether the law asks for it; otherwise it is the custom, which orders a schedule and forbids nothing. 是否法定
    async fn hard(&self) -> bool {
        self.group.hard
    }

    /// Whether somebody has verified it. 是否核实
    async fn verified(&self) -> bool {
        is_verified(&self.of.entry, "requires", self.index)
    }

    /// One of these is enough. 任一即可
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn any_of(&self) -> Vec<PrerequisiteOption> {
        let option =
            |before: &catalogue::Before| PrerequisiteOption { of: self.of.clone(), before: before.clone() };
        self.group.any_of.iter().map(option).collect()
    }
}

/// A permit or a point of the project that must come first. 前置事项或节点
pub(super) struct PrerequisiteOption {
    of: PermitType,
    before: catalogue::Before,
}

/// A permit or a point of the project that must come first. 前置事项或节点
#[Object]
impl PrerequisiteOption {
    /// The code of the permit; null where it is a point of the project. 事项编码
    async fn code(&self) -> Option<&str> {
        match &self.before {
            catalogue::Before::Permit(code) => Some(code),
            catalogue::Before::Node(_) => None,
        }
    }

    /// The permit as it holds on the same day; null where it is a point of the project, or does not hold then. 事项
    async fn permit_type(&self) -> Option<PermitType> {
        match &self.before {
            catalogue::Before::Permit(code) => self.of.other(code),
            catalogue::Before::Node(_) => None,
        }
    }

    /// The point of the project; null where it is a permit. 项目节点
    async fn point(&self) -> Option<ProjectPoint> {
        match self.before {
            catalogue::Before::Permit(_) => None,
            catalogue::Before::Node(node) => Some(node.into()),
        }
    }
}

/// A day on which something begins or ends to hold.
pub(super) fn day(day: Option<chrono::NaiveDate>) -> Option<Date> {
    day.map(Date)
}
