//! Recorders.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::RecorderId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{AppointRecorderInput, DismissRecorderInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::Recorder;

payloads! {
    /// What came of `appointRecorder`. 指定代录人结果
    AppointRecorderPayload {
        /// The recorder; null when it was refused. 代录人
        recorder: Recorder,
    }
    /// What came of `dismissRecorder`. 解除代录人结果
    DismissRecorderPayload {
        /// The recorder as he is now; null when there is none for the caller. 代录人
        recorder: Recorder,
    }
}

/// Recorders.
#[derive(Default)]
pub(crate) struct RecorderMutation;

#[Object]
impl RecorderMutation {
    /// Has an officer record what a leader decides: by the leader, or an administrator. A command of the recorder's that
    /// names the leader as its authority, with the number of what was written, is admitted and decided as the leader's
    /// own. 指定代录人
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn appoint_recorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and for whom. 输入")] input: AppointRecorderInput,
    ) -> Result<Option<AppointRecorderPayload>, PublicError> {
        let session = Session::new(ctx, "appointRecorder")?;
        let done = session.settle(appoint(&session, &input).await, &[], About::default()).await?;
        let recorder = done.object(ctx, RecorderId::from_uuid).await?;
        Ok(Some(AppointRecorderPayload { recorder, errors: done.errors }))
    }

    /// Ends that somebody records for a leader: by the leader, or an administrator. 解除代录人
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn dismiss_recorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which recorder. 输入")] input: DismissRecorderInput,
    ) -> Result<Option<DismissRecorderPayload>, PublicError> {
        let session = Session::new(ctx, "dismissRecorder")?;
        let about = about(&input.id(), RecorderId::uuid);
        let done = session.settle(dismiss(&session, &input).await, &[], about).await?;
        let recorder = done.object(ctx, RecorderId::from_uuid).await?;
        Ok(Some(DismissRecorderPayload { recorder, errors: done.errors }))
    }
}

async fn appoint(session: &Session<'_>, input: &AppointRecorderInput) -> Result<Outcome, Stopped> {
    let wanted = input.read(RecorderId::from_uuid(session.app.new_id()))?;
    Ok(session.app.appoint_recorder(session.call((&input.terms).into())?, wanted).await?)
}

async fn dismiss(session: &Session<'_>, input: &DismissRecorderInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.dismiss_recorder(call, input.id()?).await?)
}
