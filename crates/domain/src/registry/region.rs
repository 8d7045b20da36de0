//! Regions 行政区划 and parks 园区: a tree of their own. GB/T 2260 codes are dated attributes of its nodes.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::codes::{RegionCode, RegionLevel};
use crate::ids::RegionId;

coded_enum! {
    /// The level of a region.
    pub enum RegionKind {
        /// 省、自治区、直辖市.
        Province = "PROVINCE",
        /// 地级市、州、盟.
        City = "CITY",
        /// 县、区、县级市.
        County = "COUNTY",
        /// 园区、开发区: has no national code.
        Park = "PARK",
        /// 乡镇、街道.
        Township = "TOWNSHIP",
    }
}

impl RegionKind {
    /// Whether a region of this kind may stand right below one of that kind. Counties may stand below a province (省直管县),
    /// parks below a province, a city or a county.
    pub const fn may_stand_below(self, parent: Option<Self>) -> bool {
        match (self, parent) {
            (Self::Province, parent) => parent.is_none(),
            (_, None) => false,
            (Self::City, Some(parent)) => matches!(parent, Self::Province),
            (Self::County, Some(parent)) => matches!(parent, Self::Province | Self::City),
            (Self::Park, Some(parent)) => matches!(parent, Self::Province | Self::City | Self::County),
            (Self::Township, Some(parent)) => matches!(parent, Self::County | Self::Park),
        }
    }
}

impl RegionKind {
    /// Whether the code of such a region can be of this level (GB/T 2260). Parks and townships have no code of the standard;
    /// what an office gives them is not judged.
    pub const fn may_have_code(self, level: RegionLevel) -> bool {
        match self {
            Self::Province => matches!(level, RegionLevel::Province),
            Self::City => matches!(level, RegionLevel::City),
            Self::County => matches!(level, RegionLevel::County),
            Self::Park | Self::Township => true,
        }
    }
}

/// A code that a region had for a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DatedCode {
    /// The code.
    pub code: RegionCode,
    /// From which day on, where known.
    pub since: Option<NaiveDate>,
    /// The last day, once it was replaced.
    pub until: Option<NaiveDate>,
}

/// A node of the region tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its id.
    pub id: RegionId,
    /// The region above it.
    pub parent: Option<RegionId>,
    /// Its level.
    pub kind: RegionKind,
    /// Its name.
    pub name: String,
    /// Its codes over time.
    pub codes: Vec<DatedCode>,
    /// Counts its changes.
    pub version: i64,
}
