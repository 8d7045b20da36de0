//! Agencies 单位 and their posts 岗位.

use std::collections::BTreeSet;

use crate::actor::PostRole;
use crate::catalogue::Department;
use crate::coded::coded_enum;
use crate::ids::{AgencyId, PostId, RegionId};

coded_enum! {
    /// What kind of unit an agency is.
    pub enum AgencyKind {
        /// 招商落地办、招商促进中心.
        LandingOffice = "LANDING_OFFICE",
        /// 政府、管委会.
        Government = "GOVERNMENT",
        /// 审批和主管部门.
        Department = "DEPARTMENT",
        /// 水电气热等公用企业.
        Utility = "UTILITY",
        /// 市属国企.
        StateFirm = "STATE_FIRM",
        /// 驻外招商机构.
        OutpostOffice = "OUTPOST_OFFICE",
        /// 其他.
        Other = "OTHER",
    }
}

/// A unit of government or close to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// The region it works for.
    pub region: RegionId,
    /// What kind of unit it is.
    pub kind: AgencyKind,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: Option<String>,
    /// The kinds of department it is, whose permits it decides in its region; an approval bureau 行政审批局 is several.
    pub departments: BTreeSet<Department>,
    /// Whether it still works.
    pub active: bool,
    /// Counts its changes.
    pub version: i64,
}

/// A post of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The agency it belongs to.
    pub agency: AgencyId,
    /// 职务: how it is called.
    pub title: String,
    /// What it is for.
    pub role: PostRole,
    /// Counts its changes.
    pub version: i64,
}
