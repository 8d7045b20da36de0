//! Founding an office on an empty database: the first region, agency, post and officer, who can then enter the rest.

use luodi_domain::actor::PostRole;
use luodi_domain::codes::RegionCode;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::{Agency, AgencyKind, DatedCode, Officer, Post, Region, RegionKind};

use crate::{App, AppError, Call};

/// The first entries of the registry.
#[derive(Debug, Clone)]
pub struct Office {
    /// The province's name.
    pub province: String,
    /// Its code.
    pub province_code: Option<RegionCode>,
    /// The agency's name.
    pub agency: String,
    /// The name of the first officer, an administrator.
    pub officer: String,
}

/// What was entered.
#[derive(Debug, Clone, Copy)]
pub struct OfficeFounded {
    /// The province.
    pub region: RegionId,
    /// The agency.
    pub agency: AgencyId,
    /// The administrator.
    pub officer: OfficerId,
}

impl App {
    /// Founds an office; refused when there are officers already.
    pub async fn found_office(&self, office: Office) -> Result<OfficeFounded, AppError> {
        if self.officer_count().await? > 0 {
            return Err(Refusal::new(Rule::Duplicate).at("officer").into());
        }
        let call = || Call::new(None, "foundOffice");
        let region = RegionId::from_uuid(self.new_id());
        let codes = office.province_code.map(|code| DatedCode { code, since: None, until: None });
        let province = Region {
            id: region,
            parent: None,
            kind: RegionKind::Province,
            name: office.province,
            codes: codes.into_iter().collect(),
            version: 1,
        };
        self.create_region(call(), province).await?;
        let agency = AgencyId::from_uuid(self.new_id());
        let unit = Agency {
            id: agency,
            region,
            kind: AgencyKind::LandingOffice,
            name: office.agency,
            short_name: None,
            active: true,
            version: 1,
        };
        self.create_agency(call(), unit).await?;
        let post = PostId::from_uuid(self.new_id());
        let title = "系统管理员".to_owned();
        self.create_post(call(), Post { id: post, agency, title, role: PostRole::Administrator, version: 1 })
            .await?;
        let officer = OfficerId::from_uuid(self.new_id());
        let name = office.officer;
        let administrator =
            Officer { id: officer, post, name, phone: None, email: None, active: true, version: 1 };
        self.create_officer(call(), administrator).await?;
        Ok(OfficeFounded { region, agency, officer })
    }
}
