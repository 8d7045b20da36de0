//! Enterprises 企业.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use luodi_app::list::{EnterpriseTerm, Filter};
use luodi_domain::{ids::EnterpriseId, registry};

use super::{connection::Listed, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    schema::{failed, loaders::Loaders, sight},
};

/// An enterprise that invests, builds or runs. 企业
pub struct Enterprise(pub(crate) Arc<registry::Enterprise>);

impl Fetch for Enterprise {
    type Id = EnterpriseId;

    async fn fetch(ctx: &Context<'_>, id: EnterpriseId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Listed for Enterprise {
    const CONNECTION: &'static str = "EnterpriseConnection";
    const EDGE: &'static str = "EnterpriseEdge";
    type List = Filter<EnterpriseTerm>;

    async fn total(ctx: &Context<'_>, filter: &Filter<EnterpriseTerm>) -> Result<i64, PublicError> {
        sight(ctx)?.count_enterprises(filter).await.map_err(failed(ctx))
    }
}

/// An enterprise that invests, builds or runs. 企业
#[Object]
impl Enterprise {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// Counts its changes; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Its name now. 名称
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Names it had before. 曾用名
    async fn former_names(&self) -> Vec<&str> {
        self.0.former_names.iter().map(String::as_str).collect()
    }

    /// Its unified social credit code (GB 32100-2015); foreign investors have none. 统一社会信用代码
    async fn credit_code(&self) -> Option<&str> {
        self.0.credit_code.as_ref().map(luodi_domain::codes::CreditCode::as_str)
    }

    /// Where it is registered, as given. 注册地
    async fn registered_at(&self) -> Option<&str> {
        self.0.registered_at.as_deref()
    }
}
