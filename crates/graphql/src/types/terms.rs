//! Terms 谈判条件.

use async_graphql::{Context, Object};
use luodi_domain::{
    ids::ProjectId,
    private::Private,
    terms::{self, Subsidy},
};

use super::{
    Money, SHORT,
    enums::SubsidyKind,
    value::{is_erased, text},
};
use crate::{
    codes::PublicError,
    page::page_cost,
    schema::loaders::{Loaders, TermsOf},
};

/// What a place offers a project. Those who talk with the investor know it, those above them, and auditors of the region
/// once the project is signed; for everybody else it does not exist. 谈判条件
pub struct NegotiationTerms(terms::Terms);

impl NegotiationTerms {
    /// The terms of a project.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Option<Self>, PublicError> {
        let terms = Loaders::of(ctx)?.one(TermsOf(project)).await?;
        Ok(terms.map(|terms| Self(terms.as_ref().clone())))
    }
}

/// What a place offers a project. 谈判条件
#[Object]
impl NegotiationTerms {
    /// The price of land, per mu 亩. 地价（每亩）
    async fn land_price(&self) -> Option<Money> {
        self.0.land_price.map(Money)
    }

    /// What is offered, one line a purpose. 补贴
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn subsidies(&self) -> Vec<OfferedSubsidy> {
        self.0
            .subsidies
            .iter()
            .map(|(kind, subsidy)| OfferedSubsidy((*kind).into(), subsidy.clone()))
            .collect()
    }

    /// Everything else; null once erased. 其他条件
    async fn note(&self) -> Option<&str> {
        self.0.note.as_ref().and_then(Private::text)
    }

    /// Whether the note was erased on request (个人信息保护法). 是否已删除
    async fn erased(&self) -> bool {
        is_erased(self.0.note.as_ref())
    }
}

/// What is offered for one purpose. 补贴
struct OfferedSubsidy(SubsidyKind, Subsidy);

/// What is offered for one purpose. 补贴
#[Object(name = "Subsidy")]
impl OfferedSubsidy {
    /// For what. 用途
    async fn kind(&self) -> SubsidyKind {
        self.0
    }

    /// How much at most in all; null when no sum was named. 金额上限
    async fn amount(&self) -> Option<Money> {
        self.1.amount.map(Money)
    }

    /// On what condition; null once erased. 兑现条件
    async fn condition(&self) -> Option<String> {
        text(self.1.condition.as_ref())
    }

    /// Whether the condition was erased on request (个人信息保护法). 是否已删除
    async fn erased(&self) -> bool {
        is_erased(self.1.condition.as_ref())
    }
}
