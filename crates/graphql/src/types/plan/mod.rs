//! The plan of a project's permits 手续办理计划: worked out from the catalogue, the attributes and the permits when asked for.

mod baseline;
mod change;
mod first;
mod item;
mod names;
mod part;
mod point;
mod wait;
mod what_if;
mod work;

pub(crate) use change::PlanChange;
pub use first::{PlanQuestion, ProjectTemplate};
pub(crate) use item::PlanItem;
pub(crate) use point::{PlanDate, PlanNode};
pub(crate) use wait::{CriticalTask, PermitWait, Standing};
pub use what_if::WhatIf;
pub(crate) use work::{Plans, shared};

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use luodi_app::read::Head;
use luodi_domain::attribute::Attribute;
use luodi_domain::ids::OfficerId;
use luodi_domain::plan::Baseline;

use self::baseline::PlanBaseline;
use self::work::Worked;
use super::{LONG, Officer, SHORT, enums::PlanNeed, fetch::Fetch};
use crate::{codes::PublicError, page::page_cost, scalars::Date, schema::language};

/// Which permits a project needs by the catalogue and its attributes, at which level and why, and when they can be had.
/// 手续办理计划
pub struct PermitPlan {
    drawn_on: Option<NaiveDate>,
    baseline: Option<Baseline>,
    owner: Option<OfficerId>,
    worked: Arc<Worked>,
}

impl PermitPlan {
    /// The plan of a project as of today.
    pub(super) async fn of(ctx: &Context<'_>, head: &Head) -> Result<Self, PublicError> {
        Ok(Self {
            drawn_on: head.plan.map(|plan| plan.drawn_on),
            baseline: head.plan.and_then(|plan| plan.baseline),
            owner: head.profile.landing_specialist,
            worked: shared(ctx, head).await?,
        })
    }
}

/// Which permits a project needs by the catalogue and its attributes, at which level and why, and when they can be had.
/// 手续办理计划
#[Object]
impl PermitPlan {
    /// The day as of which `planPermits` last put it into permits; null while it never did. 编制日期
    async fn drawn_on(&self) -> Option<Date> {
        self.drawn_on.map(Date)
    }

    /// What the project needs and what is undecided; of the whole catalogue where `need` asks for more. 事项
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn items(
        &self,
        #[graphql(desc = "Only those that are so; NEEDED and UNDECIDED when not said. 是否需办理")]
        need: Option<Vec<PlanNeed>>,
    ) -> Vec<PlanItem> {
        let need = need.unwrap_or_else(|| vec![PlanNeed::Needed, PlanNeed::Undecided]);
        let asked = self.worked.items.iter().filter(|item| need.contains(&item.need.into()));
        asked.map(|item| PlanItem(Arc::clone(item))).collect()
    }

    /// The attributes that nobody has answered and that decide whether permits are needed, or who decides them. 待补属性
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn missing(&self) -> Vec<MissingAttribute> {
        self.worked.missing.iter().map(|attribute| MissingAttribute(*attribute, self.owner)).collect()
    }

    /// When the project is expected to start: as early as it can by what is promised, and not before the day
    /// planned; the law's
    /// limit stands in where nothing is promised. 预计开工
    async fn expected_start(&self) -> PlanDate {
        self.worked.start.promised.into()
    }

    /// When it can start if every office takes the time that the law gives it. 最迟开工
    async fn latest_start(&self) -> PlanDate {
        self.worked.start.pessimistic.into()
    }

    /// When it is expected to produce: as early as it can, and not before the day planned; nobody knows how long
    /// building takes,
    /// so `atLeast` until it is done. 预计投产
    async fn expected_production(&self) -> PlanDate {
        self.worked.production.promised.into()
    }

    /// When it can produce if every office takes the time that the law gives it. 最迟投产
    async fn latest_production(&self) -> PlanDate {
        self.worked.production.pessimistic.into()
    }

    /// What it is measured by, once it was locked. 计划基线
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn baseline(&self) -> Option<PlanBaseline> {
        self.baseline.zip(self.worked.lost).map(|(baseline, lost)| PlanBaseline::of(baseline, lost))
    }

    /// What decides the day of the start, in order; what is there already is not on it. Of several equally long
    /// paths it is one: at each fork what the catalogue names first. 关键路径
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn critical_path(&self) -> Vec<PlanNode> {
        self.worked.start.critical_path.clone()
    }

    /// Everything of which the start moves if it takes a day longer, on all equally long paths. 关键节点
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn critical_nodes(&self) -> Vec<PlanNode> {
        self.worked.start.critical.clone()
    }
}

/// An attribute that a plan waits for, and who is to find it out. 待补属性
pub(crate) struct MissingAttribute(Attribute, Option<OfficerId>);

/// An attribute that a plan waits for, and who is to find it out. 待补属性
#[Object]
impl MissingAttribute {
    /// Its key. 属性键
    async fn key(&self) -> &'static str {
        self.0.as_str()
    }

    /// What it is called, in the caller's language. 属性名
    async fn name(&self, ctx: &Context<'_>) -> &'static str {
        language(ctx).pick(self.0.zh(), self.0.en())
    }

    /// Who is to find it out: the landing specialist of the project. 责任人
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.1).await
    }
}
