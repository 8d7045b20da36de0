//! Agreements 协议.

use async_graphql::{Context, ID, Object};
use luodi_domain::{
    agreement,
    attachment::Subject,
    ids::{AgreementId, ProjectId},
    private::Private,
};

use super::{Attachment, Money, Project, SHORT, enums::AgreementKind, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::{
        loaders::{AgreementsOf, Loaders},
        today,
    },
};

/// A signed paper. 协议
pub struct Agreement {
    pub(super) project: ProjectId,
    pub(super) agreement: agreement::Agreement,
}

impl Agreement {
    /// The agreements of a project, as they were recorded.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let agreements = Loaders::of(ctx)?.one(AgreementsOf(project)).await?.unwrap_or_default();
        Ok(agreements.values().map(|agreement| Self { project, agreement: agreement.clone() }).collect())
    }
}

impl Fetch for Agreement {
    type Id = AgreementId;

    async fn fetch(ctx: &Context<'_>, id: AgreementId) -> Result<Option<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let Some(project) = loaders.one(id).await? else { return Ok(None) };
        let agreements = loaders.one(AgreementsOf(project)).await?.unwrap_or_default();
        Ok(agreements.get(&id).map(|agreement| Self { project, agreement: agreement.clone() }))
    }
}

/// A signed paper. 协议
#[Object]
impl Agreement {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.agreement.id)
    }

    /// The project it was signed for. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// What kind of paper it is. 协议类别
    async fn kind(&self) -> AgreementKind {
        self.agreement.kind.into()
    }

    /// Its title, where it has one of its own; null once erased. 标题
    async fn title(&self) -> Option<&str> {
        self.agreement.title.as_ref().and_then(Private::text)
    }

    /// Whether the title was erased on request (个人信息保护法). 是否已删除
    async fn erased(&self) -> bool {
        self.agreement.title.as_ref().is_some_and(Private::is_erased)
    }

    /// The document number. 文号
    async fn number(&self) -> Option<&str> {
        self.agreement.number.as_deref()
    }

    /// The amount promised. 金额
    async fn amount(&self) -> Option<Money> {
        self.agreement.amount.map(Money)
    }

    /// The day of the signature. 签订日期
    async fn signed_on(&self) -> Date {
        Date(self.agreement.signed_on)
    }

    /// The event at which it was signed. 签约活动
    async fn event(&self) -> Option<&str> {
        self.agreement.event.as_deref()
    }

    /// The earlier paper that this one replaces. 被取代的协议
    async fn supersedes(&self, ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        Self::maybe(ctx, self.agreement.supersedes).await
    }

    /// The later paper that replaced this one. 取代它的协议
    async fn superseded_by(&self, ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        let agreements = Loaders::of(ctx)?.one(AgreementsOf(self.project)).await?.unwrap_or_default();
        let successor = self.agreement.successor(&agreements).cloned();
        Ok(successor.map(|agreement| Self { project: self.project, agreement }))
    }

    /// Whether it holds today: neither dissolved nor replaced. 是否有效
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let agreements = Loaders::of(ctx)?.one(AgreementsOf(self.project)).await?.unwrap_or_default();
        Ok(self.agreement.is_in_force(&agreements, today(ctx)?))
    }

    /// The day it was dissolved; null while it was not. 解约日期
    async fn ended_on(&self) -> Option<Date> {
        self.agreement.ended_on.map(Date)
    }

    /// Files attached to it, for those who may read the terms of the negotiation. 附件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, PublicError> {
        Attachment::of(ctx, self.project, |subject| subject == Subject::Agreement(self.agreement.id)).await
    }
}
