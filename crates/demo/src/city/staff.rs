//! Agencies, posts and the people in them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_app::chronicle::Registry;
use luodi_domain::actor::PostRole;
use luodi_domain::catalogue::Department;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_domain::private::Private;
use luodi_domain::registry::{Agency, AgencyKind, Officer, Post};
use rand::rngs::StdRng;

use crate::content::names;
use crate::ids::Mint;

/// Enters people into a registry.
pub(super) struct Staff<'a> {
    mint: &'a Mint,
    founded: DateTime<Utc>,
    rng: &'a mut StdRng,
    registry: &'a mut Registry,
    posts: BTreeMap<(AgencyId, PostRole, String), PostId>,
    first_clerk: Option<OfficerId>,
    clerks: BTreeMap<AgencyId, OfficerId>,
}

impl<'a> Staff<'a> {
    pub(super) const fn new(
        mint: &'a Mint,
        founded: DateTime<Utc>,
        rng: &'a mut StdRng,
        registry: &'a mut Registry,
    ) -> Self {
        Self {
            mint,
            founded,
            rng,
            registry,
            posts: BTreeMap::new(),
            first_clerk: None,
            clerks: BTreeMap::new(),
        }
    }

    pub(super) fn agency(
        &mut self,
        region: RegionId,
        kind: AgencyKind,
        name: String,
        departments: &[Department],
    ) -> AgencyId {
        let id = AgencyId::from_uuid(self.mint.id(self.founded));
        self.registry.agencies.push(Agency {
            id,
            region,
            kind,
            name,
            short_name: None,
            departments: departments.iter().copied().collect(),
            active: true,
            version: 1,
        });
        id
    }

    pub(super) fn officer(&mut self, agency: AgencyId, role: PostRole, title: &str, name: &str) -> OfficerId {
        let post = self.post(agency, role, title);
        let id = OfficerId::from_uuid(self.mint.id(self.founded));
        let phone = (role != PostRole::Integration).then(|| Private::new(names::phone(self.rng)));
        let name = name.to_owned();
        self.registry.officers.push(Officer { id, post, name, phone, email: None, active: true, version: 1 });
        id
    }

    pub(super) fn named(&mut self, agency: AgencyId, role: PostRole, title: &str) -> OfficerId {
        let name = names::person(self.rng);
        self.officer(agency, role, title, &name)
    }

    pub(super) fn specialists(&mut self, agency: AgencyId, many: usize) -> Vec<OfficerId> {
        (0..many).map(|_| self.named(agency, PostRole::Specialist, "落地专员")).collect()
    }

    pub(super) fn manager(&mut self, agency: AgencyId) -> OfficerId {
        self.named(agency, PostRole::Manager, "落地办主任")
    }

    pub(super) fn leader(&mut self, agency: AgencyId, region: &str) -> OfficerId {
        let title = match region.chars().last() {
            Some('市') => "分管副市长",
            Some('区') if region.ends_with("园区") => "管委会副主任",
            Some('区') => "分管副区长",
            _ => "分管副县长",
        };
        self.named(agency, PostRole::Leader, title)
    }

    pub(super) fn clerk(&mut self, agency: AgencyId) {
        let clerk = self.named(agency, PostRole::Clerk, "经办人");
        self.first_clerk.get_or_insert(clerk);
        self.clerks.insert(agency, clerk);
    }

    pub(super) const fn first_clerk(&self) -> Option<OfficerId> {
        self.first_clerk
    }

    /// Who works in each agency that decides permits.
    pub(super) fn clerks(self) -> BTreeMap<AgencyId, OfficerId> {
        self.clerks
    }

    fn post(&mut self, agency: AgencyId, role: PostRole, title: &str) -> PostId {
        let key = (agency, role, title.to_owned());
        if let Some(post) = self.posts.get(&key) {
            return *post;
        }
        let id = PostId::from_uuid(self.mint.id(self.founded));
        self.registry.posts.push(Post { id, agency, title: title.to_owned(), role, version: 1 });
        self.posts.insert(key, id);
        id
    }
}
