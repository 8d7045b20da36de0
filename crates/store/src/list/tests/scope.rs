//! What lists, counts and look-ups show a viewer, against the rules by which single things are decided.

use std::collections::{BTreeMap, BTreeSet};

use luodi_domain::access::{Action, Entered, Object, ProjectFacts, Viewer, can};
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PartyId, PermitId, ProjectId, RegionId};
use luodi_domain::party::{Party, PartyRole};
use luodi_domain::profile::Place;
use luodi_domain::project::Project;
use luodi_domain::registry::{Agency, AgencyKind, Enterprise, Region, RegionKind};
use luodi_testkit::{seed, size};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::brute::{object, shown};
use super::city::{city, enter, outlook};
use super::{maybe, pick, walk};
use crate::db::testing::on_each;
use crate::db::{Conn, Db};
use crate::fixture::{LEADER, LI, WANG, all_facts, id, settle, write};
use crate::list::fileable::{self, FileableTerm};
use crate::list::permits::{self, PermitKey};
use crate::list::projects::{self, PermitTerm, ProjectFilter, ProjectKey, ProjectTerm};
use crate::list::registry::{self, EnterpriseTerm, EntryKey};
use crate::list::{Direction, Filter, Order, Paging, enterprises_seen, permits_seen, rights};

const PROJECTS: u128 = 60;
const ENTERPRISES: u128 = 20;

/// Two provinces, three cities, four counties; of each its number and what is above it.
const REGIONS: [(u128, RegionKind, &[u128]); 9] = [
    (501, RegionKind::Province, &[]),
    (502, RegionKind::City, &[501]),
    (503, RegionKind::City, &[501]),
    (504, RegionKind::County, &[502, 501]),
    (505, RegionKind::County, &[502, 501]),
    (506, RegionKind::County, &[503, 501]),
    (507, RegionKind::Province, &[]),
    (508, RegionKind::City, &[507]),
    (509, RegionKind::County, &[508, 507]),
];

/// Two agencies in each region, of which the first is a landing office.
pub(super) const AGENCIES: u128 = 18;

fn region(n: u128) -> RegionId {
    id(RegionId::from_uuid, n)
}

pub(super) fn agency(n: u128) -> AgencyId {
    id(AgencyId::from_uuid, 600 + n)
}

/// The region of an agency and all above it.
fn regions_of(agency: u128) -> Vec<RegionId> {
    let (own, _, above) = REGIONS[usize::try_from(agency / 2).unwrap()];
    std::iter::once(own).chain(above.iter().copied()).map(region).collect()
}

/// A database with random projects in these regions, and the projects.
pub(super) struct World {
    pub(super) projects: Vec<Project>,
}

impl World {
    pub(super) async fn built(db: &Db, seed: u64) -> Self {
        settle(db).await;
        registered(db).await;
        let rng = &mut StdRng::seed_from_u64(seed);
        let mut projects = city(&all_facts(db).await, seed, PROJECTS);
        for project in &mut projects {
            scatter(rng, project);
        }
        enter(db, &projects).await;
        Self { projects }
    }

    pub(super) fn facts(&self, project: &Project) -> ProjectFacts {
        let origin = project.profile.originating_agency;
        let brought_from = (0..AGENCIES).find(|n| Some(agency(*n)) == origin).map(regions_of);
        ProjectFacts::of(project, shown(&self.projects, project).stage, brought_from.unwrap_or_default())
    }

    /// The projects of which the viewer may do this.
    pub(super) fn where_can(&self, viewer: &Viewer, action: Action) -> BTreeSet<ProjectId> {
        let may = |project: &&Project| can(viewer, action, &Object::Project(&self.facts(project)));
        self.projects.iter().filter(may).map(|project| project.id).collect()
    }

    fn permits(&self, viewer: &Viewer) -> BTreeSet<PermitId> {
        let mut seen = BTreeSet::new();
        for project in &self.projects {
            let facts = self.facts(project);
            let may = |permit: &&_| can(viewer, Action::See, &object(&facts, project, permit));
            seen.extend(project.permits.values().filter(may).map(|permit| permit.id));
        }
        seen
    }

    /// The permits that can be filed, of projects of which the viewer may read all.
    fn fileable(&self, viewer: &Viewer) -> BTreeSet<PermitId> {
        let read = self.where_can(viewer, Action::SeeWhole);
        let projects = self.projects.iter().filter(|project| read.contains(&project.id));
        projects.flat_map(|project| outlook(project).fileable.into_keys()).collect()
    }

    fn enterprises(&self, viewer: &Viewer) -> BTreeSet<EnterpriseId> {
        let seen = self.where_can(viewer, Action::See);
        let projects = self.projects.iter().filter(|project| seen.contains(&project.id));
        let named: BTreeSet<EnterpriseId> =
            projects.flat_map(|project| project.parties.values().map(|party| party.enterprise)).collect();
        let sees = |n: &u128| {
            let named = named.contains(&enterprise(*n));
            can(viewer, Action::See, &Object::Enterprise { named, entered_by: &entered_by(*n) })
        };
        (0..ENTERPRISES).filter(sees).map(enterprise).collect()
    }
}

fn enterprise(n: u128) -> EnterpriseId {
    id(EnterpriseId::from_uuid, 700 + n)
}

/// Some were entered by nobody in particular, some by one officer, some by two.
fn entered_by(n: u128) -> Vec<Entered> {
    let entries = [(n, WANG), (n * 7 + 3, LI)].into_iter().take(usize::try_from(n % 3).unwrap());
    entries
        .map(|(of, officer)| (of % AGENCIES, officer))
        .map(|(of, officer)| match n {
            // For everybody.
            19 => Entered { officer, agency: None, first: true, regions: Vec::new() },
            _ => Entered { officer, agency: Some(agency(of)), first: true, regions: regions_of(of) },
        })
        .collect()
}

fn all_enterprises() -> Vec<EnterpriseId> {
    (0..ENTERPRISES).map(enterprise).collect()
}

async fn registered(db: &Db) {
    write(db, |tx| {
        Box::pin(async move {
            for (n, kind, above) in REGIONS {
                let parent = above.first().map(|parent| region(*parent));
                let name = format!("区划{n}");
                let region = Region { id: region(n), parent, kind, name, codes: Vec::new(), version: 1 };
                crate::registry::regions::insert(tx, &region).await?;
            }
            for n in 0..AGENCIES {
                let kind = if n % 2 == 0 { AgencyKind::LandingOffice } else { AgencyKind::Department };
                let (name, short_name) = (format!("单位{n}"), None);
                let (id, region) = (agency(n), regions_of(n)[0]);
                let agency = Agency {
                    id,
                    region,
                    kind,
                    name,
                    short_name,
                    departments: [].into(),
                    active: true,
                    version: 1,
                };
                crate::registry::agencies::insert(tx, &agency).await?;
            }
            for n in 0..ENTERPRISES {
                let entry = Enterprise {
                    id: enterprise(n),
                    name: format!("企业{n}"),
                    former_names: BTreeSet::new(),
                    credit_code: None,
                    registered_at: None,
                    version: 1,
                };
                crate::registry::enterprises::insert(tx, &entry).await?;
                for by in entered_by(n) {
                    crate::registry::enterprises::enter(tx, entry.id, (by.officer, by.agency), by.first)
                        .await?;
                }
            }
            Ok(())
        })
    })
    .await
    .unwrap();
}

/// Puts a project somewhere, with agencies and parties from anywhere.
fn scatter(rng: &mut StdRng, project: &mut Project) {
    let agencies: Vec<AgencyId> = (0..AGENCIES).map(agency).collect();
    let (own, kind, above) = pick(rng, &REGIONS);
    let path: Vec<u128> = above.iter().rev().copied().chain([own]).collect();
    let at = |depth: usize| path.get(depth).map(|n| region(*n));
    project.profile.place = match rng.random_range(0..10) {
        0 => Place::default(),
        _ => Place {
            province: at(0),
            city: at(1),
            county: at(2).filter(|_| kind == RegionKind::County),
            park: None,
        },
    };
    project.profile.originating_agency = maybe(rng, &agencies);
    for credit in project.profile.credits.values_mut() {
        credit.agency = pick(rng, &agencies);
    }
    for permit in project.permits.values_mut() {
        permit.agency = maybe(rng, &agencies);
        for case in permit.cases.values_mut() {
            case.agency = permit.agency;
        }
    }
    let number = project.id.uuid().as_u128() % 1_000;
    project.parties = maybe(rng, &all_enterprises())
        .map(|enterprise| {
            let since = super::city::days_on(0);
            let party = id(PartyId::from_uuid, 800_000 + number);
            (
                party,
                Party {
                    id: party,
                    enterprise,
                    role: PartyRole::Signatory,
                    since,
                    until: None,
                    contact: None,
                },
            )
        })
        .into_iter()
        .collect::<BTreeMap<_, _>>();
}

pub(super) fn viewer(rng: &mut StdRng) -> Viewer {
    let of = rng.random_range(0..AGENCIES);
    Viewer {
        officer: pick(rng, &[WANG, LI, LEADER, id(OfficerId::from_uuid, 900)]),
        role: pick(rng, PostRole::ALL),
        agency: agency(of),
        landing_office: of % 2 == 0,
        region: regions_of(of)[0],
    }
}

/// The projects that pass a filter and exist for the viewer.
pub(super) async fn listed_projects(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    viewer: &Viewer,
) -> BTreeSet<ProjectId> {
    let filter = Filter::All(vec![filter.clone(), Filter::Term(ProjectTerm::SeenBy(viewer.clone()))]);
    let order = [Order { key: ProjectKey::Registered, direction: Direction::Ascending }];
    let found = walk(async |after| {
        projects::page(conn, &filter, &Paging::new(&order, after, 50).unwrap()).await.unwrap()
    })
    .await;
    let count = projects::count(conn, &filter).await.unwrap();
    assert_eq!(count, i64::try_from(found.len()).unwrap(), "{viewer:?}");
    found.into_iter().collect()
}

async fn listed_permits(conn: &mut Conn<'_>, viewer: &Viewer) -> BTreeSet<PermitId> {
    let filter = Filter::Term(PermitTerm::SeenBy(viewer.clone()));
    let order = [Order { key: PermitKey::Added, direction: Direction::Ascending }];
    let found = walk(async |after| {
        permits::page(conn, &filter, &Paging::new(&order, after, 100).unwrap()).await.unwrap()
    })
    .await;
    found.into_iter().collect()
}

async fn listed_fileable(conn: &mut Conn<'_>, viewer: &Viewer) -> BTreeSet<PermitId> {
    let filter = Filter::Term(FileableTerm::ReadBy(viewer.clone()));
    let found = walk(async |after| {
        fileable::page(conn, &filter, &Paging::new(&[], after, 100).unwrap()).await.unwrap()
    })
    .await;
    let count = fileable::count(conn, &filter).await.unwrap();
    assert_eq!(count, i64::try_from(found.len()).unwrap(), "{viewer:?}");
    found.into_iter().collect()
}

async fn listed_enterprises(conn: &mut Conn<'_>, viewer: &Viewer) -> BTreeSet<EnterpriseId> {
    let filter = Filter::Term(EnterpriseTerm::SeenBy(viewer.clone()));
    let order = [Order { key: EntryKey::Entered, direction: Direction::Ascending }];
    let found = walk(async |after| {
        registry::enterprises(conn, &filter, &Paging::new(&order, after, 100).unwrap()).await.unwrap()
    })
    .await;
    let ours = all_enterprises();
    found.into_iter().filter(|one| ours.contains(one)).collect()
}

#[tokio::test]
async fn lists_show_what_single_decisions_allow() {
    let seed = seed();
    on_each(async |db| {
        let world = World::built(db, *seed).await;
        let rng = &mut StdRng::seed_from_u64(*seed + 1);
        let mut conn = db.read().await.unwrap();
        let ids: Vec<ProjectId> = world.projects.iter().map(|project| project.id).collect();
        let (mut all, mut some, mut none) = (0, 0, 0);
        for _ in 0..size("portfolios", 150, 10_000) {
            let viewer = viewer(rng);
            let found = rights(&mut conn, &viewer, &ids).await.unwrap();
            let with = |has: fn(&crate::list::Rights) -> bool| -> BTreeSet<ProjectId> {
                found.iter().filter(|(_, rights)| has(rights)).map(|(id, _)| *id).collect()
            };
            let seen = world.where_can(&viewer, Action::See);
            assert_eq!(with(|_| true), seen, "{viewer:?}");
            assert_eq!(with(|rights| rights.whole), world.where_can(&viewer, Action::SeeWhole), "{viewer:?}");
            assert_eq!(with(|rights| rights.terms), world.where_can(&viewer, Action::SeeTerms), "{viewer:?}");
            assert_eq!(with(|rights| rights.gaps), world.where_can(&viewer, Action::SeeGaps), "{viewer:?}");
            assert_eq!(listed_projects(&mut conn, &Filter::default(), &viewer).await, seen, "{viewer:?}");
            let permits = world.permits(&viewer);
            assert_eq!(listed_permits(&mut conn, &viewer).await, permits, "{viewer:?}");
            let of_all = permits_seen(&mut conn, &viewer, &ids).await.unwrap();
            assert_eq!(BTreeSet::from_iter(of_all), permits, "{viewer:?}");
            let fileable = world.fileable(&viewer);
            assert_eq!(listed_fileable(&mut conn, &viewer).await, fileable, "{viewer:?}");
            let enterprises = world.enterprises(&viewer);
            assert_eq!(listed_enterprises(&mut conn, &viewer).await, enterprises, "{viewer:?}");
            let by_id = enterprises_seen(&mut conn, &viewer, &all_enterprises()).await.unwrap();
            assert_eq!(BTreeSet::from_iter(by_id), enterprises, "{viewer:?}");
            match seen.len() {
                0 => none += 1,
                found if found == ids.len() => all += 1,
                _ => some += 1,
            }
        }
        println!("portfolios: {some} with some of the projects, {none} with none, {all} with all");
        assert!(some > 10 * none.max(1) || some > 100, "{some} saw some, {none} none, {all} all");
    })
    .await;
}
