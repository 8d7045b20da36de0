//! What is checked between entries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luodi_domain::catalogue::Before;

use super::entry::Entry;
use super::fault::{Fault, Reason};

impl Entry {
    /// Something wrong with it that is found later.
    pub(super) fn fault(&self, line: usize, reason: Reason) -> Fault {
        Fault { file: self.file.clone(), line, code: Some(self.code.clone()), reason }
    }

    /// The first and the last day of the version, open ends as far as days go; nothing where they could not be read.
    pub(super) fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (from, to) = self.days?;
        Some((from.unwrap_or(NaiveDate::MIN), to.unwrap_or(NaiveDate::MAX)))
    }
}

/// Versions of one code that hold on the same day: the later one is refused.
pub(super) fn versions(entries: &[Entry]) -> Vec<Fault> {
    let mut by_code: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in entries {
        let Some((from, to)) = entry.span() else { continue };
        let others = by_code.entry(&entry.code).or_default();
        let overlaps = |other: &&&Entry| {
            other.span().is_some_and(|(other_from, other_to)| from <= other_to && other_from <= to)
        };
        if let Some(other) = others.iter().find(overlaps) {
            let (file, line) = (other.file.clone(), other.line);
            faults.push(entry.fault(entry.line, Reason::Overlap { file, line }));
        }
        others.push(entry);
    }
    faults
}

/// Prerequisites that no entry has.
pub(super) fn prerequisites(entries: &[Entry]) -> Vec<Fault> {
    let known: BTreeSet<&str> = entries.iter().map(|entry| entry.code.as_str()).collect();
    let mut faults = Vec::new();
    for entry in entries {
        for (line, group) in &entry.requires {
            for member in &group.any_of {
                if let Before::Permit(code) = member
                    && !known.contains(code.as_str())
                {
                    faults.push(entry.fault(*line, Reason::UnknownPermit(code.clone())));
                }
            }
        }
    }
    faults
}

/// Parallel groups of which no second entry is: a name that was mistyped.
pub(super) fn groups(entries: &[Entry]) -> Vec<Fault> {
    let group = |entry: &Entry| entry.permit.as_ref().and_then(|permit| permit.parallel_group.clone());
    let mut faults = Vec::new();
    for entry in entries {
        let Some(name) = group(entry) else { continue };
        let shared = |other: &Entry| other.code != entry.code && group(other).as_ref() == Some(&name);
        // Another entry that could not be read may be of the group.
        if !entries.iter().any(|other| other.permit.is_none() || shared(other)) {
            faults.push(entry.fault(entry.line, Reason::Alone(name)));
        }
    }
    faults
}
