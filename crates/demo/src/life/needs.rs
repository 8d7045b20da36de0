//! What a project's plan asks for, in the order in which it can be had, and how long that usually takes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luodi_domain::attribute::{Answers, Attribute};
use luodi_domain::case::LegKind;
use luodi_domain::catalogue::{Before, Catalogue, Condition, Department, Node};
use luodi_domain::ids::AgencyId;
use luodi_domain::permit::{Level, Phase};
use luodi_domain::plan::{Item, LevelVerdict, Need, Offices, Plan};
use luodi_domain::profile::Place;

/// Nobody in the demo waits longer than this for one decision, if nothing goes wrong.
const LONGEST: u32 = 21;

/// A permit that a plan asks for.
#[derive(Debug, Clone)]
pub(crate) struct Needed {
    pub(crate) code: String,
    pub(crate) level: Level,
    pub(crate) phase: Phase,
    pub(crate) department: Department,
    pub(crate) agency: Option<AgencyId>,
    /// How many working days it usually takes.
    pub(crate) days: u32,
    /// What of the plan comes first.
    pub(crate) after: BTreeSet<String>,
    /// The point of the project that it waits for.
    pub(crate) node: Option<Node>,
    /// What it is accepted together with 并联, and whether it leads that.
    pub(crate) group: Option<String>,
    pub(crate) leads: bool,
    /// The agencies that a case goes through.
    pub(crate) legs: Vec<(LegKind, AgencyId)>,
    /// When it begins and ends if everything is asked for as early as it can be, in working days.
    pub(crate) begins: u32,
    pub(crate) ends: u32,
}

/// Where a project is, and who decides there by which catalogue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) offices: &'a Offices,
    pub(crate) place: &'a Place,
    pub(crate) day: NaiveDate,
}

/// What is needed by the plan of a day, in the order in which it can be had.
pub(crate) fn needs(around: Around<'_>, answers: &Answers) -> Vec<Needed> {
    let plan = Plan::new(around.catalogue.on(around.day), answers);
    let codes: BTreeSet<&str> = plan.needed().map(|item| item.entry.code.as_str()).collect();
    let all: BTreeMap<&str, Needed> = plan
        .needed()
        .map(|item| (item.entry.code.as_str(), needed(&plan, item, &codes, around, answers)))
        .collect();
    let mut ends = BTreeMap::new();
    for code in all.keys() {
        end_of(code, &all, &mut ends);
    }
    let along = |needed: &Needed| {
        let ends = ends.get(needed.code.as_str()).copied().unwrap_or(needed.days);
        Needed { begins: ends.saturating_sub(needed.days + 1), ends, ..needed.clone() }
    };
    let mut list: Vec<Needed> = all.values().map(along).collect();
    list.sort_by(|a, b| (a.ends, &a.code).cmp(&(b.ends, &b.code)));
    list
}

/// The codes of what a plan of a day adds to a project that has no permit yet, in that order.
pub(crate) fn codes(around: Around<'_>, answers: &Answers) -> Vec<String> {
    let plan = Plan::new(around.catalogue.on(around.day), answers);
    plan.needed().map(|item| item.entry.code.clone()).collect()
}

/// What of all that could be answered decides anything on a day: an office asks for no more.
pub(crate) fn deciding(around: Around<'_>, answers: &Answers) -> BTreeSet<Attribute> {
    let plan = Plan::new(around.catalogue.on(around.day), answers);
    let mut deciding = BTreeSet::new();
    for item in plan.items() {
        let level = match (item.need, &item.level) {
            (Need::Needed, LevelVerdict::Decided { why, .. } | LevelVerdict::Open { why, .. }) => {
                why.as_slice()
            }
            _ => &[],
        };
        deciding.extend(item.why.iter().chain(level).map(|finding| finding.attribute));
        // Who decides it, whether a government files it, and by which limit it is measured.
        if item.need == Need::Needed {
            let referrals = item.entry.referrals.iter().map(|referral| &referral.when);
            let legal = item.entry.legal.iter().map(|legal| &legal.when);
            let others = referrals.chain(item.entry.shared.as_ref()).chain(legal);
            deciding.extend(others.flat_map(Condition::attributes));
        }
    }
    deciding
}

fn needed(
    plan: &Plan<'_>,
    item: &Item<'_>,
    codes: &BTreeSet<&str>,
    around: Around<'_>,
    answers: &Answers,
) -> Needed {
    let entry = item.entry;
    let (mut after, mut node) = (BTreeSet::new(), None);
    for group in plan.before(entry, codes) {
        let there =
            |before: &&&Before| matches!(before, Before::Permit(code) if codes.contains(code.as_str()));
        if let Some(Before::Permit(code)) = group.any_of.iter().find(there) {
            after.insert(code.clone());
        }
        node = group.any_of.iter().fold(node, |latest, before| match before {
            Before::Node(node) => latest.max(Some(*node)),
            Before::Permit(_) => latest,
        });
    }
    let level = item.level.level();
    let department = item.department.unwrap_or(entry.department);
    let decider = |level| around.offices.decider(around.place, department, level);
    let usual = match level {
        Level::National | Level::Provincial => 14,
        Level::City => 8,
        Level::County | Level::Township | Level::SelfHeld => 4,
    };
    let days = entry.limits(answers).promised.map_or(usual, |limit| limit.days).clamp(1, LONGEST);
    let agency = if level == Level::SelfHeld { None } else { decider(level) };
    let way: Vec<(LegKind, Option<Level>)> = if entry.legs.is_empty()
        && level == Level::Provincial
        && department == Department::NaturalResources
    {
        // The catalogue does not say; what a province decides on land comes up through county and city.
        vec![
            (LegKind::InitialReview, Some(Level::County)),
            (LegKind::Forwarding, Some(Level::City)),
            (LegKind::Decision, None),
        ]
    } else {
        entry.legs.iter().map(|leg| (leg.kind, leg.level)).collect()
    };
    let leg = |(kind, at): (LegKind, Option<Level>)| Some((kind, at.map_or(agency, decider)?));
    let legs = way.into_iter().filter_map(leg).collect();
    Needed {
        code: entry.code.clone(),
        level,
        phase: entry.phase,
        department,
        agency,
        days,
        after,
        node,
        group: entry.parallel_group.clone(),
        leads: entry.leads_group,
        legs,
        begins: 0,
        ends: days,
    }
}

/// When it can be had: what comes first is had before. No catalogue has rings, so this ends.
fn end_of<'a>(code: &'a str, all: &'a BTreeMap<&str, Needed>, ends: &mut BTreeMap<&'a str, u32>) -> u32 {
    if let Some(found) = ends.get(code) {
        return *found;
    }
    let Some(needed) = all.get(code) else { return 0 };
    let begins = needed.after.iter().map(|before| end_of(before, all, ends)).max().unwrap_or(0);
    // Handing a paper in and having it looked at takes a day as well.
    let end = begins + needed.days + 1;
    ends.insert(code, end);
    end
}
