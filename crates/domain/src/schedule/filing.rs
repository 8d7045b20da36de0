//! What can be filed today, and what the rest waits on.
//!
//! What the law wants first must be there, and so must a point of the project that custom wants first: nobody asks for the
//! licence of a building that is not built. A permit that is only usually there first may be asked for side by side, so it
//! hinders as long as it could not be filed itself: nobody has drawings looked at for fire while nobody may review them.
//! And nobody files without what is to be handed in.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::forward::{By, Pass};
use super::graph::{Graph, Group};
use super::{Known, Need, Papers, ScheduleError, Task};
use crate::calendar::WorkCalendar;

/// The tasks that can be filed 今天可报, as [`Entry::can_file_today`](super::Entry) says it: it takes no dates to tell, as long
/// as nothing is supposed to be there on a day to come.
///
/// # Errors
/// What is no plan.
pub fn ready<K: Ord + Copy + std::fmt::Debug>(tasks: &[Task<K>]) -> Result<BTreeSet<K>, ScheduleError<K>> {
    let graph = Graph::of(tasks)?;
    let calendar = WorkCalendar::default();
    let pass = Pass { graph: &graph, calendar: &calendar, today: NaiveDate::MAX, by: By::Promise };
    let filing = Filing::of(&pass);
    let ready = (0..graph.len()).filter(|&node| filing.can_file(node));
    Ok(ready.map(|node| graph.key(node)).collect())
}

/// What may begin today, by node.
pub(super) struct Filing<'a, K> {
    pass: &'a Pass<'a, K>,
    may_begin: Vec<bool>,
}

impl<'a, K: Ord + Copy> Filing<'a, K> {
    pub(super) fn of(pass: &'a Pass<'a, K>) -> Self {
        let mut filing = Self { pass, may_begin: vec![false; pass.graph.len()] };
        for &node in pass.graph.order() {
            let mut groups = pass.graph.groups(node).iter();
            filing.may_begin[node] = match pass.graph.known(node) {
                Known::Point { .. } => false,
                Known::Whole => groups.all(|group| filing.is_on_its_way(group)),
                _ => {
                    let complete = pass.papers(node) == Papers::Complete;
                    complete
                        && groups.all(|group| {
                            filing.is_there(group) || !filing.hinders(group) && filing.is_on_its_way(group)
                        })
                }
            };
        }
        filing
    }

    /// 今天可报.
    pub(super) fn can_file(&self, node: usize) -> bool {
        matches!(self.pass.graph.known(node), Known::NotBegun { .. }) && self.may_begin[node]
    }

    /// 在等.
    pub(super) fn waits_on(&self, node: usize) -> Vec<Need<K>> {
        self.unmet(node, true)
    }

    /// 通常先办.
    pub(super) fn customarily_first(&self, node: usize) -> Vec<Need<K>> {
        self.unmet(node, false)
    }

    /// The groups of which no member is there, those that keep it from being filed or the others.
    fn unmet(&self, node: usize, keeping: bool) -> Vec<Need<K>> {
        let groups = self.pass.graph.deciding(node).iter().filter(|group| !self.is_there(group));
        let need = |group: &Group| Need {
            any_of: group.members.iter().map(|&member| self.pass.graph.key(member)).collect(),
            hard: group.hard,
        };
        let keeps = |group: &Group| self.hinders(group) || !self.is_on_its_way(group);
        groups.filter(|group| keeps(group) == keeping).map(need).collect()
    }

    fn is_there(&self, group: &Group) -> bool {
        group.members.iter().any(|&member| self.pass.is_there(member))
    }

    /// Whether a member is there, or was filed, or may be.
    fn is_on_its_way(&self, group: &Group) -> bool {
        group.members.iter().any(|&member| self.pass.graph.is_begun(member) || self.may_begin[member])
    }

    /// Whether nobody can file without it.
    fn hinders(&self, group: &Group) -> bool {
        let is_point = |&member: &usize| matches!(self.pass.graph.known(member), Known::Point { .. });
        group.hard || group.members.iter().all(is_point)
    }
}
