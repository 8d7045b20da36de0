//! When things happen to a project that has come so far by the demo's morning.

use chrono::{Days as Span, NaiveDate};
use luodi_domain::stage::Stage;
use rand::RngExt;
use rand::rngs::StdRng;

use crate::calendar::{later, working};
use crate::life::Days;

/// A day of 2024, counted from the first of January.
fn of_2024(day: u32) -> NaiveDate {
    let first = NaiveDate::from_yo_opt(2024, 1).unwrap_or_default();
    working(first + Span::new(u64::from(day)))
}

/// A day so long before another.
fn before(day: NaiveDate, days: u32) -> NaiveDate {
    working(day - Span::new(u64::from(days)))
}

/// The days of a project of 2024 that stands in a stage by now.
pub(crate) fn days(stage: Stage, rng: &mut StdRng) -> Days {
    let mut some = |least: u32, most: u32| rng.random_range(least..=most);
    let sign = match stage {
        Stage::Lead => of_2024(some(420, 480)),
        Stage::Negotiation => of_2024(some(320, 400)),
        // Many were signed at the fair in July.
        Stage::Signed => of_2024(match some(0, 9) {
            0 | 1 => some(40, 180),
            2..=5 => some(186, 192),
            _ => some(193, 298),
        }),
        Stage::Permitting => of_2024(if some(0, 5) == 0 { some(60, 130) } else { some(130, 262) }),
        Stage::Started => of_2024(some(3, 175)),
        Stage::Producing => of_2024(some(3, 84)),
    };
    let negotiation = match stage {
        Stage::Lead => of_2024(some(310, 330)),
        Stage::Negotiation => of_2024(some(60, 295)),
        _ => before(sign, some(42, 100)),
    };
    let lead = match stage {
        Stage::Lead => of_2024(some(100, 298)),
        _ => before(negotiation, some(15, 70)),
    };
    let permit = match stage {
        Stage::Signed => later(of_2024(309), u64::from(some(0, 60))),
        _ => later(sign, u64::from(some(8, 28))),
    };
    let start = match stage {
        Stage::Permitting => later(of_2024(312), u64::from(some(0, 150))),
        Stage::Started => later(permit, u64::from(some(62, 84))),
        Stage::Producing => later(permit, u64::from(some(50, 60))),
        _ => later(permit, u64::from(some(90, 200))),
    };
    let produce = match stage {
        Stage::Producing => later(start, u64::from(some(60, 95))),
        Stage::Started => later(of_2024(340), u64::from(some(0, 400))),
        _ => later(start, u64::from(some(200, 420))),
    };
    Days { lead, negotiation, sign, permit, start, produce }
}

/// The days of a project that an article of another year names; later stages lie ahead of the demo's morning.
pub(crate) fn of_year(stage: Stage, year: i32, rng: &mut StdRng) -> Days {
    let mut some = |least: u64, most: u64| rng.random_range(least..=most);
    let first = NaiveDate::from_yo_opt(year, 1).unwrap_or_default();
    let negotiation = later(first, some(30, 60));
    let sign = if stage >= Stage::Signed { later(negotiation, some(45, 70)) } else { of_2024(340) };
    let step = |reached: Stage, day: NaiveDate, ahead: u32| {
        if stage >= reached { day } else { of_2024(ahead) }
    };
    let permit = step(Stage::Permitting, later(sign, some(10, 20)), 360);
    let start = step(Stage::Started, later(permit, some(62, 80)), 460);
    let produce = step(Stage::Producing, later(start, some(100, 150)), 700);
    Days { lead: before(negotiation, 25), negotiation, sign, permit, start, produce }
}
