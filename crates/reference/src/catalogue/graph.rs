//! What waits for what, and that nothing waits for itself: not by law, not by custom, and not through a point of the project
//! that a permit has to precede.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luodi_domain::catalogue::{Before, Node, Prerequisite};
use luodi_domain::permit::Phase;

use super::entry::Entry;
use super::fault::{Fault, Reason};

/// What each thing waits for.
type Graph = BTreeMap<Before, BTreeSet<Before>>;

/// Every ring of entries, found on any day from which a version holds; one is told of once, where its first code stands.
pub(super) fn cycles(entries: &[Entry]) -> Vec<Fault> {
    let days: BTreeSet<NaiveDate> = entries.iter().filter_map(Entry::span).map(|(from, _)| from).collect();
    let mut found: BTreeMap<Vec<String>, Fault> = BTreeMap::new();
    for day in days {
        let holds = |entry: &&Entry| entry.span().is_some_and(|(from, to)| from <= day && day <= to);
        let holding: Vec<&Entry> = entries.iter().filter(holds).collect();
        for ring in rings(&graph(&holding)) {
            let names: Vec<String> = ring.iter().map(name).collect();
            let Some(first) = holding.iter().find(|entry| names.first() == Some(&entry.code)) else {
                continue;
            };
            let next = |group: &Prerequisite| group.any_of.iter().any(|member| ring.get(1) == Some(member));
            let waits = first.requires.iter().find(|(_, group)| next(group));
            let line = waits.map_or(first.line, |(line, _)| *line);
            let fault = first.fault(line, Reason::Cycle(names.clone()));
            found.entry(names).or_insert(fault);
        }
    }
    found.into_values().collect()
}

/// Entries wait for their prerequisites, points of the project for the points before them and for what has to precede them.
fn graph(entries: &[&Entry]) -> Graph {
    let mut graph = Graph::new();
    for (node, earlier) in Node::ALL.iter().skip(1).zip(Node::ALL) {
        graph.entry(Before::Node(*node)).or_default().insert(Before::Node(*earlier));
    }
    for entry in entries {
        let own = Before::Permit(entry.code.clone());
        let groups = entry.requires.iter().flat_map(|(_, group)| group.any_of.iter().cloned());
        graph.entry(own.clone()).or_default().extend(groups);
        let Some(permit) = &entry.permit else { continue };
        let phase = match permit.phase {
            Phase::BeforeStart => Some(Node::Start),
            Phase::BeforeProduction => Some(Node::Production),
            Phase::After => None,
        };
        for node in phase.iter().chain(&permit.before) {
            graph.entry(Before::Node(*node)).or_default().insert(own.clone());
        }
    }
    graph
}

/// Rings, each as the way from its first entry back to it: one for every wait that leads back to where a walk came from.
fn rings(graph: &Graph) -> Vec<Vec<Before>> {
    let mut rings = Vec::new();
    let mut done: BTreeSet<&Before> = BTreeSet::new();
    for start in graph.keys() {
        // The way walked so far, each with what it still has to look at.
        let mut way: Vec<(&Before, Vec<&Before>)> = vec![(start, waits(graph, start))];
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
                None if !done.contains(next) => way.push((next, waits(graph, next))),
                None => {}
            }
        }
    }
    rings
}

fn waits<'a>(graph: &'a Graph, of: &Before) -> Vec<&'a Before> {
    // Taken from the end: entries come before points of the project, so that the shorter ring is told of.
    graph.get(of).into_iter().flatten().rev().collect()
}

/// A ring from its first entry on and back to it, so that it looks the same wherever the walk came upon it.
fn turned(mut ring: Vec<Before>) -> Vec<Before> {
    if let Some(first) = (0..ring.len()).min_by_key(|&index| ring.get(index)) {
        ring.rotate_left(first);
    }
    ring.extend(ring.first().cloned());
    ring
}

fn name(before: &Before) -> String {
    match before {
        Before::Permit(code) => code.clone(),
        Before::Node(node) => format!("@{node}"),
    }
}
