//! Entries 事项 of the permit catalogue.

mod attribute;
mod place;
mod regional;
mod rules;

pub use attribute::AttributeType;
pub(crate) use place::{
    catalogue_naming, catalogue_of_project, catalogue_of_region, permit_called, place_of_region,
};
pub use regional::PermitTypeOverride;
pub(crate) use rules::DayLimit;

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use luodi_domain::catalogue::{self, Catalogue, Condition};

use super::{
    SHORT,
    connection::Listed,
    enums::{Department, ExchangeStage, PermitLevel, PermitPhase, ProjectPoint, StopKind},
};
use crate::{codes::PublicError, page::page_cost, scalars::Date, schema::language};
use rules::{
    LegRule, LegalLimit, LevelLift, PermitCondition, Prerequisite, PromisedLimit, Referral, Validity, day,
    is_verified,
};

/// An entry of the permit catalogue as it holds for a time. What the sources leave open is null, what nobody has verified
/// says so. 事项
#[derive(Clone)]
pub struct PermitType {
    catalogue: Arc<Catalogue>,
    entry: Arc<catalogue::PermitType>,
    /// The day on which the catalogue is looked at.
    on: NaiveDate,
}

impl PermitType {
    /// The entry of a code as it holds on a day.
    pub(crate) fn find(catalogue: &Arc<Catalogue>, code: &str, on: NaiveDate) -> Option<Self> {
        catalogue.entry(code, on).map(|entry| Self::new(catalogue, entry, on))
    }

    /// All entries as they hold on a day, by stage and code.
    pub(crate) fn all(catalogue: &Arc<Catalogue>, on: NaiveDate) -> Vec<Self> {
        let mut all: Vec<_> = catalogue.on(on).map(|entry| Self::new(catalogue, entry, on)).collect();
        all.sort_by_key(Self::key);
        all
    }

    fn new(catalogue: &Arc<Catalogue>, entry: &catalogue::PermitType, on: NaiveDate) -> Self {
        Self { catalogue: Arc::clone(catalogue), entry: Arc::new(entry.clone()), on }
    }

    fn other(&self, code: &str) -> Option<Self> {
        Self::find(&self.catalogue, code, self.on)
    }

    /// What it says.
    pub(crate) fn entry(&self) -> &catalogue::PermitType {
        &self.entry
    }

    /// Where it stands among the others.
    pub(crate) fn key(&self) -> (catalogue::ExchangeStage, String) {
        (self.entry.stage, self.entry.code.clone())
    }

    fn condition(&self, condition: Option<&Condition>, field: &str) -> Option<PermitCondition> {
        let verified = self.entry.is_verified(field);
        condition.map(|condition| PermitCondition { condition: condition.clone(), verified })
    }
}

impl Listed for PermitType {
    const CONNECTION: &'static str = "PermitTypeConnection";
    const EDGE: &'static str = "PermitTypeEdge";
    /// How many there are.
    type List = usize;

    async fn total(_: &Context<'_>, list: &usize) -> Result<i64, PublicError> {
        Ok(i64::try_from(*list).unwrap_or(i64::MAX))
    }
}

/// An entry of the permit catalogue as it holds for a time. What the sources leave open is null, what nobody has verified
/// says so. 事项
#[Object]
impl PermitType {
    /// Its code, such as `construction_permit`. 事项编码
    async fn code(&self) -> &str {
        &self.entry.code
    }

    /// Its name in the caller's language. 事项名称
    async fn name(&self, ctx: &Context<'_>) -> &str {
        language(ctx).pick(&self.entry.zh, &self.entry.en)
    }

    /// Its name in Chinese. 中文名称
    async fn name_zh(&self) -> &str {
        &self.entry.zh
    }

    /// Its name in English. 英文名称
    async fn name_en(&self) -> &str {
        &self.entry.en
    }

    /// The kind of department that usually decides it. 部门类别
    async fn department(&self) -> Department {
        self.entry.department.into()
    }

    /// What that kind is called, in the caller's language. 部门名称
    async fn department_name(&self, ctx: &Context<'_>) -> &'static str {
        language(ctx).pick(self.entry.department.zh(), self.entry.department.en())
    }

    /// Departments that decide it otherwise, and when; the first that holds wins. 部门分工
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn referrals(&self) -> Vec<Referral> {
        let referral = |(index, referral): (usize, &catalogue::Referral)| Referral {
            referral: referral.clone(),
            verified: is_verified(&self.entry, "referrals", index),
        };
        self.entry.referrals.iter().enumerate().map(referral).collect()
    }

    /// The stage it belongs to. 审批阶段
    async fn stage(&self) -> ExchangeStage {
        self.entry.stage.into()
    }

    /// Whether it is the milestone of its stage. 是否里程碑事项
    async fn milestone(&self) -> bool {
        self.entry.milestone
    }

    /// Before which point of the project the law wants it. 办理时点
    async fn phase(&self) -> PermitPhase {
        self.entry.phase.into()
    }

    /// The level that usually decides. 审批层级
    async fn level(&self) -> PermitLevel {
        self.entry.level.into()
    }

    /// The document by which a region has it decided at that level; null where none has said so. 层级依据
    async fn level_basis(&self) -> Option<&str> {
        self.entry.level_basis.as_deref()
    }

    /// Whether somebody has verified the usual level. 层级是否核实
    async fn level_verified(&self) -> bool {
        self.entry.is_verified("level")
    }

    /// Other levels, and when; the first that holds wins. 提级情形
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn lifts(&self) -> Vec<LevelLift> {
        let lift = |(index, lift): (usize, &catalogue::Lift)| LevelLift {
            lift: lift.clone(),
            verified: is_verified(&self.entry, "lifts", index),
        };
        self.entry.lifts.iter().enumerate().map(lift).collect()
    }

    /// When a project needs it. 适用条件
    async fn needed(&self) -> Option<PermitCondition> {
        self.condition(Some(&self.entry.needed), "needed")
    }

    /// When the assessment of the area answers it, so that the project need not ask; null where it never does. 区域评估覆盖
    async fn covered(&self) -> Option<PermitCondition> {
        self.condition(self.entry.covered.as_ref(), "covered")
    }

    /// When a government files one for many projects; null where it never does. 批次办理
    async fn shared(&self) -> Option<PermitCondition> {
        self.condition(self.entry.shared.as_ref(), "shared")
    }

    /// The way to the decision, where there is more than the decision. 办理流转
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn legs(&self) -> Vec<LegRule> {
        LegRule::all(&self.entry)
    }

    /// What the law allows every project; null where the sources do not say, and where it depends on the project. 法定时限
    async fn legal_limit(&self) -> Option<LegalLimit> {
        LegalLimit::only(&self.entry)
    }

    /// What the law allows, the first that holds; empty where the sources do not say. 分情形法定时限
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn legal_limits(&self) -> Vec<LegalLimit> {
        LegalLimit::all(&self.entry)
    }

    /// What the agency promises; null where the sources do not say. 承诺时限
    async fn promised_limit(&self) -> Option<PromisedLimit> {
        PromisedLimit::of(&self.entry)
    }

    /// How long a grant is good for; null where the sources do not say. 有效期
    async fn validity(&self) -> Option<Validity> {
        Validity::of(&self.entry)
    }

    /// Laws and rules it rests on. 依据
    async fn basis(&self) -> &[String] {
        &self.entry.basis
    }

    /// What stops its clock. 不计时事由
    async fn stops(&self) -> Vec<StopKind> {
        self.entry.stops.iter().copied().map(StopKind::from).collect()
    }

    /// What must be there first. 前置条件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn prerequisites(&self) -> Vec<Prerequisite> {
        let all = self.entry.requires.iter().enumerate();
        all.map(|(index, group)| Prerequisite { of: self.clone(), index, group: group.clone() }).collect()
    }

    /// Points of the project that it must precede besides that of its phase. 须早于的节点
    async fn before(&self) -> Vec<ProjectPoint> {
        self.entry.before.iter().copied().map(ProjectPoint::from).collect()
    }

    /// The parallel group it is accepted with; null where it is alone. 并联组
    async fn parallel_group(&self) -> Option<&str> {
        self.entry.parallel_group.as_deref()
    }

    /// Whether it leads its parallel group: its limit is that of all, counted once. 是否为并联组牵头事项
    async fn leads_group(&self) -> bool {
        self.entry.leads_group
    }

    /// Whether it is one that offices meet every week. 是否常办
    async fn core(&self) -> bool {
        self.entry.core
    }

    /// From which day it holds; null for as long as anybody remembers. 起始日期
    async fn valid_from(&self) -> Option<Date> {
        day(self.entry.valid_from)
    }

    /// The last day on which it holds; null while no end is known. 截止日期
    async fn valid_to(&self) -> Option<Date> {
        day(self.entry.valid_to)
    }

    /// All its versions, the oldest first. 历次版本
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn versions(&self) -> Vec<Self> {
        let own = self.catalogue.versions().filter(|entry| entry.code == self.entry.code);
        own.map(|entry| Self::new(&self.catalogue, entry, self.on)).collect()
    }

    /// The places that nobody has verified, such as `legal` or `lifts[0]`. 尚未核实的内容
    async fn unverified(&self) -> Vec<&String> {
        self.entry.unverified.iter().collect()
    }

    /// What users should know, in the caller's language. 说明
    async fn note(&self, ctx: &Context<'_>) -> Option<&str> {
        language(ctx).pick(self.entry.note_zh.as_deref(), self.entry.note_en.as_deref())
    }
}
