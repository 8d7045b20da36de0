//! Absences and deputies.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::AbsenceId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{EndAbsenceInput, RecordAbsenceInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::Absence;

payloads! {
    /// What came of `recordAbsence`. 登记请假代理结果
    RecordAbsencePayload {
        /// The absence; null when it was refused. 请假代理
        absence: Absence,
    }
    /// What came of `endAbsence`. 提前结束请假代理结果
    EndAbsencePayload {
        /// The absence as it is now; null when there is none for the caller. 请假代理
        absence: Absence,
    }
}

/// Absences and deputies.
#[derive(Default)]
pub(crate) struct AbsenceMutation;

#[Object]
impl AbsenceMutation {
    /// Records an absence: on its days the deputy may act for the officer, by the header `Luodi-On-Behalf-Of`, or
    /// `onBehalfOf` on a socket, with the officer's id. An officer names a deputy of his own agency; whoever may hand over
    /// both, any. 登记请假代理
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_absence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, by whom, and when. 输入")] input: RecordAbsenceInput,
    ) -> Result<Option<RecordAbsencePayload>, PublicError> {
        let session = Session::new(ctx, "recordAbsence")?;
        let done = session.settle(record(&session, &input).await, &[], About::default()).await?;
        let absence = done.object(ctx, AbsenceId::from_uuid).await?;
        Ok(Some(RecordAbsencePayload { absence, errors: done.errors }))
    }

    /// Ends an absence before its time: the officer himself, whoever recorded it, or whoever might. 提前结束请假代理
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn end_absence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which absence, and when. 输入")] input: EndAbsenceInput,
    ) -> Result<Option<EndAbsencePayload>, PublicError> {
        let session = Session::new(ctx, "endAbsence")?;
        let about = about(&input.id(), AbsenceId::uuid);
        let done = session.settle(end(&session, &input).await, &[], about).await?;
        let absence = done.object(ctx, AbsenceId::from_uuid).await?;
        Ok(Some(EndAbsencePayload { absence, errors: done.errors }))
    }
}

async fn record(session: &Session<'_>, input: &RecordAbsenceInput) -> Result<Outcome, Stopped> {
    let wanted = input.read(AbsenceId::from_uuid(session.app.new_id()))?;
    Ok(session.app.record_absence(session.call((&input.terms).into())?, wanted).await?)
}

async fn end(session: &Session<'_>, input: &EndAbsenceInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.end_absence(call, input.id()?, input.on.map(|day| day.0)).await?)
}
