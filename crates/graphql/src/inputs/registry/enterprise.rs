//! Enterprises 企业.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject, MaybeUndefined};
use luodi_app::registry::EnterprisePatch;
use luodi_domain::ids::EnterpriseId;
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::Enterprise;

use super::{EntryEdit, FIRST_VERSION, NewEntry};
use crate::inputs::read;

/// Enters an enterprise 新建企业.
#[derive(Debug, InputObject)]
pub(crate) struct CreateEnterpriseInput {
    /// Its name. 企业名称
    pub(crate) name: String,
    /// Names it had before. 曾用名
    #[graphql(default)]
    pub(crate) former_names: Vec<String>,
    /// Its unified social credit code (GB 32100-2015); foreign investors have none. 统一社会信用代码
    pub(crate) credit_code: Option<String>,
    /// Where it is registered, as given. 注册地
    pub(crate) registered_at: Option<String>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl CreateEnterpriseInput {
    pub(crate) fn read(&self, id: EnterpriseId) -> Result<Enterprise, Refusal> {
        let code = self.credit_code.as_ref();
        let former =
            self.former_names.iter().map(|name| read::line(name, luodi_domain::decide::NAME, "formerNames"));
        Ok(Enterprise {
            id,
            name: self.name.clone(),
            former_names: former.collect::<Result<BTreeSet<_>, _>>()?,
            credit_code: code.map(|code| read::credit_code(code, "creditCode")).transpose()?,
            registered_at: self.registered_at.clone(),
            version: FIRST_VERSION,
        })
    }
}

/// Changes an enterprise 更新企业. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateEnterpriseInput {
    /// Which enterprise. 企业
    pub(crate) enterprise_id: ID,
    /// Its name; the old one is kept as a former name. 企业名称
    pub(crate) name: Option<String>,
    /// Its credit code; null clears it. 统一社会信用代码
    pub(crate) credit_code: MaybeUndefined<String>,
    /// Where it is registered; null clears it. 注册地
    pub(crate) registered_at: MaybeUndefined<String>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl UpdateEnterpriseInput {
    pub(crate) fn id(&self) -> Result<EnterpriseId, Refusal> {
        read::id(&self.enterprise_id, "enterpriseId", EnterpriseId::parse)
    }

    pub(crate) fn patch(&self) -> Result<EnterprisePatch, Refusal> {
        Ok(EnterprisePatch {
            name: self.name.clone(),
            credit_code: read::edit(&self.credit_code, |code| read::credit_code(code, "creditCode"))?,
            registered_at: read::edited_text(&self.registered_at),
        })
    }
}
