//! The caller's own access.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::SessionId;

use super::payload::payloads;
use super::session::{About, Session, Stopped};
use crate::codes::PublicError;
use crate::inputs::Terms;
use crate::inputs::access::RevokeSessionInput;
use crate::limits::mutation_cost;
use crate::types;

payloads! {
    /// What came of `revokeSession`. 收回登录会话结果
    RevokeSessionPayload {
        /// The session as it is now; null when the caller has none of this id. 登录会话
        session: types::Session,
    }
}

/// The caller's own access.
#[derive(Default)]
pub(crate) struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Ends a session of the caller's own on whatever device: it is not let in any more, and its sockets are closed. 收回登录会话
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session. 输入")] input: RevokeSessionInput,
    ) -> Result<Option<RevokeSessionPayload>, PublicError> {
        let session = Session::new(ctx, "revokeSession")?;
        let done = session.settle(revoke(&session, &input).await, &[], About::default()).await?;
        let ended = done.object(ctx, SessionId::from_uuid).await?;
        Ok(Some(RevokeSessionPayload { session: ended, errors: done.errors }))
    }
}

async fn revoke(session: &Session<'_>, input: &RevokeSessionInput) -> Result<Outcome, Stopped> {
    let call = session.call(Terms::default())?;
    Ok(session.app.revoke_session(call, input.id()?).await?)
}
