//! The city and its people.

mod agencies;
mod places;
mod staff;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_app::chronicle::Registry;
use luodi_domain::actor::PostRole;
use luodi_domain::catalogue::Department;
use luodi_domain::codes::RegionCode;
use luodi_domain::ids::{AgencyId, OfficerId, RegionId};
use luodi_domain::profile::Place;
use luodi_domain::registry::{AgencyKind, DatedCode, Region, RegionKind};
use rand::rngs::StdRng;

use crate::DemoError;
use crate::ids::Mint;
use places::{LANDINGS, PLACES};
use staff::Staff;

pub(crate) use agencies::sign;

/// An office that lands projects.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    /// The region it is for.
    pub(crate) region: &'static str,
    /// Where its projects lie.
    pub(crate) place: Place,
    /// The region whose code its project codes have.
    pub(crate) code: &'static str,
    /// Itself.
    pub(crate) agency: AgencyId,
    /// Its landing specialists.
    pub(crate) specialists: Vec<OfficerId>,
    /// Its head.
    pub(crate) manager: OfficerId,
    /// The leader in charge.
    pub(crate) leader: OfficerId,
    /// The government's secretariat, which originates projects too.
    pub(crate) government: AgencyId,
}

/// An officer of a kind, for whom the demo makes a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// What the post is for.
    pub role: PostRole,
    /// Who.
    pub officer: OfficerId,
    /// His name.
    pub name: String,
    /// His post and its agency.
    pub post: String,
}

/// The city before its first project.
pub(crate) struct City {
    pub(crate) registry: Registry,
    pub(crate) offices: Vec<Office>,
    /// Who works in each agency that decides permits.
    pub(crate) clerks: BTreeMap<AgencyId, OfficerId>,
    /// The approval system's account.
    pub(crate) exchange: OfficerId,
    /// Who left in summer, and who took over; both of the same office.
    pub(crate) leaver: OfficerId,
    pub(crate) successor: OfficerId,
    pub(crate) badges: Vec<Badge>,
}

/// Builds the city: everything was entered at this instant.
pub(crate) fn build(mint: &Mint, founded: DateTime<Utc>, rng: &mut StdRng) -> Result<City, DemoError> {
    let mut registry = Registry::default();
    let regions = regions(mint, founded, &mut registry)?;
    let mut staff = Staff::new(mint, founded, rng, &mut registry);
    for place in PLACES {
        let of_kind = match place.kind {
            RegionKind::Province => agencies::OF_PROVINCE,
            RegionKind::City => agencies::OF_CITY,
            RegionKind::County => agencies::OF_COUNTY,
            RegionKind::Park if LANDINGS.iter().any(|landing| landing.region == place.name) => {
                park(&mut staff, region_of(&regions, place.name)?, place.name);
                continue;
            }
            RegionKind::Park | RegionKind::Township => continue,
        };
        let region = region_of(&regions, place.name)?;
        for &(department, suffix) in of_kind {
            let kind = if department.supplies() { AgencyKind::Utility } else { AgencyKind::Department };
            let agency = staff.agency(region, kind, format!("{}{suffix}", place.name), &[department]);
            staff.clerk(agency);
        }
    }
    let mut offices = Vec::with_capacity(LANDINGS.len());
    for landing in LANDINGS {
        let region = region_of(&regions, landing.region)?;
        let seat = staff.agency(region, AgencyKind::LandingOffice, landing.name.to_owned(), &[]);
        let title = if landing.region.ends_with("园区") { "管理委员会" } else { "人民政府" };
        let government =
            staff.agency(region, AgencyKind::Government, format!("{}{title}", landing.region), &[]);
        // What a city's office lands lies in a county too: there somebody decides what counties decide.
        let of_city = kind_of(landing.region) == Some(RegionKind::City);
        let site = lineage(if of_city { landing.deciding } else { landing.region });
        offices.push(Office {
            region: landing.region,
            place: place_of(&regions, &site),
            code: code_of(landing.deciding).unwrap_or("621000"),
            agency: seat,
            specialists: staff.specialists(seat, landing.specialists),
            manager: staff.manager(seat),
            leader: staff.leader(government, landing.region),
            government,
        });
    }
    let main = offices.first().ok_or(DemoError::Content("no office"))?;
    let seat = main.agency;
    let exchange = staff.officer(seat, PostRole::Integration, "工程审批系统对接账号", "省工程审批系统");
    // At the top: who keeps the whole tree of regions, and begins another where the walkthrough asks for one.
    let top = region_of(&regions, "甘肃省")?;
    let center = staff.agency(top, AgencyKind::LandingOffice, "甘肃省招商引资服务中心".to_owned(), &[]);
    let administrator = staff.named(center, PostRole::Administrator, "系统管理员");
    let auditor = staff.named(main.government, PostRole::Auditor, "审计监督专员");
    let clerk = staff.first_clerk().ok_or(DemoError::Content("no clerk"))?;
    let specialist = *main.specialists.first().ok_or(DemoError::Content("no specialist"))?;
    let held = [specialist, main.manager, clerk, main.leader, administrator, auditor, exchange];
    let clerks = staff.clerks();
    let ring =
        offices.iter().find(|office| office.region == "环县").map(|office| office.specialists.as_slice());
    let Some([leaver, successor, ..]) = ring else { return Err(DemoError::Content("nobody to leave")) };
    let (leaver, successor) = (*leaver, *successor);
    let badges = held.iter().filter_map(|&officer| badge(&registry, officer)).collect();
    Ok(City { registry, offices, clerks, exchange, leaver, successor, badges })
}

/// A park has one bureau for what the departments of a county decide 行政审批局, and its own utilities.
fn park(staff: &mut Staff<'_>, region: RegionId, name: &str) {
    let (suppliers, deciders): (Vec<Department>, Vec<Department>) =
        agencies::OF_COUNTY.iter().map(|(department, _)| *department).partition(|one| one.supplies());
    let units = [
        (AgencyKind::Department, "行政审批局", deciders),
        (AgencyKind::Utility, "公用事业服务公司", suppliers),
    ];
    for (kind, suffix, departments) in units {
        let agency = staff.agency(region, kind, format!("{name}{suffix}"), &departments);
        staff.clerk(agency);
    }
}

fn badge(registry: &Registry, id: OfficerId) -> Option<Badge> {
    let officer = registry.officers.iter().find(|officer| officer.id == id)?;
    let post = registry.posts.iter().find(|post| post.id == officer.post)?;
    let agency = registry.agencies.iter().find(|agency| agency.id == post.agency)?;
    let name = officer.name.clone();
    Some(Badge { role: post.role, officer: id, name, post: format!("{} {}", agency.name, post.title) })
}

fn regions(
    mint: &Mint,
    founded: DateTime<Utc>,
    registry: &mut Registry,
) -> Result<BTreeMap<&'static str, RegionId>, DemoError> {
    let mut ids = BTreeMap::new();
    for place in PLACES {
        let id = RegionId::from_uuid(mint.id(founded));
        let parent = place.within.map(|name| region_of(&ids, name)).transpose()?;
        let code = place.code.map(RegionCode::parse).transpose()?;
        let codes = code.map(|code| DatedCode { code, since: None, until: None }).into_iter().collect();
        registry.regions.push(Region {
            id,
            parent,
            kind: place.kind,
            name: place.name.to_owned(),
            codes,
            version: 1,
        });
        ids.insert(place.name, id);
    }
    Ok(ids)
}

fn region_of(ids: &BTreeMap<&'static str, RegionId>, name: &'static str) -> Result<RegionId, DemoError> {
    ids.get(name).copied().ok_or(DemoError::Content(name))
}

fn find(name: &str) -> Option<&'static places::Place> {
    PLACES.iter().find(|place| place.name == name)
}

fn kind_of(name: &str) -> Option<RegionKind> {
    find(name).map(|place| place.kind)
}

fn code_of(name: &str) -> Option<&'static str> {
    find(name).and_then(|place| place.code)
}

/// A region and those above it, nearest first.
fn lineage(name: &'static str) -> Vec<&'static str> {
    std::iter::successors(Some(name), |name| find(name).and_then(|place| place.within)).collect()
}

fn place_of(ids: &BTreeMap<&'static str, RegionId>, names: &[&'static str]) -> Place {
    let of = |kind| {
        let name = names.iter().find(|name| kind_of(name) == Some(kind))?;
        ids.get(name).copied()
    };
    Place {
        province: of(RegionKind::Province),
        city: of(RegionKind::City),
        county: of(RegionKind::County),
        park: of(RegionKind::Park),
    }
}
