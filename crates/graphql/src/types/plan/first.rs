//! What a first plan begins with.

use async_graphql::{Context, Object};
use luodi_domain::plan;

use crate::{
    codes::PublicError,
    page::page_cost,
    schema::{commands, language},
    types::{Attribute, AttributeType, LONG},
};

/// What is nearly always so with a kind of project: a start that the office corrects, verified by nobody. 项目模板
pub struct ProjectTemplate(pub(crate) &'static plan::Template);

/// What is nearly always so with a kind of project: a start that the office corrects, verified by nobody. 项目模板
#[Object]
impl ProjectTemplate {
    /// Its code, the `template` of `planPermits`. 模板编码
    async fn code(&self) -> &'static str {
        &self.0.code
    }

    /// What it is called, in the caller's language. 模板名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.name.clone())
    }

    /// What it answers. 属性
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn answers(&self) -> Vec<Attribute> {
        Attribute::of_template(&self.0.answers)
    }
}

/// A plain question of the first meeting, which several attributes answer. 首次对接的问题
pub struct PlanQuestion(pub(crate) &'static plan::Question);

/// A plain question of the first meeting, which several attributes answer. 首次对接的问题
#[Object]
impl PlanQuestion {
    /// What is asked, in the caller's language. 问题
    async fn text(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.text.clone())
    }

    /// The attributes that answer it. 属性
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn attributes(&self, ctx: &Context<'_>) -> Result<Vec<AttributeType>, PublicError> {
        let app = commands(ctx)?;
        let (catalogue, today) = (app.catalogue(), app.today());
        Ok(self
            .0
            .attributes
            .iter()
            .map(|attribute| AttributeType::of(*attribute, &catalogue, today))
            .collect())
    }
}
