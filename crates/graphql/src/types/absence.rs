//! Who stands in for whom.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_domain::{ids::AbsenceId, registry};

use super::{Officer, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::Date,
    schema::{failed, sight, today},
};

/// Days on which a deputy acts for an officer, with that officer's rights and under both names. It is known to those who
/// may call the officer, to the two, and to whoever recorded it. 请假代理
pub struct Absence(pub(super) Arc<registry::Absence>);

impl Fetch for Absence {
    type Id = AbsenceId;

    async fn fetch(ctx: &Context<'_>, id: AbsenceId) -> Result<Option<Self>, PublicError> {
        let found = sight(ctx)?.absence(id).await.map_err(failed(ctx))?;
        Ok(found.map(Arc::new).map(Self))
    }
}

impl Absence {
    /// Those in which the caller acts today.
    pub(super) async fn stood_in_for(ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let found = sight(ctx)?.stood_in_for().await.map_err(failed(ctx))?;
        Ok(found.into_iter().map(Arc::new).map(Self).collect())
    }
}

/// Days on which a deputy acts for an officer, with that officer's rights and under both names. It is known to those who
/// may call the officer, to the two, and to whoever recorded it. 请假代理
#[Object]
impl Absence {
    /// What it is ended by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts the changes; the `expectedVersion` of `endAbsence`. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Who is absent. 请假人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.officer).await
    }

    /// Who acts for him. 代理人
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.deputy).await
    }

    /// The first day. 开始日期
    async fn from(&self) -> Date {
        Date(self.0.from)
    }

    /// The last day, as it was planned. 截止日期
    async fn until(&self) -> Date {
        Date(self.0.until)
    }

    /// From which day on it is over, where it was ended before. 提前结束日期
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on.map(Date)
    }

    /// Whether the deputy acts today. 今日是否有效
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(self.0.covers(today(ctx)?))
    }
}
