//! The two clocks: the business clock for days, lights and deadlines, the system clock for tokens and leases.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Tells the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now, in whole microseconds: PostgreSQL keeps no more.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }
}

/// A clock that stands until it is moved; for tests.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<DateTime<Utc>>>);

impl FixedClock {
    /// A clock that stands at an instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(instant)))
    }

    /// Moves it.
    pub fn set(&self, instant: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }

    /// Moves it forward.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that runs as another does, from an instant of its own: the demo city's. It never goes back, whatever the
/// other does.
#[derive(Debug)]
pub struct ShiftedClock {
    start: DateTime<Utc>,
    other: Arc<dyn Clock>,
    other_start: DateTime<Utc>,
    latest: Mutex<DateTime<Utc>>,
}

impl ShiftedClock {
    /// A clock that shows this instant now.
    pub fn starting(start: DateTime<Utc>, other: Arc<dyn Clock>) -> Self {
        let other_start = other.now();
        Self { start, other, other_start, latest: Mutex::new(start) }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        let now = self.start + (self.other.now() - self.other_start);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = now.max(*latest);
        *latest
    }
}

/// Both clocks.
#[derive(Debug, Clone)]
pub struct Clocks {
    /// Dates, lights, deadlines.
    pub business: Arc<dyn Clock>,
    /// Tokens, sessions, leases, rate limits.
    pub system: Arc<dyn Clock>,
}

impl Clocks {
    /// Both are the machine's.
    pub fn system() -> Self {
        Self { business: Arc::new(SystemClock), system: Arc::new(SystemClock) }
    }

    /// Both are the same clock.
    pub fn both(clock: impl Clock + Clone + 'static) -> Self {
        Self { business: Arc::new(clock.clone()), system: Arc::new(clock) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_runs_as_the_other_and_never_back() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let other = FixedClock::at(at(5_000));
        let clock = ShiftedClock::starting(at(100), Arc::new(other.clone()));
        assert_eq!(clock.now(), at(100));
        other.advance(TimeDelta::seconds(7));
        assert_eq!(clock.now(), at(107));
        other.set(at(4_000));
        assert_eq!(clock.now(), at(107));
    }
}
