//! The permit catalogue 事项目录: which permits there are, when a project needs one, who decides it, by when and after
//! what. It is data, in versions by date; this module says what it means.

mod condition;
mod department;
#[cfg(test)]
pub(crate) mod fixture;
mod permit_type;
mod regional;
#[cfg(test)]
mod tests;
mod waits;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::words::Words;

pub use condition::{Comparison, Condition, Finding, Test, Truth, Verdict};
pub use department::Department;
pub use permit_type::{
    Before, ExchangeStage, Lapse, LegRule, LegalLimit, Lift, Node, PermitType, Prerequisite, PromisedLimit,
    Referral, StopKind, Validity,
};
pub use regional::{
    Adjustment, Ending, KeptRule, RegionalError, RegionalRule, Ruling, may_override_permit_types,
};
pub use waits::Waits;

/// The permit catalogue with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    /// The versions of each entry, oldest first.
    versions: BTreeMap<String, Vec<PermitType>>,
}

impl Catalogue {
    /// A catalogue of these entries, each a version of its code. That versions of a code do not overlap and that every
    /// prerequisite is there is up to whoever read them.
    pub fn new(entries: impl IntoIterator<Item = PermitType>) -> Self {
        let mut versions: BTreeMap<String, Vec<PermitType>> = BTreeMap::new();
        for entry in entries {
            versions.entry(entry.code.clone()).or_default().push(entry);
        }
        for entries in versions.values_mut() {
            entries.sort_by_key(|entry| entry.valid_from);
        }
        Self { versions }
    }

    /// The entry of a code as it holds on a day.
    pub fn entry(&self, code: &str, day: NaiveDate) -> Option<&PermitType> {
        self.versions.get(code)?.iter().find(|entry| entry.holds_on(day))
    }

    /// The departments that may decide an entry on some day of a time; none where it is not there on the first.
    pub fn departments(&self, code: &str, from: NaiveDate, to: Option<NaiveDate>) -> BTreeSet<Department> {
        if self.entry(code, from).is_none() {
            return BTreeSet::new();
        }
        let meets = |entry: &&PermitType| {
            let ends_before = entry.valid_to.is_some_and(|last| last < from);
            let begins_behind = to.zip(entry.valid_from).is_some_and(|(to, first)| to < first);
            !ends_before && !begins_behind
        };
        let versions = self.versions.get(code).into_iter().flatten().filter(meets);
        versions
            .flat_map(|entry| entry.referrals.iter().map(|referral| referral.to).chain([entry.department]))
            .collect()
    }

    /// What an entry is called on a day; on one on which it does not hold, what it was called last before that, or else at
    /// first.
    pub fn name(&self, code: &str, day: NaiveDate) -> Option<Words> {
        let versions = self.versions.get(code)?;
        let begun = |entry: &&PermitType| entry.valid_from.is_none_or(|from| from <= day);
        let named = versions.iter().rfind(begun).or_else(|| versions.first());
        named.map(|entry| Words::new(entry.zh.as_str(), entry.en.as_str()))
    }

    /// All entries as they hold on a day, by code.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &PermitType> {
        self.versions.values().filter_map(move |versions| versions.iter().find(|entry| entry.holds_on(day)))
    }

    /// What is accepted together on a day, by the name of the group.
    pub fn groups_on(&self, day: NaiveDate) -> BTreeMap<&str, Vec<&str>> {
        let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in self.on(day) {
            if let Some(group) = &entry.parallel_group {
                groups.entry(group).or_default().push(&entry.code);
            }
        }
        groups
    }

    /// The last day, up to this one, on which any entry began to hold or held no more; nothing if none ever did. Between
    /// two such days the catalogue says the same every day.
    pub fn changed_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        let turns = self.versions().flat_map(|entry| {
            let ended = entry.valid_to.and_then(|last| last.succ_opt());
            entry.valid_from.into_iter().chain(ended)
        });
        turns.filter(|turn| *turn <= day).max()
    }

    /// All versions of all entries, by code and oldest first.
    pub fn versions(&self) -> impl Iterator<Item = &PermitType> {
        self.versions.values().flatten()
    }
}
