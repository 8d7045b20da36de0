//! What of a project decides who may see it.

use crate::ids::{AgencyId, OfficerId, RegionId};
use crate::profile::Place;
use crate::project::Project;
use crate::stage::Stage;
use crate::step::HelperRole;

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
    /// Those of a project; `stage` is what it shows, of an umbrella what its phases have reached, and `brought_from` the
    /// region of the agency that brought it with all above.
    pub fn of(project: &Project, stage: Stage, brought_from: Vec<RegionId>) -> Self {
        let profile = &project.profile;
        let Place { province, city, county, park } = profile.place;
        let open = || project.steps.values().filter(|step| step.is_open());
        let helping = open().flat_map(|step| HelperRole::ALL.iter().flat_map(|role| step.helping(*role)));
        let credited = profile.credits.values().map(|credit| credit.agency);
        Self {
            stage,
            place: [province, city, county, park].into_iter().flatten().collect(),
            origin: profile.originating_agency.map(|agency| Origin { agency, regions: brought_from }),
            agencies: credited.chain(project.permits.values().filter_map(|permit| permit.agency)).collect(),
            holders: open()
                .map(|step| step.responsible)
                .chain(helping)
                .chain(profile.landing_specialist)
                .chain(profile.leader_in_charge)
                .collect(),
        }
    }

    /// Whether it is a lead or a negotiation 线索、在谈, one that ended there included.
    pub fn is_confidential(&self) -> bool {
        self.stage < Stage::Signed
    }
}
