//! Attributes 项目属性 that conditions of the permit catalogue ask for.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use luodi_domain::attribute::{self, Kind};
use luodi_domain::catalogue::Catalogue;

use crate::{
    page::page_cost,
    schema::language,
    types::{LONG, enums::AttributeKind},
};

/// A fact of a project that decides which permits it needs, or who decides them. 项目属性
pub struct AttributeType {
    attribute: attribute::Attribute,
    catalogue: Arc<Catalogue>,
    on: NaiveDate,
}

impl AttributeType {
    /// All of them, in the order in which they are asked.
    pub(crate) fn all(catalogue: &Arc<Catalogue>, on: NaiveDate) -> Vec<Self> {
        attribute::Attribute::ALL.iter().map(|attribute| Self::of(*attribute, catalogue, on)).collect()
    }

    /// One of them.
    pub(crate) fn of(attribute: attribute::Attribute, catalogue: &Arc<Catalogue>, on: NaiveDate) -> Self {
        Self { attribute, catalogue: Arc::clone(catalogue), on }
    }
}

/// A fact of a project that decides which permits it needs, or who decides them. 项目属性
#[Object]
impl AttributeType {
    /// Its key, as conditions of the permit catalogue name it. 属性键
    async fn key(&self) -> &'static str {
        self.attribute.as_str()
    }

    /// What it is called, in the caller's language. 属性名
    async fn name(&self, ctx: &Context<'_>) -> &'static str {
        language(ctx).pick(self.attribute.zh(), self.attribute.en())
    }

    /// What kind of answer it takes; each may also be unknown. 取值类别
    async fn kind(&self) -> AttributeKind {
        match self.attribute.kind() {
            Kind::Flag => AttributeKind::Boolean,
            Kind::Number(_) => AttributeKind::Number,
            Kind::Choice(_) => AttributeKind::Choice,
        }
    }

    /// The unit of a number, in the caller's language; null for other kinds. 单位
    async fn unit(&self, ctx: &Context<'_>) -> Option<&'static str> {
        match self.attribute.kind() {
            Kind::Number(unit) => Some(language(ctx).pick(unit.zh, unit.en)),
            Kind::Flag | Kind::Choice(_) => None,
        }
    }

    /// The choices; none for other kinds. 选项
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn choices(&self, ctx: &Context<'_>) -> Vec<AttributeChoice> {
        let Kind::Choice(choices) = self.attribute.kind() else { return Vec::new() };
        let named = |choice: &attribute::Choice| AttributeChoice {
            code: choice.code,
            name: language(ctx).pick(choice.zh, choice.en),
        };
        choices.iter().map(named).collect()
    }

    /// The codes of the permits of the catalogue whose conditions ask for it, as they hold today. 涉及的事项编码
    #[graphql(complexity = 5)]
    async fn permit_types(&self) -> Vec<&str> {
        let asks =
            |entry: &&luodi_domain::catalogue::PermitType| entry.attributes().contains(&self.attribute);
        self.catalogue.on(self.on).filter(asks).map(|entry| entry.code.as_str()).collect()
    }
}

/// One of the answers that an attribute allows. 属性选项
#[derive(SimpleObject)]
struct AttributeChoice {
    /// Its code, which is the value of the attribute. 选项代码
    code: &'static str,
    /// What it is called, in the caller's language. 选项名称
    name: &'static str,
}
