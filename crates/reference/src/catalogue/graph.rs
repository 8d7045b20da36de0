//! Entries that wait for one another, on any day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luodi_domain::catalogue::{Prerequisite, Waits};

use super::entry::Entry;
use super::fault::{Fault, Reason};

/// Every ring of entries, found on any day from which a version holds; one is told of once, where its first code stands.
pub(super) fn cycles(entries: &[Entry]) -> Vec<Fault> {
    let days: BTreeSet<NaiveDate> = entries.iter().filter_map(Entry::span).map(|(from, _)| from).collect();
    let mut found: BTreeMap<Vec<String>, Fault> = BTreeMap::new();
    for day in days {
        let holds = |entry: &&Entry| entry.span().is_some_and(|(from, to)| from <= day && day <= to);
        let holding: Vec<&Entry> = entries.iter().filter(holds).collect();
        for ring in waits(&holding).rings() {
            let names: Vec<String> = ring.iter().map(ToString::to_string).collect();
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

/// What is known of entries, also of those that could not be read in full.
fn waits(entries: &[&Entry]) -> Waits {
    let mut waits = Waits::default();
    for entry in entries {
        waits.waits_for(&entry.code, entry.requires.iter().flat_map(|(_, group)| &group.any_of));
        if let Some(permit) = &entry.permit {
            waits.precedes(permit);
        }
    }
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        if let Some(group) = entry.permit.as_ref().and_then(|permit| permit.parallel_group.as_deref()) {
            groups.entry(group).or_default().push(&entry.code);
        }
    }
    for group in groups.values() {
        waits.accepted_together(group);
    }
    waits
}
