//! Officers 责任人.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::list::{Filter, OfficerTerm};
use luodi_domain::{ids::OfficerId, registry};

use super::{
    Absence, DutyRule, LONG, Post, Recorder, SHORT,
    connection::Listed,
    fetch::Fetch,
    value::{is_erased, text},
};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    schema::{
        failed,
        loaders::{AbsencesOf, ContactOf, DutyRulesOf, Loaders, RecordersOf},
        sight, today,
    },
};

/// A person in a post. An officer out of service holds no open step. 责任人
pub struct Officer(pub(crate) Arc<registry::Officer>);

impl Fetch for Officer {
    type Id = OfficerId;

    async fn fetch(ctx: &Context<'_>, id: OfficerId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Officer {
    /// The officers with these ids, in their order.
    pub(super) async fn all(
        ctx: &Context<'_>,
        ids: impl IntoIterator<Item = OfficerId> + Send,
    ) -> Result<Vec<Self>, PublicError> {
        let ids: Vec<OfficerId> = ids.into_iter().collect();
        Ok(Loaders::of(ctx)?.many(ids).await?.into_iter().map(Self).collect())
    }

    /// The absences that are not over, as far as the caller may know of them.
    async fn ahead(&self, ctx: &Context<'_>) -> Result<Vec<Absence>, PublicError> {
        let absences = Loaders::of(ctx)?.one(AbsencesOf(self.0.id)).await?.unwrap_or_default();
        Ok(absences.iter().cloned().map(Absence).collect())
    }

    /// Whether the caller may read how the officer is reached.
    async fn may_be_called(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(Loaders::of(ctx)?.one(ContactOf(self.0.id)).await?.is_some())
    }
}

impl Listed for Officer {
    const CONNECTION: &'static str = "OfficerConnection";
    const EDGE: &'static str = "OfficerEdge";
    type List = Filter<OfficerTerm>;

    async fn total(ctx: &Context<'_>, filter: &Filter<OfficerTerm>) -> Result<i64, PublicError> {
        sight(ctx)?.count_officers(filter).await.map_err(failed(ctx))
    }
}

/// A person in a post. An officer out of service holds no open step. 责任人
#[Object]
impl Officer {
    /// The global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts the changes; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The post held. 岗位
    async fn post(&self, ctx: &Context<'_>) -> Result<Post, PublicError> {
        Post::named(ctx, self.0.post).await
    }

    /// The officer's name, on record as the one who was responsible. 姓名
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// A telephone number, for those who have to call; null when unknown or erased, and for everybody else. 电话
    async fn phone(&self, ctx: &Context<'_>) -> Result<Option<String>, PublicError> {
        Ok(if self.may_be_called(ctx).await? { text(self.0.phone.as_ref()) } else { None })
    }

    /// An e-mail address, for those who have to write; null when unknown or erased, and for everybody else. 电子邮箱
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>, PublicError> {
        Ok(if self.may_be_called(ctx).await? { text(self.0.email.as_ref()) } else { None })
    }

    /// Whether telephone number or e-mail address were erased on request (个人信息保护法); false for those who could not read
    /// them. 是否已删除联系方式
    async fn erased(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let erased = is_erased(self.0.phone.as_ref()) || is_erased(self.0.email.as_ref());
        Ok(erased && self.may_be_called(ctx).await?)
    }

    /// The absence of today, with who is to be called instead; null when there is none, and for those who have no reason to
    /// call the officer. 今日请假
    async fn absence(&self, ctx: &Context<'_>) -> Result<Option<Absence>, PublicError> {
        let (absences, today) = (self.ahead(ctx).await?, today(ctx)?);
        Ok(absences.into_iter().find(|absence| absence.0.covers(today)))
    }

    /// The absences of today and later, the first to begin first, at most 20; none for those who have no reason to call the
    /// officer. 请假安排
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn absences(&self, ctx: &Context<'_>) -> Result<Vec<Absence>, PublicError> {
        self.ahead(ctx).await
    }

    /// Who records what this leader decides; nobody for those who have no reason to call the leader. 代录人
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn recorders(&self, ctx: &Context<'_>) -> Result<Vec<Recorder>, PublicError> {
        let recorders = Loaders::of(ctx)?.one(RecordersOf(self.0.id)).await?.unwrap_or_default();
        Ok(recorders.iter().cloned().map(Recorder).collect())
    }

    /// The duty rules that name the officer, those that are over left out; in the order in which they were entered. 责任分工
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn duty_rules(&self, ctx: &Context<'_>) -> Result<Vec<DutyRule>, PublicError> {
        let rules = Loaders::of(ctx)?.one(DutyRulesOf(self.0.id)).await?.unwrap_or_default();
        Ok(rules.iter().cloned().map(DutyRule).collect())
    }

    /// Whether the officer is in service. 是否在岗
    async fn active(&self) -> bool {
        self.0.active
    }
}
