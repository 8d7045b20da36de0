//! What holds on any machine, however fast: how times relate to each other.

use std::time::Duration;

use crate::milliseconds;
use crate::questions::Grows;
use crate::table::Measured;

/// What two medians may differ by whatever they are: a machine that does something else for a moment.
const SLACK: Duration = Duration::from_millis(5);
/// A cursor says where to go on, so that a page far behind is found like the first; only what is cached differs.
const DEPTH: f64 = 3.0;
/// An index is a level deeper when a table is fourteen times as long, and its pages are less likely cached.
const INDEXED: f64 = 4.0;
/// What reads the whole table takes as many times as long as the table is, and twice that when it outgrows a cache.
const WHOLE: f64 = 2.0;

/// What does not hold, in words: of a small database and of a large one.
pub(crate) fn broken(small: &[Measured], large: &[Measured]) -> Vec<String> {
    let pages = large.iter().filter_map(|far| {
        let first = find(large, far.first_page?, far)?;
        exceeds(far, first, DEPTH, "as long as its first page")
    });
    let sizes = large.iter().filter_map(|many| {
        let few = find(small, many.question, many)?;
        let times = match many.grows {
            Grows::Never => INDEXED,
            Grows::WithTheTable => WHOLE * ratio(many.projects, few.projects),
        };
        exceeds(many, few, times, "as long as over the small city")
    });
    pages.chain(sizes).collect()
}

/// The same question, or the one of this name, asked in the same way.
fn find<'a>(among: &'a [Measured], question: &str, like: &Measured) -> Option<&'a Measured> {
    among
        .iter()
        .find(|one| one.question == question && one.engine == like.engine && one.clients == like.clients)
}

fn exceeds(one: &Measured, other: &Measured, times: f64, what: &str) -> Option<String> {
    let (median, most) = (one.latency.median(), other.latency.median().mul_f64(times) + SLACK);
    (median > most).then(|| {
        format!(
            "{} on {} with {} projects: the median of {} ms is more than {times:.0} times {what} ({} ms)",
            one.question,
            one.engine,
            one.projects,
            milliseconds(median),
            milliseconds(other.latency.median())
        )
    })
}

#[expect(clippy::cast_precision_loss, reason = "thousands of projects")]
fn ratio(many: usize, few: usize) -> f64 {
    many as f64 / few.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Engine;
    use crate::table::tests::measured;

    const FEW: usize = 700;
    const MANY: usize = 7_000;

    fn check(small: u64, large: Measured, expected: &[&str]) {
        let few = measured("q", Engine::Sqlite, FEW, small);
        let elsewhere = measured("q", Engine::Postgres, FEW, 1);
        assert_eq!(broken(&[elsewhere, few], &[large]), expected);
    }

    #[test]
    fn what_is_indexed_hardly_grows() {
        let large = |median| measured("q", Engine::Sqlite, MANY, median);
        check(10, large(45), &[]);
        check(
            10,
            large(46),
            &[
                "q on SQLite with 7000 projects: the median of 46.0 ms is more than 4 times as long as over the small \
               city (10.0 ms)",
            ],
        );
    }

    #[test]
    fn what_reads_everything_grows_with_it() {
        let large =
            |median| Measured { grows: Grows::WithTheTable, ..measured("q", Engine::Sqlite, MANY, median) };
        check(10, large(205), &[]);
        check(
            10,
            large(206),
            &[
                "q on SQLite with 7000 projects: the median of 206.0 ms is more than 20 times as long as over the \
               small city (10.0 ms)",
            ],
        );
    }

    #[test]
    fn a_page_far_behind_is_like_the_first() {
        let far =
            |median| Measured { first_page: Some("first"), ..measured("far", Engine::Sqlite, MANY, median) };
        let first = || measured("first", Engine::Sqlite, MANY, 10);
        assert_eq!(broken(&[], &[first(), far(35)]), [] as [&str; 0]);
        assert_eq!(
            broken(&[], &[first(), far(36)]),
            [
                "far on SQLite with 7000 projects: the median of 36.0 ms is more than 3 times as long as its first page \
              (10.0 ms)"
            ]
        );
    }
}
