//! The tasks as a graph of numbers: what is ruled out or not in the plan left out, in an order in which everything comes
//! after what it needs.

use super::{Known, ScheduleError, Task};

/// A group of which one member is needed.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) hard: bool,
}

#[derive(Debug)]
struct Node<K> {
    key: K,
    /// Its place among the tasks as they were given.
    task: usize,
    known: Known,
    groups: Vec<Group>,
}

/// The graph. Nodes are numbered in the order of their keys, so that nothing depends on how they were listed.
#[derive(Debug)]
pub(super) struct Graph<K> {
    nodes: Vec<Node<K>>,
    /// Everything after what it needs.
    order: Vec<usize>,
}

impl<K: Ord + Copy + std::fmt::Debug> Graph<K> {
    pub(super) fn of(tasks: &[Task<K>]) -> Result<Self, ScheduleError<K>> {
        let mut places: Vec<usize> = (0..tasks.len()).collect();
        places.sort_by_key(|&place| tasks[place].key);
        if let Some(pair) = places.windows(2).find(|pair| tasks[pair[0]].key == tasks[pair[1]].key) {
            return Err(ScheduleError::Twice(tasks[pair[0]].key));
        }
        places.retain(|&place| tasks[place].known != Known::RuledOut);
        let number = |key: K| places.binary_search_by_key(&key, |&place| tasks[place].key).ok();
        let node = |&place: &usize| {
            let Task { key, known, needs } = &tasks[place];
            let group = |need: &super::Need<K>| {
                let mut members: Vec<usize> = need.any_of.iter().filter_map(|&key| number(key)).collect();
                members.sort_unstable();
                members.dedup();
                (!members.is_empty()).then_some(Group { members, hard: need.hard })
            };
            Node { key: *key, task: place, known: *known, groups: needs.iter().filter_map(group).collect() }
        };
        let nodes: Vec<Node<K>> = places.iter().map(node).collect();
        let order = order(&nodes)?;
        Ok(Self { nodes, order })
    }
}

impl<K: Ord + Copy> Graph<K> {
    /// The number of a key.
    pub(super) fn node(&self, key: K) -> Option<usize> {
        self.nodes.binary_search_by_key(&key, |node| node.key).ok()
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn key(&self, node: usize) -> K {
        self.nodes[node].key
    }

    pub(super) fn task(&self, node: usize) -> usize {
        self.nodes[node].task
    }

    pub(super) fn known(&self, node: usize) -> Known {
        self.nodes[node].known
    }

    pub(super) fn groups(&self, node: usize) -> &[Group] {
        &self.nodes[node].groups
    }

    /// The groups whose members decide when the node can begin; none where it has begun.
    pub(super) fn deciding(&self, node: usize) -> &[Group] {
        if self.is_begun(node) { &[] } else { self.groups(node) }
    }

    pub(super) fn is_begun(&self, node: usize) -> bool {
        matches!(self.known(node), Known::Done(_) | Known::UnderWay { .. })
    }

    /// Everything after what it needs.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }
}

/// An order in which everything comes after what it needs, or a circle.
fn order<K: Ord + Copy + std::fmt::Debug>(nodes: &[Node<K>]) -> Result<Vec<usize>, ScheduleError<K>> {
    let needed = |node: usize| nodes[node].groups.iter().flat_map(|group| group.members.iter().copied());
    let mut waiting: Vec<usize> = (0..nodes.len()).map(|node| needed(node).count()).collect();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for node in 0..nodes.len() {
        needed(node).for_each(|before| after[before].push(node));
    }
    let mut order: Vec<usize> = (0..nodes.len()).filter(|&node| waiting[node] == 0).collect();
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for &later in &after[node] {
            waiting[later] -= 1;
            if waiting[later] == 0 {
                order.push(later);
            }
        }
    }
    if order.len() == nodes.len() {
        return Ok(order);
    }
    // Whatever still waits needs something that waits: following that, one comes round.
    let mut trail: Vec<usize> = Vec::new();
    let mut at = (0..nodes.len()).find(|&node| waiting[node] > 0);
    while let Some(node) = at {
        if let Some(first) = trail.iter().position(|&seen| seen == node) {
            let circle = trail[first..].iter().map(|&node| nodes[node].key).collect();
            return Err(ScheduleError::Cycle(circle));
        }
        trail.push(node);
        at = needed(node).find(|&before| waiting[before] > 0);
    }
    Ok(order)
}
