//! What regions say otherwise than the permit catalogue.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::overrides::Override;
use luodi_domain::catalogue::{Adjustment, Ruling};
use luodi_domain::ids::OverrideId;

use super::{LevelLift, PermitType, PromisedLimit, catalogue_of_region, day, place_of_region};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::{Date, DateTime},
    schema::{notices, today},
    types::{
        Officer, Region, SHORT,
        connection::Listed,
        enums::{PermitLevel, PermitTypeOverrideKind},
        fetch::Fetch,
    },
};

/// What a region says otherwise than the permit catalogue, of one entry, in the region and below, for a time. 地方调整
pub struct PermitTypeOverride(pub(crate) Arc<Override>);

impl Fetch for PermitTypeOverride {
    type Id = OverrideId;

    async fn fetch(ctx: &Context<'_>, id: OverrideId) -> Result<Option<Self>, PublicError> {
        Ok(notices(ctx).await?.overrides.find(id).cloned().map(Self))
    }
}

impl Listed for PermitTypeOverride {
    const CONNECTION: &'static str = "PermitTypeOverrideConnection";
    const EDGE: &'static str = "PermitTypeOverrideEdge";
    /// How many there are.
    type List = usize;

    async fn total(_: &Context<'_>, list: &usize) -> Result<i64, PublicError> {
        Ok(i64::try_from(*list).unwrap_or(i64::MAX))
    }
}

impl PermitTypeOverride {
    fn adjustment(&self) -> Option<&Adjustment> {
        match &self.0.rule.ruling {
            Ruling::Adjusted(adjustment) => Some(adjustment),
            Ruling::TakenOff | Ruling::Extra(_) => None,
        }
    }
}

/// What a region says otherwise than the permit catalogue, of one entry, in the region and below, for a time. 地方调整
#[Object]
impl PermitTypeOverride {
    /// What it is ended by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.kept.id)
    }

    /// Counts the changes; the `expectedVersion` of `endPermitTypeOverride`. 版本
    async fn version(&self) -> i64 {
        self.0.kept.version
    }

    /// Who says so; it holds there and below. 行政区划
    async fn region(&self, ctx: &Context<'_>) -> Result<Region, PublicError> {
        Region::named(ctx, self.0.kept.region).await
    }

    /// The code of the entry it speaks of. 事项编码
    async fn type_code(&self) -> &str {
        &self.0.kept.code
    }

    /// Whether the entry is taken off, adjusted, or added. 调整类别
    async fn kind(&self) -> PermitTypeOverrideKind {
        match self.0.rule.ruling {
            Ruling::TakenOff => PermitTypeOverrideKind::TakenOff,
            Ruling::Adjusted(_) => PermitTypeOverrideKind::Adjusted,
            Ruling::Extra(_) => PermitTypeOverrideKind::Extra,
        }
    }

    /// The level that usually decides there; null where that stays as it is. 审批层级
    async fn level(&self) -> Option<PermitLevel> {
        self.adjustment()?.level.map(Into::into)
    }

    /// Other levels there, and when, instead of all that the catalogue has; null where those stay as they are. 提级情形
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn lifts(&self) -> Option<Vec<LevelLift>> {
        let lifts = self.adjustment()?.lifts.as_ref()?;
        Some(lifts.iter().map(|lift| LevelLift { lift: lift.clone(), verified: true }).collect())
    }

    /// What is promised there; null where that stays as it is. 承诺时限
    async fn promised_limit(&self) -> Option<PromisedLimit> {
        self.adjustment()?.promised.as_ref().map(PromisedLimit::said)
    }

    /// The entry that is added, as it holds there on the first day; null where none is. 新增事项
    async fn extra(&self, ctx: &Context<'_>) -> Result<Option<PermitType>, PublicError> {
        let Ruling::Extra(extra) = &self.0.rule.ruling else { return Ok(None) };
        let kept = &self.0.kept;
        let catalogue = catalogue_of_region(ctx, kept.region).await?.unwrap_or_default();
        let (valid_from, valid_to) = (Some(kept.valid_from), kept.valid_to);
        let entry = luodi_domain::catalogue::PermitType { valid_from, valid_to, ..extra.as_ref().clone() };
        Ok(Some(PermitType::new(&catalogue, &entry, kept.valid_from)))
    }

    /// From which day on. 起始日期
    async fn valid_from(&self) -> Date {
        Date(self.0.kept.valid_from)
    }

    /// The last day; null while no end is known, the day before the first where it was entered by mistake. 截止日期
    async fn valid_to(&self) -> Option<Date> {
        day(self.0.kept.valid_to)
    }

    /// Whether it holds today; whether that changes anything `inEffect` says. 今日是否有效
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(self.0.rule.holds_on(today(ctx)?))
    }

    /// Whether it changes anything in its region today: not where a region above has taken the entry off meanwhile, or the
    /// catalogue no longer has it. 今日是否产生效果
    async fn in_effect(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let place = place_of_region(ctx, self.0.kept.region).await?.unwrap_or_default();
        let overrides = notices(ctx).await?.overrides;
        Ok(overrides.has_effect(&self.0, place.into_iter().skip(1), today(ctx)?))
    }

    /// The document in which the region says so. 依据
    async fn basis(&self) -> &str {
        &self.0.kept.source
    }

    /// Who entered it; null when it was done at the machine itself. 登记人
    async fn recorded_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.kept.recorded_by).await
    }

    /// When it was entered. 登记时间
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.kept.recorded_at)
    }

    /// The document that ended it; null where its last day was known from the start, or is not known. 终止依据
    async fn ended_basis(&self) -> Option<&str> {
        self.0.kept.ended.as_ref().map(|ended| ended.source.as_str())
    }

    /// Who ended it. 终止登记人
    async fn ended_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.kept.ended.as_ref().and_then(|ended| ended.by)).await
    }

    /// When that was entered. 终止登记时间
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.kept.ended.as_ref().map(|ended| DateTime(ended.at))
    }
}
