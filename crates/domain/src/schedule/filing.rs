//! What can be filed today, and what the rest waits on.

use super::Known;
use super::forward::Pass;
use super::graph::Group;

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
