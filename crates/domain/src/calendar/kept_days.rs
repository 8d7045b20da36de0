//! Some days of a calendar as they were at a time, and the calendar with them.

use chrono::NaiveDate;

use super::weekdays;
use super::work::{Covered, WorkCalendar};

/// Which days of a run were worked, as far as they differ from Monday to Friday, and of which that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDays {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Weekdays that were off.
    pub off: Vec<NaiveDate>,
    /// Saturdays and Sundays that were worked.
    pub worked: Vec<NaiveDate>,
    /// The runs of days of which it was published, in order and apart from one another.
    pub covered: Vec<Covered>,
}

impl WorkCalendar {
    /// The days from the one to the other as they are now.
    pub fn kept(&self, from: NaiveDate, until: NaiveDate) -> KeptDays {
        let clipped = self.covered().iter().filter_map(|covered| {
            let run = Covered { from: covered.from.max(from), until: covered.until.min(until) };
            (run.from <= run.until).then_some(run)
        });
        let within = self.differing().filter(|(day, _)| (from..=until).contains(day));
        let (worked, off): (Vec<_>, Vec<_>) = within.partition(|(_, worked)| *worked);
        let days = |days: Vec<(NaiveDate, bool)>| days.into_iter().map(|(day, _)| day).collect();
        KeptDays { from, until, off: days(off), worked: days(worked), covered: clipped.collect() }
    }

    /// The calendar with those days as they were kept; all others are as they are now.
    #[must_use]
    pub fn with(&self, kept: &KeptDays) -> Self {
        let outside = |day: &NaiveDate| !(kept.from..=kept.until).contains(day);
        let mut days: Vec<(NaiveDate, bool)> = self.differing().filter(|(day, _)| outside(day)).collect();
        days.extend(kept.off.iter().map(|day| (*day, false)));
        days.extend(kept.worked.iter().map(|day| (*day, true)));
        days.sort_unstable();
        days.dedup();
        let mut covered: Vec<Covered> = Vec::new();
        for run in self.covered() {
            let before =
                kept.from.pred_opt().map(|last| Covered { from: run.from, until: run.until.min(last) });
            let after =
                kept.until.succ_opt().map(|first| Covered { from: run.from.max(first), until: run.until });
            covered.extend([before, after].into_iter().flatten().filter(|run| run.from <= run.until));
        }
        covered.extend(&kept.covered);
        covered.sort_unstable_by_key(|run| run.from);
        // What touches is one run: a deadline asks whether one run has all of its days.
        let mut runs: Vec<Covered> = Vec::with_capacity(covered.len());
        for run in covered {
            match runs.last_mut() {
                Some(last) if last.until.succ_opt().is_none_or(|next| run.from <= next) => {
                    last.until = last.until.max(run.until);
                }
                _ => runs.push(run),
            }
        }
        self.changed(days, runs)
    }

    /// The days that differ from Monday to Friday, in order, each with whether it is worked.
    fn differing(&self) -> impl Iterator<Item = (NaiveDate, bool)> + '_ {
        self.exceptions().iter().map(|exception| (weekdays::day(exception.day), exception.worked))
    }
}
