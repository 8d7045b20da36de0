//! Who records for whom.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_domain::{ids::RecorderId, registry};

use super::{Officer, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::Date,
    schema::{failed, sight},
};

/// Who records what a leader decides. A command of his that names the leader as its authority is admitted and decided as the
/// leader's own. Known to those who may call the leader, and to the two. 代录人
pub struct Recorder(pub(super) Arc<registry::Recorder>);

impl Fetch for Recorder {
    type Id = RecorderId;

    async fn fetch(ctx: &Context<'_>, id: RecorderId) -> Result<Option<Self>, PublicError> {
        let found = sight(ctx)?.recorder(id).await.map_err(failed(ctx))?;
        Ok(found.map(Arc::new).map(Self))
    }
}

impl Recorder {
    /// Those that the caller is.
    pub(super) async fn recorded_for(ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let found = sight(ctx)?.recorded_for().await.map_err(failed(ctx))?;
        Ok(found.into_iter().map(Arc::new).map(Self).collect())
    }
}

/// Who records what a leader decides. A command of his that names the leader as its authority is admitted and decided as the
/// leader's own. Known to those who may call the leader, and to the two. 代录人
#[Object]
impl Recorder {
    /// What he is dismissed by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts the changes; the `expectedVersion` of `dismissRecorder`. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Who decides. 领导
    async fn leader(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.leader).await
    }

    /// Who records it. 代录人
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.0.officer).await
    }

    /// The day of the appointment. 指定日期
    async fn since(&self) -> Date {
        Date(self.0.since)
    }

    /// From which day on he is none any more; null while he is. 解除日期
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on.map(Date)
    }
}
