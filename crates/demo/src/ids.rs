//! Ids from a seed and the time that is told of.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use luodi_app::version_7;
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

/// Where everything in the demo begins.
pub(crate) const SEED: u64 = 621_000;

/// A source of ids of one project, or of the registry: the same on every run.
///
/// Not the service's own, whose clock never goes back: scripts are not written in the order in which they are told, and
/// an id must be of the instant at which what it names is recorded.
pub(crate) struct Mint {
    rng: RefCell<StdRng>,
    /// How many were made of each millisecond: those of one grow too.
    made: RefCell<HashMap<u64, u64>>,
}

impl Mint {
    /// The source of this number.
    pub(crate) fn new(number: u64) -> Self {
        let seed = SEED.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number);
        Self { rng: RefCell::new(StdRng::seed_from_u64(seed)), made: RefCell::default() }
    }

    /// A new id, as it would have been made at this instant; what is beyond the counter stands among the ids of the next
    /// millisecond.
    pub(crate) fn id(&self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let mut made = self.made.borrow_mut();
        let count = made.entry(millis).or_default();
        let id = version_7(millis + (*count >> 12), (*count & 0xFFF) as u16, &mut *self.rng.borrow_mut());
        *count += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_their_instants_and_then_of_making() {
        let mint = Mint::new(1);
        let at = |millis| mint.id(DateTime::from_timestamp_millis(millis).unwrap());
        let (later, earlier) = (at(1_730_336_400_010), at(1_730_336_400_000));
        let mut made = vec![earlier];
        made.extend((0..5_000).map(|_| at(1_730_336_400_000)));
        made.push(later);
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}
