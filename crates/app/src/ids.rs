//! Where ids come from, which a seed may fix, and secrets, which nothing may.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// A source of ids that grow with time, so that new rows go to the end of every index.
pub struct Ids {
    source: Mutex<Source>,
    /// Seeded by the operating system, whatever the ids are made from.
    secrets: Mutex<StdRng>,
}

struct Source {
    rng: StdRng,
    /// Milliseconds of the last id, and its counter: ids made in one millisecond still grow.
    last: u64,
    counter: u16,
}

impl Ids {
    /// Ids that nobody can foretell.
    pub fn random() -> Self {
        Self::from_rng(rand::make_rng())
    }

    /// The same ids for the same seed and clock; for tests and the demo city.
    pub fn seeded(seed: u64) -> Self {
        Self::from_rng(StdRng::seed_from_u64(seed))
    }

    fn from_rng(rng: StdRng) -> Self {
        Self {
            source: Mutex::new(Source { rng, last: 0, counter: 0 }),
            secrets: Mutex::new(rand::make_rng()),
        }
    }

    /// A new id, at an instant of the system clock: one clock for all, or each would push the others on.
    pub fn next(&self, now: DateTime<Utc>) -> Uuid {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        if millis > source.last {
            source.last = millis;
            source.counter = 0;
        } else {
            // The clock stood still or went back: count on, into the next millisecond if need be.
            source.counter += 1;
            if source.counter > 0xFFF {
                source.last += 1;
                source.counter = 0;
            }
        }
        let (millis, counter) = (source.last, source.counter);
        version_7(millis, counter, &mut source.rng)
    }

    /// A generator of its own for one command's salts or a token's secret.
    pub fn fork(&self) -> StdRng {
        StdRng::from_rng(&mut *self.secrets.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The id with this number of its millisecond: UUID version 7 (RFC 9562 §5.7), with a 12-bit counter (§6.2 method 1), whose
/// higher bits are left out.
pub fn version_7(millis: u64, counter: u16, rng: &mut impl Rng) -> Uuid {
    let mut bytes = [0; 10];
    rng.fill_bytes(&mut bytes);
    [bytes[0], bytes[1]] = counter.to_be_bytes();
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_the_clock_stands_or_goes_back() {
        let ids = Ids::seeded(1);
        let at = |millis| DateTime::from_timestamp_millis(millis).unwrap();
        let mut made: Vec<Uuid> = (0..5000).map(|_| ids.next(at(1_730_336_400_000))).collect();
        made.push(ids.next(at(1_730_336_399_000)));
        made.push(ids.next(at(1_730_336_500_000)));
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn a_seed_fixes_ids_and_never_secrets() {
        let (one, two) = (Ids::seeded(1), Ids::seeded(1));
        let now = DateTime::from_timestamp_millis(1_730_336_400_000).unwrap();
        assert_eq!(one.next(now), two.next(now));
        let secret = |ids: &Ids| {
            let mut secret = [0_u8; 32];
            ids.fork().fill_bytes(&mut secret);
            secret
        };
        assert_ne!(secret(&one), secret(&two));
        assert_ne!(secret(&one), secret(&one));
    }
}
