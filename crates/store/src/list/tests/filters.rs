//! Random filters and orders give what the same filters give in memory.

use luodi_domain::ids::ProjectId;
use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus, Phase};
use luodi_domain::project::Project;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::brute::{in_order, passes};
use super::city::{CHAINS, CODES, LABELS, city, days_on};
use super::{maybe, pick};
use crate::db::testing::on_each;
use crate::db::{Conn, Db};
use crate::fixture::{BUREAU, CITY, COUNTY, LEADER, LI, OFFICE, PROVINCE, WANG, all_facts, id, save, settle};
use crate::list::projects::{
    self, AgencyRole, LineageKind, OfficerRole, PermitTerm, ProjectFilter, ProjectKey, ProjectTerm,
};
use crate::list::{Compare, Direction, Filter, Order, Paging};
use crate::search::words;

const PROJECTS: u128 = 120;
const FILTERS: usize = 500;

/// The database with a random city in it.
pub(super) async fn built(db: &Db, seed: u64, count: u128) -> Vec<Project> {
    settle(db).await;
    let facts = all_facts(db).await;
    let projects = city(&facts, seed, count);
    for project in &projects {
        save(db, None, project).await.unwrap();
    }
    projects
}

/// All pages of a list, one after the other.
pub(super) async fn walk(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    order: &[Order<ProjectKey>],
    limit: u32,
) -> Vec<ProjectId> {
    let (mut found, mut after): (Vec<ProjectId>, Option<String>) = (Vec::new(), None);
    loop {
        let paging = Paging::new(order, after.as_deref(), limit).unwrap();
        let page = projects::page(conn, filter, &paging).await.unwrap();
        found.extend(page.rows.iter().map(|(id, _)| *id));
        match page.rows.last() {
            Some((_, place)) => after = Some(place.clone()),
            None => return found,
        }
    }
}

#[tokio::test]
async fn random_filters_give_what_they_give_in_memory() {
    on_each(async |db| {
        let projects = built(db, 1, PROJECTS).await;
        let rng = &mut StdRng::seed_from_u64(2);
        let mut conn = db.read().await.unwrap();
        let (mut some, mut none) = (0, 0);
        for round in 0..FILTERS {
            let filter = filter(rng);
            let order = order(rng);
            let mut expected: Vec<&Project> =
                projects.iter().filter(|project| passes(&projects, project, &filter)).collect();
            expected.sort_by(|a, b| in_order(&projects, &order, a, b));
            let expected: Vec<ProjectId> = expected.into_iter().map(|project| project.id).collect();
            let limit = pick(rng, &[1, 7, 50, 200]);
            let found = walk(&mut conn, &filter, &order, limit).await;
            assert_eq!(found, expected, "{round}: {filter:#?} {order:?} by {limit}");
            let count = projects::count(&mut conn, &filter).await.unwrap();
            assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{round}: {filter:?}");
            if expected.is_empty() { none += 1 } else { some += 1 }
        }
        assert!(some > FILTERS / 3 && none > 0, "{some} filters found something, {none} nothing");
    })
    .await;
}

/// A filter as the API can ask: terms of which all hold, and one level of and, or and not.
fn filter(rng: &mut StdRng) -> ProjectFilter {
    let mut all = vec![terms(rng, 2)];
    if rng.random_bool(0.3) {
        all.push(Filter::All(vec![terms(rng, 1), terms(rng, 1)]));
    }
    if rng.random_bool(0.3) {
        let parts = (0..rng.random_range(0..4)).map(|_| terms(rng, 2)).collect();
        all.push(Filter::Any(parts));
    }
    if rng.random_bool(0.3) {
        all.push(Filter::Not(Box::new(terms(rng, 2))));
    }
    Filter::All(all)
}

fn terms(rng: &mut StdRng, most: usize) -> ProjectFilter {
    let count = rng.random_range(0..=most);
    (0..count).map(|_| term(rng)).collect::<Vec<_>>().into()
}

fn compare<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    match rng.random_range(0..7) {
        0 => Compare::OneOf(vec![pick(rng, all)]),
        1 => Compare::OneOf(vec![pick(rng, all), pick(rng, all)]),
        2 => Compare::NoneOf(vec![pick(rng, all)]),
        3 => Compare::Above(pick(rng, all)),
        4 => Compare::AtLeast(pick(rng, all)),
        5 => Compare::Below(pick(rng, all)),
        _ => Compare::AtMost(pick(rng, all)),
    }
}

/// What has no order is compared for being there or not.
fn choose<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    let one = pick(rng, all);
    match rng.random_range(0..4) {
        0 => Compare::OneOf(vec![one]),
        1 => Compare::OneOf(Vec::new()),
        2 => Compare::NoneOf(vec![one]),
        _ => Compare::NoneOf(Vec::new()),
    }
}

fn known<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    if rng.random_bool(0.2) { Compare::Known(rng.random_bool(0.5)) } else { compare(rng, all) }
}

fn term(rng: &mut StdRng) -> ProjectTerm {
    let days: Vec<_> = (0..10).map(|part| days_on(part * 30)).collect();
    let money: Vec<_> = (0..12).map(|part| Money::from_fen(part * 100_000_000)).collect();
    let texts = CHAINS.map(str::to_owned);
    match rng.random_range(0..17) {
        0 => ProjectTerm::Stage(compare(rng, Stage::ALL)),
        1 => ProjectTerm::Standing(choose(rng, StandingKind::ALL)),
        2 => ProjectTerm::Track(choose(rng, Track::ALL)),
        3 => ProjectTerm::Lineage(choose(
            rng,
            &[LineageKind::Single, LineageKind::Umbrella, LineageKind::Phase],
        )),
        4 => ProjectTerm::PhaseOf(vec![id(ProjectId::from_uuid, 1 + 10 * rng.random_range(0..5))]),
        5 => ProjectTerm::Region(vec![pick(rng, &[PROVINCE, CITY, COUNTY])]),
        6 => ProjectTerm::Chain(if rng.random_bool(0.2) {
            Compare::Known(rng.random_bool(0.5))
        } else {
            choose(rng, &texts)
        }),
        7 => ProjectTerm::Industry(choose(rng, &["1439".to_owned(), "4415".to_owned()])),
        8 => ProjectTerm::Label(vec![pick(rng, &LABELS).to_owned()]),
        9 => ProjectTerm::Permit((0..rng.random_range(1..3)).map(|_| permit(rng)).collect::<Vec<_>>().into()),
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
        12 => ProjectTerm::Text(words(pick(
            rng,
            &["庆阳", "数据", "思粮", "ABC", "17130000", "西安 风电", "没有", "1期"],
        ))),
        13 => ProjectTerm::AgreedInvestment(known(rng, &money)),
        14 => ProjectTerm::PlannedStart(known(rng, &days)),
        15 => ProjectTerm::PlannedProduction(known(rng, &days)),
        _ => ProjectTerm::Entered {
            stage: pick(rng, Stage::ALL),
            on: vec![compare(rng, &days), compare(rng, &days)],
        },
    }
}

fn permit(rng: &mut StdRng) -> PermitTerm {
    let days: Vec<_> = (0..10).map(|part| days_on(part * 30)).collect();
    match rng.random_range(0..7) {
        0 => PermitTerm::Level(choose(rng, Level::ALL)),
        1 => PermitTerm::Status(choose(rng, PermitStatus::ALL)),
        2 => PermitTerm::Phase(choose(rng, Phase::ALL)),
        3 => PermitTerm::TypeCode(choose(rng, &CODES.map(str::to_owned))),
        4 => PermitTerm::Agency(choose(rng, &[OFFICE, BUREAU])),
        5 => PermitTerm::DecidedOn(known(rng, &days)),
        _ => PermitTerm::Responsible(choose(rng, &[WANG, LI])),
    }
}

fn order(rng: &mut StdRng) -> Vec<Order<ProjectKey>> {
    let keys = [
        ProjectKey::Registered,
        ProjectKey::Name,
        ProjectKey::Stage,
        ProjectKey::AgreedInvestment,
        ProjectKey::PlannedStart,
        ProjectKey::PlannedProduction,
        ProjectKey::Updated,
    ];
    let one = |rng: &mut StdRng| Order {
        key: pick(rng, &keys),
        direction: pick(rng, &[Direction::Ascending, Direction::Descending]),
    };
    (0..rng.random_range(0..=3)).map(|_| one(rng)).collect()
}
