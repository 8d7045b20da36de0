//! How much each task may slip, it alone, before a target moves.
//!
//! Backward from the target: whatever needs a task is in time as long as the task is there on a certain last day; the
//! earliest such day counts. Of a group, a member may slip for ever if another is there on that day anyway.
//!
//! That is exact for a task whose slip reaches each group by one member at most: the others stand where they are, so each
//! group asks either nothing or a last day of that member, and the target is in time if all of these are kept. Where a slip
//! reaches two members of a group, each of them would rely on the other. There the day is searched for: a task that slips
//! more never brings anything closer.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::forward::{Pass, Timed};
use super::graph::Group;

/// The slack of every open task that has an end to its slack.
pub(super) fn of<K: Ord + Copy>(pass: &Pass<'_, K>, timed: &[Timed], target: usize) -> BTreeMap<K, u32> {
    let graph = pass.graph;
    let finish = |node: usize| timed[node].times.finish.on;
    let leads = leads_to(pass, target);
    let reached = Reached::of(pass, &leads);
    let latest = latest(pass, timed, target);
    let open = (0..graph.len()).filter(|&node| leads[node] && !pass.is_there(node));
    let of_node = |node: usize| {
        let last = if reached.ambiguous[node] {
            Search { pass, timed, target, reached: &reached, node }.last(latest[node])
        } else {
            latest[node]
        };
        Some((graph.key(node), pass.calendar.working_days_between(finish(node), last?)))
    };
    open.filter_map(of_node).collect()
}

/// Which nodes the target depends on, itself included.
fn leads_to<K: Ord + Copy>(pass: &Pass<'_, K>, target: usize) -> Vec<bool> {
    let mut leads = vec![false; pass.graph.len()];
    leads[target] = true;
    for &node in pass.graph.order().iter().rev() {
        if leads[node] {
            let groups = pass.graph.deciding(node).iter();
            groups.flat_map(|group| &group.members).for_each(|&member| leads[member] = true);
        }
    }
    leads
}

/// The last day of each node by which the target stays where it is; nothing where there is none.
fn latest<K: Ord + Copy>(pass: &Pass<'_, K>, timed: &[Timed], target: usize) -> Vec<Option<NaiveDate>> {
    let finish = |member: usize| timed[member].times.finish.on;
    let mut latest: Vec<Option<NaiveDate>> = vec![None; pass.graph.len()];
    latest[target] = Some(finish(target));
    for &node in pass.graph.order().iter().rev() {
        let Some(ready) = latest[node].and_then(|by| pass.latest_ready(node, by)) else { continue };
        for Group { members, .. } in pass.graph.deciding(node) {
            for &member in members {
                let another = members.iter().any(|&other| other != member && finish(other) <= ready);
                if !another {
                    latest[member] = Some(latest[member].map_or(ready, |day| day.min(ready)));
                }
            }
        }
    }
    latest
}

/// Where a slip of each node goes, as a set of bits for each, and of which nodes it reaches two members of a group.
struct Reached {
    words: usize,
    bits: Vec<u64>,
    ambiguous: Vec<bool>,
}

impl Reached {
    /// Bit by bit from the targets back: a node reaches itself, and whatever those reach that need it.
    fn of<K: Ord + Copy>(pass: &Pass<'_, K>, leads: &[bool]) -> Self {
        let graph = pass.graph;
        let choices = |node: usize| graph.deciding(node).iter().filter(|group| group.members.len() > 1);
        let mut reached =
            Self { words: graph.len().div_ceil(64), bits: Vec::new(), ambiguous: vec![false; graph.len()] };
        if !(0..graph.len()).any(|node| leads[node] && choices(node).next().is_some()) {
            return reached;
        }
        reached.bits = vec![0; graph.len() * reached.words];
        for &node in graph.order().iter().rev().filter(|&&node| leads[node]) {
            reached.set(node, node);
            for &member in graph.deciding(node).iter().flat_map(|group| &group.members) {
                for word in 0..reached.words {
                    reached.bits[member * reached.words + word] |= reached.bits[node * reached.words + word];
                }
            }
        }
        for group in (0..graph.len()).filter(|&node| leads[node]).flat_map(choices) {
            for node in 0..graph.len() {
                let by = group.members.iter().filter(|&&member| reached.goes(node, member)).count();
                reached.ambiguous[node] |= by > 1;
            }
        }
        reached
    }

    fn set(&mut self, from: usize, to: usize) {
        self.bits[from * self.words + to / 64] |= 1 << (to % 64);
    }

    fn goes(&self, from: usize, to: usize) -> bool {
        self.bits[from * self.words + to / 64] >> (to % 64) & 1 == 1
    }
}

/// A search for the last day on which one node may be there.
struct Search<'a, K> {
    pass: &'a Pass<'a, K>,
    timed: &'a [Timed],
    target: usize,
    reached: &'a Reached,
    node: usize,
}

impl<K: Ord + Copy> Search<'_, K> {
    /// The last working day; nothing if it may slip for ever. It is no later than the one found backward, for that relies on
    /// more than there is.
    fn last(&self, found: Option<NaiveDate>) -> Option<NaiveDate> {
        let calendar = self.pass.calendar;
        let now = self.finish(self.node);
        let wanted = self.finish(self.target);
        // One that is later than the target already, or whose slip behind the target does not move it, never will.
        if found.is_none() && (now > wanted || !self.moves_target(calendar.after(wanted, 1))) {
            return None;
        }
        let most = calendar.working_days_between(now, found.unwrap_or(wanted));
        let (mut kept, mut moved) = (0, most + 1);
        // Most often that is the day.
        let mut next = most;
        while moved - kept > 1 {
            if self.moves_target(calendar.after(now, next)) {
                moved = next;
            } else {
                kept = next;
            }
            next = kept + (moved - kept) / 2;
        }
        Some(calendar.after(now, kept))
    }

    fn finish(&self, node: usize) -> NaiveDate {
        self.timed[node].times.finish.on
    }

    /// Whether the target moves if the node is there on this day.
    fn moves_target(&self, day: NaiveDate) -> bool {
        let mut slipped: Vec<NaiveDate> = self.timed.iter().map(|timed| timed.times.finish.on).collect();
        slipped[self.node] = day;
        for &node in self.pass.graph.order() {
            if node != self.node && self.reached.goes(self.node, node) {
                let mut before = self.pass.graph.deciding(node).iter().flat_map(|group| &group.members);
                if before.any(|&member| slipped[member] != self.finish(member)) {
                    slipped[node] = self.pass.finish(node, |member| slipped[member]);
                }
            }
        }
        slipped[self.target] > self.finish(self.target)
    }
}
