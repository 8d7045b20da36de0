//! Officers 责任人.

use async_graphql::{ID, InputObject, MaybeUndefined};
use luodi_app::registry::OfficerPatch;
use luodi_domain::ids::{OfficerId, PostId};
use luodi_domain::private::Private;
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::Officer;

use super::{EntryEdit, FIRST_VERSION, NewEntry};
use crate::inputs::read;

/// Enters an officer, in service 新建责任人.
#[derive(Debug, InputObject)]
pub(crate) struct CreateOfficerInput {
    /// The post held. 岗位
    pub(crate) post_id: ID,
    /// The officer's name. 姓名
    pub(crate) name: String,
    /// A telephone number. 电话
    pub(crate) phone: Option<String>,
    /// An e-mail address. 电子邮箱
    pub(crate) email: Option<String>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl CreateOfficerInput {
    pub(crate) fn read(&self, id: OfficerId) -> Result<Officer, Refusal> {
        Ok(Officer {
            id,
            post: read::id(&self.post_id, "postId", PostId::parse)?,
            name: self.name.clone(),
            phone: self.phone.clone().map(Private::new),
            email: self.email.clone().map(Private::new),
            active: true,
            version: FIRST_VERSION,
        })
    }
}

/// Changes an officer 更新责任人. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateOfficerInput {
    /// Which officer. 责任人
    pub(crate) officer_id: ID,
    /// The post held. 岗位
    pub(crate) post_id: Option<ID>,
    /// The officer's name. 姓名
    pub(crate) name: Option<String>,
    /// A telephone number; null clears it. 电话
    pub(crate) phone: MaybeUndefined<String>,
    /// An e-mail address; null clears it. 电子邮箱
    pub(crate) email: MaybeUndefined<String>,
    /// Whether the officer is in service. Refused with OFFICER_HOLDS_STEPS while there are open steps: hand over first. 是否在岗
    pub(crate) active: Option<bool>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl UpdateOfficerInput {
    pub(crate) fn id(&self) -> Result<OfficerId, Refusal> {
        read::id(&self.officer_id, "officerId", OfficerId::parse)
    }

    pub(crate) fn patch(&self) -> Result<OfficerPatch, Refusal> {
        Ok(OfficerPatch {
            post: read::maybe_id(self.post_id.as_ref(), "postId", PostId::parse)?,
            name: self.name.clone(),
            phone: read::edited_text(&self.phone),
            email: read::edited_text(&self.email),
            active: self.active,
        })
    }
}
