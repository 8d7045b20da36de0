//! Working a plan out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Context;
use chrono::NaiveDate;
use luodi_app::calendar::Published;
use luodi_app::read::Head;
use luodi_domain::{
    attribute::Attribute,
    calendar::WorkCalendar,
    catalogue::{Before, Catalogue, Finding, Node},
    ids::{MaterialId, MilestoneId, PermitId, ProjectId},
    material::{Material, lacking},
    milestone::Milestone,
    permit::Permit,
    plan::{Item, Key, LevelVerdict, Plan, PlannedDays, Surroundings, standing},
    schedule::{self, Estimate, Papers, Schedule},
    standing::StandingKind,
    words::Words,
};

use super::item::{Entry, Times};
use super::names::Namer;
use super::part::PartEntry;
use super::point::PlanNode;
use super::wait::{Standing, Stretch, Told};
use tokio::sync::OnceCell;

use crate::{
    codes::PublicError,
    schema::{
        failure::Missing,
        loaders::{Loaders, MaterialsOf, MilestonesOf, PermitsOf},
        notices, today,
    },
    types::PermitType,
};

/// The plans of a request, each worked out once for all who ask.
#[derive(Default)]
pub(crate) struct Plans {
    of: Mutex<HashMap<ProjectId, Arc<OnceCell<Arc<Worked>>>>>,
    #[cfg(test)]
    pub(crate) worked_out: std::sync::atomic::AtomicUsize,
}

impl Plans {
    /// Forgets them all.
    pub(crate) fn clear(&self) {
        self.all().clear();
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<ProjectId, Arc<OnceCell<Arc<Worked>>>>> {
        // Nobody holds it while a plan is worked out.
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The plan of a project as of today, worked out once in a request.
pub(crate) async fn shared(ctx: &Context<'_>, head: &Head) -> Result<Arc<Worked>, PublicError> {
    let plans = Loaders::of(ctx)?.plans();
    let cell = Arc::clone(plans.all().entry(head.id).or_default());
    let worked = cell.get_or_try_init(async || {
        #[cfg(test)]
        plans.worked_out.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        out(ctx, head).await.map(Arc::new)
    });
    worked.await.map(Arc::clone)
}

/// A plan as it was worked out.
pub(crate) struct Worked {
    pub(super) items: Vec<Arc<Entry>>,
    pub(super) missing: Vec<Attribute>,
    pub(super) start: Outlook,
    pub(super) production: Outlook,
    /// By how many working days start and production have slipped since the plan was locked.
    pub(super) lost: Option<(i64, i64)>,
    /// How each permit stands, without those ruled out.
    pub(crate) standings: BTreeMap<PermitId, Standing>,
    /// What decides the day of the start, or of the production once that was made.
    pub(crate) critical_path: Vec<Stretch>,
}

/// When a point of the project can be reached.
pub(super) struct Outlook {
    pub(super) promised: Estimate,
    pub(super) pessimistic: Estimate,
    pub(super) critical_path: Vec<PlanNode>,
    pub(super) critical: Vec<PlanNode>,
}

/// What of a project a plan is worked out from.
pub(super) struct Found {
    pub(super) permits: BTreeMap<PermitId, Permit>,
    pub(super) materials: Arc<BTreeMap<MaterialId, Arc<Material>>>,
    pub(super) papers: BTreeMap<PermitId, Papers>,
    pub(super) milestones: Arc<BTreeMap<MilestoneId, Milestone>>,
    pub(super) published: Arc<Published>,
    pub(super) today: NaiveDate,
    pub(super) catalogue: Arc<Catalogue>,
}

impl Found {
    pub(super) async fn of(ctx: &Context<'_>, head: &Head) -> Result<Self, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let permits = loaders.one(PermitsOf(head.id));
        let milestones = loaders.one(MilestonesOf(head.id));
        let materials = loaders.one(MaterialsOf(head.id));
        let (permits, materials, milestones, published) =
            futures::future::try_join4(permits, materials, milestones, notices(ctx)).await?;
        let materials = materials.unwrap_or_default();
        let papers = lacking(materials.values().map(AsRef::as_ref));
        let permits = permits.unwrap_or_default();
        let permits = permits.iter().map(|(id, permit)| (*id, permit.as_ref().clone())).collect();
        let catalogue = published.overrides.catalogue_of(head.profile.place.nearest_first());
        let (milestones, published) = (milestones.unwrap_or_default(), published.calendar);
        Ok(Self { permits, materials, papers, milestones, published, today: today(ctx)?, catalogue })
    }
}

/// Works the plan of a project out as of today.
async fn out(ctx: &Context<'_>, head: &Head) -> Result<Worked, PublicError> {
    let found = Found::of(ctx, head).await?;
    let milestones: Vec<&Milestone> = found.milestones.values().collect();
    let plan = Plan::new(found.catalogue.on(found.today), &head.profile.attributes);
    let around = Surroundings {
        permits: &found.permits,
        papers: &found.papers,
        milestones: &milestones,
        planned: PlannedDays::of(&head.profile),
        catalogue: &found.catalogue,
        answers: &head.profile.attributes,
        calendar: &found.published.calendar,
        today: found.today,
        supposed: None,
    };
    let schedule = plan.schedule(around).map_err(|_| Missing::Data("schedule"))?;
    let namer = Namer::new(&found.catalogue, &found.permits, found.today, &plan);
    let calendar = &found.published.calendar;
    let materials: Vec<&Material> = found.materials.values().map(AsRef::as_ref).collect();
    let together = plan.filed_together(around);
    let told =
        Told { plan: &plan, schedule: &schedule, namer: &namer, materials: &materials, together: &together };
    let entry = |item| Arc::new(entry(item, head, &told, calendar));
    let (start, production) =
        (outlook(&schedule, Node::Start, &namer)?, outlook(&schedule, Node::Production, &namer)?);
    let lost = head.plan.and_then(|plan| plan.baseline).map(|baseline| {
        let lost =
            |before: Estimate, now: &Outlook| schedule::working_days(calendar, before.on, now.promised.on);
        (lost(baseline.start, &start), lost(baseline.production, &production))
    });
    Ok(Worked {
        items: plan.items().map(entry).collect(),
        missing: plan.missing().into_iter().collect(),
        start,
        production,
        lost,
        standings: standings(&told, head),
        critical_path: told.critical_path(),
    })
}

pub(super) fn outlook(
    schedule: &Schedule<Key<'_>>,
    node: Node,
    namer: &Namer<'_>,
) -> Result<Outlook, PublicError> {
    let found = schedule.outlook(Key::Point(node)).ok_or(Missing::Data("outlook"))?;
    let critical = found.slack.keys().filter(|key| found.is_critical(**key));
    // What is no more than its parts is named by them.
    let parts: BTreeSet<&str> = schedule.entries.keys().filter_map(part_of).collect();
    let whole = |key: &&Key<'_>| matches!(key, Key::Type(code) if parts.contains(code));
    Ok(Outlook {
        promised: found.promised,
        pessimistic: found.pessimistic,
        critical_path: found.critical_path.iter().map(|key| namer.node(*key)).collect(),
        critical: critical.filter(|key| !whole(key)).map(|key| namer.node(*key)).collect(),
    })
}

/// The type of which a permit is one of several.
const fn part_of<'c>(key: &Key<'c>) -> Option<&'c str> {
    match key {
        Key::Part(code, _) => Some(*code),
        Key::Type(_) | Key::Permit(_) | Key::Point(_) => None,
    }
}

/// How each permit stands. Nobody files for a project that was withdrawn.
fn standings(told: &Told<'_, '_>, head: &Head) -> BTreeMap<PermitId, Standing> {
    let mut standings = told.standings();
    if head.standing.kind() == StandingKind::Withdrawn {
        for standing in standings.values_mut() {
            standing.fileable = false;
        }
    }
    standings
}

fn entry<'c>(item: &Item<'c>, head: &Head, told: &Told<'_, 'c>, calendar: &WorkCalendar) -> Entry {
    let Told { plan, schedule, namer, .. } = told;
    let found = item.entry;
    let key = Key::Type(&found.code);
    let (perhaps, level_why, basis) = match &item.level {
        LevelVerdict::Decided { by: Some(lift), why, .. } => (None, words(why), lift.basis.clone()),
        // Why nothing moved it is a long list of what did not hold.
        LevelVerdict::Decided { by: None, .. } => (None, words(&[]), found.level_basis.clone()),
        LevelVerdict::Open { perhaps, why, .. } => (Some(*perhaps), words(why), None),
    };
    let before = plan.before(found, &standing(namer.permits));
    let before = before.iter().map(|group| {
        let any_of = group.any_of.iter().map(|before| match before {
            Before::Permit(code) => namer.node(Key::Type(code)),
            Before::Node(node) => namer.node(Key::Point(*node)),
        });
        (group.hard, any_of.collect())
    });
    let outlook = schedule.outlook(Key::Point(Node::Start));
    let times = |key: &Key<'_>, entry: &schedule::Entry<Key<'_>>| Times {
        from: entry.promised.start,
        finish: entry.promised.finish,
        late: entry.pessimistic.finish,
        slack: outlook.and_then(|outlook| outlook.slack.get(key).copied()),
        critical: outlook.is_some_and(|outlook| outlook.is_critical(*key)),
        today: entry.can_file_today,
    };
    // Each part by itself; of one permit, or none yet, the type.
    let parts = schedule.entries.iter().filter(|(key, _)| part_of(key) == Some(&found.code));
    let parts: Vec<(&Key<'_>, &schedule::Entry<Key<'_>>)> = parts.collect();
    let whole = schedule.entries.get_key_value(&key);
    let all: Vec<(&Key<'_>, &schedule::Entry<Key<'_>>)> =
        if parts.is_empty() { whole.into_iter().collect() } else { parts.clone() };
    let groups = |of: for<'e> fn(&'e schedule::Entry<Key<'c>>) -> &'e Vec<schedule::Need<Key<'c>>>| {
        let mut groups: Vec<schedule::Need<Key<'c>>> = Vec::new();
        for group in all.iter().flat_map(|(_, entry)| of(entry)) {
            if !groups.contains(group) {
                groups.push(group.clone());
            }
        }
        groups
    };
    let nodes = |group: &schedule::Need<Key<'_>>| group.any_of.iter().map(|key| namer.node(*key)).collect();
    let waits_on = groups(|entry| &entry.waits_on);
    let waits_on = waits_on.iter().map(|group| (group.hard, nodes(group)));
    let customarily_first = groups(|entry| &entry.customarily_first);
    let part_entries = parts.iter().filter_map(|(key, entry)| {
        let Key::Part(_, permit) = key else { return None };
        let part = namer.permits.get(permit).and_then(|permit| permit.part.clone());
        Some(PartEntry { permit: *permit, part, times: times(key, entry) })
    });
    let of_type = |permit: &&Permit| permit.item.code() == Some(&found.code);
    let standing = || namer.permits.values().filter(of_type).filter(|permit| permit.ruled_out.is_none());
    let lacking = standing().flat_map(|permit| told.lacking(permit));
    let lacking: BTreeSet<MaterialId> = lacking.map(|material| material.id).collect();
    // Of several parts the last one: then it is all there.
    let baseline_on = standing().filter_map(|permit| permit.baseline_on).max();
    let whole = all.iter().map(|(key, entry)| times(key, entry)).reduce(Times::together);
    let lost =
        baseline_on.zip(whole).map(|(before, now)| schedule::working_days(calendar, before, now.finish.on));
    Entry {
        project: head.id,
        code: found.code.clone(),
        permit_type: PermitType::find(namer.catalogue, &found.code, namer.today),
        name: Words::new(&found.zh, &found.en),
        need: item.need,
        why: item.reason(),
        level: item.level.level(),
        perhaps,
        level_why,
        basis,
        department: item.department,
        shared: item.shared,
        promised: found.promised.as_ref().map(|promised| promised.limit),
        legal: found.legal_for(&head.profile.attributes).map(|legal| legal.limit),
        before: before.collect(),
        waits_on: waits_on.collect(),
        customarily_first: customarily_first.iter().map(nodes).collect(),
        parts: part_entries.collect(),
        lacking: lacking.into_iter().collect(),
        permits: namer.permits.values().filter(of_type).map(|permit| permit.id).collect(),
        baseline_on,
        lost,
        times: whole,
    }
}

pub(super) fn words(findings: &[Finding]) -> Words {
    Words::list(&findings.iter().map(Finding::words).collect::<Vec<_>>())
}
