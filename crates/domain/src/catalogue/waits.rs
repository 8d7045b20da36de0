//! What waits for what, and whether anything waits for itself: by law, by custom, or through a point of the project that a
//! permit has to precede.

use std::collections::{BTreeMap, BTreeSet};

use super::permit_type::{Before, Node, PermitType};
use crate::permit::Phase;

/// What each permit and each point of the project waits for.
#[derive(Debug, Clone)]
pub struct Waits(BTreeMap<Before, BTreeSet<Before>>);

impl Default for Waits {
    /// Points of the project wait for the points before them.
    fn default() -> Self {
        let mut waits = Self(BTreeMap::new());
        for (node, earlier) in Node::ALL.iter().skip(1).zip(Node::ALL) {
            waits.of(Before::Node(*node)).insert(Before::Node(*earlier));
        }
        waits
    }
}

impl Waits {
    fn of(&mut self, what: Before) -> &mut BTreeSet<Before> {
        self.0.entry(what).or_default()
    }

    /// A permit waits for these.
    pub fn waits_for<'a>(&mut self, code: &str, others: impl IntoIterator<Item = &'a Before>) {
        self.of(Before::Permit(code.to_owned())).extend(others.into_iter().cloned());
    }

    /// What is accepted together is filed on one day: each waits for whatever any of them waits for from elsewhere, and none
    /// for another.
    pub fn accepted_together(&mut self, codes: &[&str]) {
        let members: BTreeSet<Before> = codes.iter().map(|code| Before::Permit((*code).to_owned())).collect();
        let all = members.iter().filter_map(|member| self.0.get(member)).flatten();
        let others: BTreeSet<Before> = all.filter(|before| !members.contains(before)).cloned().collect();
        for member in members {
            let waits = self.of(member.clone());
            waits.retain(|before| *before == member);
            waits.extend(others.iter().cloned());
        }
    }

    /// The points of the project that an entry has to precede wait for it.
    pub fn precedes(&mut self, entry: &PermitType) {
        let phase = match entry.phase {
            Phase::BeforeStart => Some(Node::Start),
            Phase::BeforeProduction => Some(Node::Production),
            Phase::After => None,
        };
        for node in phase.iter().chain(&entry.before) {
            self.of(Before::Node(*node)).insert(Before::Permit(entry.code.clone()));
        }
    }

    /// Rings, each as the way from its first entry back to it: one for every wait that leads back to where a walk came from.
    pub fn rings(&self) -> Vec<Vec<Before>> {
        let mut rings = Vec::new();
        let mut done: BTreeSet<&Before> = BTreeSet::new();
        for start in self.0.keys() {
            // The way walked so far, each with what it still has to look at.
            let mut way: Vec<(&Before, Vec<&Before>)> = vec![(start, self.open(start))];
            while let Some((at, open)) = way.last_mut() {
                let at = *at;
                let Some(next) = open.pop().filter(|_| !done.contains(at)) else {
                    done.insert(at);
                    way.pop();
                    continue;
                };
                match way.iter().position(|(passed, _)| *passed == next) {
                    Some(place) => {
                        let ring = way.iter().skip(place).map(|(passed, _)| (*passed).clone());
                        rings.push(turned(ring.collect()));
                    }
                    None if !done.contains(next) => way.push((next, self.open(next))),
                    None => {}
                }
            }
        }
        rings
    }

    fn open(&self, of: &Before) -> Vec<&Before> {
        // Taken from the end: entries come before points of the project, so that the shorter ring is told of.
        self.0.get(of).into_iter().flatten().rev().collect()
    }
}

/// A ring from its first entry on and back to it, so that it looks the same wherever the walk came upon it.
fn turned(mut ring: Vec<Before>) -> Vec<Before> {
    if let Some(first) = (0..ring.len()).min_by_key(|&index| ring.get(index)) {
        ring.rotate_left(first);
    }
    ring.extend(ring.first().cloned());
    ring
}

impl std::fmt::Display for Before {
    /// As the catalogue writes it: `construction_permit`, `@START`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Permit(code) => f.write_str(code),
            Self::Node(node) => write!(f, "@{node}"),
        }
    }
}
