//! Who looks.

use super::ProjectFacts;
use crate::actor::{OfficerFacts, PostRole};
use crate::ids::{AgencyId, OfficerId, RegionId};

/// An officer, as far as it matters for what he may see and do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// Who.
    pub officer: OfficerId,
    /// What the post is for.
    pub role: PostRole,
    /// The agency of the post.
    pub agency: AgencyId,
    /// Whether that is a landing office 落地办.
    pub landing_office: bool,
    /// The region of that agency.
    pub region: RegionId,
}

impl Viewer {
    /// The officer as a viewer; nobody when no region is known of his agency.
    pub fn of(officer: &OfficerFacts) -> Option<Self> {
        Some(Self {
            officer: officer.id,
            role: officer.role,
            agency: officer.agency,
            landing_office: officer.landing_office,
            region: *officer.regions.first()?,
        })
    }

    /// Whether the post reaches over the region of its agency and all below 管辖范围. That of a clerk does not: it has to do
    /// with what concerns the agency itself.
    pub const fn reaches_region(&self) -> bool {
        !matches!(self.role, PostRole::Clerk)
    }

    /// Whether the viewer, where his post reaches, may read all. An approval system reports on the permits of a region and
    /// needs no more than them.
    pub const fn reads_region(&self) -> bool {
        !matches!(self.role, PostRole::Clerk | PostRole::Integration)
    }

    /// Whether the project lies within reach.
    pub fn governs(&self, project: &ProjectFacts) -> bool {
        self.reaches_region() && project.place.contains(&self.region)
    }

    /// Whether the viewer's own agency brought the project 首谈单位, and the viewer works there on projects.
    pub fn originated(&self, project: &ProjectFacts) -> bool {
        let own = project.origin.as_ref().is_some_and(|origin| origin.agency == self.agency);
        own && self.brings()
    }

    /// Whether what the own agency brings is the viewer's to know from the beginning.
    pub fn brings(&self) -> bool {
        self.role.works_on_projects() || self.role == PostRole::Clerk
    }

    /// Whether the viewer stands over the agency that brought the project: as a leader of its region or of one above, or
    /// at a landing office for one of them; where no agency is named, over a region in which the project lies.
    pub fn office_above(&self, project: &ProjectFacts) -> bool {
        let regions = project.origin.as_ref().map_or(&project.place, |origin| &origin.regions);
        self.leads_offices() && regions.contains(&self.region)
    }

    /// Whether what agencies of the region and below bring is the viewer's to know from the beginning: at a landing
    /// office, or as a leader.
    pub fn leads_offices(&self) -> bool {
        self.role == PostRole::Leader || (self.landing_office && self.role.works_on_projects())
    }

    /// Whether something of the project was given to the viewer.
    pub fn holds(&self, project: &ProjectFacts) -> bool {
        project.holders.contains(&self.officer)
    }

    /// Whether the viewer may read all of a project that exists for him: its papers, every permit, what happened to it.
    /// Whoever only decides a permit of it, or is credited with it, reads what concerns him.
    pub(super) fn knows_whole(&self, project: &ProjectFacts) -> bool {
        let holds = self.holds(project) && self.role.works_on_projects();
        let reads = self.reads_region() && self.governs(project);
        holds || reads || self.originated(project) || self.office_above(project)
    }

    /// Whether the project exists for the viewer. Leads and negotiations are confidential: they are seen by the agency that
    /// brought them, the landing offices above it, leaders, and whoever holds something of them.
    pub(super) fn sees(&self, project: &ProjectFacts) -> bool {
        let partner = self.originated(project) || self.office_above(project) || self.holds(project);
        if project.is_confidential() {
            partner || (self.role == PostRole::Leader && self.governs(project))
        } else {
            partner || self.governs(project) || project.agencies.contains(&self.agency)
        }
    }
}
