//! Days of a plan, and what stands on a way through it.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::{ids::PermitId, schedule::Estimate, words::Words};

use crate::{ids::global, scalars::Date, schema::language, types::enums::ProjectPoint};

/// A day in the future, as far as it is known. 预计日期
#[derive(Clone, Copy, SimpleObject)]
pub(crate) struct PlanDate {
    /// The day. 日期
    on: Date,
    /// Whether it depends on days of which no notice says yet whether they are worked. 是否暂定
    provisional: bool,
    /// Whether it is no more than a lower bound: something before it takes nobody knows how long. 是否为不早于
    at_least: bool,
}

impl From<Estimate> for PlanDate {
    fn from(estimate: Estimate) -> Self {
        Self { on: Date(estimate.on), provisional: estimate.provisional, at_least: estimate.at_least }
    }
}

/// Something on a way through a plan: a permit type, a permit that somebody named freely, or a point of the project. 计划节点
#[derive(Debug, Clone)]
pub(crate) struct PlanNode {
    pub(super) type_code: Option<String>,
    pub(super) permit: Option<PermitId>,
    pub(super) point: Option<ProjectPoint>,
    pub(super) name: Words,
    pub(super) undecided: bool,
}

/// Something on a way through a plan: a permit type, a permit that somebody named freely, or a point of the project. 计划节点
#[Object]
impl PlanNode {
    /// Its code in the permit catalogue, where it is a permit type. 事项编码
    async fn type_code(&self) -> Option<&str> {
        self.type_code.as_deref()
    }

    /// The permit, where somebody named it freely, or where it is one of several of its type. 手续
    async fn permit_id(&self) -> Option<ID> {
        self.permit.map(global)
    }

    /// Whether nobody can say yet that the project needs it, for an attribute is unknown: the dates suppose that it
    /// does. 是否待定
    async fn undecided(&self) -> bool {
        self.undecided
    }

    /// Which point it is, where it is one. 项目节点
    async fn point(&self) -> Option<ProjectPoint> {
        self.point
    }

    /// What it is called, in the caller's language; of several permits of a type with the part of the works. 名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.name.clone())
    }
}

/// What must be there before a permit: one of these. 前置条件
#[derive(SimpleObject)]
pub(crate) struct PlanPrerequisite {
    /// Whether the law asks for it; else it is the custom. 是否法定
    pub(super) hard: bool,
    /// One of these is enough. 任一即可
    pub(super) any_of: Vec<PlanNode>,
}
