//! The schedule 进度推演 of a plan: when each permit can be had at the earliest, which of them decide the start, and how much
//! time the others have.
//!
//! A plan is a graph of [`Task`]s: its permits, and the points they lead up to, such as the start. What is needed first
//! stands in groups, of which any one member will do; a group may be hard, for the law asks for it, or soft, for it is
//! usually done in that order. [`schedule`] goes through the graph once forward from today for the earliest days
//! (`forward.rs`) and once backward from each target for the slack (`slack.rs`). It knows nothing of what a task is
//! called: the key says that.

mod filing;
mod forward;
mod graph;
mod slack;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Deadline, WorkCalendar};
use crate::clock::{Clock, ClockState, Limit, Limits, Reckoning};
pub use filing::ready;
use graph::Graph;

/// Something to be had or to happen: a permit, or a point such as the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task<K> {
    /// What.
    pub key: K,
    /// How it stands.
    pub known: Known,
    /// What is needed before it. A group none of whose members is in the plan, or whose members are all ruled out, asks for
    /// nothing.
    pub needs: Vec<Need<K>>,
}

/// What is needed before a task: any one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<K> {
    /// The members.
    pub any_of: Vec<K>,
    /// Whether the law asks for it. What is only customary orders the schedule, and hinders from filing only if it is a
    /// point, or as long as it could not be filed itself.
    pub hard: bool,
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is there since that day. A day to come is what is supposed to happen then.
    Done(NaiveDate),
    /// A case is under way: by when it is due.
    UnderWay {
        /// By the promise.
        promised: Option<Estimate>,
        /// By law.
        legal: Option<Estimate>,
    },
    /// A permit that nobody has filed for.
    NotBegun {
        /// The day agreed for its preparation.
        prepared_on: Option<NaiveDate>,
        /// Whether what is to be handed in is at hand: nobody files without it.
        papers: Papers,
        /// How long it takes by the promise.
        promised: Option<Limit>,
        /// How long by law.
        legal: Option<Limit>,
    },
    /// A permit of which it is not known whether it is needed. The dates suppose that it is; it cannot be filed for.
    Undecided {
        /// How long it takes by the promise.
        promised: Option<Limit>,
        /// How long by law.
        legal: Option<Limit>,
    },
    /// 共用: a permit that nobody files here, for another stands for it that belongs to another project. It takes what it
    /// would take here, and is not there before that one is planned to be.
    Elsewhere {
        /// The day for which that one is planned; nothing where nobody has planned it.
        planned_on: Option<NaiveDate>,
        /// How long it takes by the promise.
        promised: Option<Limit>,
        /// How long by law.
        legal: Option<Limit>,
    },
    /// A point that permits lead up to, or that comes before others.
    Point {
        /// The day it is planned for: not before that day, and on it if everything before it is there by then.
        planned_on: Option<NaiveDate>,
        /// How long it takes once everything before it is there. A moment such as the start takes no days; nothing where
        /// nobody knows, as of construction without a plan.
        takes: Option<Limit>,
    },
    /// What is there on the very day on which the last of its parts is, which are what it needs. It is nothing of
    /// its own and
    /// on no path.
    Whole,
    /// A permit found not to be needed.
    RuledOut,
}

/// Whether what is to be handed in for a task is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Papers {
    /// It is, as far as it cannot be handed in later.
    #[default]
    Complete,
    /// Something is missing.
    Missing {
        /// The last of the days agreed for what is.
        by: Option<NaiveDate>,
        /// Whether no day was agreed for some of it: it is there no sooner than that, nobody knows when.
        at_least: bool,
    },
}

impl Papers {
    /// What both come to.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Complete, papers) | (papers, Self::Complete) => papers,
            (Self::Missing { by, at_least }, Self::Missing { by: other, at_least: unknown }) => {
                Self::Missing { by: by.max(other), at_least: at_least || unknown }
            }
        }
    }

    /// The first day on which it may be there.
    pub(super) const fn not_before(self) -> Option<NaiveDate> {
        match self {
            Self::Complete => None,
            Self::Missing { by, .. } => by,
        }
    }

    /// Whether nobody knows when it is there: no day was agreed for some of it, or the day has passed.
    pub(super) fn is_uncertain(self, today: NaiveDate) -> bool {
        match self {
            Self::Complete => false,
            Self::Missing { by, at_least } => at_least || by.is_none_or(|by| by < today),
        }
    }
}

impl Known {
    /// A case under way by its clock. While the clock stands nobody knows the deadline: it is no sooner than if it ran on
    /// from today. A case that is not accepted yet is no sooner decided than if it were today.
    pub fn by_clock(clock: &Clock, limits: &Limits, calendar: &WorkCalendar, today: NaiveDate) -> Self {
        let at_least =
            |days, unit| Estimate { at_least: true, ..calendar.deadline(today, days, unit).into() };
        let estimate = |reckoning: Option<&Reckoning>, limit: Option<Limit>| match reckoning {
            None if clock.state == ClockState::NotStarted => {
                limit.map(|limit| at_least(limit.days, limit.unit))
            }
            None => None,
            Some(reckoning) => Some(match reckoning.deadline {
                Some(deadline) => deadline.into(),
                None => at_least(reckoning.remaining, reckoning.limit.unit),
            }),
        };
        Self::UnderWay {
            promised: estimate(clock.promised.as_ref(), limits.promised),
            legal: estimate(clock.legal.as_ref(), limits.legal),
        }
    }
}

/// A day in the future, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The day.
    pub on: NaiveDate,
    /// 暂定: it depends on days of which no notice has said yet whether they are worked.
    pub provisional: bool,
    /// 不早于: something before it takes nobody knows how long, and was counted as taking no time.
    pub at_least: bool,
}

impl Estimate {
    /// A day that is known.
    pub const fn exact(on: NaiveDate) -> Self {
        Self { on, provisional: false, at_least: false }
    }
}

impl From<Deadline> for Estimate {
    fn from(Deadline { on, provisional }: Deadline) -> Self {
        Self { on, provisional, at_least: false }
    }
}

/// When a task can begin and end, if everything before it goes as early as it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The first day on which it can be filed for, or begin; nothing where it has.
    pub start: Option<NaiveDate>,
    /// The day it is there.
    pub finish: Estimate,
}

/// What a schedule says of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<K> {
    /// By the promised limits; by the legal one where nothing is promised.
    pub promised: Times,
    /// By the legal limits; by the promise where the law sets none.
    pub pessimistic: Times,
    /// Whether no limit of its own is known, neither promised nor legal: it is counted as taking no time.
    pub lacks_promised: bool,
    /// Whether no legal limit of its own is known: the pessimistic days say less than they should.
    pub lacks_legal: bool,
    /// 今天可报: nobody has filed, what is to be handed in is at hand, everything that the law wants first is there, every point
    /// that custom wants too, and of whatever else is usually there first something is under way at least, or can
    /// be filed today as well.
    pub can_file_today: bool,
    /// 在等: the groups that the law wants first, the points that custom does, and what else comes first by custom and
    /// cannot be filed yet either, of which no member is there, without members ruled out. Empty once it has begun.
    pub waits_on: Vec<Need<K>>,
    /// 通常先办: the groups that come first by custom only, of which no member is there, and one is under way or can be filed:
    /// they may be asked for side by side.
    pub customarily_first: Vec<Need<K>>,
}

/// What a schedule says of one of its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook<K> {
    /// The target.
    pub target: K,
    /// When it is expected.
    pub promised: Estimate,
    /// When at the latest, if every office takes the time that the law gives it.
    pub pessimistic: Estimate,
    /// 关键路径: what decides that day, in order, the target last. What is there today is not on it. Of several paths that are
    /// equally long it is one: at each fork the member of the group that was named first, of a group's members that
    /// are there
    /// on one day a certain one before one that is only a lower bound, and else the one with the lowest key.
    pub critical_path: Vec<K>,
    /// 时差: how many working days the end of each open task may slip, it alone, without moving the target. What is not in
    /// here may slip for ever: the target does not depend on it, or something else will do.
    pub slack: BTreeMap<K, u32>,
}

/// A schedule, as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule<K> {
    /// By task; those ruled out are not in here.
    pub entries: BTreeMap<K, Entry<K>>,
    /// By target, in the order in which they were asked for.
    pub outlooks: Vec<Outlook<K>>,
}

impl<K: Ord + Copy> Outlook<K> {
    /// Whether the target moves if this slips by a day: so of everything on all paths that are equally long, as far as no
    /// other member of a group stands in for it.
    pub fn is_critical(&self, key: K) -> bool {
        self.slack.get(&key) == Some(&0)
    }
}

impl<K: Ord + Copy> Schedule<K> {
    /// What it says of a target.
    pub fn outlook(&self, target: K) -> Option<&Outlook<K>> {
        self.outlooks.iter().find(|outlook| outlook.target == target)
    }
}

/// How many working days it is from a day to another; fewer than none if that lies before it.
pub fn working_days(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> i64 {
    let later = i64::from(calendar.working_days_between(from, to));
    later - i64::from(calendar.working_days_between(to, from))
}

/// A plan of which no schedule can be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError<K: std::fmt::Debug> {
    /// A task is there twice.
    #[error("{0:?} is there twice")]
    Twice(K),
    /// A target is not among the tasks, or is ruled out.
    #[error("there is no {0:?} to aim at")]
    NoTarget(K),
    /// Each of these needs the next, and the last the first.
    #[error("each needs the next, and the last the first: {0:?}")]
    Cycle(Vec<K>),
}

/// The schedule of a plan: the earliest days of everything, and what decides each target and how.
pub fn schedule<K: Ord + Copy + std::fmt::Debug>(
    tasks: &[Task<K>],
    targets: &[K],
    calendar: &WorkCalendar,
    today: NaiveDate,
) -> Result<Schedule<K>, ScheduleError<K>> {
    let graph = Graph::of(tasks)?;
    let promised = forward::Pass { graph: &graph, calendar, today, by: forward::By::Promise };
    let pessimistic = forward::Pass { by: forward::By::Law, ..promised };
    let times = promised.run();
    let late = pessimistic.run();
    let outlook = |&target: &K| {
        let node = graph.node(target).ok_or(ScheduleError::NoTarget(target))?;
        Ok(Outlook {
            target,
            promised: times[node].times.finish,
            pessimistic: late[node].times.finish,
            critical_path: forward::path(&promised, &times, node),
            slack: slack::of(&promised, &times, node),
        })
    };
    let outlooks = targets.iter().map(outlook).collect::<Result<_, _>>()?;
    let filing = filing::Filing::of(&promised);
    let entry = |node: usize| {
        let task = &tasks[graph.task(node)];
        let (lacks_promised, lacks_legal) = forward::lacks(task.known);
        Entry {
            promised: times[node].times,
            pessimistic: late[node].times,
            lacks_promised,
            lacks_legal,
            can_file_today: filing.can_file(node),
            waits_on: filing.waits_on(node),
            customarily_first: filing.customarily_first(node),
        }
    };
    let entries = (0..graph.len()).map(|node| (graph.key(node), entry(node))).collect();
    Ok(Schedule { entries, outlooks })
}
