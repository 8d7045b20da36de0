//! Lists against the same lists made in memory.

mod brute;
mod city;
mod filters;
mod paging;
mod plans;

use rand::RngExt;
use rand::rngs::StdRng;

/// One of these.
fn pick<T: Clone>(rng: &mut StdRng, all: &[T]) -> T {
    all[rng.random_range(0..all.len())].clone()
}

/// One of these, or nothing, now and then.
fn maybe<T: Clone>(rng: &mut StdRng, all: &[T]) -> Option<T> {
    rng.random_bool(0.7).then(|| pick(rng, all))
}
