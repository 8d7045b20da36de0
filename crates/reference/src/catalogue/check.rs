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

/// Parallel groups that cannot be filed as one: without one entry whose limit is that of all, or of which one waits
/// for another.
pub(super) fn together(entries: &[Entry]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let unread = entries.iter().any(|entry| entry.permit.is_none());
    for entry in entries {
        let Some(permit) = &entry.permit else { continue };
        let Some(group) = &permit.parallel_group else {
            if permit.leads_group {
                faults.push(entry.fault(entry.line, Reason::LeadsNothing));
            }
            continue;
        };
        let of_group = |other: &&Entry| {
            let meets = |(from, to)| other.span().is_some_and(|(start, end)| from <= end && start <= to);
            other.permit.as_ref().is_some_and(|other| other.parallel_group.as_ref() == Some(group))
                && entry.span().is_some_and(meets)
        };
        let leads = |other: &&Entry| other.permit.as_ref().is_some_and(|other| other.leads_group);
        let mut before = entries.iter().take_while(|other| !std::ptr::eq(*other, entry));
        if permit.leads_group {
            if permit.legal.is_empty() && permit.promised.is_none() {
                faults.push(entry.fault(entry.line, Reason::LeadWithoutLimit(group.clone())));
            }
            if let Some(other) =
                before.find(|other| of_group(other) && leads(other) && other.code != entry.code)
            {
                let (group, other) = (group.clone(), other.code.clone());
                faults.push(entry.fault(entry.line, Reason::TwoLeads { group, other }));
            }
            continue;
        }
        // One that could not be read may lead it. A group of one is told of elsewhere.
        let others: Vec<&Entry> =
            entries.iter().filter(of_group).filter(|other| other.code != entry.code).collect();
        if !unread && !others.is_empty() && !others.iter().any(leads) {
            faults.push(entry.fault(entry.line, Reason::NoLead(group.clone())));
        }
        for (line, needed) in &entry.requires {
            for member in &needed.any_of {
                if let Before::Permit(code) = member
                    && others.iter().any(|other| other.code == *code)
                {
                    faults.push(entry.fault(*line, Reason::WaitsWithin(code.clone())));
                }
            }
        }
    }
    faults
}
