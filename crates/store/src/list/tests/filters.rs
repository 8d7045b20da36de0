//! Random filters and orders give what the same filters give in memory.

use luodi_testkit::{seed, size};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::brute::{Agencies, Enterprises, FileablePermits, Histories, Officers, Permits, Projects, Twin};
use super::{pick, random, walk};
use crate::db::testing::on_each;
use crate::list::Filter;

/// How many filters are tried; each kind of term comes once by itself first.
fn filters() -> usize {
    size("filters", 80, 500)
}

async fn check<T: Twin>() {
    let seed = seed();
    on_each(async |db| {
        let twin = T::built(db, *seed).await;
        let rng = &mut StdRng::seed_from_u64(*seed + 1);
        let mut conn = db.read().await.unwrap();
        // A filter that nothing or everything passes proves little.
        let (mut some, mut none) = (0, 0);
        for round in 0..filters() {
            let filter = if round < T::TERMS {
                Filter::Term(T::term(rng, round))
            } else {
                random::joined(rng, 3, &|rng| {
                    let kind = rng.random_range(0..T::TERMS);
                    T::term(rng, kind)
                })
            };
            let order = T::order(rng, round);
            let limit = pick(rng, &[1, 7, 50, 200]);
            let expected = twin.expected(&filter, &order);
            let found = walk(async |after| T::page(&mut conn, &filter, &order, after, limit).await).await;
            assert_eq!(found, expected, "{round} by {limit}: {filter:#?} {order:?}");
            let count = T::count(&mut conn, &filter).await;
            assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{round}: {filter:?}");
            if expected.is_empty() { none += 1 } else { some += 1 }
        }
        assert!(some > filters() / 3 && none > 0, "{some} filters found something, {none} nothing");
    })
    .await;
}

#[tokio::test]
async fn projects_pass_random_filters_as_they_do_in_memory() {
    check::<Projects>().await;
}

#[tokio::test]
async fn permits_pass_random_filters_as_they_do_in_memory() {
    check::<Permits>().await;
}

#[tokio::test]
async fn permits_that_can_be_filed_pass_random_filters_as_they_do_in_memory() {
    check::<FileablePermits>().await;
}

#[tokio::test]
async fn agencies_pass_random_filters_as_they_do_in_memory() {
    check::<Agencies>().await;
}

#[tokio::test]
async fn officers_pass_random_filters_as_they_do_in_memory() {
    check::<Officers>().await;
}

#[tokio::test]
async fn enterprises_pass_random_filters_as_they_do_in_memory() {
    check::<Enterprises>().await;
}

#[tokio::test]
async fn history_passes_random_filters_as_it_does_in_memory() {
    check::<Histories>().await;
}
