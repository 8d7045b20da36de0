//! What a region says otherwise than the catalogue 地方调整: levels are delegated, promises are shorter, an item is asked for
//! in one place and not in another. Each holds in the region and below it, from a day on.

mod check;
mod clean;
mod kept;
mod refused;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use check::RegionalError;
pub use kept::{Ending, KeptRule, may_override_permit_types};

use super::Catalogue;
use super::permit_type::{Lift, PermitType, PromisedLimit};
use crate::ids::RegionId;
use crate::permit::Level;

/// What a region says of one entry for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionalRule {
    /// Where it holds: in this region and below.
    pub region: RegionId,
    /// The code of the entry.
    pub code: String,
    /// From which day on.
    pub valid_from: NaiveDate,
    /// The last day, once there is one.
    pub valid_to: Option<NaiveDate>,
    /// What it says.
    pub ruling: Ruling,
    /// The document in which the region says so.
    pub source: String,
}

/// What a region says of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// 取消: it is not asked for there.
    TakenOff,
    /// 调整: some of it is otherwise.
    Adjusted(Adjustment),
    /// 新增: an entry that the catalogue does not have. Its own days are those of the rule.
    Extra(Box<PermitType>),
}

/// What of an entry is otherwise in a region; the rest stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adjustment {
    /// 下放或上收: the level that usually decides.
    pub level: Option<Level>,
    /// Other levels, and when: instead of all of the catalogue's.
    pub lifts: Option<Vec<Lift>>,
    /// 承诺压减: a shorter promise.
    pub promised: Option<PromisedLimit>,
}

impl RegionalRule {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether it ended before it began: it was entered by mistake, and holds on no day.
    pub fn never_holds(&self) -> bool {
        self.valid_to.is_some_and(|to| to < self.valid_from)
    }

    /// What becomes of an entry by it.
    fn apply(&self, entry: Option<PermitType>) -> Option<PermitType> {
        match &self.ruling {
            Ruling::TakenOff => None,
            Ruling::Adjusted(adjustment) => entry.map(|entry| adjustment.apply(entry, &self.source)),
            Ruling::Extra(extra) => {
                let mut extra = PermitType { code: self.code.clone(), ..extra.as_ref().clone() };
                if !extra.basis.contains(&self.source) {
                    extra.basis.push(self.source.clone());
                }
                Some(extra)
            }
        }
    }
}

impl Adjustment {
    /// What the region says itself needs no verifying, and rests on the document in which it says so.
    fn apply(&self, mut entry: PermitType, source: &str) -> PermitType {
        if let Some(level) = self.level {
            entry.level = level;
            entry.level_basis = Some(source.to_owned());
            entry.unverified.remove("level");
        }
        if let Some(lifts) = &self.lifts {
            let basis = |lift: &Lift| lift.basis.clone().or_else(|| Some(source.to_owned()));
            entry.lifts = lifts.iter().map(|lift| Lift { basis: basis(lift), ..lift.clone() }).collect();
            entry.unverified.retain(|field| !field.starts_with("lifts"));
        } else {
            // The first lift that holds wins; one that does not lead above a level that was raised would lower it.
            entry.lifts.retain(|lift| lift.to < entry.level);
        }
        if let Some(promised) = &self.promised {
            entry.promised = Some(promised.clone());
            entry.unverified.remove("promised");
        }
        entry
    }
}

impl Catalogue {
    /// The catalogue as it holds in a place: its region and those above it, nearest first. Of what they say the nearest's
    /// word goes, field by field; rules of other regions are passed over.
    #[must_use]
    pub fn in_place(&self, place: &[RegionId], rules: &[RegionalRule]) -> Self {
        let mut by_code: BTreeMap<&str, Vec<(usize, &RegionalRule)>> = BTreeMap::new();
        for rule in rules {
            if let Some(distance) = place.iter().position(|region| *region == rule.region) {
                by_code.entry(&rule.code).or_default().push((distance, rule));
            }
        }
        let mut found = self.clone();
        for (code, mut rules) in by_code {
            // The farthest first, so that the nearest has the last word.
            rules.sort_by_key(|(distance, _)| std::cmp::Reverse(*distance));
            let rules: Vec<&RegionalRule> = rules.into_iter().map(|(_, rule)| rule).collect();
            let versions = self.spans(code, &rules);
            if versions.is_empty() {
                found.versions.remove(code);
            } else {
                found.versions.insert(code.to_owned(), versions);
            }
        }
        found
    }

    /// The versions of an entry with what regions say of it: one for each span on whose days the same holds.
    fn spans(&self, code: &str, rules: &[&RegionalRule]) -> Vec<PermitType> {
        let own = self.versions.get(code).map(Vec::as_slice).unwrap_or_default();
        let begins = own.iter().filter_map(|entry| entry.valid_from);
        let ends = own.iter().filter_map(|entry| entry.valid_to);
        let begins = begins.chain(rules.iter().map(|rule| rule.valid_from));
        let ends = ends.chain(rules.iter().filter_map(|rule| rule.valid_to));
        let behind = ends.filter_map(|last| last.succ_opt());
        let days: BTreeSet<NaiveDate> = begins.chain(behind).chain([NaiveDate::MIN]).collect();
        let mut versions: Vec<PermitType> = Vec::new();
        for (index, day) in days.iter().enumerate() {
            let until = days.iter().nth(index + 1).and_then(NaiveDate::pred_opt);
            let entry = self.entry(code, *day).cloned();
            let holding = rules.iter().filter(|rule| rule.holds_on(*day));
            let Some(entry) = holding.fold(entry, |entry, rule| rule.apply(entry)) else { continue };
            let from = Some(*day).filter(|day| *day != NaiveDate::MIN);
            let entry = PermitType { valid_from: from, valid_to: until, ..entry };
            match versions.last_mut().filter(|last| continues(last, &entry)) {
                Some(last) => last.valid_to = until,
                None => versions.push(entry),
            }
        }
        versions
    }
}

/// Whether a version is only another one carried on.
fn continues(last: &PermitType, next: &PermitType) -> bool {
    let touching = last.valid_to.and_then(|day| day.succ_opt()) == next.valid_from;
    let same = PermitType { valid_from: last.valid_from, valid_to: last.valid_to, ..next.clone() };
    touching && same == *last
}
