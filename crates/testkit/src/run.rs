//! What one run of the tests is told from outside: how big, and which random numbers.

use std::env;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::thread;

/// Set to `1` by `cargo xtask verify`: tests then take their full sizes.
pub const VERIFY: &str = "LUODI_VERIFY";

/// A number (decimal) that every seeded test starts from; printed when such a test fails.
pub const SEED: &str = "LUODI_SEED";

/// Used when [`SEED`] is not set, so that CI repeats itself; `verify` draws a fresh one.
pub const DEFAULT_SEED: u64 = 20_241_031;

/// The same for property tests, which proptest seeds itself.
pub const PROPERTY_SEED: &str = "PROPTEST_RNG_SEED";

/// How often a test repeats what it does: `small` in `cargo xtask test`, `full` in `cargo xtask verify`.
///
/// `LUODI_SIZE_<NAME>` overrides both, to hunt a rare failure or to shorten a loop while debugging.
///
/// # Panics
/// When the override is not a number: a silently ignored size would claim work that was not done.
#[must_use]
pub fn size(name: &str, small: usize, full: usize) -> usize {
    let variable = format!("LUODI_SIZE_{}", name.to_uppercase());
    choose(&variable, env::var(&variable).ok(), env::var(VERIFY).is_ok_and(|v| v == "1"), small, full)
}

fn choose(variable: &str, wanted: Option<String>, verify: bool, small: usize, full: usize) -> usize {
    match wanted {
        Some(text) => number(variable, &text),
        None if verify => full,
        None => small,
    }
}

fn number<T: FromStr>(variable: &str, text: &str) -> T {
    text.parse().unwrap_or_else(|_| crate::fail(&format!("{variable} must be a number, not {text:?}")))
}

/// The seed of this run; keep it alive to the end of the test.
///
/// # Panics
/// When `LUODI_SEED` is not a number.
#[must_use]
pub fn seed() -> Seed {
    match env::var(SEED) {
        Err(_) => Seed(DEFAULT_SEED),
        Ok(text) => Seed(number(SEED, &text)),
    }
}

/// A seed that prints itself when the test holding it fails.
#[derive(Debug)]
pub struct Seed(u64);

impl Deref for Seed {
    type Target = u64;

    fn deref(&self) -> &u64 {
        &self.0
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SEED}={}", self.0)
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        if thread::panicking() {
            #[expect(clippy::print_stderr, reason = "the reader of a failed test needs it to repeat the run")]
            {
                eprintln!("repeat with {self}");
            }
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): enough randomness to spread delays and cuts.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A stream that depends on the seed alone.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit - 1`; 0 when the limit is 0.
    pub const fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.bits() % limit }
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, choose};

    #[test]
    fn size_is_small_unless_verifying_or_told() {
        let check = |wanted: Option<&str>, verify, expected| {
            assert_eq!(choose("X", wanted.map(str::to_owned), verify, 3, 300), expected);
        };
        check(None, false, 3);
        check(None, true, 300);
        check(Some("7"), false, 7);
        check(Some("7"), true, 7);
    }

    #[test]
    #[should_panic(expected = "LUODI_SIZE_RACES must be a number")]
    fn a_size_that_is_no_number_fails_the_test() {
        choose("LUODI_SIZE_RACES", Some("many".to_owned()), false, 3, 300);
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            [random.below(1000), random.below(1000), random.below(1000)]
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_eq!(Random::new(0).bits(), 0xE220_A839_7B1D_CDAF, "first value of the published reference");
    }
}
