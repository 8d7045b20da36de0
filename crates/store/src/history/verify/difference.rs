//! Where two states of one project differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use luodi_domain::project::Project;

/// The parts in which the two differ, such as `stage` or `party pty_…`.
pub(super) fn difference(one: &Project, other: &Project) -> Vec<String> {
    // Taken apart by name, so that a new part cannot be forgotten here.
    let Project {
        id,
        // Told by a finding of its own.
        version: _,
        profile,
        lineage,
        stage,
        standing,
        standing_changed_on,
        visits,
        steps,
        parties,
        agreements,
        terms,
        milestones,
        attachments,
        permits,
        materials,
        plan,
    } = one;
    let mut parts = Vec::new();
    let mut whole = |name: &str, same: bool| parts.extend((!same).then(|| name.to_owned()));
    whole("id", *id == other.id);
    whole("profile", *profile == other.profile);
    whole("lineage", *lineage == other.lineage);
    whole("stage", *stage == other.stage);
    let stood = (standing, standing_changed_on) == (&other.standing, &other.standing_changed_on);
    whole("standing", stood);
    whole("terms", *terms == other.terms);
    whole("plan", *plan == other.plan);
    entries(&mut parts, "visit", visits, &other.visits);
    entries(&mut parts, "step", steps, &other.steps);
    entries(&mut parts, "party", parties, &other.parties);
    entries(&mut parts, "agreement", agreements, &other.agreements);
    entries(&mut parts, "milestone", milestones, &other.milestones);
    entries(&mut parts, "attachment", attachments, &other.attachments);
    entries(&mut parts, "permit", permits, &other.permits);
    entries(&mut parts, "material", materials, &other.materials);
    parts
}

fn entries<K: Ord + Display, V: PartialEq>(
    parts: &mut Vec<String>,
    name: &str,
    one: &BTreeMap<K, V>,
    other: &BTreeMap<K, V>,
) {
    let keys: BTreeSet<&K> = one.keys().chain(other.keys()).collect();
    let differing = keys.into_iter().filter(|key| one.get(key) != other.get(key));
    parts.extend(differing.map(|key| format!("{name} {key}")));
}
