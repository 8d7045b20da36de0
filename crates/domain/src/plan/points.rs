//! The points of a project, and what leads up to each.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Key, Surroundings};
use crate::catalogue::Node;
use crate::clock::Limit;
use crate::milestone::MilestoneKind;
use crate::permit::Phase;
use crate::schedule::{Known, Need, Task};

/// What leads up to each point of the project.
#[derive(Default)]
pub(super) struct Leads<'p>(BTreeMap<Node, Vec<Key<'p>>>);

impl<'p> Leads<'p> {
    pub(super) fn note(&mut self, key: Key<'p>, phase: Phase, before: &BTreeSet<Node>) {
        let of_phase = match phase {
            Phase::BeforeStart => Some(Node::Start),
            Phase::BeforeProduction => Some(Node::Production),
            Phase::After => None,
        };
        for node in before.iter().copied().chain(of_phase.filter(|node| !before.contains(node))) {
            self.0.entry(node).or_default().push(key);
        }
    }

    /// A point with what the law wants before it. Nobody knows how long building takes until it is done, or planned.
    pub(super) fn point(&mut self, node: Node, around: Surroundings<'_>) -> Task<Key<'p>> {
        use MilestoneKind::{Completed, Producing, Started};
        let moment = Some(Limit::working(0));
        // Whoever produces has started, whether or not anybody wrote that down.
        let (reached, previous, takes): (&[MilestoneKind], _, _) = match node {
            Node::Start => (&[Started, Completed, Producing], None, moment),
            Node::Completion => (&[Completed, Producing], Some(Node::Start), None),
            Node::TrialProduction => (&[Producing], Some(Node::Completion), moment),
            Node::Production => (&[Producing], Some(Node::TrialProduction), moment),
        };
        let reached = around.milestones.iter().filter(|milestone| reached.contains(&milestone.kind));
        let known = match reached.map(|milestone| milestone.occurred_on).min() {
            Some(on) => Known::Done(on),
            None => Known::Point { planned_on: around.planned.of_point(node), takes },
        };
        let leading = self.0.remove(&node).unwrap_or_default();
        let leading = previous.map(Key::Point).into_iter().chain(leading);
        let needs = leading.map(|key| Need { any_of: vec![key], hard: true });
        Task { key: Key::Point(node), known, needs: needs.collect() }
    }
}
