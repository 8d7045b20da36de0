//! What is refused of what a region says.

use chrono::NaiveDate;
use thiserror::Error;

use super::{Adjustment, RegionalRule, Ruling};
use crate::calendar::DayUnit;
use crate::catalogue::permit_type::{Before, Lift, PermitType};
use crate::catalogue::{Catalogue, Waits};
use crate::clock::Limit;
use crate::ids::RegionId;
use crate::permit::Level;

/// Why a region cannot say that.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegionalError {
    /// The last day lies before the first.
    #[error("it ends before it begins")]
    EndsFirst,
    /// The region says something else of the same entry on some of the same days.
    #[error("the region has a rule for {code} from {from} on already")]
    Overlap {
        /// The entry.
        code: String,
        /// From which day the other holds.
        from: NaiveDate,
    },
    /// There is no such entry there on the first day.
    #[error("there is no entry {0} there on the first day")]
    UnknownCode(String),
    /// There is such an entry on some of the days.
    #[error("there is an entry {0} already")]
    CodeTaken(String),
    /// Nothing is otherwise.
    #[error("it says nothing")]
    SaysNothing,
    /// A lift leads no higher than the level it leads from.
    #[error("lift {index} leads to {to}, which is not above {level}")]
    NotAbove {
        /// Which lift, from 0.
        index: usize,
        /// Where it leads.
        to: Level,
        /// The usual level.
        level: Level,
    },
    /// A lift stands behind one that leads as high or less high: it would win where both hold.
    #[error("lift {index} leads to {to} and stands behind one that leads to {after}")]
    LiftOrder {
        /// Which lift, from 0.
        index: usize,
        /// Where it leads.
        to: Level,
        /// Where the one before it leads.
        after: Level,
    },
    /// More is promised than the law allows.
    #[error("{promised:?} is promised, and the law allows {legal:?}")]
    PromiseTooLong {
        /// What is promised.
        promised: Limit,
        /// What the law allows.
        legal: Limit,
    },
    /// What must be there first is no entry there, on the first day or later on.
    #[error("there is no entry {0}, which must come first")]
    UnknownPrerequisite(String),
    /// Entries would wait for one another.
    #[error("these wait for one another: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// A region above has taken the entry off, or added it itself.
    #[error("{region} says of {code} what this does not fit beside")]
    Above {
        /// Which region.
        region: RegionId,
        /// Of which entry.
        code: String,
    },
    /// A place below says something that does not fit any more.
    #[error("{region} says of {code} what does not fit beside it: {why}")]
    Below {
        /// Which place.
        region: RegionId,
        /// Of which entry.
        code: String,
        /// What would be wrong with it.
        why: Box<RegionalError>,
    },
}

impl RegionalRule {
    /// Whether it can be said where the catalogue and the rules of this place are as they are, nearest region first.
    pub fn check(
        &self,
        catalogue: &Catalogue,
        place: &[RegionId],
        others: &[Self],
    ) -> Result<(), RegionalError> {
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(RegionalError::EndsFirst);
        }
        let beside = others.iter().filter(|other| other.region == self.region && other.code == self.code);
        if let Some(other) = beside.into_iter().find(|other| self.meets(other)) {
            return Err(RegionalError::Overlap { code: self.code.clone(), from: other.valid_from });
        }
        let there = catalogue.in_place(place, others);
        self.ruling_fits(&there).map_err(|error| self.with_author(error, place, others))?;
        let with: Vec<Self> = others.iter().chain([self]).cloned().collect();
        no_rings(&catalogue.in_place(place, &with))
    }

    /// Of an entry that is not there, or there already, because a region above says so, tells which region.
    fn with_author(&self, error: RegionalError, place: &[RegionId], others: &[Self]) -> RegionalError {
        let says_so = |other: &&Self| match (&error, &other.ruling) {
            (RegionalError::UnknownCode(_), Ruling::TakenOff) => other.holds_on(self.valid_from),
            (RegionalError::CodeTaken(_), Ruling::Extra(_)) => self.meets(other),
            _ => false,
        };
        let above = others.iter().filter(|other| other.code == self.code && place.contains(&other.region));
        match above.into_iter().find(says_so) {
            Some(other) => RegionalError::Above { region: other.region, code: self.code.clone() },
            None => error,
        }
    }

    /// Whether what regions say below still fits beside this rule, in one of the places where it holds: its own region or
    /// one below, nearest region first, with all other rules. That an entry is gone which is only adjusted or taken off
    /// there is no fault: nothing is left that could be otherwise.
    pub fn check_below(
        &self,
        catalogue: &Catalogue,
        place: &[RegionId],
        others: &[Self],
    ) -> Result<(), RegionalError> {
        let with: Vec<Self> = others.iter().chain([self]).cloned().collect();
        let here = |other: &&Self| place.first() == Some(&other.region) && !other.never_holds();
        let concerned = |other: &&Self| other.code == self.code || other.waits_for(&self.code);
        for own in others.iter().filter(here).filter(concerned) {
            let rest: Vec<Self> = with.iter().filter(|other| *other != own).cloned().collect();
            let fits = match own.ruling_fits(&catalogue.in_place(place, &rest)) {
                Err(RegionalError::UnknownCode(_)) => Ok(()),
                fits => fits,
            };
            let below = |why| {
                let (region, code) = (own.region, own.code.clone());
                RegionalError::Below { region, code, why: Box::new(why) }
            };
            fits.map_err(below)?;
        }
        no_rings(&catalogue.in_place(place, &with))
    }

    /// Whether it adds an entry for which this one must be there first.
    fn waits_for(&self, code: &str) -> bool {
        let Ruling::Extra(extra) = &self.ruling else { return false };
        let wanted = |before: &Before| matches!(before, Before::Permit(wanted) if wanted == code);
        extra.requires.iter().flat_map(|group| &group.any_of).any(wanted)
    }

    /// Whether both hold on some day.
    fn meets(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, two: &Self| one.valid_to.is_some_and(|to| to < two.valid_from);
        !self.never_holds() && !other.never_holds() && !ends_before(self, other) && !ends_before(other, self)
    }

    /// The versions of its entry that hold on some of its days.
    fn versions<'c>(&self, there: &'c Catalogue) -> impl Iterator<Item = &'c PermitType> {
        let own = there.versions().filter(|entry| entry.code == self.code);
        own.filter(|entry| {
            let ends_before = entry.valid_to.is_some_and(|to| to < self.valid_from);
            let begins_behind = self.valid_to.zip(entry.valid_from).is_some_and(|(to, from)| to < from);
            !ends_before && !begins_behind
        })
    }

    /// Whether an entry is there on all days of the rule.
    fn always_finds(&self, code: &str, there: &Catalogue) -> bool {
        let ends = there.versions().filter(|entry| entry.code == code).filter_map(|entry| entry.valid_to);
        // An entry can be gone only from the day after one of its versions on.
        let turns = ends.filter_map(|last| last.succ_opt()).filter(|turn| *turn > self.valid_from);
        let turns = turns.filter(|turn| self.valid_to.is_none_or(|to| *turn <= to));
        turns.chain([self.valid_from]).all(|day| there.entry(code, day).is_some())
    }

    fn ruling_fits(&self, there: &Catalogue) -> Result<(), RegionalError> {
        let entry = there.entry(&self.code, self.valid_from);
        let unknown = || RegionalError::UnknownCode(self.code.clone());
        match &self.ruling {
            Ruling::TakenOff => entry.map(drop).ok_or_else(unknown),
            Ruling::Adjusted(adjustment) => {
                adjustment.says_something()?;
                entry.ok_or_else(unknown)?;
                // The law may change while the rule holds.
                self.versions(there).try_for_each(|before| {
                    let level = adjustment.level.unwrap_or(before.level);
                    lifts_fit(adjustment.lifts.as_deref().unwrap_or_default(), level)?;
                    let promised = adjustment.promised.as_ref().map(|promised| promised.limit);
                    promise_fits(promised, longest(before))
                })
            }
            Ruling::Extra(extra) => {
                if self.versions(there).next().is_some() {
                    return Err(RegionalError::CodeTaken(self.code.clone()));
                }
                lifts_fit(&extra.lifts, extra.level)?;
                let promised = extra.promised.as_ref().map(|promised| promised.limit);
                promise_fits(promised, longest(extra))?;
                let before = extra.requires.iter().flat_map(|group| &group.any_of);
                let unknown = |before: &&Before| match before {
                    Before::Permit(code) => *code != self.code && !self.always_finds(code, there),
                    Before::Node(_) => false,
                };
                match before.into_iter().find(unknown) {
                    Some(before) => Err(RegionalError::UnknownPrerequisite(before.to_string())),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Adjustment {
    fn says_something(&self) -> Result<(), RegionalError> {
        if *self == Self::default() { Err(RegionalError::SaysNothing) } else { Ok(()) }
    }
}

/// Lifts lead above the usual level, from the highest down.
fn lifts_fit(lifts: &[Lift], level: Level) -> Result<(), RegionalError> {
    let mut after: Option<Level> = None;
    for (index, lift) in lifts.iter().enumerate() {
        let to = lift.to;
        if to >= level {
            return Err(RegionalError::NotAbove { index, to, level });
        }
        if let Some(after) = after.filter(|after| to <= *after) {
            return Err(RegionalError::LiftOrder { index, to, after });
        }
        after = Some(to);
    }
    Ok(())
}

/// The longest of the limits that the law sets: a promise holds for all projects, and none is promised more than that.
fn longest(entry: &PermitType) -> Option<Limit> {
    entry.legal.iter().map(|legal| legal.limit).max_by_key(|limit| weeks(*limit))
}

/// A limit in days of the calendar, where five working days are a week: fewer than they are where days off come between.
const fn weeks(limit: Limit) -> u32 {
    match limit.unit {
        DayUnit::Calendar => limit.days,
        DayUnit::Working => limit.days / 5 * 7 + limit.days % 5,
    }
}

/// A promise is no longer than what the law allows.
fn promise_fits(promised: Option<Limit>, legal: Option<Limit>) -> Result<(), RegionalError> {
    match (promised, legal) {
        (Some(promised), Some(legal)) if weeks(promised) > weeks(legal) => {
            Err(RegionalError::PromiseTooLong { promised, legal })
        }
        _ => Ok(()),
    }
}

/// Nothing waits for itself on any day from which a version holds.
fn no_rings(catalogue: &Catalogue) -> Result<(), RegionalError> {
    let begins = catalogue.versions().map(|entry| entry.valid_from.unwrap_or(NaiveDate::MIN));
    let days: std::collections::BTreeSet<NaiveDate> = begins.collect();
    for day in days {
        let mut waits = Waits::default();
        for entry in catalogue.on(day) {
            waits.waits_for(&entry.code, entry.requires.iter().flat_map(|group| &group.any_of));
            waits.precedes(entry);
        }
        for group in catalogue.groups_on(day).values() {
            waits.accepted_together(group);
        }
        if let Some(ring) = waits.rings().into_iter().next() {
            return Err(RegionalError::Cycle(ring.iter().map(ToString::to_string).collect()));
        }
    }
    Ok(())
}
