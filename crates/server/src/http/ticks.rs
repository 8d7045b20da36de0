//! The clock of limits on how often something is done.

use std::time::Instant;

use governor::clock::Clock;

/// Ticks as tests may stop them.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticks;

impl Clock for Ticks {
    type Instant = Instant;

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }
}
