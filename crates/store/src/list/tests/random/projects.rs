//! Terms on projects and their permits.

use chrono::{DateTime, Utc};
use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{OfficerId, ProjectId};
use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus, Phase};
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;
use rand::RngExt;
use rand::rngs::StdRng;

use super::{ASKED, choose, compare, joined, known, some};
use crate::fixture::{BUREAU, CITY, COUNTY, LEADER, LI, OFFICE, PARK, PROVINCE, WANG, id};
use crate::list::fileable::FileableTerm;
use crate::list::projects::{
    AgencyRole, LineageKind, OfficerRole, OutlookPart, PermitTerm, ProjectFilter, ProjectTerm,
};
use crate::list::tests::city::{CHAINS, CODES, LABELS, days_on, registered_at, updated_at};
use crate::list::tests::{maybe, pick};
use crate::list::{Compare, Filter};
use crate::search::words;

/// A condition on projects, joined so deeply at most.
pub(super) fn projects(rng: &mut StdRng, depth: u32) -> ProjectFilter {
    joined(rng, depth, &|rng| {
        let kind = rng.random_range(0..TERMS);
        term(rng, kind)
    })
}

/// A condition on permits, joined so deeply at most.
pub(super) fn permits(rng: &mut StdRng, depth: u32) -> Filter<PermitTerm> {
    joined(rng, depth, &|rng| {
        let kind = rng.random_range(0..PERMIT_TERMS);
        permit_term(rng, kind)
    })
}

/// How many kinds of terms there are.
pub(in crate::list::tests) const TERMS: usize = 24;

/// A term of this kind.
pub(in crate::list::tests) fn term(rng: &mut StdRng, kind: usize) -> ProjectTerm {
    let days: Vec<_> = (0..10).map(|part| days_on(part * 30)).collect();
    let money: Vec<_> = (0..12).map(|part| Money::from_fen(part * 100_000_000)).collect();
    let texts = CHAINS.map(str::to_owned);
    let times = |time: fn(ProjectId) -> DateTime<Utc>| [1, 30, 60].map(|n| time(id(ProjectId::from_uuid, n)));
    match kind % TERMS {
        0 => ProjectTerm::Stage(compare(rng, Stage::ALL)),
        1 => ProjectTerm::Standing(choose(rng, StandingKind::ALL)),
        2 => ProjectTerm::Track(choose(rng, Track::ALL)),
        3 => ProjectTerm::Lineage(choose(
            rng,
            &[LineageKind::Single, LineageKind::Umbrella, LineageKind::Phase],
        )),
        4 => ProjectTerm::PhaseOf(vec![id(ProjectId::from_uuid, 1 + 10 * rng.random_range(0..5))]),
        5 => ProjectTerm::Region(some(rng, &[PROVINCE, CITY, COUNTY, PARK])),
        6 => ProjectTerm::Chain(if rng.random_bool(0.2) {
            Compare::Known(rng.random_bool(0.5))
        } else {
            choose(rng, &texts)
        }),
        7 => ProjectTerm::Industry(choose(rng, &["1439".to_owned(), "4415".to_owned()])),
        8 => ProjectTerm::Label(vec![pick(rng, &LABELS).to_owned()]),
        9 => {
            let kind = rng.random_range(0..PERMIT_TERMS);
            let first = Filter::Term(permit_term(rng, kind));
            ProjectTerm::Permit(Filter::All(vec![first, permits(rng, 1)]))
        }
        10 => ProjectTerm::Officer {
            officers: vec![pick(rng, &[WANG, LI, LEADER])],
            roles: maybe(
                rng,
                &[
                    OfficerRole::Responsible,
                    OfficerRole::Assisting,
                    OfficerRole::Supervising,
                    OfficerRole::LandingSpecialist,
                    OfficerRole::LeaderInCharge,
                ],
            )
            .into_iter()
            .collect(),
        },
        11 => ProjectTerm::Agency {
            agencies: vec![pick(rng, &[OFFICE, BUREAU])],
            roles: maybe(rng, &[AgencyRole::Originating, AgencyRole::Credited, AgencyRole::Deciding])
                .into_iter()
                .collect(),
        },
        12 => ProjectTerm::Text(words(pick(rng, &ASKED))),
        13 => ProjectTerm::AgreedInvestment(known(rng, &money)),
        14 => ProjectTerm::PlannedStart(known(rng, &days)),
        15 => ProjectTerm::PlannedProduction(known(rng, &days)),
        16 => ProjectTerm::Registered(compare(rng, &times(registered_at))),
        18 => ProjectTerm::SeenBy(viewer(rng)),
        19 => ProjectTerm::UmbrellaSeenBy(viewer(rng)),
        20 => ProjectTerm::StepsOf {
            officers: vec![pick(rng, &[WANG, LI])],
            roles: vec![pick(
                rng,
                &[OfficerRole::Responsible, OfficerRole::Assisting, OfficerRole::Supervising],
            )],
            viewer: viewer(rng),
        },
        21 => ProjectTerm::Outlook(pick(rng, &OutlookPart::ALL), rng.random_bool(0.5)),
        22 => ProjectTerm::Planned(rng.random_bool(0.5)),
        17 => ProjectTerm::Updated(compare(rng, &times(updated_at))),
        _ => {
            let on = (0..rng.random_range(0..3)).map(|_| compare(rng, &days)).collect();
            ProjectTerm::Entered { stage: pick(rng, Stage::ALL), on }
        }
    }
}

/// Somebody of the fixture, or somebody new at its agencies, in any role.
pub(super) fn viewer(rng: &mut StdRng) -> Viewer {
    let (agency, region) = pick(rng, &[(OFFICE, COUNTY), (BUREAU, CITY)]);
    Viewer {
        officer: pick(rng, &[WANG, LI, LEADER, id(OfficerId::from_uuid, 900)]),
        role: pick(rng, PostRole::ALL),
        agency,
        landing_office: rng.random_bool(0.5),
        region,
    }
}

/// How many kinds of terms on permits there are.
pub(in crate::list::tests) const PERMIT_TERMS: usize = 9;

/// A term on permits of this kind.
pub(in crate::list::tests) fn permit_term(rng: &mut StdRng, kind: usize) -> PermitTerm {
    let days: Vec<_> = (0..10).map(|part| days_on(part * 30)).collect();
    match kind % PERMIT_TERMS {
        0 => PermitTerm::Level(choose(rng, Level::ALL)),
        1 => PermitTerm::Status(choose(rng, PermitStatus::ALL)),
        2 => PermitTerm::Phase(choose(rng, Phase::ALL)),
        3 => PermitTerm::TypeCode(choose(rng, &CODES.map(str::to_owned))),
        4 => PermitTerm::Agency(choose(rng, &[OFFICE, BUREAU])),
        5 => PermitTerm::DecidedOn(known(rng, &days)),
        7 => PermitTerm::SeenBy(viewer(rng)),
        6 => PermitTerm::Responsible(choose(rng, &[WANG, LI])),
        _ => PermitTerm::Project(Box::new(projects(rng, 1))),
    }
}

/// How many kinds of terms on permits that can be filed there are.
pub(in crate::list::tests) const FILEABLE_TERMS: usize = 2;

/// A term on permits that can be filed, of this kind.
pub(in crate::list::tests) fn fileable_term(rng: &mut StdRng, kind: usize) -> FileableTerm {
    match kind % FILEABLE_TERMS {
        0 => FileableTerm::ReadBy(viewer(rng)),
        _ => FileableTerm::Permit(permits(rng, 1)),
    }
}
