//! Random filters and orders give what the same filters give in memory.

use std::fmt::Debug;

use luodi_domain::permit::Permit;
use luodi_domain::project::Project;
use luodi_testkit::{seed, size};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::brute::{in_order, passes, permit_passes, permits_in_order};
use super::city::built;
use super::random::{self, PERMIT_TERMS, TERMS};
use super::{DIRECTIONS, PERMIT_KEYS, PROJECT_KEYS, pick, walk};
use crate::db::testing::on_each;
use crate::list::{Filter, Order, Paging, permits, projects};

const PROJECTS: u128 = 120;

/// How many filters are tried; each kind of term comes once by itself first.
fn filters() -> usize {
    size("filters", 80, 500)
}

#[tokio::test]
async fn projects_pass_random_filters_as_they_do_in_memory() {
    let seed = seed();
    on_each(async |db| {
        let all = built(db, *seed, PROJECTS).await;
        let rng = &mut StdRng::seed_from_u64(*seed + 1);
        let mut conn = db.read().await.unwrap();
        let mut tally = Tally::default();
        for round in 0..filters() {
            let filter =
                if round < TERMS { Filter::Term(random::term(rng, round)) } else { random::projects(rng, 3) };
            let order = order(rng, round, &PROJECT_KEYS);
            let mut expected: Vec<&Project> =
                all.iter().filter(|project| passes(&all, project, &filter)).collect();
            expected.sort_by(|a, b| in_order(&all, &order, a, b));
            let expected: Vec<_> = expected.into_iter().map(|project| project.id).collect();
            let limit = limit(rng);
            let found = walk(async |after| {
                let paging = Paging::new(&order, after, limit).unwrap();
                projects::page(&mut conn, &filter, &paging).await.unwrap()
            });
            tally.compare(&found.await, &expected, &(round, &filter, &order, limit));
            let count = projects::count(&mut conn, &filter).await.unwrap();
            assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{round}: {filter:?}");
        }
        tally.check();
    })
    .await;
}

#[tokio::test]
async fn permits_pass_random_filters_as_they_do_in_memory() {
    let seed = seed();
    on_each(async |db| {
        let all = built(db, *seed, PROJECTS).await;
        let rng = &mut StdRng::seed_from_u64(*seed + 2);
        let mut conn = db.read().await.unwrap();
        let mut tally = Tally::default();
        for round in 0..filters() {
            let filter = if round < PERMIT_TERMS {
                Filter::Term(random::permit_term(rng, round))
            } else {
                random::permits(rng, 3)
            };
            let order = order(rng, round, &PERMIT_KEYS);
            let with_project =
                all.iter().flat_map(|project| project.permits.values().map(move |one| (project, one)));
            let mut expected: Vec<&Permit> = with_project
                .filter(|(project, permit)| permit_passes(&all, project, permit, &filter))
                .map(|(_, permit)| permit)
                .collect();
            expected.sort_by(|a, b| permits_in_order(&order, a, b));
            let expected: Vec<_> = expected.into_iter().map(|permit| permit.id).collect();
            let limit = limit(rng);
            let found = walk(async |after| {
                let paging = Paging::new(&order, after, limit).unwrap();
                permits::page(&mut conn, &filter, &paging).await.unwrap()
            });
            tally.compare(&found.await, &expected, &(round, &filter, &order, limit));
            let count = permits::count(&mut conn, &filter).await.unwrap();
            assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{round}: {filter:?}");
        }
        tally.check();
    })
    .await;
}

/// A filter that nothing or everything passes proves little.
#[derive(Default)]
struct Tally {
    some: usize,
    none: usize,
}

impl Tally {
    #[track_caller]
    fn compare<I: PartialEq + Debug>(&mut self, found: &[I], expected: &[I], asked: &dyn Debug) {
        assert_eq!(found, expected, "{asked:#?}");
        if expected.is_empty() { self.none += 1 } else { self.some += 1 }
    }

    #[track_caller]
    fn check(&self) {
        let Self { some, none } = self;
        assert!(*some > filters() / 3 && *none > 0, "{some} filters found something, {none} nothing");
    }
}

/// Each key comes first in turn, both ways, and now and then none.
fn order<K: Copy>(rng: &mut StdRng, round: usize, keys: &[K]) -> Vec<Order<K>> {
    let turn = round % (2 * keys.len() + 1);
    let Some(first) = keys.get(turn / 2) else { return Vec::new() };
    let mut order = vec![Order { key: *first, direction: DIRECTIONS[turn % 2] }];
    let others = rng.random_range(0..3);
    order.extend((0..others).map(|_| Order { key: pick(rng, keys), direction: pick(rng, &DIRECTIONS) }));
    order
}

fn limit(rng: &mut StdRng) -> u32 {
    pick(rng, &[1, 7, 50, 200])
}
