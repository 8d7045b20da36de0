//! The earliest days: everything begins once the last group it needs has its first member.

use chrono::NaiveDate;

use super::graph::{Graph, Group};
use super::{Estimate, Known, Papers, Times};
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::clock::Limit;

/// By which limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The promised ones, else the legal ones.
    Promise,
    /// The legal ones, else the promised ones, which say less than the law allows.
    Law,
}

/// The times of a node, and the one before it that decided them; nothing where today, a day agreed or a case did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timed {
    pub(super) times: Times,
    pub(super) decided_by: Option<usize>,
}

/// A way through the graph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass<'a, K> {
    pub(super) graph: &'a Graph<K>,
    pub(super) calendar: &'a WorkCalendar,
    pub(super) today: NaiveDate,
    pub(super) by: By,
}

/// How long a node takes from the day it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duration {
    limit: Limit,
    /// Another limit that may turn out later: what is promised can be more than what the law allows.
    or: Option<Limit>,
    /// The first day on which it can be over, however long it takes.
    not_before: Option<NaiveDate>,
    /// Nobody knows how long it really takes.
    at_least: bool,
}

impl<K: Ord + Copy> Pass<'_, K> {
    pub(super) fn run(&self) -> Vec<Timed> {
        let nothing = Times { start: None, finish: Estimate::exact(self.today) };
        let mut timed = vec![Timed { times: nothing, decided_by: None }; self.graph.len()];
        for &node in self.graph.order() {
            timed[node] = self.timed(node, &timed);
        }
        timed
    }

    fn timed(&self, node: usize, before: &[Timed]) -> Timed {
        let Some((floor, duration)) = self.open(node) else {
            let times = Times { start: None, finish: self.begun(node) };
            return Timed { times, decided_by: None };
        };
        let uncertain = self.papers(node).is_uncertain(self.today);
        let mut ready = Estimate { at_least: uncertain, ..Estimate::exact(floor) };
        let mut decided_by = None;
        for group in self.graph.deciding(node) {
            let Some((member, first)) = earliest(group, before) else { continue };
            // What is uncertain before it makes it uncertain even where something else comes later.
            ready.provisional |= first.provisional;
            ready.at_least |= first.at_least;
            // What takes nobody knows how long is more likely to decide than that it is today.
            let decides =
                first.on > ready.on || first.at_least && first.on == ready.on && decided_by.is_none();
            if decides {
                ready.on = first.on;
                decided_by = Some(member);
            }
        }
        if self.graph.known(node) == Known::Whole {
            return Timed { times: Times { start: None, finish: ready }, decided_by };
        }
        let planned = matches!(
            self.graph.known(node), Known::Point { planned_on: Some(day), .. } if day >= self.today
        );
        let start = self.calendar.on_or_after(ready.on);
        let deadline = duration.deadline(self.calendar, start);
        if duration.waits(deadline.on) {
            // Whatever comes before it is there in time.
            decided_by = None;
        }
        let deadline = duration.at_least_until(deadline);
        let unsaid = deadline.on > self.today && !self.calendar.is_covered(start);
        let finish = Estimate {
            on: deadline.on,
            provisional: ready.provisional || deadline.provisional || unsaid,
            // Nobody knows how long it takes, but for when it is planned.
            at_least: ready.at_least || duration.at_least && !(planned && decided_by.is_none()),
        };
        Timed { times: Times { start: Some(start), finish }, decided_by }
    }

    /// The first day a node could begin if it needed nothing, and how long it takes; nothing where it has begun.
    pub(super) fn open(&self, node: usize) -> Option<(NaiveDate, Duration)> {
        let (not_before, first, second) = match self.graph.known(node) {
            Known::Done(_) | Known::UnderWay { .. } | Known::RuledOut => return None,
            Known::NotBegun { prepared_on, papers, promised, legal } => {
                (prepared_on.max(papers.not_before()), promised, legal)
            }
            Known::Undecided { promised, legal } | Known::Elsewhere { promised, legal, .. } => {
                (None, promised, legal)
            }
            Known::Point { planned_on, takes } => (planned_on, takes, takes),
            Known::Whole => (None, Some(Limit::working(0)), Some(Limit::working(0))),
        };
        let duration = match self.by {
            By::Promise => Duration::of(first.or(second), false),
            By::Law => Duration { or: first, ..Duration::of(second.or(first), second.is_none()) },
        };
        let duration = match self.graph.known(node) {
            // Nobody here knows when it is filed there.
            Known::Elsewhere { planned_on, .. } => Duration {
                not_before: planned_on,
                at_least: duration.at_least || planned_on.is_none_or(|day| day < self.today),
                ..duration
            },
            _ => duration,
        };
        Some((not_before.map_or(self.today, |day| day.max(self.today)), duration))
    }

    /// Whether what is to be handed in for a node is at hand.
    pub(super) fn papers(&self, node: usize) -> Papers {
        match self.graph.known(node) {
            Known::NotBegun { papers, .. } => papers,
            _ => Papers::Complete,
        }
    }

    /// The day a node that has begun is there: not before today, if it is not there yet.
    fn begun(&self, node: usize) -> Estimate {
        let (promised, legal) = match self.graph.known(node) {
            Known::Done(on) => return Estimate::exact(on),
            Known::UnderWay { promised, legal } => (promised, legal),
            _ => (None, None),
        };
        let known = match self.by {
            By::Promise => promised.or(legal),
            By::Law => match (legal, promised) {
                (Some(legal), Some(promised)) if promised.on > legal.on => Some(promised),
                (Some(legal), _) => Some(legal),
                (None, promised) => promised.map(|promised| Estimate { at_least: true, ..promised }),
            },
        };
        let unknown = Estimate { at_least: true, ..Estimate::exact(self.today) };
        let known = known.unwrap_or(unknown);
        // What is overdue is not there today: nobody knows when it will be.
        let overdue = known.on < self.today;
        Estimate { on: known.on.max(self.today), at_least: known.at_least || overdue, ..known }
    }

    /// Whether a node is there today. One that is supposed to be there on a day to come is not.
    pub(super) fn is_there(&self, node: usize) -> bool {
        matches!(self.graph.known(node), Known::Done(on) if on <= self.today)
    }

    /// The day a node is there if what it needs is there on these days.
    pub(super) fn finish(&self, node: usize, ready: impl Fn(usize) -> NaiveDate) -> NaiveDate {
        let Some((floor, duration)) = self.open(node) else { return self.begun(node).on };
        let groups = self.graph.deciding(node).iter();
        let first = groups.filter_map(|group| group.members.iter().map(|&member| ready(member)).min());
        let ready = first.fold(floor, NaiveDate::max);
        if self.graph.known(node) == Known::Whole {
            return ready;
        }
        let start = self.calendar.on_or_after(ready);
        duration.at_least_until(duration.deadline(self.calendar, start)).on
    }

    /// The last day on which a node may become ready and still be there in time; nothing if it does not depend on that.
    pub(super) fn latest_ready(&self, node: usize, by: NaiveDate) -> Option<NaiveDate> {
        let (_, duration) = self.open(node)?;
        if self.graph.known(node) == Known::Whole {
            return Some(by);
        }
        let last = self.calendar.on_or_before(by);
        let begin = |limit: Limit| match limit.unit {
            DayUnit::Working => Some(self.calendar.before(last, limit.days)),
            DayUnit::Calendar => {
                let days = chrono::Days::new(u64::from(limit.days));
                Some(self.calendar.on_or_before(last.checked_sub_days(days)?))
            }
        };
        duration.limits().map(begin).min().flatten()
    }
}

impl Duration {
    fn of(limit: Option<Limit>, says_less: bool) -> Self {
        let unknown = limit.is_none();
        let limit = limit.unwrap_or(Limit::working(0));
        Self { limit, or: None, not_before: None, at_least: unknown || says_less }
    }

    /// Whether it is not over on that day, however long it takes.
    fn waits(self, over: NaiveDate) -> bool {
        self.not_before.is_some_and(|day| day > over)
    }

    /// That day, or the first on which it can be over.
    fn at_least_until(self, deadline: Deadline) -> Deadline {
        match self.not_before {
            Some(on) if on > deadline.on => Deadline { on, provisional: false },
            _ => deadline,
        }
    }

    fn limits(self) -> impl Iterator<Item = Limit> {
        std::iter::once(self.limit).chain(self.or)
    }

    /// The day by which it is over: by the later of its limits.
    fn deadline(self, calendar: &WorkCalendar, start: NaiveDate) -> Deadline {
        let own = calendar.deadline(start, self.limit.days, self.limit.unit);
        let other = self.or.map(|limit| calendar.deadline(start, limit.days, limit.unit));
        other.filter(|other| other.on > own.on).unwrap_or(own)
    }
}

/// The member of a group that is there first. Of several on one day one that is certain: then that day is.
fn earliest(group: &Group, before: &[Timed]) -> Option<(usize, Estimate)> {
    let members = group.members.iter().map(|&member| (member, before[member].times.finish));
    members.min_by_key(|(member, finish)| (finish.on, finish.at_least, finish.provisional, *member))
}

/// What decides a node's day, in order, the node itself last; without what is there already and what is no more than its
/// parts.
pub(super) fn path<K: Ord + Copy>(pass: &Pass<'_, K>, timed: &[Timed], target: usize) -> Vec<K> {
    let before = |&node: &usize| timed[node].decided_by;
    let mut path: Vec<usize> = std::iter::successors(Some(target), before).collect();
    path.retain(|&node| !pass.is_there(node) && pass.graph.known(node) != Known::Whole);
    path.reverse();
    path.into_iter().map(|node| pass.graph.key(node)).collect()
}

/// Whether no limit at all is known, and whether no legal one is.
pub(super) fn lacks(known: Known) -> (bool, bool) {
    match known {
        Known::Done(_) | Known::RuledOut | Known::Whole => (false, false),
        Known::UnderWay { promised, legal } => (promised.is_none() && legal.is_none(), legal.is_none()),
        Known::NotBegun { promised, legal, .. }
        | Known::Undecided { promised, legal }
        | Known::Elsewhere { promised, legal, .. } => {
            (promised.is_none() && legal.is_none(), legal.is_none())
        }
        // No law says how long building takes.
        Known::Point { takes, .. } => (takes.is_none(), false),
    }
}
