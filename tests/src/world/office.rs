//! The county's regions, agencies and people.

use luodi_app::{App, Call};
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_domain::profile::Place;
use luodi_domain::registry::{Agency, AgencyKind, Officer, Post, Region, RegionKind};

use super::World;

/// Who and what there is before the first project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Office {
    /// 省、市、县、园区.
    pub(crate) place: Place,
    /// 县落地办.
    pub(crate) agency: AgencyId,
    /// 落地专员.
    pub(crate) specialist: OfficerId,
    /// A second one, who takes over.
    pub(crate) colleague: OfficerId,
    /// 落地办负责人.
    pub(crate) manager: OfficerId,
    /// 县领导.
    pub(crate) leader: OfficerId,
    /// 系统管理员.
    pub(crate) administrator: OfficerId,
    /// The post of specialists, for those who come later.
    pub(crate) specialists: PostId,
}

impl Office {
    /// Enters everything through the use cases, as `luodi` itself would.
    pub(super) async fn found(app: &App) -> Self {
        let province = region(app, None, RegionKind::Province, "宁夏回族自治区").await;
        let city = region(app, Some(province), RegionKind::City, "银川市").await;
        let county = region(app, Some(city), RegionKind::County, "贺兰县").await;
        let park = region(app, Some(county), RegionKind::Park, "贺兰工业园区").await;
        let agency = agency(app, county, "贺兰县招商引资项目落地服务中心").await;
        let specialists = post(app, agency, PostRole::Specialist, "落地专员").await;
        let managers = post(app, agency, PostRole::Manager, "落地服务中心主任").await;
        let leaders = post(app, agency, PostRole::Leader, "分管副县长").await;
        let administrators = post(app, agency, PostRole::Administrator, "系统管理员").await;
        Self {
            place: Place {
                province: Some(province),
                city: Some(city),
                county: Some(county),
                park: Some(park),
            },
            agency,
            specialist: officer(app, specialists, "马晓梅").await,
            colleague: officer(app, specialists, "李建国").await,
            manager: officer(app, managers, "王芳").await,
            leader: officer(app, leaders, "陈志远").await,
            administrator: officer(app, administrators, "赵强").await,
            specialists,
        }
    }
}

impl World {
    /// A specialist who has just come.
    pub(crate) async fn new_officer(&self, name: &str) -> OfficerId {
        officer(&self.app, self.office.specialists, name).await
    }

    /// One more leader.
    pub(crate) async fn new_leader(&self, name: &str) -> OfficerId {
        let post = self.post(self.office.agency, PostRole::Leader).await;
        officer(&self.app, post, name).await
    }

    /// One more administrator.
    pub(crate) async fn new_administrator(&self, name: &str) -> OfficerId {
        let post = self.post(self.office.agency, PostRole::Administrator).await;
        officer(&self.app, post, name).await
    }
}

/// Somebody who has just come, in a post and an agency of his own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Newcomer {
    /// His agency.
    pub(crate) agency: AgencyId,
    /// His post, a specialist's.
    pub(crate) post: PostId,
    /// Himself.
    pub(crate) officer: OfficerId,
}

impl World {
    /// A newcomer at an agency of this name.
    pub(crate) async fn newcomer(&self, name: &str) -> Newcomer {
        let county = self.office.place.county.unwrap();
        let agency = agency(&self.app, county, name).await;
        let post = self.post(agency, PostRole::Specialist).await;
        Newcomer { agency, post, officer: officer(&self.app, post, "孙丽").await }
    }

    /// A region below another.
    pub(crate) async fn region(&self, parent: Option<RegionId>, kind: RegionKind, name: &str) -> RegionId {
        region(&self.app, parent, kind, name).await
    }

    /// A manager of the province's landing office.
    pub(crate) async fn office_above(&self) -> OfficerId {
        let agency = self.landing_office(self.office.place.province.unwrap(), "自治区招商局").await;
        self.officer_at(agency, PostRole::Manager, "处长").await
    }

    /// A landing office for a region.
    pub(crate) async fn landing_office(&self, region: RegionId, name: &str) -> AgencyId {
        agency(&self.app, region, name).await
    }

    /// Somebody in a new post of this role at an agency.
    pub(crate) async fn officer_at(&self, agency: AgencyId, role: PostRole, name: &str) -> OfficerId {
        officer(&self.app, self.post(agency, role).await, name).await
    }

    /// A new post of this role.
    pub(crate) async fn post(&self, agency: AgencyId, role: PostRole) -> PostId {
        post(&self.app, agency, role, "岗位").await
    }
}

fn system() -> Call {
    Call::new(None, "foundOffice")
}

async fn region(app: &App, parent: Option<RegionId>, kind: RegionKind, name: &str) -> RegionId {
    let id = RegionId::from_uuid(app.new_id());
    let region = Region { id, parent, kind, name: name.to_owned(), codes: Vec::new(), version: 1 };
    app.create_region(system(), region).await.unwrap();
    id
}

async fn agency(app: &App, region: RegionId, name: &str) -> AgencyId {
    let id = AgencyId::from_uuid(app.new_id());
    let (kind, name) = (AgencyKind::LandingOffice, name.to_owned());
    let agency =
        Agency { id, region, kind, name, short_name: None, departments: [].into(), active: true, version: 1 };
    app.create_agency(system(), agency).await.unwrap();
    id
}

async fn post(app: &App, agency: AgencyId, role: PostRole, title: &str) -> PostId {
    let id = PostId::from_uuid(app.new_id());
    app.create_post(system(), Post { id, agency, title: title.to_owned(), role, version: 1 }).await.unwrap();
    id
}

async fn officer(app: &App, post: PostId, name: &str) -> OfficerId {
    let id = OfficerId::from_uuid(app.new_id());
    let name = name.to_owned();
    let officer = Officer { id, post, name, phone: None, email: None, active: true, version: 1 };
    app.create_officer(system(), officer).await.unwrap();
    id
}
