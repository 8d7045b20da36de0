//! Agencies 单位 and their posts 岗位.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject, MaybeUndefined};
use luodi_app::registry::{AgencyPatch, PostPatch};
use luodi_domain::catalogue;
use luodi_domain::ids::{AgencyId, PostId, RegionId};
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::{Agency, Post};

use super::{EntryEdit, FIRST_VERSION, NewEntry};
use crate::inputs::read;
use crate::types::enums::{AgencyKind, Department, PostRole};

/// Enters an agency 新建单位.
#[derive(Debug, InputObject)]
pub(crate) struct CreateAgencyInput {
    /// The region it works for. 所属区划
    pub(crate) region_id: ID,
    /// What kind of unit it is. 单位类别
    pub(crate) kind: AgencyKind,
    /// Its full name. 名称
    pub(crate) name: String,
    /// What people call it. 简称
    pub(crate) short_name: Option<String>,
    /// The kinds of department it is, whose permits it decides in its region. 部门类别
    #[graphql(default)]
    pub(crate) departments: Vec<Department>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl CreateAgencyInput {
    pub(crate) fn read(&self, id: AgencyId) -> Result<Agency, Refusal> {
        Ok(Agency {
            id,
            region: read::id(&self.region_id, "regionId", RegionId::parse)?,
            kind: self.kind.into(),
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            departments: departments(&self.departments),
            active: true,
            version: FIRST_VERSION,
        })
    }
}

/// Changes an agency 更新单位. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateAgencyInput {
    /// Which agency. 单位
    pub(crate) agency_id: ID,
    /// What kind of unit it is. 单位类别
    pub(crate) kind: Option<AgencyKind>,
    /// Its full name. 名称
    pub(crate) name: Option<String>,
    /// What people call it; null clears it. 简称
    pub(crate) short_name: MaybeUndefined<String>,
    /// The kinds of department it is, all of them. 部门类别
    pub(crate) departments: Option<Vec<Department>>,
    /// Whether it still works. A closed agency stays where it is named. 是否在用
    pub(crate) active: Option<bool>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl UpdateAgencyInput {
    pub(crate) fn id(&self) -> Result<AgencyId, Refusal> {
        read::id(&self.agency_id, "agencyId", AgencyId::parse)
    }

    pub(crate) fn patch(&self) -> AgencyPatch {
        AgencyPatch {
            kind: self.kind.map(Into::into),
            name: self.name.clone(),
            short_name: read::edited_text(&self.short_name),
            departments: self.departments.as_deref().map(departments),
            active: self.active,
        }
    }
}

fn departments(named: &[Department]) -> BTreeSet<catalogue::Department> {
    named.iter().copied().map(Into::into).collect()
}

/// Enters a post of an agency 新建岗位.
#[derive(Debug, InputObject)]
pub(crate) struct CreatePostInput {
    /// The agency it belongs to. 所属单位
    pub(crate) agency_id: ID,
    /// How it is called. 职务
    pub(crate) title: String,
    /// What it is for, which decides what its holder may do. 岗位类别
    pub(crate) role: PostRole,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl CreatePostInput {
    pub(crate) fn read(&self, id: PostId) -> Result<Post, Refusal> {
        Ok(Post {
            id,
            agency: read::id(&self.agency_id, "agencyId", AgencyId::parse)?,
            title: self.title.clone(),
            role: self.role.into(),
            version: FIRST_VERSION,
        })
    }
}

/// Changes a post 更新岗位. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdatePostInput {
    /// Which post. 岗位
    pub(crate) post_id: ID,
    /// How it is called. 职务
    pub(crate) title: Option<String>,
    /// What it is for, which decides what its holder may do. 岗位类别
    pub(crate) role: Option<PostRole>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl UpdatePostInput {
    pub(crate) fn id(&self) -> Result<PostId, Refusal> {
        read::id(&self.post_id, "postId", PostId::parse)
    }

    pub(crate) fn patch(&self) -> PostPatch {
        PostPatch { title: self.title.clone(), role: self.role.map(Into::into) }
    }
}
