//! What of a project decides who may see it.

use crate::ids::{AgencyId, OfficerId, RegionId};
use crate::stage::Stage;

/// What of a project decides who may see it. Of an umbrella and of its phases each has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFacts {
    /// How far it has come, as lists show it.
    pub stage: Stage,
    /// The regions it lies in: province, city, county, park.
    pub place: Vec<RegionId>,
    /// The agency that brought it.
    pub origin: Option<Origin>,
    /// The agencies credited with it, now or before, and those that decide its permits.
    pub agencies: Vec<AgencyId>,
    /// Whoever is responsible for an open step of it or helps at one, its landing specialist, and the leader in charge.
    pub holders: Vec<OfficerId>,
}

/// The agency that brought a project 首谈单位.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Which.
    pub agency: AgencyId,
    /// Its region, and all above that.
    pub regions: Vec<RegionId>,
}

impl ProjectFacts {
    /// Whether it is a lead or a negotiation 线索、在谈, one that ended there included.
    pub fn is_confidential(&self) -> bool {
        self.stage < Stage::Signed
    }
}
