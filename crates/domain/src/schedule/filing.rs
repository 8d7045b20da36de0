//! What can be filed today, and what the rest waits on.

use std::collections::{BTreeMap, BTreeSet};

use super::forward::Pass;
use super::graph::Group;
use super::{Known, Task};

/// The tasks that nobody has begun and of which everything that the law wants first is there 可报, without a schedule: of a
/// plan that has one it is what [`Entry::can_file_today`](super::Entry) says, if nothing is supposed to be there on a day to
/// come.
pub fn ready<K: Ord + Copy>(tasks: &[Task<K>]) -> BTreeSet<K> {
    let known: BTreeMap<K, Known> = tasks.iter().map(|task| (task.key, task.known)).collect();
    // What is ruled out or not in the plan asks for nothing.
    let counts = |key: &K| known.get(key).filter(|known| **known != Known::RuledOut);
    let is_met = |any_of: &[K]| {
        let mut members = any_of.iter().filter_map(counts).peekable();
        members.peek().is_none() || members.any(|known| matches!(known, Known::Done(_)))
    };
    let ready = |task: &&Task<K>| {
        matches!(task.known, Known::NotBegun { .. })
            && task.needs.iter().all(|need| !need.hard || is_met(&need.any_of))
    };
    tasks.iter().filter(ready).map(|task| task.key).collect()
}

/// 今天可报.
pub(super) fn can_file<K: Ord + Copy>(pass: &Pass<'_, K>, node: usize) -> bool {
    matches!(pass.graph.known(node), Known::NotBegun { .. }) && unmet(pass, node).next().is_none()
}

/// 在等.
pub(super) fn waits_on<K: Ord + Copy>(pass: &Pass<'_, K>, node: usize) -> Vec<Vec<K>> {
    let keys = |group: &Group| group.members.iter().map(|&member| pass.graph.key(member)).collect();
    unmet(pass, node).map(keys).collect()
}

fn unmet<'a, K: Ord + Copy>(pass: &'a Pass<'_, K>, node: usize) -> impl Iterator<Item = &'a Group> {
    let groups = pass.graph.deciding(node).iter();
    groups.filter(|group| group.hard && !group.members.iter().any(|&member| pass.is_there(member)))
}
