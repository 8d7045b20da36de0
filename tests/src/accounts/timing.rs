//! How long it takes not to be let in says nothing about whether there is such a login.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use luodi_app::access::Device;
use luodi_testkit::size;

use super::{Desk, wrong};
use crate::world::{World, on_both_databases};

on_both_databases!(a_login_that_exists_takes_as_long_as_one_that_does_not);

/// From here on the spread of so many tries is known well enough to hold the medians against it.
const MANY: usize = 500;

async fn a_login_that_exists_takes_as_long_as_one_that_does_not(world: World) {
    let desk = Desk::in_world(world);
    desk.account(desk.world.office.specialist, "maxiaomei").await;
    let tries = size("login_tries", 20, 1_000);
    let mut times = [Vec::new(), Vec::new()];
    for number in 0..tries {
        // Past every lock, so that each try counts, and in turns, so that both have the same machine.
        desk.clock.advance(TimeDelta::minutes(16));
        let mut logins = [(0, "maxiaomei"), (1, "lijianguo")];
        if number % 2 == 1 {
            logins.reverse();
        }
        for (which, login) in logins {
            let started = Instant::now();
            let tried = desk.app.sign_in(login, wrong(), Device::default()).await.unwrap();
            times[which].push(started.elapsed());
            assert!(tried.is_none());
        }
    }
    let [known, unknown] = times.map(Spread::of);
    println!("{tries} tries each: known {known:?}, unknown {unknown:?}");
    let apart = known.median.abs_diff(unknown.median);
    let allowed = if tries < MANY {
        // Few tries tell whether a hash was left out, and no more.
        known.median.min(unknown.median) / 2
    } else {
        known.range.min(unknown.range)
    };
    assert!(apart < allowed, "{apart:?} apart, {allowed:?} allowed");
}

/// The middle of many times, and how wide their middle half is.
#[derive(Debug)]
struct Spread {
    median: Duration,
    range: Duration,
}

impl Spread {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |quarters: usize| times[(times.len() - 1) * quarters / 4];
        Self { median: at(2), range: at(3).abs_diff(at(1)) }
    }
}
