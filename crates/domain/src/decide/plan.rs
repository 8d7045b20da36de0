//! The plan of a project's permits: drawn from the catalogue and what is known of the project, and drawn again when either
//! changes.

use std::collections::BTreeMap;

use super::checks;
use super::draft::Draft;
use super::permit::{Ruling, put_aside};
use super::profile;
use crate::attribute::Attribute;
use crate::catalogue::{Finding, PermitType};
use crate::command::PlanPermits;
use crate::context::Context;
use crate::event::{Event, PermitAdded, PermitReplanned};
use crate::ids::{PermitId, StepId};
use crate::permit::{Level, Permit, PermitItem, Planned, Preparation, PreparationKind};
use crate::plan::{self, Item, Need, Plan};
use crate::private::Private;
use crate::profile::Change;
use crate::project::Project;
use crate::refusal::{Refusal, Rule};
use crate::step::Turn;
use crate::words::Words;

/// Draws the plan: what is needed and not there is added; what the plan put in and nobody has begun follows the plan, or
/// goes when it is no longer needed. What somebody added, ruled out or has begun stays as it is. Once the plan was locked,
/// its permits change for a reason only.
pub(super) fn draw(draft: &mut Draft, command: &PlanPermits, context: &Context) -> Result<(), Refusal> {
    let answered = |attribute: &Attribute| match command.answers.iter().rfind(|(other, _)| other == attribute)
    {
        Some((_, answer)) => answer.is_some(),
        None => draft.project.profile.attributes.contains_key(attribute),
    };
    if let Some(plan) = draft.project.plan {
        checks::in_order(plan.drawn_on, context.occurred_on, "occurredOn")?;
    }
    let presumed = command.presumed.iter().filter(|(attribute, _)| !answered(attribute));
    let presumed = presumed.map(|(attribute, answer)| (*attribute, Some(*answer)));
    let answers = command.answers.iter().copied().chain(presumed);
    let changes: Vec<Change> =
        answers.map(|(attribute, answer)| Change::Attribute(attribute, answer)).collect();
    if !changes.is_empty() {
        profile::update(draft, &changes, context)?;
    }
    let answered = draft.decided();
    follow(draft, &mut command.ids.iter().copied(), context)?;
    let head = draft.project.plan;
    // What departments confirmed, and delay is measured by, changes for a reason only.
    if draft.decided() > answered && head.is_some_and(|plan| plan.baseline.is_some()) {
        checks::reason(context)?;
    }
    if draft.decided() > 0 || head.is_none_or(|plan| plan.drawn_on != context.occurred_on) {
        draft.push(Event::PlanDrawn { on: context.occurred_on })?;
    }
    Ok(())
}

/// Whether drawing the plan again would change a permit.
pub(super) fn is_outdated(project: &Project, context: &Context) -> Result<bool, Refusal> {
    let mut draft = Draft::new(project);
    match follow(&mut draft, &mut std::iter::empty(), context) {
        Ok(()) => Ok(draft.decided() > 0),
        // There is no id for a permit that it would add.
        Err(refusal) if refusal.rule == Rule::TooMany => Ok(true),
        Err(refusal) => Err(refusal),
    }
}

/// Makes the permits those of the plan.
fn follow(
    draft: &mut Draft,
    ids: &mut impl Iterator<Item = (PermitId, StepId)>,
    context: &Context,
) -> Result<(), Refusal> {
    let catalogue = std::sync::Arc::clone(&context.facts.catalogue);
    let answers = draft.project.profile.attributes.clone();
    let plan = Plan::new(catalogue.on(context.occurred_on), &answers);
    for item in plan.items() {
        match item.need {
            Need::Needed => keep(draft, item, ids, context)?,
            Need::Covered | Need::NotNeeded => take_off(draft, item, context)?,
            // What may be needed stays as it is until somebody knows.
            Need::Undecided => {}
        }
    }
    take_off_gone(draft, &plan, context)?;
    Ok(())
}

/// The permits of an entry, those ruled out included.
fn of_entry<'p>(project: &'p Project, entry: &PermitType) -> impl Iterator<Item = &'p Permit> {
    let code = entry.code.clone();
    project.permits.values().filter(move |permit| permit.item.code() == Some(&code))
}

/// Sees to it that what is needed is there, as the plan has it.
fn keep(
    draft: &mut Draft,
    item: &Item<'_>,
    ids: &mut impl Iterator<Item = (PermitId, StepId)>,
    context: &Context,
) -> Result<(), Refusal> {
    let planned = planned(item, &draft.project, context);
    let standing: Vec<Permit> =
        of_entry(&draft.project, item.entry).filter(|permit| permit.ruled_out.is_none()).cloned().collect();
    if standing.is_empty() {
        // Somebody found that it is not needed, and said why: the plan does not know better.
        if of_entry(&draft.project, item.entry).any(Permit::is_ruled_out_by_hand) {
            return Ok(());
        }
        return add(draft, item, planned, ids, context);
    }
    for permit in standing {
        let Some(before) = permit.planned else { continue };
        if before == planned || !is_idle(&draft.project, &permit) {
            continue;
        }
        // What somebody set otherwise than the plan had it stays so, until the plan itself has it otherwise.
        let followed = PermitReplanned {
            permit: permit.id,
            planned,
            level: if planned.level == before.level { permit.level } else { planned.level },
            phase: if planned.phase == before.phase { permit.phase } else { planned.phase },
            agency: if planned.agency == before.agency { permit.agency } else { planned.agency },
        };
        draft.push(Event::PermitReplanned(followed))?;
    }
    Ok(())
}

fn add(
    draft: &mut Draft,
    item: &Item<'_>,
    planned: Planned,
    ids: &mut impl Iterator<Item = (PermitId, StepId)>,
    context: &Context,
) -> Result<(), Refusal> {
    let (id, step) = ids.next().ok_or_else(|| Refusal::new(Rule::TooMany).at("permits"))?;
    let responsible = checks::responsible(None, &draft.project, context)?;
    let permit = Permit {
        id,
        step,
        item: PermitItem::Catalogued(item.entry.code.clone()),
        level: planned.level,
        phase: planned.phase,
        part: None,
        agency: planned.agency,
        planned: Some(planned),
        response: None,
        baseline_on: None,
        preparation: Preparation { kind: PreparationKind::Preparing, turn: turn(item), agreed_on: None },
        cases: BTreeMap::new(),
        ruled_out: None,
    };
    let on = context.occurred_on;
    draft.push(Event::PermitAdded(Box::new(PermitAdded { permit, responsible, on, due_on: None })))
}

/// Whose turn it is at first: whoever files it prepares it, of a batch the government.
const fn turn(item: &Item<'_>) -> Turn {
    match item.shared {
        Some(true) => Turn::Agency,
        Some(false) | None => Turn::Enterprise,
    }
}

/// What the plan says of a permit. Where an unknown leaves the level open, it is the one unless the unknown moves it.
fn planned(item: &Item<'_>, project: &Project, context: &Context) -> Planned {
    let level = item.level.level();
    let decider = |department| match level {
        Level::SelfHeld => None,
        level => context.facts.offices.decider(&project.profile.place, department, level),
    };
    Planned { level, phase: item.entry.phase, agency: item.department.and_then(decider) }
}

fn is_idle(project: &Project, permit: &Permit) -> bool {
    plan::is_idle(permit, project.steps.get(&permit.step), project.attachments.values())
}

/// Takes off what the plan put in and is no longer needed, unless somebody has begun it.
fn take_off(draft: &mut Draft, item: &Item<'_>, context: &Context) -> Result<(), Refusal> {
    let idle = of_entry(&draft.project, item.entry).filter(|permit| is_at_hand(&draft.project, permit));
    let idle: Vec<PermitId> = idle.map(|permit| permit.id).collect();
    put_all_aside(draft, &idle, &why(item), context)
}

/// The same of what the catalogue has no more there on that day: a region took it off, or its last version has ended.
fn take_off_gone(draft: &mut Draft, plan: &Plan<'_>, context: &Context) -> Result<(), Refusal> {
    let gone = |permit: &&Permit| permit.item.code().is_some_and(|code| plan.item(code).is_none());
    let idle = draft.project.permits.values().filter(gone);
    let idle = idle.filter(|permit| is_at_hand(&draft.project, permit)).map(|permit| permit.id);
    let idle: Vec<PermitId> = idle.collect();
    put_all_aside(draft, &idle, GONE, context)
}

/// Why a permit is taken off that the catalogue has no more, for people.
const GONE: &str = "当地当日的手续目录中没有此事项";

/// Whether the plan put it in and may take it off again.
fn is_at_hand(project: &Project, permit: &Permit) -> bool {
    permit.ruled_out.is_none() && permit.planned.is_some() && is_idle(project, permit)
}

fn put_all_aside(
    draft: &mut Draft,
    permits: &[PermitId],
    why: &str,
    context: &Context,
) -> Result<(), Refusal> {
    for permit in permits {
        let reason = match &context.reason {
            Some(_) => checks::reason(context)?,
            None => Private::new(why.to_owned()),
        };
        put_aside(draft, *permit, Ruling { reason, by_plan: true }, context)?;
    }
    Ok(())
}

/// Why an entry is not needed, for people.
fn why(item: &Item<'_>) -> String {
    let found: Vec<Words> = item.why.iter().map(Finding::words).collect();
    let found = Words::list(&found).zh;
    match item.need {
        Need::Covered => format!("区域评估已覆盖：{found}"),
        Need::Needed | Need::Undecided | Need::NotNeeded => format!("按项目属性不需办理：{found}"),
    }
}
