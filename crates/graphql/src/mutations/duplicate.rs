//! Deciding on projects that look the same.

use async_graphql::{Context, Object};
use luodi_app::Outcome;

use super::payload::payloads;
use super::session::{About, Session, Stopped};
use crate::codes::PublicError;
use crate::inputs::duplicate::DecideDuplicateInput;
use crate::limits::mutation_cost;
use crate::types::{DuplicateSuspicion, fetch::Fetch};

payloads! {
    /// What came of `decideDuplicate`. 查重认定结果
    DecideDuplicatePayload {
        /// The pair as it is now; null when there is none. 疑似重复
        duplicate: DuplicateSuspicion,
    }
}

/// Projects that look the same.
#[derive(Default)]
pub(crate) struct DuplicateMutation;

#[Object]
impl DuplicateMutation {
    /// Decides what two projects that look the same are to each other; it goes into the history of both. Of two that are
    /// merged the later one is withdrawn and gives up its project code. 查重认定
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn decide_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two, and what they are to each other. 输入")] input: DecideDuplicateInput,
    ) -> Result<Option<DecideDuplicatePayload>, PublicError> {
        let session = Session::new(ctx, "decideDuplicate")?;
        let done = session.settle(decide(&session, &input).await, &[], About::default()).await?;
        let duplicate = match input.id() {
            Ok(id) => DuplicateSuspicion::fetch(ctx, id).await?,
            Err(_) => None,
        };
        Ok(Some(DecideDuplicatePayload { duplicate, errors: done.errors }))
    }
}

async fn decide(session: &Session<'_>, input: &DecideDuplicateInput) -> Result<Outcome, Stopped> {
    let call = session.call(input.terms())?;
    Ok(session.app.decide_duplicate(call, input.read()?).await?)
}
