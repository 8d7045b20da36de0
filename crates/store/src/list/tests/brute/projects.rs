//! Projects and their permits.

use std::cmp::Ordering;

use chrono::NaiveDate;
use luodi_domain::access::{Action, Object, ProjectFacts, can};
use luodi_domain::ids::{OfficerId, PermitId, ProjectId};
use luodi_domain::partial_date::PartialDate;
use luodi_domain::permit::{Permit, PermitItem, PermitStatus};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::step::{HelperRole, Step, StepKind};
use luodi_domain::umbrella::{self, Phase};
use rand::rngs::StdRng;

use super::{Twin, compare, holds_words, in_order, known, passes};
use crate::db::{Conn, Db};
use crate::fixture::{CITY, COUNTY, OFFICE, PROVINCE};
use crate::list::fileable::{self, FileableKey, FileableTerm};
use crate::list::permits::{self, PermitKey};
use crate::list::projects::{
    self as list, AgencyRole, LineageKind, OfficerRole, OutlookPart, PermitTerm, ProjectFilter, ProjectKey,
    ProjectTerm,
};
use crate::list::tests::city::{built, outlook, phases, registered_at, updated_at};
use crate::list::tests::{PERMIT_KEYS, PROJECT_KEYS, order, random};
use crate::list::{Compare, Filter, Order, Page, Paging};
use crate::projects::Shown;
use crate::search::sort_key;

const PROJECTS: u128 = 120;

/// The list of projects.
pub(in crate::list::tests) struct Projects(Vec<Project>);

impl Twin for Projects {
    type Term = ProjectTerm;
    type Order = Vec<Order<ProjectKey>>;
    type Id = ProjectId;
    const TERMS: usize = random::TERMS;

    async fn built(db: &Db, seed: u64) -> Self {
        Self(built(db, seed, PROJECTS).await)
    }

    fn term(rng: &mut StdRng, kind: usize) -> ProjectTerm {
        random::term(rng, kind)
    }

    fn order(rng: &mut StdRng, round: usize) -> Self::Order {
        order(rng, round, &PROJECT_KEYS)
    }

    fn expected(&self, filter: &ProjectFilter, order: &Self::Order) -> Vec<ProjectId> {
        let all = &self.0;
        let mut rows: Vec<_> = all.iter().filter(|project| project_passes(all, project, filter)).collect();
        rows.sort_by(|a, b| in_order(order, (a.id, b.id), |one| by(all, one, a, b)));
        rows.into_iter().map(|project| project.id).collect()
    }

    async fn page(
        conn: &mut Conn<'_>,
        filter: &ProjectFilter,
        order: &Self::Order,
        after: Option<&str>,
        limit: u32,
    ) -> Page<ProjectId> {
        list::page(conn, filter, &Paging::new(order, after, limit).unwrap()).await.unwrap()
    }

    async fn count(conn: &mut Conn<'_>, filter: &ProjectFilter) -> i64 {
        list::count(conn, filter).await.unwrap()
    }
}

/// The list of permits.
pub(in crate::list::tests) struct Permits(Vec<Project>);

impl Twin for Permits {
    type Term = PermitTerm;
    type Order = Vec<Order<PermitKey>>;
    type Id = PermitId;
    const TERMS: usize = random::PERMIT_TERMS;

    async fn built(db: &Db, seed: u64) -> Self {
        Self(built(db, seed, PROJECTS).await)
    }

    fn term(rng: &mut StdRng, kind: usize) -> PermitTerm {
        random::permit_term(rng, kind)
    }

    fn order(rng: &mut StdRng, round: usize) -> Self::Order {
        order(rng, round, &PERMIT_KEYS)
    }

    fn expected(&self, filter: &Filter<PermitTerm>, order: &Self::Order) -> Vec<PermitId> {
        let all = &self.0;
        let with_project =
            all.iter().flat_map(|project| project.permits.values().map(move |one| (project, one)));
        let mut rows: Vec<&Permit> = with_project
            .filter(|(project, permit)| permit_passes(all, project, permit, filter))
            .map(|(_, permit)| permit)
            .collect();
        rows.sort_by(|a, b| {
            in_order(order, (a.id, b.id), |one| match one.key {
                PermitKey::Added => known(one.direction, Some(a.id), Some(b.id)),
                PermitKey::DecidedOn => known(one.direction, a.decided_on(), b.decided_on()),
            })
        });
        rows.into_iter().map(|permit| permit.id).collect()
    }

    async fn page(
        conn: &mut Conn<'_>,
        filter: &Filter<PermitTerm>,
        order: &Self::Order,
        after: Option<&str>,
        limit: u32,
    ) -> Page<PermitId> {
        permits::page(conn, filter, &Paging::new(order, after, limit).unwrap()).await.unwrap()
    }

    async fn count(conn: &mut Conn<'_>, filter: &Filter<PermitTerm>) -> i64 {
        permits::count(conn, filter).await.unwrap()
    }
}

/// The list of permits that can be filed.
pub(in crate::list::tests) struct FileablePermits(Vec<Project>);

impl Twin for FileablePermits {
    type Term = FileableTerm;
    type Order = Vec<Order<FileableKey>>;
    type Id = PermitId;
    const TERMS: usize = random::FILEABLE_TERMS;

    async fn built(db: &Db, seed: u64) -> Self {
        Self(built(db, seed, PROJECTS).await)
    }

    fn term(rng: &mut StdRng, kind: usize) -> FileableTerm {
        random::fileable_term(rng, kind)
    }

    fn order(rng: &mut StdRng, round: usize) -> Self::Order {
        order(rng, round, &[FileableKey::AgreedOn])
    }

    fn expected(&self, filter: &Filter<FileableTerm>, order: &Self::Order) -> Vec<PermitId> {
        let all = &self.0;
        let passing = |(project, id, _): &(&Project, PermitId, Option<NaiveDate>)| {
            passes(filter, &|term| match term {
                FileableTerm::Permit(filter) => permit_passes(all, project, &project.permits[id], filter),
                FileableTerm::ReadBy(viewer) => {
                    can(viewer, Action::SeeWhole, &Object::Project(&facts(all, project)))
                }
            })
        };
        let fileable = |project| outlook(project).fileable.into_iter().map(move |(id, on)| (project, id, on));
        let mut rows: Vec<_> = all.iter().flat_map(fileable).filter(passing).collect();
        rows.sort_by(|a, b| {
            in_order(order, (a.1, b.1), |one| match one.key {
                FileableKey::AgreedOn => known(one.direction, a.2, b.2),
            })
        });
        rows.into_iter().map(|(_, id, _)| id).collect()
    }

    async fn page(
        conn: &mut Conn<'_>,
        filter: &Filter<FileableTerm>,
        order: &Self::Order,
        after: Option<&str>,
        limit: u32,
    ) -> Page<PermitId> {
        fileable::page(conn, filter, &Paging::new(order, after, limit).unwrap()).await.unwrap()
    }

    async fn count(conn: &mut Conn<'_>, filter: &Filter<FileableTerm>) -> i64 {
        fileable::count(conn, filter).await.unwrap()
    }
}

/// What a project shows.
pub(in crate::list::tests) fn shown(projects: &[Project], project: &Project) -> Shown {
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

/// Whether a project passes a filter.
pub(in crate::list::tests) fn project_passes(
    projects: &[Project],
    project: &Project,
    filter: &ProjectFilter,
) -> bool {
    passes(filter, &|term| holds(projects, project, term))
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
        ProjectTerm::Region(regions) => {
            let place = profile.place;
            let lies = [place.province, place.city, place.county, place.park];
            lies.into_iter().flatten().any(|region| regions.contains(&region))
        }
        ProjectTerm::Chain(chain) => compare(chain, profile.chain.as_ref()),
        ProjectTerm::Industry(industry) => compare(industry, profile.industry.as_ref()),
        ProjectTerm::Label(labels) => labels.iter().any(|label| profile.labels.contains(label)),
        ProjectTerm::Permit(filter) => {
            project.permits.values().any(|permit| permit_passes(projects, project, permit, filter))
        }
        ProjectTerm::Officer { officers, roles } => in_charge(project, officers, roles, &|_| true),
        ProjectTerm::StepsOf { officers, roles, viewer } => {
            let facts = facts(projects, project);
            in_charge(project, officers, roles, &|step| match step.kind {
                StepKind::StageVisit(_) => true,
                StepKind::Permit(permit) => {
                    can(viewer, Action::See, &object(&facts, project, &project.permits[&permit]))
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
        ProjectTerm::Text(words) => {
            let names = std::iter::once(&profile.name).chain(profile.other_names.keys()).cloned();
            let codes = profile.codes.keys().map(|code| code.as_str().replace('-', ""));
            holds_words(words, names.chain(codes))
        }
        ProjectTerm::AgreedInvestment(amount) => compare(amount, shown.agreed_investment.as_ref()),
        ProjectTerm::PlannedStart(day) => compare(day, first_day(profile.planned_start.as_ref()).as_ref()),
        ProjectTerm::PlannedProduction(day) => {
            compare(day, first_day(profile.planned_production.as_ref()).as_ref())
        }
        ProjectTerm::Entered { stage, on } => project.visits.iter().any(|(step, visit)| {
            let opened_on = project.steps[step].opened_on;
            visit.stage == *stage && on.iter().all(|day| compare(day, Some(&opened_on)))
        }),
        ProjectTerm::Outlook(part, some) => {
            let outlook = outlook(project);
            let there = match part {
                OutlookPart::Fileable => !outlook.fileable.is_empty(),
                OutlookPart::Undecided => outlook.undecided > 0,
                OutlookPart::Missing => outlook.missing > 0,
                OutlookPart::Outdated => outlook.outdated,
            };
            is_readable(project) && there == *some
        }
        ProjectTerm::Planned(planned) => is_readable(project) && project.plan.is_some() == *planned,
        ProjectTerm::ReadBy(viewer) => {
            can(viewer, Action::SeeWhole, &Object::Project(&facts(projects, project)))
        }
        ProjectTerm::SeenBy(viewer) => can(viewer, Action::See, &Object::Project(&facts(projects, project))),
        ProjectTerm::UmbrellaSeenBy(viewer) => {
            let umbrella = |id| projects.iter().find(|project| project.id == id);
            let seen = |project| can(viewer, Action::See, &Object::Project(&facts(projects, project)));
            matches!(project.lineage, Lineage::PhaseOf(id) if umbrella(id).is_some_and(seen))
        }
        ProjectTerm::Registered(at) => compare(at, Some(&registered_at(project.id))),
        ProjectTerm::Updated(at) => compare(at, Some(&updated_at(project.id))),
    }
}

/// Whether all of it is there: a test takes the version from one of which somebody may only know that it is.
fn is_readable(project: &Project) -> bool {
    project.version > 0
}

/// Whether one of the officers is in charge of the project in one of these ways, as far as its steps are looked at.
fn in_charge(
    project: &Project,
    officers: &[OfficerId],
    roles: &[OfficerRole],
    looked_at: &dyn Fn(&Step) -> bool,
) -> bool {
    let profile = &project.profile;
    let roles = if roles.is_empty() { &OFFICER_ROLES[..] } else { roles };
    roles.iter().any(|role| {
        let open = || project.steps.values().filter(|step| step.is_open() && looked_at(step));
        let helps = |role| open().flat_map(move |step| step.helping(role)).any(|one| officers.contains(&one));
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

const OFFICER_ROLES: [OfficerRole; 5] = [
    OfficerRole::Responsible,
    OfficerRole::Assisting,
    OfficerRole::Supervising,
    OfficerRole::LandingSpecialist,
    OfficerRole::LeaderInCharge,
];
const AGENCY_ROLES: [AgencyRole; 3] = [AgencyRole::Originating, AgencyRole::Credited, AgencyRole::Deciding];

fn first_day(date: Option<&PartialDate>) -> Option<NaiveDate> {
    date.map(PartialDate::first_day)
}

fn permit_passes(
    projects: &[Project],
    project: &Project,
    permit: &Permit,
    filter: &Filter<PermitTerm>,
) -> bool {
    passes(filter, &|term| match term {
        PermitTerm::Level(level) => compare(level, Some(&permit.level)),
        PermitTerm::Status(status) => compare::<PermitStatus>(status, Some(&permit.status())),
        PermitTerm::Phase(phase) => compare(phase, Some(&permit.phase)),
        PermitTerm::TypeCode(code) => {
            let own = match &permit.item {
                PermitItem::Catalogued(code) => Some(code),
                PermitItem::Named(_) => None,
            };
            compare(code, own)
        }
        PermitTerm::Agency(agency) => compare(agency, permit.agency.as_ref()),
        PermitTerm::DecidedOn(day) => compare(day, permit.decided_on().as_ref()),
        PermitTerm::Responsible(officer) => compare(officer, Some(&project.steps[&permit.step].responsible)),
        PermitTerm::Project(filter) => project_passes(projects, project, filter),
        PermitTerm::SeenBy(viewer) => {
            let facts = facts(projects, project);
            can(viewer, Action::See, &object(&facts, project, permit))
        }
    })
}

/// What of a project decides who may see it, where every agency works for the county or the city of the fixture.
pub(super) fn facts(projects: &[Project], project: &Project) -> ProjectFacts {
    let brought_from = match project.profile.originating_agency {
        Some(OFFICE) => vec![COUNTY, CITY, PROVINCE],
        Some(_) => vec![CITY, PROVINCE],
        None => Vec::new(),
    };
    ProjectFacts::of(project, shown(projects, project).stage, brought_from)
}

/// A permit as the rules of access look at it.
pub(in crate::list::tests) fn object<'a>(
    facts: &'a ProjectFacts,
    project: &Project,
    permit: &Permit,
) -> Object<'a> {
    let responsible = Some(project.steps[&permit.step].responsible);
    Object::Permit { project: facts, agency: permit.agency, responsible }
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
