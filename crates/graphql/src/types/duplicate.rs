//! Projects that look the same 疑似重复.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::list::{DuplicateTerm, Filter};
use luodi_domain::duplicate::{Decision, Suspicion};
use luodi_domain::ids::DuplicateId;

use super::enums::DuplicateRuling;
use super::{Officer, Project, connection::Listed, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::{Date, DateTime},
    schema::{failed, loaders::Loaders, sight, today},
};

/// Two projects that look the same 疑似重复. It exists for those who stand above whoever brought either: landing offices for
/// the region of both agencies or one above, and leaders of the region of both. 疑似重复
pub struct DuplicateSuspicion(Arc<Suspicion>);

impl Fetch for DuplicateSuspicion {
    type Id = DuplicateId;

    async fn fetch(ctx: &Context<'_>, id: DuplicateId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Listed for DuplicateSuspicion {
    const CONNECTION: &'static str = "DuplicateSuspicionConnection";
    const EDGE: &'static str = "DuplicateSuspicionEdge";
    type List = Filter<DuplicateTerm>;

    async fn total(ctx: &Context<'_>, filter: &Filter<DuplicateTerm>) -> Result<i64, PublicError> {
        sight(ctx)?.count_duplicates(filter).await.map_err(failed(ctx))
    }
}

impl DuplicateSuspicion {
    /// Those of these that exist for the caller, in the order asked for.
    pub(crate) async fn all(ctx: &Context<'_>, ids: &[DuplicateId]) -> Result<Vec<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.many(ids.iter().copied()).await?.into_iter().map(Self).collect())
    }

    /// Its id.
    pub(crate) fn key(&self) -> DuplicateId {
        self.0.id
    }

    fn decision(&self) -> Option<Decision> {
        self.0.decision
    }
}

/// Two projects that look the same 疑似重复. It exists for those who stand above whoever brought either: landing offices for
/// the region of both agencies or one above, and leaders of the region of both. 疑似重复
#[Object]
impl DuplicateSuspicion {
    /// What `decideDuplicate` names it by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts its changes; the `expectedVersion` of a decision. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The project that was registered first. 先登记的项目
    async fn first(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.0.first).await
    }

    /// The project that was registered later. 后登记的项目
    async fn second(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.0.second).await
    }

    /// Both have the same project code, or had it. 项目代码相同
    async fn same_code(&self) -> bool {
        self.0.grounds.code
    }

    /// The same enterprise invests in both, which are of one track and in one city. 投资方相同
    async fn same_investor(&self) -> bool {
        self.0.grounds.investor
    }

    /// Their names are alike, and they are in one city. 名称相近
    async fn like_names(&self) -> bool {
        self.0.grounds.name
    }

    /// When it was found. 发现时间
    async fn found_at(&self) -> DateTime {
        DateTime(self.0.found_at)
    }

    /// Whether somebody has to decide: nobody has, or the first contact stood until a day before today. 是否待认定
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn open(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(self.0.is_open(today(ctx)?))
    }

    /// What was decided; null while nothing was. 认定结果
    async fn ruling(&self) -> Option<DuplicateRuling> {
        self.decision().map(|decision| decision.ruling.kind().into())
    }

    /// The last day on which the first contact stands. 首谈有效期
    async fn until(&self) -> Option<Date> {
        self.decision().and_then(|decision| decision.ruling.until()).map(Date)
    }

    /// Who decided; null while nobody has. 认定人
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.decision().and_then(|decision| decision.by)).await
    }

    /// When it was decided. 认定时间
    async fn decided_at(&self) -> Option<DateTime> {
        self.decision().map(|decision| DateTime(decision.at))
    }
}
