//! How far working out plans anew has come.

use async_graphql::{Context, Object};
use luodi_app::outlook::Progress;

use crate::{
    codes::PublicError,
    scalars::DateTime,
    schema::{commands, failed, sight},
};

/// How far working out anew what plans come to has come, after a change of the permit catalogue or of which agency is which
/// department. No permit is added, changed or taken off by it: `planPermits` does that, project by project. 重新推算进度
pub(crate) struct Replanning(Progress);

impl Replanning {
    /// Of the whole service, for administrators.
    pub(crate) async fn of(ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        Ok(sight(ctx)?.replanning().await.map_err(failed(ctx))?.map(Self))
    }
}

/// How far working out anew what plans come to has come, after a change of the permit catalogue or of which agency is which
/// department. No permit is added, changed or taken off by it: `planPermits` does that, project by project. 重新推算进度
#[Object]
impl Replanning {
    /// How many projects there were to be worked out. 项目总数
    async fn total(&self) -> i64 {
        self.0.total
    }

    /// How many are. 已完成数
    async fn done(&self) -> i64 {
        self.0.done
    }

    /// When it began. 开始时间
    async fn since(&self) -> DateTime {
        DateTime(self.0.began_at)
    }

    /// When it was done; null while it goes on. 完成时间
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// How many projects a second since it began, pauses included. 每秒项目数
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn per_second(&self, ctx: &Context<'_>) -> Result<f64, PublicError> {
        Ok(self.0.per_second(commands(ctx)?.system_now()))
    }
}
