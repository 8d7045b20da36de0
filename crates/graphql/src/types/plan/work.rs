//! Working a plan out.

use std::sync::Arc;

use async_graphql::Context;
use luodi_app::read::Head;
use luodi_domain::{
    attribute::Attribute,
    catalogue::{Before, Catalogue, Finding, Node},
    milestone::Milestone,
    permit::{Permit, PermitItem},
    plan::{Item, Key, LevelVerdict, Plan, Surroundings, standing},
    schedule::{Estimate, Schedule},
    words::Words,
};

use super::item::{Entry, Times};
use super::point::PlanNode;
use crate::{
    codes::PublicError,
    schema::{
        commands,
        failure::Missing,
        loaders::{Loaders, MilestonesOf, PermitsOf},
        today,
    },
    types::{calendar, enums::ProjectPoint},
};

/// A plan as it was worked out.
pub(super) struct Worked {
    pub(super) items: Vec<Arc<Entry>>,
    pub(super) missing: Vec<Attribute>,
    pub(super) start: Outlook,
    pub(super) production: Outlook,
}

/// When a point of the project can be reached.
pub(super) struct Outlook {
    pub(super) promised: Estimate,
    pub(super) pessimistic: Estimate,
    pub(super) critical_path: Vec<PlanNode>,
}

/// Works the plan of a project out as of today.
pub(super) async fn out(ctx: &Context<'_>, head: &Head) -> Result<Worked, PublicError> {
    let loaders = Loaders::of(ctx)?;
    let permits = loaders.one(PermitsOf(head.id));
    let milestones = loaders.one(MilestonesOf(head.id));
    let (permits, milestones, published) =
        futures::future::try_join3(permits, milestones, calendar::published(ctx)).await?;
    let permits =
        permits.map(|permits| permits.iter().map(|(id, permit)| (*id, permit.as_ref().clone())).collect());
    let (permits, milestones) = (permits.unwrap_or_default(), milestones.unwrap_or_default());
    let milestones: Vec<&Milestone> = milestones.values().collect();
    let (today, catalogue) = (today(ctx)?, commands(ctx)?.catalogue());
    let plan = Plan::new(catalogue.on(today), &head.profile.attributes);
    let around = Surroundings {
        permits: &permits,
        milestones: &milestones,
        catalogue: &catalogue,
        answers: &head.profile.attributes,
        calendar: &published.calendar,
        today,
    };
    let schedule = plan.schedule(around).map_err(|_| Missing::Data("schedule"))?;
    let namer = Namer { catalogue: &catalogue, permits: &permits, today };
    let entry = |item: &Item<'_>| Arc::new(entry(item, head, &plan, &schedule, &namer));
    Ok(Worked {
        items: plan.items().map(entry).collect(),
        missing: plan.missing().into_iter().collect(),
        start: outlook(&schedule, Node::Start, &namer)?,
        production: outlook(&schedule, Node::Production, &namer)?,
    })
}

fn outlook(schedule: &Schedule<Key<'_>>, node: Node, namer: &Namer<'_>) -> Result<Outlook, PublicError> {
    let found = schedule.outlook(Key::Point(node)).ok_or(Missing::Data("outlook"))?;
    Ok(Outlook {
        promised: found.promised,
        pessimistic: found.pessimistic,
        critical_path: found.critical_path.iter().map(|key| namer.node(*key)).collect(),
    })
}

fn entry(
    item: &Item<'_>,
    head: &Head,
    plan: &Plan<'_>,
    schedule: &Schedule<Key<'_>>,
    namer: &Namer<'_>,
) -> Entry {
    let found = item.entry;
    let key = Key::Type(&found.code);
    let (perhaps, level_why, basis) = match &item.level {
        LevelVerdict::Decided { by: Some(lift), why, .. } => (None, words(why), lift.basis.clone()),
        // Why nothing moved it is a long list of what did not hold.
        LevelVerdict::Decided { by: None, .. } => (None, words(&[]), None),
        LevelVerdict::Open { perhaps, why, .. } => (Some(*perhaps), words(why), None),
    };
    let before = plan.before(found, &standing(namer.permits)).into_iter().map(|group| {
        let any_of = group.any_of.iter().map(|before| match before {
            Before::Permit(code) => namer.node(Key::Type(code)),
            Before::Node(node) => namer.node(Key::Point(*node)),
        });
        (group.hard, any_of.collect())
    });
    let scheduled = schedule.entries.get(&key);
    let waits_on = scheduled.map(|entry| entry.waits_on.as_slice()).unwrap_or_default();
    let outlook = schedule.outlook(Key::Point(Node::Start));
    let times = scheduled.map(|entry| Times {
        from: entry.promised.start,
        finish: entry.promised.finish,
        late: entry.pessimistic.finish,
        slack: outlook.and_then(|outlook| outlook.slack.get(&key).copied()),
        critical: outlook.is_some_and(|outlook| outlook.critical_path.contains(&key)),
        today: entry.can_file_today,
    });
    let of_type = |permit: &&Permit| permit.item.code() == Some(&found.code);
    Entry {
        project: head.id,
        code: found.code.clone(),
        name: Words::new(&found.zh, &found.en),
        need: item.need,
        why: words(&item.why),
        level: item.level.level(),
        perhaps,
        level_why,
        basis,
        department: item.department,
        shared: item.shared,
        promised: found.promised.as_ref().map(|promised| promised.limit),
        legal: found.legal_for(&head.profile.attributes).map(|legal| legal.limit),
        before: before.collect(),
        waits_on: waits_on.iter().map(|group| group.iter().map(|key| namer.node(*key)).collect()).collect(),
        permits: namer.permits.values().filter(of_type).map(|permit| permit.id).collect(),
        times,
    }
}

fn words(findings: &[Finding]) -> Words {
    Words::list(&findings.iter().map(Finding::words).collect::<Vec<_>>())
}

/// Says what things are called.
struct Namer<'a> {
    catalogue: &'a Catalogue,
    permits: &'a std::collections::BTreeMap<luodi_domain::ids::PermitId, Permit>,
    today: chrono::NaiveDate,
}

impl Namer<'_> {
    fn node(&self, key: Key<'_>) -> PlanNode {
        match key {
            Key::Type(code) => {
                let found = self.catalogue.entry(code, self.today);
                let name =
                    found.map_or_else(|| Words::new(code, code), |entry| Words::new(&entry.zh, &entry.en));
                PlanNode { type_code: Some(code.to_owned()), point: None, name }
            }
            Key::Permit(id) => {
                let name = self.permits.get(&id).map_or("", |permit| match &permit.item {
                    PermitItem::Named(name) | PermitItem::Catalogued(name) => name.as_str(),
                });
                PlanNode { type_code: None, point: None, name: Words::new(name, name) }
            }
            Key::Point(node) => {
                PlanNode { type_code: None, point: Some(ProjectPoint::from(node)), name: node.words() }
            }
        }
    }
}
