//! Cases 办件: attempts at a permit.

mod clock;
mod event;
mod leg;

pub(super) use event::CaseDocument;
pub use event::CaseEvent;
pub use leg::Leg;

use async_graphql::{Context, ID, Object};
use luodi_domain::{
    case::{self, CaseView},
    ids::CaseId,
};

use clock::CaseClock;

use super::{Agency, Contact, LONG, Permit, SHORT, enums::CaseState, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::loaders::{Loaders, PermitsOf},
};

/// One attempt at a permit, with its own number, events and clock. 办件
pub struct Case {
    permit: Permit,
    attempt: case::Case,
    view: CaseView,
}

impl Case {
    pub(super) fn new(permit: &Permit, case: &case::Case) -> Self {
        Self { permit: permit.clone(), attempt: case.clone(), view: case.view() }
    }
}

impl Fetch for Case {
    type Id = CaseId;

    async fn fetch(ctx: &Context<'_>, id: CaseId) -> Result<Option<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let Some(project) = loaders.one(id).await? else { return Ok(None) };
        let permits = loaders.one(PermitsOf(project)).await?.unwrap_or_default();
        let found = permits.values().find_map(|permit| {
            let case = permit.cases.get(&id)?;
            Some(Self::new(&Permit { project, permit: permit.clone() }, case))
        });
        Ok(found)
    }
}

/// One attempt at a permit, with its own number, events and clock. 办件
#[Object]
impl Case {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.attempt.id)
    }

    /// The permit it is an attempt at. 所属手续
    async fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The number that the approval system gave it. 办件编号
    async fn number(&self) -> Option<&str> {
        self.attempt.number.as_deref()
    }

    /// The agency that received it. 受理单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.attempt.agency).await
    }

    /// Where it stands by everything known. 办件状态
    async fn state(&self) -> CaseState {
        self.view.state.into()
    }

    /// Since when it stands there; null while no event has moved it. 状态起始日期
    async fn since(&self) -> Option<Date> {
        self.view.since.map(Date)
    }

    /// The day it was opened on our side. 登记日期
    async fn opened_on(&self) -> Date {
        Date(self.attempt.opened_on)
    }

    /// The day of acceptance. 受理日期
    async fn accepted_on(&self) -> Option<Date> {
        self.view.accepted_on.map(Date)
    }

    /// The day of the decision that stands or last stood. 办结日期
    async fn decided_on(&self) -> Option<Date> {
        self.view.decided_on.map(Date)
    }

    /// The clerk who handles it: a contact, never the responsible officer. 经办人
    async fn handler(&self) -> Option<Contact> {
        self.attempt.handler.as_ref().map(Contact::from)
    }

    /// Its legal clock as of today: by when it is to be decided, what stopped it, and how the days went by. 办理时限
    async fn clock(&self, ctx: &Context<'_>) -> Result<CaseClock, PublicError> {
        CaseClock::of(ctx, &self.permit, &self.attempt, &self.view).await
    }

    /// The agencies it went through, in their order. 环节流转
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn legs(&self) -> Vec<Leg> {
        self.view.legs.iter().copied().map(Leg).collect()
    }

    /// What happened to it: first what is valid, in the order in which it counts, then what was taken back. 办件事件
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn events(&self) -> Vec<CaseEvent> {
        CaseEvent::all(&self.attempt, &self.view)
    }
}
