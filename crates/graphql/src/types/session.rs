//! Devices on which somebody is signed in.

use async_graphql::{Context, ID, Object};
use luodi_app::access::{self, Credential};
use luodi_domain::ids::SessionId;

use super::fetch::Fetch;
use crate::{
    codes::PublicError,
    ids::global,
    scalars::DateTime,
    schema::{caller, failed, sight},
};

/// A device on which the caller is, or was, signed in. Nobody sees those of somebody else. 登录会话
pub struct Session(access::Session);

impl Fetch for Session {
    type Id = SessionId;

    async fn fetch(ctx: &Context<'_>, id: SessionId) -> Result<Option<Self>, PublicError> {
        let found = sight(ctx)?.session(id).await.map_err(failed(ctx))?;
        Ok(found.map(Self))
    }
}

impl Session {
    /// The caller's open sessions, the newest first.
    pub(super) async fn open(ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let found = sight(ctx)?.sessions().await.map_err(failed(ctx))?;
        Ok(found.into_iter().map(Self).collect())
    }
}

/// A device on which the caller is, or was, signed in. Nobody sees those of somebody else. 登录会话
#[Object]
impl Session {
    /// What it is revoked by; no node has this id. 标识
    async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// What the device says it is, at most 200 characters; empty when it says nothing. 设备
    async fn device(&self) -> &str {
        &self.0.device
    }

    /// The network address from which somebody signed in; empty when it is not known. 网络地址
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// When somebody signed in. 登录时间
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the session was last used, give or take a minute. 最近使用
    async fn last_seen_at(&self) -> DateTime {
        DateTime(self.0.last_seen_at)
    }

    /// When it ends however much it is used. 到期时间
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }

    /// When it was ended before its time; null while it was not. 收回时间
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// Whether this request came by it. 是否当前会话
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn current(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        Ok(caller(ctx)?.credential == Credential::Session(self.0.id))
    }
}
