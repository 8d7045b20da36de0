//! Who calls.

use async_graphql::{Context, Object};
use luodi_app::access::Principal;
use luodi_domain::ids::AgencyId;

use super::{Absence, Agency, LONG, Officer, Recorder, SHORT, Session, enums::PostRole, fetch::Fetch};
use crate::{codes::PublicError, page::page_cost, scalars::Date, schema::today};

/// The caller, and the day it is for the service. 当前用户
pub struct Viewer {
    officer: Officer,
    deputy: Option<Officer>,
    role: PostRole,
    agency: AgencyId,
    today: Date,
}

impl Viewer {
    /// What is known of the caller.
    pub(crate) async fn new(ctx: &Context<'_>, caller: &Principal) -> Result<Self, PublicError> {
        let officer = Officer::named(ctx, caller.viewer.officer).await?;
        let deputy = caller.deputy.as_ref().map(|deputy| deputy.officer);
        let deputy = Officer::maybe(ctx, deputy).await?;
        Ok(Self {
            officer,
            deputy,
            role: caller.viewer.role.into(),
            agency: caller.viewer.agency,
            today: Date(today(ctx)?),
        })
    }
}

/// The caller, and the day it is for the service. 当前用户
#[Object]
impl Viewer {
    /// The officer who calls, or for whom his deputy does. 责任人
    async fn officer(&self) -> &Officer {
        &self.officer
    }

    /// Who calls for the officer, by the header `Luodi-On-Behalf-Of`; null when he does himself. 代理人
    async fn deputy(&self) -> Option<&Officer> {
        self.deputy.as_ref()
    }

    /// The absences in which the caller himself is the deputy today: for whose officers he may call. 可代理
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn stands_in_for(&self, ctx: &Context<'_>) -> Result<Vec<Absence>, PublicError> {
        Absence::stood_in_for(ctx).await
    }

    /// What the officer's post is for. 岗位类别
    async fn role(&self) -> PostRole {
        self.role
    }

    /// The officer's agency. 所属单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency, PublicError> {
        Agency::named(ctx, self.agency).await
    }

    /// The leaders whose decisions the officer records. 代录
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn records_for(&self, ctx: &Context<'_>) -> Result<Vec<Recorder>, PublicError> {
        Recorder::recorded_for(ctx).await
    }

    /// The devices on which the caller is signed in, the newest first, at most 20; a deputy's are his own. 登录会话
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>, PublicError> {
        Session::open(ctx).await
    }

    /// The business day in Asia/Shanghai; dates after it lie in the future. 业务日期
    async fn today(&self) -> Date {
        self.today
    }
}
