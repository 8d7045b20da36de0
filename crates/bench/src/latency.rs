//! How long answers took.

use std::time::Duration;

/// Every single time, sorted, so that the rare long ones are not averaged away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Latency(Vec<Duration>);

impl Latency {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many there were.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that half of them did not exceed.
    pub(crate) fn median(&self) -> Duration {
        self.at(50)
    }

    /// The time that this share of them, in hundredths, did not exceed (nearest rank).
    pub(crate) fn at(&self, hundredths: usize) -> Duration {
        let rank = (self.0.len() * hundredths).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_sorted_times() {
        let check = |count: u64, hundredths, expected| {
            let latency = Latency::of((1..=count).rev().map(Duration::from_millis).collect());
            assert_eq!(latency.at(hundredths), Duration::from_millis(expected), "{hundredths} of {count}");
        };
        check(200, 50, 100);
        check(200, 99, 198);
        check(200, 100, 200);
        check(10, 99, 10);
        check(3, 50, 2);
        check(1, 50, 1);
        check(0, 50, 0);
    }
}
