//! A small world: one province, two cities, their people, and three enterprises.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::actor::{OfficerFacts, PostRole};
use crate::attachment::{FileFacts, MediaType};
use crate::context::{Facts, RegionFacts};
use crate::ids::{AgencyId, EnterpriseId, FileId, OfficerId, RegionId};
use crate::registry::RegionKind;

pub(super) const fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const fn region(number: u128) -> RegionId {
    RegionId::from_uuid(uuid(number))
}

const fn agency(number: u128) -> AgencyId {
    AgencyId::from_uuid(uuid(number))
}

const fn officer(number: u128) -> OfficerId {
    OfficerId::from_uuid(uuid(number))
}

pub(super) const PROVINCE: RegionId = region(1);
pub(super) const CITY: RegionId = region(2);
pub(super) const COUNTY: RegionId = region(3);
pub(super) const PARK: RegionId = region(4);
pub(super) const OTHER_CITY: RegionId = region(5);
pub(super) const OTHER_COUNTY: RegionId = region(6);

pub(super) const COUNTY_OFFICE: AgencyId = agency(1);
pub(super) const CITY_OFFICE: AgencyId = agency(2);
pub(super) const CITY_PLANNING: AgencyId = agency(3);
pub(super) const PROVINCE_PLANNING: AgencyId = agency(4);
pub(super) const OTHER_CITY_OFFICE: AgencyId = agency(5);
pub(super) const CLOSED_OFFICE: AgencyId = agency(6);

/// 落地专员 of the county.
pub(super) const SPECIALIST: OfficerId = officer(1);
/// A second one.
pub(super) const COLLEAGUE: OfficerId = officer(2);
/// 落地办负责人 of the county.
pub(super) const MANAGER: OfficerId = officer(3);
/// 县领导.
pub(super) const COUNTY_LEADER: OfficerId = officer(4);
/// 市领导.
pub(super) const CITY_LEADER: OfficerId = officer(5);
/// A specialist at the city: above in region, not in rank.
pub(super) const CITY_SPECIALIST: OfficerId = officer(6);
/// A leader of another city: high, but not above.
pub(super) const OTHER_LEADER: OfficerId = officer(7);
/// 部门经办人.
pub(super) const CLERK: OfficerId = officer(8);
/// A specialist who left.
pub(super) const RETIRED: OfficerId = officer(9);
pub(super) const ADMINISTRATOR: OfficerId = officer(10);
pub(super) const AUDITOR: OfficerId = officer(11);
pub(super) const INTEGRATION: OfficerId = officer(12);
/// Nobody.
pub(super) const STRANGER: OfficerId = officer(99);

pub(super) const INVESTOR: EnterpriseId = EnterpriseId::from_uuid(uuid(1));
pub(super) const PROJECT_COMPANY: EnterpriseId = EnterpriseId::from_uuid(uuid(2));
pub(super) const UNKNOWN_ENTERPRISE: EnterpriseId = EnterpriseId::from_uuid(uuid(99));

/// The file that an officer has uploaded.
pub(super) const fn file_of(officer: OfficerId) -> FileId {
    FileId::from_uuid(officer.uuid())
}

/// A file that was attached before.
pub(super) const ATTACHED_FILE: FileId = FileId::from_uuid(uuid(50));

fn files() -> impl Iterator<Item = (FileId, FileFacts)> {
    let file = |uploaded_by, attached| FileFacts {
        uploaded_by,
        name: Some("现场照片.jpg".into()),
        media_type: MediaType::Jpeg,
        size: 1_234,
        sha256: "ab".repeat(32),
        attached,
    };
    let own = (1..=12).map(officer).map(move |officer| (file_of(officer), file(officer, false)));
    own.chain([(ATTACHED_FILE, file(MANAGER, true))])
}

/// The business day of every test that does not say otherwise.
pub(super) const TODAY: &str = "2025-06-30";

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Everything that exists.
pub(super) fn world() -> Facts {
    let regions = [
        (PROVINCE, RegionKind::Province, vec![]),
        (CITY, RegionKind::City, vec![PROVINCE]),
        (COUNTY, RegionKind::County, vec![CITY, PROVINCE]),
        (PARK, RegionKind::Park, vec![COUNTY, CITY, PROVINCE]),
        (OTHER_CITY, RegionKind::City, vec![PROVINCE]),
        (OTHER_COUNTY, RegionKind::County, vec![OTHER_CITY, PROVINCE]),
    ];
    let in_county = [COUNTY, CITY, PROVINCE].as_slice();
    let in_city = [CITY, PROVINCE].as_slice();
    let in_other_city = [OTHER_CITY, PROVINCE].as_slice();
    let officers = [
        (SPECIALIST, PostRole::Specialist, COUNTY_OFFICE, in_county),
        (COLLEAGUE, PostRole::Specialist, COUNTY_OFFICE, in_county),
        (MANAGER, PostRole::Manager, COUNTY_OFFICE, in_county),
        (COUNTY_LEADER, PostRole::Leader, COUNTY_OFFICE, in_county),
        (CITY_LEADER, PostRole::Leader, CITY_OFFICE, in_city),
        (CITY_SPECIALIST, PostRole::Specialist, CITY_OFFICE, in_city),
        (OTHER_LEADER, PostRole::Leader, OTHER_CITY_OFFICE, in_other_city),
        (CLERK, PostRole::Clerk, CITY_PLANNING, in_city),
        (RETIRED, PostRole::Specialist, COUNTY_OFFICE, in_county),
        (ADMINISTRATOR, PostRole::Administrator, CITY_OFFICE, in_city),
        (AUDITOR, PostRole::Auditor, CITY_OFFICE, in_city),
        (INTEGRATION, PostRole::Integration, PROVINCE_PLANNING, &[PROVINCE]),
    ];
    Facts {
        officers: officers
            .map(|(id, role, agency, regions)| {
                let active = id != RETIRED;
                let regions = regions.to_vec();
                (
                    id,
                    OfficerFacts {
                        id,
                        active,
                        agency_active: true,
                        role,
                        agency,
                        landing_office: true,
                        regions,
                    },
                )
            })
            .into(),
        agencies: [COUNTY_OFFICE, CITY_OFFICE, CITY_PLANNING, PROVINCE_PLANNING, OTHER_CITY_OFFICE].into(),
        enterprises: [INVESTOR, PROJECT_COMPANY].into(),
        regions: regions.map(|(id, kind, above)| (id, RegionFacts { kind, above })).into(),
        files: files().collect(),
        ..Facts::default()
    }
}
