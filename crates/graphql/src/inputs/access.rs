//! Devices on which the caller is signed in.

use async_graphql::{ID, InputObject};
use luodi_domain::ids::SessionId;
use luodi_domain::refusal::Refusal;

use super::read;

/// Ends a session of the caller's own 收回登录会话.
#[derive(Debug, InputObject)]
pub(crate) struct RevokeSessionInput {
    /// Which one; one that has ended stays as it is. 登录会话
    pub(crate) session_id: ID,
}

impl RevokeSessionInput {
    pub(crate) fn id(&self) -> Result<SessionId, Refusal> {
        read::id(&self.session_id, "sessionId", SessionId::parse)
    }
}
