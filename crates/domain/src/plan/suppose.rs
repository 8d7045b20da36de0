//! 假设推演: what would become of a plan if things were otherwise. It is worked out beside the plan as it is; nothing is kept.

mod check;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Key, Need, Plan, PlannedDays, Surroundings};
use crate::attribute::{Answer, Answers, Attribute};
use crate::calendar::{DayUnit, WorkCalendar};
use crate::catalogue::{Catalogue, Finding, PermitType};
use crate::clock::Limit;
use crate::ids::PermitId;
use crate::milestone::Milestone;
use crate::permit::Permit;
use crate::refusal::Refusal;
use crate::schedule::{Estimate, Papers, Schedule, ScheduleError, working_days};

/// What is supposed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supposition {
    /// Attributes answered otherwise; `None` takes an answer off.
    pub answers: Vec<(Attribute, Option<Answer>)>,
    /// Promised limits: the code of the entry, how many days, and of which kind.
    pub promised: Vec<(String, i64, DayUnit)>,
    /// What is granted, and on which day. A day to come is waited for.
    pub granted: Vec<(Granted, NaiveDate)>,
    /// For when the start is planned.
    pub start_on: Option<NaiveDate>,
    /// For when the completion is planned.
    pub complete_on: Option<NaiveDate>,
}

/// What is supposed to be granted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granted {
    /// Whatever the project needs of this entry: of several parts all.
    Type(String),
    /// One permit of the project.
    Permit(PermitId),
}

/// What the schedule looks up of what is supposed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supposed {
    promised: BTreeMap<String, Limit>,
    granted: BTreeMap<Granted, NaiveDate>,
}

impl Supposed {
    pub(super) fn promised(&self, code: &str) -> Option<Limit> {
        self.promised.get(code).copied()
    }

    pub(super) fn granted(&self, code: &str) -> Option<NaiveDate> {
        self.granted.get(&Granted::Type(code.to_owned())).copied()
    }

    pub(super) fn granted_to(&self, permit: &Permit) -> Option<NaiveDate> {
        let of_type = || self.granted(permit.item.code()?);
        self.granted.get(&Granted::Permit(permit.id)).copied().or_else(of_type)
    }
}

/// A project and a catalogue for which something is supposed.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'c, 'a> {
    /// The permit catalogue where the project is.
    pub catalogue: &'c Catalogue,
    /// What is known of the project.
    pub answers: &'a Answers,
    /// Its permits.
    pub permits: &'a BTreeMap<PermitId, Permit>,
    /// What they lack of what is to be handed in.
    pub papers: &'a BTreeMap<PermitId, Papers>,
    /// Those of them for which nobody has done anything: drawing the plan again may take them off.
    pub idle: &'a BTreeSet<PermitId>,
    /// Its dated facts.
    pub milestones: &'a [&'a Milestone],
    /// For when its points are planned.
    pub planned: PlannedDays,
    /// Which days are worked.
    pub calendar: &'a WorkCalendar,
    /// The day.
    pub today: NaiveDate,
}

/// What would become of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<'c> {
    /// The plan as it would be.
    pub plan: Plan<'c>,
    /// The schedule as it is.
    pub before: Schedule<Key<'c>>,
    /// The schedule as it would be.
    pub after: Schedule<Key<'c>>,
    /// Permits whose day moves, of those that are in both, by key.
    pub moved: Vec<Moved<'c>>,
    /// Entries that would be needed or would not be, by code.
    pub needs: Vec<NeedChange<'c>>,
}

/// A permit whose day moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved<'c> {
    /// Which.
    pub key: Key<'c>,
    /// When it can be had as it is.
    pub before: Estimate,
    /// When it could be had.
    pub after: Estimate,
    /// How many working days later; fewer than none if sooner.
    pub days: i64,
}

/// An entry that would be needed, or would not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedChange<'c> {
    /// Which.
    pub entry: &'c PermitType,
    /// Whether the project needs it as it is.
    pub before: Need,
    /// Whether it would need it.
    pub after: Need,
    /// Why it would, or would not.
    pub why: Vec<Finding>,
    /// 保留: it stands in the plan and would stay there, for somebody has begun it or added it.
    pub stays: bool,
}

/// Why nothing could be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupposeError {
    /// It cannot be supposed.
    Refused(Refusal),
    /// The catalogue has entries that wait for one another; a catalogue that was checked has none.
    NoSchedule(String),
}

impl From<ScheduleError<Key<'_>>> for SupposeError {
    fn from(error: ScheduleError<Key<'_>>) -> Self {
        Self::NoSchedule(error.to_string())
    }
}

impl Supposition {
    /// What would become of the plan.
    ///
    /// # Errors
    /// What cannot be supposed is refused with its field.
    pub fn weigh<'c>(&self, ground: Ground<'c, '_>) -> Result<Outcome<'c>, SupposeError> {
        let (answers, supposed) = self.read(ground).map_err(SupposeError::Refused)?;
        let now = Plan::new(ground.catalogue.on(ground.today), ground.answers);
        let then = Plan::new(ground.catalogue.on(ground.today), &answers);
        let around = Surroundings {
            permits: ground.permits,
            papers: ground.papers,
            milestones: ground.milestones,
            planned: ground.planned,
            catalogue: ground.catalogue,
            answers: ground.answers,
            calendar: ground.calendar,
            today: ground.today,
            supposed: None,
        };
        let before = now.schedule(around)?;
        let permits: BTreeMap<PermitId, Permit> = if answers == *ground.answers {
            ground.permits.clone()
        } else {
            let falls_away = |permit: &Permit| then.drops(permit) && ground.idle.contains(&permit.id);
            let kept = ground.permits.iter().filter(|(_, permit)| !falls_away(permit));
            kept.map(|(id, permit)| (*id, permit.clone())).collect()
        };
        let planned = PlannedDays {
            start: self.start_on.or(ground.planned.start),
            completion: self.complete_on.or(ground.planned.completion),
            ..ground.planned
        };
        let after = then.schedule(Surroundings {
            permits: &permits,
            planned,
            answers: &answers,
            supposed: Some(&supposed),
            ..around
        })?;
        let moved = moved(&before, &after, ground.calendar);
        let needs = needs(&now, &then, &permits);
        Ok(Outcome { plan: then, before, after, moved, needs })
    }
}

fn moved<'c>(
    before: &Schedule<Key<'c>>,
    after: &Schedule<Key<'c>>,
    calendar: &WorkCalendar,
) -> Vec<Moved<'c>> {
    let permits = before.entries.iter().filter(|(key, _)| !matches!(key, Key::Point(_)));
    let both = permits.filter_map(|(key, entry)| {
        let (before, after) = (entry.promised.finish, after.entries.get(key)?.promised.finish);
        let days = working_days(calendar, before.on, after.on);
        (before != after).then_some(Moved { key: *key, before, after, days })
    });
    both.collect()
}

fn needs<'c>(now: &Plan<'c>, then: &Plan<'c>, kept: &BTreeMap<PermitId, Permit>) -> Vec<NeedChange<'c>> {
    let standing = super::standing(kept);
    let change = |item: &super::Item<'c>| {
        let before = now.item(&item.entry.code)?.need;
        (before != item.need).then(|| NeedChange {
            entry: item.entry,
            before,
            after: item.need,
            why: item.why.clone(),
            stays: standing.contains(item.entry.code.as_str()),
        })
    };
    then.items().filter_map(change).collect()
}
