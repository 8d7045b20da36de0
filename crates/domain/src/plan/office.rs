//! Which agency of a region decides what a kind of department decides.

use std::collections::BTreeSet;

use crate::catalogue::Department;
use crate::ids::{AgencyId, RegionId};
use crate::permit::Level;
use crate::profile::Place;

/// What a plan needs to know of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeFacts {
    /// Which.
    pub agency: AgencyId,
    /// The region it works for.
    pub region: RegionId,
    /// The departments it is; an approval bureau 行政审批局 is several.
    pub departments: BTreeSet<Department>,
}

/// The agencies that decide permits in the regions of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offices(Vec<OfficeFacts>);

impl Offices {
    /// These agencies.
    pub fn new(offices: Vec<OfficeFacts>) -> Self {
        Self(offices)
    }

    /// The agency that decides what a department decides at a level, for a project at a place. A park's own agency goes
    /// before the county's. Nothing if there is none, or more than one: then people say which.
    pub fn decider(&self, place: &Place, department: Department, level: Level) -> Option<AgencyId> {
        let regions = match level {
            Level::Provincial => [place.province, None],
            Level::City => [place.city, None],
            Level::County => [place.park, place.county],
            Level::National | Level::Township | Level::SelfHeld => [None, None],
        };
        let of = |region: RegionId| -> Vec<AgencyId> {
            let here =
                |office: &&OfficeFacts| office.region == region && office.departments.contains(&department);
            self.0.iter().filter(here).map(|office| office.agency).collect()
        };
        let found = regions.into_iter().flatten().map(of).find(|found| !found.is_empty())?;
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}
