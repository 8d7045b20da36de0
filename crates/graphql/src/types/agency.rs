//! Agencies 单位 and their posts 岗位.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::list::{AgencyTerm, Filter};
use luodi_domain::{
    ids::{AgencyId, PostId},
    registry,
};

use super::{
    Region,
    connection::Listed,
    enums::{AgencyKind, Department, PostRole},
    fetch::Fetch,
};
use crate::{
    codes::PublicError,
    ids::global,
    schema::{failed, loaders::Loaders, sight},
};

/// A unit of government or close to it. 单位
pub struct Agency(pub(crate) Arc<registry::Agency>);

impl Fetch for Agency {
    type Id = AgencyId;

    async fn fetch(ctx: &Context<'_>, id: AgencyId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Listed for Agency {
    const CONNECTION: &'static str = "AgencyConnection";
    const EDGE: &'static str = "AgencyEdge";
    type List = Filter<AgencyTerm>;

    async fn total(ctx: &Context<'_>, filter: &Filter<AgencyTerm>) -> Result<i64, PublicError> {
        sight(ctx)?.count_agencies(filter).await.map_err(failed(ctx))
    }
}

/// A unit of government or close to it. 单位
#[Object]
impl Agency {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts its changes; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The region it works for. 所属区划
    async fn region(&self, ctx: &Context<'_>) -> Result<Region, PublicError> {
        Region::named(ctx, self.0.region).await
    }

    /// What kind of unit it is. 单位类别
    async fn kind(&self) -> AgencyKind {
        self.0.kind.into()
    }

    /// Its full name. 全称
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What people call it. 简称
    async fn short_name(&self) -> Option<&str> {
        self.0.short_name.as_deref()
    }

    /// The kinds of department it is, whose permits it decides in its region. 部门类别
    async fn departments(&self) -> Vec<Department> {
        self.0.departments.iter().copied().map(Into::into).collect()
    }

    /// Whether it still works. 是否在用
    async fn active(&self) -> bool {
        self.0.active
    }
}

/// A post of an agency. 岗位
pub struct Post(pub(crate) Arc<registry::Post>);

impl Fetch for Post {
    type Id = PostId;

    async fn fetch(ctx: &Context<'_>, id: PostId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

/// A post of an agency. 岗位
#[Object]
impl Post {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts its changes; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The agency it belongs to. 所属单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency, PublicError> {
        Agency::named(ctx, self.0.agency).await
    }

    /// How it is called. 职务
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is for, which decides what its holder may do. 岗位类别
    async fn role(&self) -> PostRole {
        self.0.role.into()
    }
}
