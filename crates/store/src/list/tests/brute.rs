//! Filters and orders as one would write them without a database.

use std::cmp::Ordering;

use chrono::NaiveDate;
use luodi_domain::permit::{Permit, PermitStatus};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::step::HelperRole;
use luodi_domain::umbrella::{self, Phase};

use super::city::{phases, registered_at, updated_at};
use super::random::meant;
use crate::fixture::{CITY, COUNTY, PROVINCE};
use crate::list::permits::PermitKey;
use crate::list::projects::{
    AgencyRole, LineageKind, OfficerRole, PermitTerm, ProjectFilter, ProjectKey, ProjectTerm,
};
use crate::list::{Compare, Direction, Filter, Order};
use crate::projects::Shown;
use crate::search::sort_key;

/// What a project shows.
pub(super) fn shown(projects: &[Project], project: &Project) -> Shown {
    let own = Phase {
        stage: project.stage,
        standing: project.standing.kind(),
        agreed_investment: project.profile.agreed_investment,
    };
    let of_phases: Vec<Phase> = phases(projects, project.id)
        .map(|phase| Phase {
            stage: phase.stage,
            standing: phase.standing.kind(),
            agreed_investment: phase.profile.agreed_investment,
        })
        .collect();
    match umbrella::derive(&of_phases) {
        Some(whole) => Shown {
            stage: whole.stage,
            standing: whole.standing,
            agreed_investment: own.agreed_investment.or(whole.agreed_investment),
        },
        None => Shown { stage: own.stage, standing: own.standing, agreed_investment: own.agreed_investment },
    }
}

pub(super) fn passes(projects: &[Project], project: &Project, filter: &ProjectFilter) -> bool {
    match filter {
        Filter::Term(term) => holds(projects, project, term),
        Filter::All(parts) => parts.iter().all(|part| passes(projects, project, part)),
        Filter::Any(parts) => parts.iter().any(|part| passes(projects, project, part)),
        Filter::Not(part) => !passes(projects, project, part),
    }
}

fn compare<V: PartialEq + PartialOrd>(compare: &Compare<V>, value: Option<&V>) -> bool {
    match compare {
        Compare::OneOf(values) => value.is_some_and(|value| values.contains(value)),
        Compare::NoneOf(values) => !value.is_some_and(|value| values.contains(value)),
        Compare::Above(bound) => value.is_some_and(|value| value > bound),
        Compare::AtLeast(bound) => value.is_some_and(|value| value >= bound),
        Compare::Below(bound) => value.is_some_and(|value| value < bound),
        Compare::AtMost(bound) => value.is_some_and(|value| value <= bound),
        Compare::Known(known) => value.is_some() == *known,
    }
}

fn holds(projects: &[Project], project: &Project, term: &ProjectTerm) -> bool {
    let profile = &project.profile;
    let shown = shown(projects, project);
    match term {
        ProjectTerm::Stage(stage) => compare(stage, Some(&shown.stage)),
        ProjectTerm::Standing(standing) => compare(standing, Some(&shown.standing)),
        ProjectTerm::Track(track) => compare(track, Some(&profile.track)),
        ProjectTerm::Lineage(lineage) => {
            let kind = match project.lineage {
                Lineage::Single => LineageKind::Single,
                Lineage::Umbrella(_) => LineageKind::Umbrella,
                Lineage::PhaseOf(_) => LineageKind::Phase,
            };
            match lineage {
                Compare::OneOf(kinds) => kinds.contains(&kind),
                Compare::NoneOf(kinds) => !kinds.contains(&kind),
                other => panic!("{other:?}"),
            }
        }
        ProjectTerm::PhaseOf(umbrellas) => {
            matches!(project.lineage, Lineage::PhaseOf(umbrella) if umbrellas.contains(&umbrella))
        }
        ProjectTerm::Region(regions) => [PROVINCE, CITY, COUNTY].iter().any(|region| {
            let place = profile.place;
            let lies = [place.province, place.city, place.county, place.park].contains(&Some(*region));
            lies && regions.contains(region)
        }),
        ProjectTerm::Chain(chain) => compare(chain, profile.chain.as_ref()),
        ProjectTerm::Industry(industry) => compare(industry, profile.industry.as_ref()),
        ProjectTerm::Label(labels) => labels.iter().any(|label| profile.labels.contains(label)),
        ProjectTerm::Permit(filter) => {
            project.permits.values().any(|permit| permit_passes(projects, project, permit, filter))
        }
        ProjectTerm::Officer { officers, roles } => {
            let roles = if roles.is_empty() { &OFFICER_ROLES[..] } else { roles };
            roles.iter().any(|role| {
                let open = || project.steps.values().filter(|step| step.is_open());
                let helps =
                    |role| open().flat_map(move |step| step.helping(role)).any(|o| officers.contains(&o));
                match role {
                    OfficerRole::Responsible => open().any(|step| officers.contains(&step.responsible)),
                    OfficerRole::Assisting => helps(HelperRole::Assisting),
                    OfficerRole::Supervising => helps(HelperRole::Supervising),
                    OfficerRole::LandingSpecialist => {
                        profile.landing_specialist.is_some_and(|officer| officers.contains(&officer))
                    }
                    OfficerRole::LeaderInCharge => {
                        profile.leader_in_charge.is_some_and(|officer| officers.contains(&officer))
                    }
                }
            })
        }
        ProjectTerm::Agency { agencies, roles } => {
            let roles = if roles.is_empty() { &AGENCY_ROLES[..] } else { roles };
            roles.iter().any(|role| match role {
                AgencyRole::Originating => {
                    profile.originating_agency.is_some_and(|one| agencies.contains(&one))
                }
                AgencyRole::Credited => profile.credits.values().any(|one| agencies.contains(&one.agency)),
                AgencyRole::Deciding => {
                    project.permits.values().filter_map(|one| one.agency).any(|one| agencies.contains(&one))
                }
            })
        }
        ProjectTerm::Text(words) => words.iter().all(|word| {
            let names = std::iter::once(&profile.name).chain(profile.other_names.keys());
            let codes = profile.codes.keys().map(|code| code.as_str().replace('-', ""));
            names.map(|name| name.to_lowercase()).chain(codes).any(|text| text.contains(meant(word)))
        }),
        ProjectTerm::AgreedInvestment(amount) => compare(amount, shown.agreed_investment.as_ref()),
        ProjectTerm::PlannedStart(day) => compare(day, first_day(profile.planned_start.as_ref()).as_ref()),
        ProjectTerm::PlannedProduction(day) => {
            compare(day, first_day(profile.planned_production.as_ref()).as_ref())
        }
        ProjectTerm::Entered { stage, on } => project.visits.iter().any(|(step, visit)| {
            let opened_on = project.steps[step].opened_on;
            visit.stage == *stage && on.iter().all(|day| compare(day, Some(&opened_on)))
        }),
        ProjectTerm::Registered(at) => compare(at, Some(&registered_at(project.id))),
        ProjectTerm::Updated(at) => compare(at, Some(&updated_at(project.id))),
    }
}

const OFFICER_ROLES: [OfficerRole; 5] = [
    OfficerRole::Responsible,
    OfficerRole::Assisting,
    OfficerRole::Supervising,
    OfficerRole::LandingSpecialist,
    OfficerRole::LeaderInCharge,
];
const AGENCY_ROLES: [AgencyRole; 3] = [AgencyRole::Originating, AgencyRole::Credited, AgencyRole::Deciding];

fn first_day(date: Option<&luodi_domain::partial_date::PartialDate>) -> Option<NaiveDate> {
    date.map(luodi_domain::partial_date::PartialDate::first_day)
}

pub(super) fn permit_passes(
    projects: &[Project],
    project: &Project,
    permit: &Permit,
    filter: &Filter<PermitTerm>,
) -> bool {
    let passes_too = |part: &Filter<PermitTerm>| permit_passes(projects, project, permit, part);
    match filter {
        Filter::All(parts) => parts.iter().all(passes_too),
        Filter::Any(parts) => parts.iter().any(passes_too),
        Filter::Not(part) => !passes_too(part),
        Filter::Term(term) => match term {
            PermitTerm::Level(level) => compare(level, Some(&permit.level)),
            PermitTerm::Status(status) => compare::<PermitStatus>(status, Some(&permit.status())),
            PermitTerm::Phase(phase) => compare(phase, Some(&permit.phase)),
            PermitTerm::TypeCode(code) => {
                let own = match &permit.item {
                    luodi_domain::permit::PermitItem::Catalogued(code) => Some(code),
                    luodi_domain::permit::PermitItem::Named(_) => None,
                };
                compare(code, own)
            }
            PermitTerm::Agency(agency) => compare(agency, permit.agency.as_ref()),
            PermitTerm::DecidedOn(day) => compare(day, permit.decided_on().as_ref()),
            PermitTerm::Responsible(officer) => {
                compare(officer, Some(&project.steps[&permit.step].responsible))
            }
            PermitTerm::Project(filter) => passes(projects, project, filter),
        },
    }
}

/// The order of a list; what has no value stands last whichever way it runs, and the id ends it.
pub(super) fn in_order(
    projects: &[Project],
    order: &[Order<ProjectKey>],
    a: &Project,
    b: &Project,
) -> Ordering {
    let last = order.first().map_or(Direction::Ascending, |first| first.direction);
    order
        .iter()
        .map(|one| by(projects, *one, a, b))
        .chain([known(last, Some(a.id), Some(b.id))])
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The order of a list of permits.
pub(super) fn permits_in_order(order: &[Order<PermitKey>], a: &Permit, b: &Permit) -> Ordering {
    let last = order.first().map_or(Direction::Ascending, |first| first.direction);
    let by = |one: &Order<PermitKey>| match one.key {
        PermitKey::Added => known(one.direction, Some(a.id), Some(b.id)),
        PermitKey::DecidedOn => known(one.direction, a.decided_on(), b.decided_on()),
    };
    order
        .iter()
        .map(by)
        .chain([known(last, Some(a.id), Some(b.id))])
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn known<V: Ord>(direction: Direction, a: Option<V>, b: Option<V>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
        (Some(a), Some(b)) => b.cmp(&a),
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (None, None) => Ordering::Equal,
    }
}

fn by(projects: &[Project], order: Order<ProjectKey>, a: &Project, b: &Project) -> Ordering {
    let way = order.direction;
    let (one, other) = (shown(projects, a), shown(projects, b));
    match order.key {
        ProjectKey::Registered => known(way, Some(a.id), Some(b.id)),
        ProjectKey::Name => known(way, Some(sort_key(&a.profile.name)), Some(sort_key(&b.profile.name))),
        ProjectKey::Stage => known(way, Some(one.stage), Some(other.stage)),
        ProjectKey::AgreedInvestment => known(way, one.agreed_investment, other.agreed_investment),
        ProjectKey::PlannedStart => known(
            way,
            first_day(a.profile.planned_start.as_ref()),
            first_day(b.profile.planned_start.as_ref()),
        ),
        ProjectKey::PlannedProduction => known(
            way,
            first_day(a.profile.planned_production.as_ref()),
            first_day(b.profile.planned_production.as_ref()),
        ),
        ProjectKey::Updated => known(way, Some(updated_at(a.id)), Some(updated_at(b.id))),
    }
}
