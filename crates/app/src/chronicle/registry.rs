//! What the projects of a chronicle refer to.

use std::collections::BTreeMap;
use std::sync::Arc;

use luodi_domain::actor::OfficerFacts;
use luodi_domain::context::{Facts, RegionFacts};
use luodi_domain::ids::{AgencyId, PostId, RegionId};
use luodi_domain::plan::{OfficeFacts, Offices};
use luodi_domain::registry::{Agency, AgencyKind, Enterprise, Officer, Post, Region};
use luodi_reference::catalogue::built_in;

use crate::calendar::as_it_comes;

/// Regions, agencies, posts, officers and enterprises; a region after the one above it.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// Regions.
    pub regions: Vec<Region>,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Officers.
    pub officers: Vec<Officer>,
    /// Enterprises.
    pub enterprises: Vec<Enterprise>,
}

impl Registry {
    /// What decisions rest on, as the store would tell it. What names something that is not there is left out.
    pub fn facts(&self) -> Facts {
        let mut above: BTreeMap<RegionId, Vec<RegionId>> = BTreeMap::new();
        for region in &self.regions {
            let parent = region.parent.into_iter();
            let path = parent.flat_map(|parent| {
                std::iter::once(parent).chain(above.get(&parent).into_iter().flatten().copied())
            });
            let path = path.collect();
            above.insert(region.id, path);
        }
        let agencies: BTreeMap<AgencyId, &Agency> =
            self.agencies.iter().map(|agency| (agency.id, agency)).collect();
        let posts: BTreeMap<PostId, &Post> = self.posts.iter().map(|post| (post.id, post)).collect();
        let officer = |officer: &Officer| {
            let post = posts.get(&officer.post)?;
            let agency = agencies.get(&post.agency)?;
            let mut regions = vec![agency.region];
            regions.extend(above.get(&agency.region)?);
            Some(OfficerFacts {
                id: officer.id,
                active: officer.active,
                agency_active: agency.active,
                role: post.role,
                agency: agency.id,
                landing_office: agency.kind == AgencyKind::LandingOffice,
                regions,
            })
        };
        let officers = self.officers.iter().filter_map(officer).map(|facts| (facts.id, facts)).collect();
        let region = |region: &Region| {
            let above = above.get(&region.id).cloned().unwrap_or_default();
            (region.id, RegionFacts { kind: region.kind, above })
        };
        let office = |agency: &Agency| OfficeFacts {
            agency: agency.id,
            region: agency.region,
            departments: agency.departments.clone(),
        };
        Facts {
            officers,
            agencies: self.agencies.iter().filter(|agency| agency.active).map(|agency| agency.id).collect(),
            enterprises: self.enterprises.iter().map(|enterprise| enterprise.id).collect(),
            regions: self.regions.iter().map(region).collect(),
            catalogue: Arc::new(built_in().cloned().unwrap_or_default()),
            offices: Offices::new(self.agencies.iter().filter(|agency| agency.active).map(office).collect()),
            calendar: as_it_comes().map(Arc::new).unwrap_or_default(),
            // Nobody uploads anything in a chronicle.
            ..Facts::default()
        }
    }
}
