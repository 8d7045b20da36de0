//! How long answers took.

use std::time::Duration;

/// Every single latency, so that the rare long ones are not averaged away.
#[derive(Debug, Default)]
pub(super) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(super) fn add(&mut self, latency: Duration) {
        self.0.push(latency);
    }

    pub(super) fn join(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The latency that this share of all answers, in thousandths, did not exceed.
    fn at(sorted: &[Duration], thousandths: usize) -> Duration {
        let rank = (sorted.len() * thousandths).div_ceil(1_000);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The count, and p50, p99, p99.9 and the longest.
    pub(super) fn summary(&self) -> String {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let [half, p99, p999, longest] = [500, 990, 999, 1_000].map(|share| Self::at(&sorted, share));
        format!(
            "{} writes, p50 {half:.1?}, p99 {p99:.1?}, p99.9 {p999:.1?}, longest {longest:.1?}",
            sorted.len()
        )
    }
}

#[test]
fn percentiles_are_of_the_sorted_latencies() {
    let check = |count: u64, thousandths, expected| {
        let sorted: Vec<Duration> = (1..=count).map(Duration::from_millis).collect();
        assert_eq!(Latencies::at(&sorted, thousandths), Duration::from_millis(expected));
    };
    check(1_000, 500, 500);
    check(1_000, 999, 999);
    check(1_000, 1_000, 1_000);
    check(10, 990, 10);
    check(1, 500, 1);
    check(0, 500, 0);
}
