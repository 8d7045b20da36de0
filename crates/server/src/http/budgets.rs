//! How much a caller may ask in a minute: so many requests, and so much of what their queries cost. Each replica counts by
//! itself: behind three of them somebody may ask three times as much.

use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::Clock as _;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use luodi_app::access::{Credential, Principal};
use luodi_graphql::limits::budget::Spend;
use uuid::Uuid;

use super::ticks::Ticks;
use crate::settings::Settings;

/// Beyond so many callers, those are forgotten who have asked nothing of late. Only whoever was let in is counted, so there
/// are never more than there are tokens and officers.
const MANY: usize = 10_000;
/// What to tell somebody whose request costs more than he may spend at once; the settings let nothing cost so much.
const LONG: u32 = 60;

type Limiter = RateLimiter<Uuid, HashMapStateStore<Uuid>, Ticks>;

/// What everybody has spent of late.
#[derive(Debug)]
pub(crate) struct Budgets {
    requests: Limiter,
    cost: Limiter,
}

impl Budgets {
    /// As much for everybody as the settings say: a minute's worth at once, and then as it comes in.
    pub(crate) fn new(settings: &Settings) -> Self {
        let limiter =
            |per_minute: NonZeroU32| Limiter::hashmap_with_clock(Quota::per_minute(per_minute), Ticks);
        Self { requests: limiter(settings.requests_per_minute), cost: limiter(settings.cost_per_minute) }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// After how many seconds there may be one again.
    pub(crate) fn request(&self, caller: Uuid) -> Result<(), u32> {
        take(&self.requests, caller, NonZeroU32::MIN)
    }
}

fn take(limiter: &Limiter, caller: Uuid, number: NonZeroU32) -> Result<(), u32> {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    match limiter.check_key_n(&caller, number) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(until)) => {
            let wait = until.wait_time_from(Ticks.now());
            Err(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
        }
        Err(_) => Err(LONG),
    }
}

/// Who spends: each token by itself, and an officer on all of his devices together.
pub(crate) fn spender(principal: &Principal) -> Uuid {
    match principal.credential {
        Credential::Token(id) => id.uuid(),
        Credential::Session(_) => principal.person().uuid(),
    }
}

/// What one caller may spend.
pub(crate) struct Purse {
    /// What everybody has spent.
    pub(crate) budgets: Arc<Budgets>,
    /// Who it is.
    pub(crate) caller: Uuid,
}

impl Spend for Purse {
    fn spend(&self, cost: usize) -> Result<(), u32> {
        // Also a question about the schema alone, which costs nothing otherwise.
        let cost = u32::try_from(cost).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
        take(&self.budgets.cost, self.caller, cost)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use super::*;

    fn budgets(requests: u32, cost: u32) -> Arc<Budgets> {
        let number = |number| NonZeroU32::new(number).unwrap();
        let settings = Settings {
            requests_per_minute: number(requests),
            cost_per_minute: number(cost),
            ..Settings::default()
        };
        Arc::new(Budgets::new(&settings))
    }

    #[tokio::test(start_paused = true)]
    async fn a_minutes_worth_at_once_and_then_as_it_comes_in() {
        let (budgets, one, other) = (budgets(6, 100), Uuid::from_u128(1), Uuid::from_u128(2));
        for _ in 0..6 {
            assert_eq!(budgets.request(one), Ok(()));
        }
        assert!((10..=11).contains(&budgets.request(one).unwrap_err()));
        assert_eq!(budgets.request(other), Ok(()), "everybody for himself");
        advance(Duration::from_secs(10)).await;
        assert_eq!(budgets.request(one), Ok(()));
        assert!(budgets.request(one).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_be_paid_takes_nothing() {
        let purse = Purse { budgets: budgets(6, 100), caller: Uuid::from_u128(1) };
        // Cost, and after how many seconds it could be paid.
        for (cost, expected) in [(90, 0), (20, 6), (101, LONG), (10, 0), (0, 1), (1, 1)] {
            let told = purse.spend(cost).err().unwrap_or_default();
            assert!((expected..=expected + 1).contains(&told), "{cost}: {told}");
        }
        advance(Duration::from_secs(30)).await;
        assert_eq!(purse.spend(50), Ok(()));
        assert!(purse.spend(50).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_nothing_is_forgotten() {
        let budgets = budgets(6, 100);
        for n in 0..=MANY as u128 {
            assert_eq!(budgets.request(Uuid::from_u128(n)), Ok(()));
        }
        advance(Duration::from_mins(1)).await;
        assert_eq!(budgets.request(Uuid::from_u128(0)), Ok(()));
        assert_eq!(budgets.requests.len(), 1);
    }
}
