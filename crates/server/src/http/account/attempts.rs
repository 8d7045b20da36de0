//! How often somebody may try to sign in, whatever comes of it: beside the lockout, which knows accounts only.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::http::ticks::Ticks;

/// An address may try so often at once and once more every [`PER_ADDRESS`]: a whole office comes from one.
const ADDRESS_BURST: NonZeroU32 = times(60);
const PER_ADDRESS: Duration = Duration::from_secs(1);
/// A login may be tried so often at once and once more every [`PER_LOGIN`]: more than the lockout lets through.
const LOGIN_BURST: NonZeroU32 = times(10);
const PER_LOGIN: Duration = Duration::from_secs(10);

const fn times(number: u32) -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(number - 1)
}

type Limiter = RateLimiter<u16, HashMapStateStore<u16>, Ticks>;

/// The tries of late. Whatever is tried falls into one of 65,536 drawers, so that no flood of addresses and names takes
/// memory; a key that only this process knows chooses the drawer, so that nobody can find the one of somebody else.
#[derive(Debug)]
pub(in crate::http) struct Attempts {
    drawers: RandomState,
    addresses: Limiter,
    logins: Limiter,
}

impl Default for Attempts {
    fn default() -> Self {
        let limiter = |period, burst| {
            let quota = Quota::with_period(period).map_or(Quota::per_second(burst), |q| q.allow_burst(burst));
            Limiter::hashmap_with_clock(quota, Ticks)
        };
        Self {
            drawers: RandomState::new(),
            addresses: limiter(PER_ADDRESS, ADDRESS_BURST),
            logins: limiter(PER_LOGIN, LOGIN_BURST),
        }
    }
}

impl Attempts {
    /// Counts a try from an address.
    ///
    /// # Errors
    /// After how many seconds there may be one again.
    pub(in crate::http) fn at_address(&self, address: IpAddr) -> Result<(), u32> {
        let network = match address {
            IpAddr::V4(_) => address,
            // Whoever has one address of version 6 has the 2^64 around it.
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
        };
        self.count(&self.addresses, network)
    }

    /// Counts a try at a login, whether it exists or not.
    ///
    /// # Errors
    /// As [`Self::at_address`].
    pub(super) fn at_login(&self, login: &str) -> Result<(), u32> {
        self.count(&self.logins, login.trim().to_ascii_lowercase())
    }

    fn count(&self, limiter: &Limiter, tried: impl Hash) -> Result<(), u32> {
        let [.., high, low] = self.drawers.hash_one(tried).to_be_bytes();
        limiter.check_key(&u16::from_be_bytes([high, low])).map_err(|until| {
            let wait = until.wait_time_from(Ticks.now());
            u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_and_then_one_after_the_other() {
        let attempts = Attempts::default();
        let tries = |login: &str, times: usize| -> Vec<Result<(), u32>> {
            (0..times).map(|_| attempts.at_login(login)).collect()
        };
        assert_eq!(tries("wang", 10), vec![Ok(()); 10]);
        let refused = tries(" WANG", 1)[0].unwrap_err();
        assert!((10..=11).contains(&refused), "{refused}");
        tokio::time::advance(PER_LOGIN).await;
        assert!(tries("wang", 1)[0].is_ok());
        assert!(tries("wang", 1)[0].is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn neighbours_of_version_6_are_one() {
        let attempts = Attempts::default();
        let from = |address: &str| attempts.at_address(address.parse().unwrap());
        for n in 0..60 {
            assert_eq!(from(&format!("2001:db8:1:2::{n:x}")), Ok(()), "{n}");
        }
        assert!(from("2001:db8:1:2:ffff::1").is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_names_takes_no_more_memory() {
        let attempts = Attempts::default();
        for n in 0..200_000 {
            assert!(attempts.at_login(&n.to_string()).is_ok() || n > 65_536 / 10);
        }
        assert!(attempts.logins.len() <= 65_536, "{}", attempts.logins.len());
    }
}
