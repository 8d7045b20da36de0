//! Terms on agencies, officers and enterprises.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::AgencyId;
use luodi_domain::registry::AgencyKind;
use rand::RngExt;
use rand::rngs::StdRng;

use super::projects::viewer;
use super::{ASKED, choose, some};
use crate::fixture::{BUREAU, CITY, CLOSED, COUNTY, OFFICE, PARK, PROVINCE, id};
use crate::list::Compare;
use crate::list::registry::{AgencyTerm, EnterpriseTerm, OfficerTerm};
use crate::list::tests::entries::CREDIT_CODES;
use crate::list::tests::pick;
use crate::search::words;

const NAMES: [&str; 10] =
    ["王", "wang", "庆阳", "ouyangming", "欧阳", "zxa", "王 庆", "阳", "欧阳 xian", "没有"];
const FIRMS: [&str; 3] = ["公司", "9111", "91330100799655058b"];

/// How many kinds of terms on agencies there are.
pub(in crate::list::tests) const AGENCY_TERMS: usize = 4;

/// A term on agencies of this kind.
pub(in crate::list::tests) fn agency_term(rng: &mut StdRng, kind: usize) -> AgencyTerm {
    match kind % AGENCY_TERMS {
        0 => AgencyTerm::Kind(choose(rng, AgencyKind::ALL)),
        1 => AgencyTerm::Region(some(rng, &[PROVINCE, CITY, COUNTY, PARK])),
        2 => AgencyTerm::Active(rng.random_bool(0.5)),
        _ => AgencyTerm::Text(words(pick(rng, &ASKED))),
    }
}

/// How many kinds of terms on officers there are.
pub(in crate::list::tests) const OFFICER_TERMS: usize = 5;

/// A term on officers of this kind.
pub(in crate::list::tests) fn officer_term(rng: &mut StdRng, kind: usize) -> OfficerTerm {
    match kind % OFFICER_TERMS {
        0 => OfficerTerm::Role(choose(rng, PostRole::ALL)),
        1 => {
            let added = id(AgencyId::from_uuid, 1_000 + rng.random_range(1..=60));
            OfficerTerm::Agency(some(rng, &[OFFICE, BUREAU, CLOSED, added]))
        }
        2 => OfficerTerm::Region(some(rng, &[PROVINCE, CITY, COUNTY, PARK])),
        3 => OfficerTerm::Active(rng.random_bool(0.5)),
        _ => OfficerTerm::Text(words(pick(rng, &NAMES))),
    }
}

/// How many kinds of terms on enterprises there are.
pub(in crate::list::tests) const ENTERPRISE_TERMS: usize = 3;

/// A term on enterprises of this kind.
pub(in crate::list::tests) fn enterprise_term(rng: &mut StdRng, kind: usize) -> EnterpriseTerm {
    match kind % ENTERPRISE_TERMS {
        0 if rng.random_bool(0.2) => EnterpriseTerm::CreditCode(Compare::Known(rng.random_bool(0.5))),
        1 => EnterpriseTerm::SeenBy(viewer(rng)),
        0 => EnterpriseTerm::CreditCode(choose(rng, &CREDIT_CODES.map(str::to_owned))),
        _ => EnterpriseTerm::Text(words(pick(rng, &[&ASKED[..], &FIRMS[..]].concat()))),
    }
}
