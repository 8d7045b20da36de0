//! How long a schedule takes.

use std::time::Instant;

use super::{CALENDAR, d};
use crate::clock::Limit;
use crate::schedule::{Known, Need, Papers, Task, schedule};

/// A plan of sixty tasks in ten rows of six: each needs two of the row before, every third one of two, every sixth
/// usually one more; half of the first row is there.
fn plan() -> Vec<Task<u32>> {
    let task = |key: u32| {
        let (row, place) = (key / 6, key % 6);
        let before = |place: u32| (row - 1) * 6 + place % 6;
        let needs = match row {
            0 => vec![],
            _ if place % 3 == 2 => vec![
                Need { any_of: vec![before(place), before(place + 1)], hard: true },
                Need { any_of: vec![before(place + 3)], hard: place != 5 },
            ],
            _ => vec![
                Need { any_of: vec![before(place)], hard: true },
                Need { any_of: vec![before(place + 2)], hard: true },
            ],
        };
        let known = match (row, place) {
            (0, 0..3) => Known::Done(d("02-27")),
            (9, 5) => Known::Point { planned_on: None, takes: Some(Limit::working(0)) },
            _ => Known::NotBegun {
                prepared_on: None,
                papers: Papers::Complete,
                promised: Some(Limit::working(3 + (key * 7) % 11)),
                legal: Some(if key.is_multiple_of(4) { Limit::calendar(60) } else { Limit::working(20) }),
            },
        };
        Task { key, known, needs }
    };
    (0..60).map(task).collect()
}

#[test]
#[ignore = "a measurement: cargo test --release -p luodi-domain how_long_a_schedule_takes -- --ignored --nocapture"]
fn how_long_a_schedule_takes() {
    let plan = plan();
    let mut times: Vec<_> = (0..2_001)
        .map(|_| {
            let begun = Instant::now();
            let schedule = schedule(&plan, &[59, 47], &CALENDAR, d("03-02")).unwrap();
            let took = begun.elapsed();
            assert_eq!(schedule.entries.len(), 60);
            took
        })
        .collect();
    times.sort();
    println!("60 tasks, 2 targets: median {:?}, slowest of a hundred {:?}", times[1_000], times[1_980]);
    assert!(times[1_000].as_micros() < 1_000, "{:?}", times[1_000]);
}
