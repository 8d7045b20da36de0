//! Lists against the same lists made in memory.

mod any;
mod brute;
mod city;
mod duplicates;
mod entries;
mod filters;
mod growth;
mod narrow;
mod paging;
mod plans;
mod random;
mod records;
mod renames;
mod scope;
mod summary;

use rand::RngExt;
use rand::rngs::StdRng;

use super::permits::PermitKey;
use super::projects::ProjectKey;
use super::registry::EntryKey;
use super::{Direction, Order, Page};

const DIRECTIONS: [Direction; 2] = [Direction::Ascending, Direction::Descending];

const PROJECT_KEYS: [ProjectKey; 7] = [
    ProjectKey::Registered,
    ProjectKey::Name,
    ProjectKey::Stage,
    ProjectKey::AgreedInvestment,
    ProjectKey::PlannedStart,
    ProjectKey::PlannedProduction,
    ProjectKey::Updated,
];

const PERMIT_KEYS: [PermitKey; 2] = [PermitKey::Added, PermitKey::DecidedOn];

const ENTRY_KEYS: [EntryKey; 2] = [EntryKey::Entered, EntryKey::Name];

/// All pages of a list, one after the other, each asked for by the place where the one before ended.
async fn walk<I>(mut page: impl AsyncFnMut(Option<&str>) -> Page<I>) -> Vec<I> {
    let (mut found, mut after): (Vec<I>, Option<String>) = (Vec::new(), None);
    loop {
        let Page { rows } = page(after.as_deref()).await;
        match rows.last() {
            Some((_, place)) => after = Some(place.clone()),
            None => return found,
        }
        found.extend(rows.into_iter().map(|(row, _)| row));
    }
}

/// One of these.
fn pick<T: Clone>(rng: &mut StdRng, all: &[T]) -> T {
    all[rng.random_range(0..all.len())].clone()
}

/// One of these, or nothing, now and then.
fn maybe<T: Clone>(rng: &mut StdRng, all: &[T]) -> Option<T> {
    rng.random_bool(0.7).then(|| pick(rng, all))
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
