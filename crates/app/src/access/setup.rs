//! Founding an office on an empty database: the first region, agency, post and officer, who can then enter the rest.

use futures::FutureExt;
use luodi_domain::actor::PostRole;
use luodi_domain::administration::{Change, INIT};
use luodi_domain::codes::RegionCode;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::{Agency, AgencyKind, DatedCode, Officer, Post, Region, RegionKind};
use luodi_store::administration::{self, Deed, Noted};
use luodi_store::db::Tx;
use luodi_store::registry::{agencies, officers, posts, regions};
use uuid::Uuid;

use crate::registry::{FIRST_VERSION, taken};
use crate::{App, AppError};

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

impl Office {
    /// Whether these could be entered, before there is a database to enter them into.
    pub fn check(&self) -> Result<(), Refusal> {
        let ids = OfficeFounded {
            region: RegionId::from_uuid(Uuid::nil()),
            agency: AgencyId::from_uuid(Uuid::nil()),
            officer: OfficerId::from_uuid(Uuid::nil()),
        };
        self.clone().entries(ids, PostId::from_uuid(Uuid::nil())).map(drop)
    }

    fn entries(self, ids: OfficeFounded, post: PostId) -> Result<Entries, Refusal> {
        let codes = self.province_code.map(|code| DatedCode { code, since: None, until: None });
        let province = Region {
            id: ids.region,
            parent: None,
            kind: RegionKind::Province,
            name: self.province,
            codes: codes.into_iter().collect(),
            version: FIRST_VERSION,
        };
        let agency = Agency {
            id: ids.agency,
            region: ids.region,
            kind: AgencyKind::LandingOffice,
            name: self.agency,
            short_name: None,
            departments: [].into(),
            active: true,
            version: FIRST_VERSION,
        };
        let seat = Post {
            id: post,
            agency: ids.agency,
            title: "系统管理员".to_owned(),
            role: PostRole::Administrator,
            version: FIRST_VERSION,
        };
        let administrator = Officer {
            id: ids.officer,
            post,
            name: self.officer,
            phone: None,
            email: None,
            active: true,
            version: FIRST_VERSION,
        };
        Ok(Entries {
            province: province.checked(None)?,
            agency: agency.checked()?,
            seat: seat.checked()?,
            administrator: administrator.checked()?,
        })
    }
}

/// What an office comes to in the registry.
#[derive(Debug, Clone)]
struct Entries {
    province: Region,
    agency: Agency,
    seat: Post,
    administrator: Officer,
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
    /// Founds an office, all of it or nothing; refused when there are officers already.
    pub async fn found_office(&self, office: Office) -> Result<OfficeFounded, AppError> {
        let founded = OfficeFounded {
            region: RegionId::from_uuid(self.new_id()),
            agency: AgencyId::from_uuid(self.new_id()),
            officer: OfficerId::from_uuid(self.new_id()),
        };
        let post = PostId::from_uuid(self.new_id());
        let (entries, deed) = (office.entries(founded, post)?, self.deed(INIT));
        self.db
            .write(move |tx| {
                let (entries, deed) = (entries.clone(), deed.clone());
                async move {
                    once(tx).await?;
                    found(tx, &entries, &deed).await
                }
                .boxed()
            })
            .await?;
        tracing::info!(officer = %founded.officer, "office founded");
        Ok(founded)
    }
}

/// Of two who found an office at once the second waits here for the first, and finds its officer.
async fn once(tx: &mut Tx<'_>) -> Result<(), AppError> {
    officers::hold_all(tx).await?;
    if officers::any(tx).await? {
        return Err(Refusal::new(Rule::Duplicate).at("officer").into());
    }
    Ok(())
}

async fn found(tx: &mut Tx<'_>, entries: &Entries, deed: &Deed) -> Result<(), AppError> {
    regions::insert(tx, &entries.province).await.map_err(taken)?;
    agencies::insert(tx, &entries.agency).await?;
    posts::insert(tx, &entries.seat).await?;
    officers::insert(tx, &entries.administrator).await?;
    let region = Some(entries.province.id);
    let changes = [
        Change::between(None, &entries.province),
        Change::between(None, &entries.agency),
        Change::between(None, &entries.seat),
        Change::between(None, &entries.administrator),
    ];
    administration::append(tx, deed, &changes.map(|change| Noted { change, region })).await?;
    Ok(())
}
