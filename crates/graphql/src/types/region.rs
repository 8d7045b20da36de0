//! Regions 行政区划.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::{ids::RegionId, registry};

use super::{LONG, SHORT, connection::Listed, enums::RegionKind, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::{
        failed,
        loaders::{AncestorsOf, ChildrenOf, Loaders},
        sight,
    },
};

/// A province, city, county, park or township, in one tree. 行政区划
pub struct Region(pub(crate) Arc<registry::Region>);

impl Fetch for Region {
    type Id = RegionId;

    async fn fetch(ctx: &Context<'_>, id: RegionId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Listed for Region {
    const CONNECTION: &'static str = "RegionConnection";
    const EDGE: &'static str = "RegionEdge";
    type List = ();

    async fn total(ctx: &Context<'_>, (): &()) -> Result<i64, PublicError> {
        sight(ctx)?.region_count().await.map_err(failed(ctx))
    }
}

/// A province, city, county, park or township, in one tree. 行政区划
#[Object]
impl Region {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts its changes; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Its level. 区划层级
    async fn kind(&self) -> RegionKind {
        self.0.kind.into()
    }

    /// Its name. 名称
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its national code (GB/T 2260) in use; parks have none. 现行区划代码
    async fn code(&self) -> Option<String> {
        self.0.codes.iter().find(|dated| dated.until.is_none()).map(|dated| dated.code.to_string())
    }

    /// Its national codes over time. 历次区划代码
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn codes(&self) -> Vec<RegionCode> {
        self.0.codes.iter().map(RegionCode::from).collect()
    }

    /// The region above it; null for a province. 上级区划
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        Self::maybe(ctx, self.0.parent).await
    }

    /// The regions right below it. 下级区划
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let children = loaders.one(ChildrenOf(self.0.id)).await?.unwrap_or_default();
        Ok(loaders.many(children.iter().copied()).await?.into_iter().map(Self).collect())
    }

    /// The regions above it, nearest first. 各级上级区划
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn ancestors(&self, ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let ancestors = loaders.one(AncestorsOf(self.0.id)).await?.unwrap_or_default();
        Ok(loaders.many(ancestors.iter().copied()).await?.into_iter().map(Self).collect())
    }
}

/// A national code (GB/T 2260) that a region had for a time. 区划代码
#[derive(SimpleObject)]
struct RegionCode {
    /// Six digits. 代码
    code: String,
    /// From which day on, where known. 启用日期
    since: Option<Date>,
    /// The last day, once it was replaced. 停用日期
    until: Option<Date>,
}

impl From<&registry::DatedCode> for RegionCode {
    fn from(dated: &registry::DatedCode) -> Self {
        Self { code: dated.code.to_string(), since: dated.since.map(Date), until: dated.until.map(Date) }
    }
}
