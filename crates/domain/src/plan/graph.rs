//! The plan as a graph for the schedule: its permits, and the points of the project that they lead up to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Group, Item, Need, Plan};
use crate::calendar::WorkCalendar;
use crate::case::Case;
use crate::catalogue::{Before, Node};
use crate::clock::{Limit, Limits, clock};
use crate::ids::PermitId;
use crate::milestone::{Milestone, MilestoneKind};
use crate::permit::{Permit, PermitItem, Phase};
use crate::schedule::{self, Known, Schedule, ScheduleError, Task};

/// Something of a plan that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'p> {
    /// What the catalogue calls so; for several parts of the works it is one thing.
    Type(&'p str),
    /// A permit that somebody named freely.
    Permit(PermitId),
    /// A point of the project.
    Point(Node),
}

/// What a plan is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'p> {
    /// The permits of the project.
    pub permits: &'p BTreeMap<PermitId, Permit>,
    /// Its dated facts.
    pub milestones: &'p [&'p Milestone],
    /// Which days are worked.
    pub calendar: &'p WorkCalendar,
    /// The day.
    pub today: NaiveDate,
}

/// What is known of a case under way, by its limits.
type UnderWay<'a> = &'a dyn Fn(&Case, &Limits) -> Known;

impl<'p> Plan<'p> {
    /// The schedule of the plan: when each permit can be had at the earliest, and when the start and the production.
    ///
    /// # Errors
    /// A cycle among what the project needs; a catalogue without one has none.
    pub fn schedule(&self, around: Surroundings<'p>) -> Result<Schedule<Key<'p>>, ScheduleError<Key<'p>>> {
        let targets = [Key::Point(Node::Start), Key::Point(Node::Production)];
        let under_way = |case: &Case, limits: &Limits| {
            let clock = clock(case, limits, around.calendar, around.today);
            Known::by_clock(&clock, limits, around.calendar, around.today)
        };
        let tasks = self.tasks(around.permits, around.milestones, &under_way);
        schedule::schedule(&tasks, &targets, around.calendar, around.today)
    }

    /// The permits that can be filed 可报: nobody has filed, and everything that the law wants first is there. Of several
    /// parts of the works each that nobody has filed. What the catalogue knows no longer cannot be filed. No day plays a
    /// part: when a case is due, or a preparation agreed, makes no difference.
    pub fn fileable(
        &self,
        permits: &'p BTreeMap<PermitId, Permit>,
        milestones: &[&Milestone],
    ) -> Vec<&'p Permit> {
        let under_way = |_: &Case, _: &Limits| Known::UnderWay { promised: None, legal: None };
        let ready = schedule::ready(&self.tasks(permits, milestones, &under_way));
        let fileable = |permit: &&Permit| {
            let key = permit.item.code().map_or(Key::Permit(permit.id), Key::Type);
            let known = of_permit(permit, &Limits::default(), &under_way);
            matches!(known, Known::NotBegun { .. }) && ready.contains(&key)
        };
        permits.values().filter(fileable).collect()
    }

    /// The tasks of the plan: what is needed or may be, what somebody added to it, and the points of the project.
    fn tasks(
        &self,
        permits: &'p BTreeMap<PermitId, Permit>,
        milestones: &[&Milestone],
        under_way: UnderWay<'_>,
    ) -> Vec<Task<Key<'p>>> {
        let mut of_type: BTreeMap<&str, Vec<&'p Permit>> = BTreeMap::new();
        let mut named = Vec::new();
        for permit in permits.values() {
            match &permit.item {
                PermitItem::Catalogued(code) => of_type.entry(code).or_default().push(permit),
                PermitItem::Named(_) => named.push(permit),
            }
        }
        let standing = standing(permits);
        let mut tasks = Vec::new();
        let mut leads_to = Leads::default();
        for item in self.items() {
            let code = item.entry.code.as_str();
            let permits = of_type.get(code).map_or(&[][..], Vec::as_slice);
            let Some(known) = known(item, permits, under_way) else { continue };
            let key = Key::Type(code);
            // A manager may have found that it is needed at another point than the catalogue says.
            let here = permits.iter().filter(|permit| permit.ruled_out.is_none());
            let phase = here.map(|permit| permit.phase).min().unwrap_or(item.entry.phase);
            leads_to.note(key, phase, &item.entry.before);
            tasks.push(Task {
                key,
                known,
                needs: self.before(item.entry, &standing).iter().map(needs).collect(),
            });
        }
        for permit in named {
            let key = Key::Permit(permit.id);
            leads_to.note(key, permit.phase, &[].into());
            tasks.push(Task {
                key,
                known: of_permit(permit, &Limits::default(), under_way),
                needs: Vec::new(),
            });
        }
        tasks.extend(Node::ALL.iter().map(|&node| leads_to.point(node, milestones)));
        tasks
    }
}

/// What stands in a project's plan, by its code.
pub fn standing(permits: &BTreeMap<PermitId, Permit>) -> BTreeSet<&str> {
    permits
        .values()
        .filter(|permit| permit.ruled_out.is_none())
        .filter_map(|permit| permit.item.code())
        .collect()
}

fn needs<'p>(group: &Group<'p>) -> schedule::Need<Key<'p>> {
    let key = |before: &&'p Before| match before {
        Before::Permit(code) => Key::Type(code.as_str()),
        Before::Node(node) => Key::Point(*node),
    };
    schedule::Need { any_of: group.any_of.iter().map(key).collect(), hard: group.hard }
}

/// How an entry stands in the project; nothing where it plays no part.
fn known(item: &Item<'_>, permits: &[&Permit], under_way: UnderWay<'_>) -> Option<Known> {
    let limits = item.entry.limits();
    let standing: Vec<&&Permit> = permits.iter().filter(|permit| permit.ruled_out.is_none()).collect();
    match (standing.as_slice(), item.need) {
        ([], Need::Needed | Need::Undecided)
            if permits.iter().any(|permit| permit.is_ruled_out_by_hand()) =>
        {
            Some(Known::RuledOut)
        }
        ([], Need::Needed) => Some(not_begun(None, &limits)),
        ([], Need::Undecided) => Some(Known::Undecided { promised: limits.promised, legal: limits.legal }),
        ([], Need::Covered | Need::NotNeeded) => None,
        // Of several parts the one that has come least far decides.
        (standing, _) => standing
            .iter()
            .map(|permit| of_permit(permit, &limits, under_way))
            .min_by_key(|known| (progress(known), std::cmp::Reverse(ends(known)))),
    }
}

fn of_permit(permit: &Permit, limits: &Limits, under_way: UnderWay<'_>) -> Known {
    if permit.ruled_out.is_some() {
        return Known::RuledOut;
    }
    match permit.current_case() {
        Some(case) if case.state().is_granted() => {
            case.view().decided_on.map_or_else(|| not_begun(None, limits), Known::Done)
        }
        Some(case) if case.state().is_live() => under_way(case, limits),
        _ => not_begun(permit.preparation.agreed_on, limits),
    }
}

const fn not_begun(prepared_on: Option<NaiveDate>, limits: &Limits) -> Known {
    Known::NotBegun { prepared_on, promised: limits.promised, legal: limits.legal }
}

/// How far a part has come.
const fn progress(known: &Known) -> u8 {
    match known {
        Known::NotBegun { .. } | Known::Undecided { .. } | Known::Point { .. } => 0,
        Known::UnderWay { .. } => 1,
        Known::Done(_) | Known::RuledOut => 2,
    }
}

/// When a part that is under way or done ends, as far as that is known.
fn ends(known: &Known) -> Option<NaiveDate> {
    match known {
        Known::Done(on) => Some(*on),
        Known::UnderWay { promised, legal } => promised.or(*legal).map(|estimate| estimate.on),
        Known::NotBegun { prepared_on, .. } => *prepared_on,
        Known::Undecided { .. } | Known::Point { .. } | Known::RuledOut => None,
    }
}

/// What leads up to each point of the project.
#[derive(Default)]
struct Leads<'p>(BTreeMap<Node, Vec<Key<'p>>>);

impl<'p> Leads<'p> {
    fn note(&mut self, key: Key<'p>, phase: Phase, before: &BTreeSet<Node>) {
        let of_phase = match phase {
            Phase::BeforeStart => Some(Node::Start),
            Phase::BeforeProduction => Some(Node::Production),
            Phase::After => None,
        };
        for node in before.iter().copied().chain(of_phase.filter(|node| !before.contains(node))) {
            self.0.entry(node).or_default().push(key);
        }
    }

    /// A point with what the law wants before it. Nobody knows how long building takes until it is done.
    fn point(&mut self, node: Node, milestones: &[&Milestone]) -> Task<Key<'p>> {
        use MilestoneKind::{Completed, Producing, Started};
        let moment = Some(Limit::working(0));
        // Whoever produces has started, whether or not anybody wrote that down.
        let (reached, previous, takes): (&[MilestoneKind], _, _) = match node {
            Node::Start => (&[Started, Completed, Producing], None, moment),
            Node::Completion => (&[Completed, Producing], Some(Node::Start), None),
            Node::TrialProduction => (&[Producing], Some(Node::Completion), moment),
            Node::Production => (&[Producing], Some(Node::TrialProduction), moment),
        };
        let reached = milestones.iter().filter(|milestone| reached.contains(&milestone.kind));
        let known = match reached.map(|milestone| milestone.occurred_on).min() {
            Some(on) => Known::Done(on),
            None => Known::Point { planned_on: None, takes },
        };
        let leading = self.0.remove(&node).unwrap_or_default();
        let leading = previous.map(Key::Point).into_iter().chain(leading);
        let needs = leading.map(|key| schedule::Need { any_of: vec![key], hard: true });
        Task { key: Key::Point(node), known, needs: needs.collect() }
    }
}
