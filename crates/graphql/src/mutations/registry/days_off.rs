//! Days off.

use async_graphql::{Context, Object};
use luodi_app::Outcome;

use crate::codes::PublicError;
use crate::inputs::registry::PublishDaysOffInput;
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::WorkCalendarYear;

payloads! {
    /// What came of `publishDaysOff`. 公布放假安排结果
    PublishDaysOffPayload {
        /// The year as it is published now; null when it is not. 年度放假安排
        year: WorkCalendarYear,
    }
}

/// Days off.
#[derive(Default)]
pub(crate) struct DaysOffMutation;

#[Object]
impl DaysOffMutation {
    /// Publishes the days off of a year, as the State Council's notice has them: by an administrator of a province. They
    /// hold for everybody, from the next question on. 公布年度放假安排
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn publish_days_off(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which year, and its days. 输入")] input: PublishDaysOffInput,
    ) -> Result<Option<PublishDaysOffPayload>, PublicError> {
        let session = Session::new(ctx, "publishDaysOff")?;
        let done = session.settle(publish(&session, &input).await, &[], About::default()).await?;
        let year = WorkCalendarYear::of(ctx, input.year).await?;
        Ok(Some(PublishDaysOffPayload { year, errors: done.errors }))
    }
}

async fn publish(session: &Session<'_>, input: &PublishDaysOffInput) -> Result<Outcome, Stopped> {
    Ok(session.app.publish_days_off(session.call(input.terms())?, input.read()).await?)
}
