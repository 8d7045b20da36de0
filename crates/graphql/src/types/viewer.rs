//! Who calls.

use async_graphql::{Context, Object};
use luodi_app::{App, access::Principal};

use super::{Agency, Officer, enums::PostRole, fetch::Fetch};
use crate::{codes::PublicError, scalars::Date, schema::app};

/// The caller, and the day it is for the service. 当前用户
pub struct Viewer(pub(crate) Principal);

/// The caller, and the day it is for the service. 当前用户
#[Object]
impl Viewer {
    /// The officer who calls. 责任人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.officer).await
    }

    /// What the officer's post is for. 岗位类别
    async fn role(&self) -> PostRole {
        self.0.role.into()
    }

    /// The officer's agency. 所属单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency, PublicError> {
        Agency::named(ctx, self.0.agency).await
    }

    /// The business day in Asia/Shanghai; dates after it lie in the future. 业务日期
    async fn today(&self, ctx: &Context<'_>) -> Result<Date, PublicError> {
        app(ctx).map(App::today).map(Date)
    }
}
