//! 并联办理: what is accepted together, such as the joint acceptance 联合验收 with its parts. All of it is filed on one day, once
//! everything is there that any of it needs from elsewhere, and the limit of the one that leads it is counted once for all.
//!
//! What was filed alone goes its own way, and so does what was let go of. Once the one that leads is accepted, the rest is
//! decided with it; where it was said what follows it, only that.

use super::work::Work;
use super::{Group, Plan};
use crate::calendar::DayUnit;
use crate::catalogue::Before;
use crate::clock::Limit;
use crate::permit::Permit;
use crate::schedule::{Estimate, Known, Papers};

/// Gives what is accepted together its one limit.
pub(super) fn unite(works: &mut [Work<'_, '_>]) {
    let united: Vec<Known> = works.iter().map(|work| known(work, works)).collect();
    for (work, known) in works.iter_mut().zip(united) {
        work.known = known;
    }
}

fn known(work: &Work<'_, '_>, works: &[Work<'_, '_>]) -> Known {
    let Some(lead) = lead(work, works).filter(|_| work.is_open()) else { return work.known };
    match lead.known {
        // It was said what is decided with it, and this is not: it did not join in time, and is filed by itself.
        Known::Done(_) | Known::UnderWay { .. } if lead.stands_for_others() => work.known,
        // Its opinion came with the leading one's decision, and is still to be written down.
        Known::Done(on) => {
            let due = Some(Estimate::exact(on));
            Known::UnderWay { promised: due, legal: due }
        }
        Known::UnderWay { .. } => lead.known,
        Known::NotBegun { .. } | Known::Undecided { .. } => {
            let together = together(work, works);
            let prepared = |work: &&Work<'_, '_>| match work.known {
                Known::NotBegun { prepared_on, .. } => prepared_on,
                _ => None,
            };
            let papers = |work: &&Work<'_, '_>| match work.known {
                Known::NotBegun { papers, .. } => papers,
                _ => Papers::Complete,
            };
            // Where the law sets no limit for the whole, each part has its own, side by side.
            let own =
                || together.iter().filter_map(|work| work.limits.legal).max_by_key(|limit| rough(*limit));
            let (promised, legal) = (lead.limits.promised, lead.limits.legal.or_else(own));
            match work.known {
                Known::Undecided { .. } => Known::Undecided { promised, legal },
                _ => Known::NotBegun {
                    prepared_on: together.iter().filter_map(prepared).max(),
                    papers: together.iter().map(papers).fold(Papers::Complete, Papers::and),
                    promised,
                    legal,
                },
            }
        }
        _ => work.known,
    }
}

/// What is filed on one day with this, itself included; only itself if it goes its own way.
pub(super) fn together<'w, 'c, 'a>(
    work: &'w Work<'c, 'a>,
    works: &'w [Work<'c, 'a>],
) -> Vec<&'w Work<'c, 'a>> {
    let alone = || vec![work];
    let Some(lead) = lead(work, works).filter(|lead| work.is_open() && lead.is_open()) else {
        return alone();
    };
    let joins = |other: &&Work<'_, '_>| {
        let leads = self::lead(other, works).is_some_and(|other| other.key == lead.key);
        other.is_open() && leads
    };
    works.iter().filter(joins).collect()
}

/// The work that leads the group of this one: the one for the same part of the works, or the only one there is. None where
/// somebody let it go its own way.
fn lead<'w, 'c, 'a>(work: &Work<'c, 'a>, works: &'w [Work<'c, 'a>]) -> Option<&'w Work<'c, 'a>> {
    if work.permit.is_some_and(Permit::was_let_go) {
        return None;
    }
    let group = work.entry.parallel_group.as_ref()?;
    let leads = |other: &&Work<'_, '_>| {
        let entry = other.entry;
        entry.leads_group && entry.parallel_group.as_ref() == Some(group) && other.known != Known::RuledOut
    };
    let mut leads = works.iter().filter(leads);
    let first = leads.next()?;
    if first.part() == work.part() {
        return Some(first);
    }
    match leads.next() {
        None => Some(first),
        Some(second) => [second].into_iter().chain(leads).find(|lead| lead.part() == work.part()),
    }
}

/// About how many days a limit is, so that one can be told to be longer.
fn rough(limit: Limit) -> (u32, bool) {
    match limit.unit {
        DayUnit::Working => (limit.days.saturating_mul(7), true),
        DayUnit::Calendar => (limit.days.saturating_mul(5), false),
    }
}

impl<'c> Plan<'c> {
    /// Whether what comes before is accepted together with it: then it is an opinion that it collects.
    pub(super) fn is_opinion(&self, work: &Work<'c, '_>, group: &Group<'c>) -> bool {
        let Some(name) = &work.entry.parallel_group else { return false };
        let within =
            |code: &str| self.item(code).is_some_and(|item| item.entry.parallel_group.as_ref() == Some(name));
        group.any_of.iter().any(|before| matches!(before, Before::Permit(code) if within(code)))
    }
}
