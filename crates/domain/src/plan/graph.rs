//! The plan as a graph for the schedule: its permits, and the points of the project that they lead up to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::parallel;
use super::points::Leads;
use super::work::{self, Work};
use super::{Group, Item, Plan, Supposed};
use crate::attribute::Answers;
use crate::calendar::WorkCalendar;
use crate::catalogue::{Before, Catalogue, Node};
use crate::ids::PermitId;
use crate::milestone::Milestone;
use crate::permit::{Permit, PermitItem};
use crate::profile::Profile;
use crate::schedule::{self, Known, Papers, Schedule, ScheduleError, Task};

/// Something of a plan that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'p> {
    /// What the catalogue calls so. Where there are several permits of it, one for each part of the works, it is there once
    /// all of them are.
    Type(&'p str),
    /// One of several permits of what the catalogue calls so.
    Part(&'p str, PermitId),
    /// A permit that somebody named freely, or that the catalogue has no more.
    Permit(PermitId),
    /// A point of the project.
    Point(Node),
}

impl Key<'_> {
    /// Whether it may be what a plan has of a permit: of several of one entry this one, or what is no more than all of them.
    fn is_of(&self, permit: &Permit) -> bool {
        match self {
            Self::Type(code) => permit.item.code() == Some(*code),
            Self::Part(_, id) | Self::Permit(id) => *id == permit.id,
            Self::Point(_) => false,
        }
    }
}

impl<'p> Key<'p> {
    /// Under which keys a permit may stand, what says most of it first: of several parts each has days of its own.
    pub fn of(code: Option<&'p str>, permit: PermitId) -> impl Iterator<Item = Self> {
        let coded = code.into_iter().flat_map(move |code| [Self::Part(code, permit), Self::Type(code)]);
        coded.chain([Self::Permit(permit)])
    }
}

/// The days for which points of the project are planned. Of a rough date its first day: nothing is planned sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlannedDays {
    /// 计划开工.
    pub start: Option<NaiveDate>,
    /// 计划竣工.
    pub completion: Option<NaiveDate>,
    /// 计划投产.
    pub production: Option<NaiveDate>,
}

impl PlannedDays {
    /// What a project's profile says; it knows no day of completion.
    pub fn of(profile: &Profile) -> Self {
        let first = |date: &crate::partial_date::PartialDate| date.first_day();
        Self {
            start: profile.planned_start.as_ref().map(first),
            completion: None,
            production: profile.planned_production.as_ref().map(first),
        }
    }

    pub(super) const fn of_point(self, node: Node) -> Option<NaiveDate> {
        match node {
            Node::Start => self.start,
            Node::Completion => self.completion,
            Node::TrialProduction => None,
            Node::Production => self.production,
        }
    }
}

/// What a plan is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'p> {
    /// The permits of the project.
    pub permits: &'p BTreeMap<PermitId, Permit>,
    /// What they lack of what is to be handed in ([`crate::material::lacking`]).
    pub papers: &'p BTreeMap<PermitId, Papers>,
    /// Its dated facts.
    pub milestones: &'p [&'p Milestone],
    /// For when its points are planned.
    pub planned: PlannedDays,
    /// What the catalogue says, and said when cases under way were accepted.
    pub catalogue: &'p Catalogue,
    /// What is known of the project.
    pub answers: &'p Answers,
    /// Which days are worked.
    pub calendar: &'p WorkCalendar,
    /// The day.
    pub today: NaiveDate,
    /// What is supposed beside what is so; nothing for the schedule as it is.
    pub supposed: Option<&'p Supposed>,
}

impl<'c> Plan<'c> {
    /// The schedule of the plan: when each permit can be had at the earliest, and when the start and the production.
    ///
    /// # Errors
    /// A cycle among what the project needs; a catalogue without one has none.
    pub fn schedule(&self, around: Surroundings<'_>) -> Result<Schedule<Key<'c>>, ScheduleError<Key<'c>>> {
        let targets = [Key::Point(Node::Start), Key::Point(Node::Production)];
        let mut schedule =
            self.tried(around, |tasks| schedule::schedule(tasks, &targets, around.calendar, around.today))?;
        // What another stands for is filed there, though it be on the same day.
        for permit in around.permits.values().filter(|permit| permit.covered_by.is_some()) {
            for (key, entry) in &mut schedule.entries {
                if key.is_of(permit) {
                    entry.can_file_today = false;
                }
            }
        }
        Ok(schedule)
    }

    /// The permits that can be filed 今天可报, as [`Plan::schedule`] says it of each: it takes no dates to tell. None if there
    /// is no schedule.
    pub fn fileable(&self, around: Surroundings<'_>) -> BTreeSet<PermitId> {
        let ready = self.tried(around, schedule::ready).unwrap_or_default();
        let is_ready =
            |permit: &&Permit| Key::of(permit.item.code(), permit.id).any(|key| ready.contains(&key));
        let filed_here = |permit: &&Permit| permit.ruled_out.is_none() && permit.covered_by.is_none();
        around.permits.values().filter(filed_here).filter(is_ready).map(|permit| permit.id).collect()
    }

    /// What is filed on one day with a permit 并联, where anything is.
    pub fn filed_together(&self, around: Surroundings<'_>) -> BTreeMap<PermitId, Vec<PermitId>> {
        let works = self.works(around);
        let of = |work: &Work<'c, '_>| {
            let own = work.permit?.id;
            let together = parallel::together(work, &works);
            let permits = together.iter().filter_map(|other| other.permit).map(|permit| permit.id);
            let others: Vec<PermitId> = permits.filter(|other| *other != own).collect();
            (!others.is_empty()).then_some((own, others))
        };
        works.iter().filter_map(of).collect()
    }

    /// What can be worked out from the tasks of the plan.
    fn tried<T>(
        &self,
        around: Surroundings<'_>,
        work_out: impl Fn(&[Task<Key<'c>>]) -> Result<T, ScheduleError<Key<'c>>>,
    ) -> Result<T, ScheduleError<Key<'c>>> {
        let works = self.works(around);
        let mut as_catalogued: BTreeSet<&str> = BTreeSet::new();
        loop {
            let circle = match work_out(&self.tasks(&works, &as_catalogued, around)) {
                Err(ScheduleError::Cycle(circle)) => circle,
                done => return done,
            };
            // Somebody set a permit to be needed before a point that it waits for: it is needed where the catalogue has it.
            let set = works.iter().filter(|work| work.phase() != work.entry.phase);
            let set: BTreeSet<&str> = set.filter(|work| circle.contains(&work.key)).map(Work::code).collect();
            if set.is_subset(&as_catalogued) {
                return Err(ScheduleError::Cycle(circle));
            }
            as_catalogued.extend(set);
        }
    }

    /// What is needed or may be, and what stands in the plan all the same; of several parts each by itself.
    fn works<'a>(&self, around: Surroundings<'a>) -> Vec<Work<'c, 'a>> {
        let mut of_type: BTreeMap<&str, Vec<&'a Permit>> = BTreeMap::new();
        for permit in around.permits.values() {
            if let PermitItem::Catalogued(code) = &permit.item {
                of_type.entry(code).or_default().push(permit);
            }
        }
        let permits = |code: &str| of_type.get(code).map_or(&[][..], Vec::as_slice);
        let of_item = |item: &Item<'c>| work::of(item, permits(&item.entry.code), around);
        let mut works: Vec<Work<'c, 'a>> = self.items().flat_map(of_item).collect();
        parallel::unite(&mut works);
        works
    }

    /// The tasks of the plan: its works, what somebody added to it, and the points of the project.
    fn tasks(
        &self,
        works: &[Work<'c, '_>],
        as_catalogued: &BTreeSet<&str>,
        around: Surroundings<'_>,
    ) -> Vec<Task<Key<'c>>> {
        let standing = standing(around.permits);
        let mut leads_to = Leads::default();
        let mut tasks = Vec::new();
        for work in works {
            let phase = if as_catalogued.contains(work.code()) { work.entry.phase } else { work.phase() };
            leads_to.note(work.key, phase, &work.entry.before);
            let mut needs: Vec<schedule::Need<Key<'c>>> = Vec::new();
            for member in parallel::together(work, works) {
                let groups = self.before(member.entry, &standing);
                let groups = groups.iter().filter(|group| !self.is_opinion(member, group));
                for need in groups.map(needs_of) {
                    if !needs.contains(&need) {
                        needs.push(need);
                    }
                }
            }
            tasks.push(Task { key: work.key, known: work.known, needs });
        }
        tasks.extend(wholes(works));
        // What somebody named freely, and what the catalogue has no more there: it is asked for all the same.
        let by_itself = |permit: &&Permit| permit.item.code().is_none_or(|code| self.item(code).is_none());
        for permit in around.permits.values().filter(by_itself) {
            let key = Key::Permit(permit.id);
            leads_to.note(key, permit.phase, &[].into());
            let known = work::of_permit(permit, None, around);
            tasks.push(Task { key, known, needs: Vec::new() });
        }
        tasks.extend(Node::ALL.iter().map(|&node| leads_to.point(node, around)));
        tasks
    }
}

/// What is there once all of its parts are, for whatever needs it.
fn wholes<'c>(works: &[Work<'c, '_>]) -> Vec<Task<Key<'c>>> {
    let mut parts: BTreeMap<&'c str, Vec<&Work<'c, '_>>> = BTreeMap::new();
    for work in works.iter().filter(|work| matches!(work.key, Key::Part(..))) {
        parts.entry(work.code()).or_default().push(work);
    }
    let whole = |(code, parts): (&'c str, Vec<&Work<'c, '_>>)| {
        let done = |work: &&Work<'c, '_>| match work.known {
            Known::Done(on) => Some(on),
            _ => None,
        };
        let done: Option<Vec<NaiveDate>> = parts.iter().map(done).collect();
        let known = done.and_then(|days| days.into_iter().max()).map_or(Known::Whole, Known::Done);
        let need = |part: &Work<'c, '_>| schedule::Need { any_of: vec![part.key], hard: true };
        Task { key: Key::Type(code), known, needs: parts.into_iter().map(need).collect() }
    };
    parts.into_iter().map(whole).collect()
}

/// What stands in a project's plan, by its code.
pub fn standing(permits: &BTreeMap<PermitId, Permit>) -> BTreeSet<&str> {
    permits
        .values()
        .filter(|permit| permit.ruled_out.is_none())
        .filter_map(|permit| permit.item.code())
        .collect()
}

fn needs_of<'p>(group: &Group<'p>) -> schedule::Need<Key<'p>> {
    let key = |before: &&'p Before| match before {
        Before::Permit(code) => Key::Type(code.as_str()),
        Before::Node(node) => Key::Point(*node),
    };
    schedule::Need { any_of: group.any_of.iter().map(key).collect(), hard: group.hard }
}
