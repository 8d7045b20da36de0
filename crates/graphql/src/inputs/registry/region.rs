//! Regions 行政区划.

use async_graphql::{ID, InputObject};
use luodi_app::registry::RegionPatch;
use luodi_domain::ids::RegionId;
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::{DatedCode, Region};

use super::{EntryEdit, FIRST_VERSION, NewEntry};
use crate::inputs::{day, read};
use crate::scalars::Date;
use crate::types::enums::RegionKind;

/// Puts a region or park into the tree 新建行政区划.
#[derive(Debug, InputObject)]
pub(crate) struct CreateRegionInput {
    /// The region above it; none for a province. Where a region stands never changes. 上级区划
    pub(crate) parent_id: Option<ID>,
    /// Its level. 区划层级
    pub(crate) kind: RegionKind,
    /// Its name. 名称
    pub(crate) name: String,
    /// Its national codes over time, one in use at the most; parks have none. 区划代码
    #[graphql(default)]
    pub(crate) codes: Vec<DatedCodeInput>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

/// A national code (GB/T 2260) that a region has or had 区划代码.
#[derive(Debug, InputObject)]
pub(crate) struct DatedCodeInput {
    /// Six digits. 代码
    pub(crate) code: String,
    /// From which day on, where known. 启用日期
    pub(crate) since: Option<Date>,
    /// The last day, once it was replaced. 停用日期
    pub(crate) until: Option<Date>,
}

fn codes(inputs: &[DatedCodeInput]) -> Result<Vec<DatedCode>, Refusal> {
    let read = |(index, input): (usize, &DatedCodeInput)| {
        let code =
            read::region_code(&input.code, "code").map_err(|refusal| refusal.within("codes", index))?;
        Ok(DatedCode { code, since: day(input.since), until: day(input.until) })
    };
    inputs.iter().enumerate().map(read).collect()
}

impl CreateRegionInput {
    pub(crate) fn read(&self, id: RegionId) -> Result<Region, Refusal> {
        Ok(Region {
            id,
            parent: read::maybe_id(self.parent_id.as_ref(), "parentId", RegionId::parse)?,
            kind: self.kind.into(),
            name: self.name.clone(),
            codes: codes(&self.codes)?,
            version: FIRST_VERSION,
        })
    }
}

/// Changes a region 更新行政区划. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateRegionInput {
    /// Which region. 行政区划
    pub(crate) region_id: ID,
    /// Its name. 名称
    pub(crate) name: Option<String>,
    /// All its codes, replaced as a whole. 区划代码
    pub(crate) codes: Option<Vec<DatedCodeInput>>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl UpdateRegionInput {
    pub(crate) fn id(&self) -> Result<RegionId, Refusal> {
        read::id(&self.region_id, "regionId", RegionId::parse)
    }

    pub(crate) fn patch(&self) -> Result<RegionPatch, Refusal> {
        let codes = self.codes.as_deref().map(codes).transpose()?;
        Ok(RegionPatch { name: self.name.clone(), codes })
    }
}
