//! The plan of a project's permits: drawn from the catalogue and what is known of the project, and drawn again when either
//! changes.

use std::collections::{BTreeMap, BTreeSet};

use super::checks;
use super::draft::Draft;
use super::duty::task_of;
use super::permit::{Ruling, after_a_lock, put_aside};
use super::profile;
use crate::attribute::{Answers, Attribute, contradiction};
use crate::command::PlanPermits;
use crate::context::Context;
use crate::event::{Event, PermitAdded};
use crate::ids::{PermitId, StepId};
use crate::permit::{Permit, PermitItem, Planned, Preparation, PreparationKind};
use crate::plan::{Item, Need, Plan, Redrawing, gone};
use crate::private::Private;
use crate::profile::{Change, Profile};
use crate::refusal::{Refusal, Rule};
use crate::step::Turn;

/// Draws the plan: what is needed and not there is added; what the plan put in and nobody has begun follows the plan, or
/// goes when it is no longer needed. What somebody added, ruled out or has begun stays as it is. Once the plan was locked,
/// its permits change for a reason only.
pub(super) fn draw(draft: &mut Draft, command: &PlanPermits, context: &Context) -> Result<(), Refusal> {
    let answered = |attribute: &Attribute| match command.answers.iter().rfind(|(other, _)| other == attribute)
    {
        Some((_, answer)) => answer.is_some(),
        None => said(&draft.project.profile, *attribute),
    };
    if let Some(plan) = draft.project.plan {
        for earlier in [plan.drawn_on].into_iter().chain(plan.baseline.map(|baseline| baseline.locked_on)) {
            checks::in_order(earlier, context.occurred_on, "occurredOn")?;
        }
    }
    let answers = command.answers.iter().map(|(attribute, answer)| Change::Attribute(*attribute, *answer));
    let presumed = fitting(&draft.project.profile, command, answered);
    let presumed =
        presumed.into_iter().map(|(attribute, answer)| Change::AttributePresumed(attribute, answer));
    let changes: Vec<Change> =
        answers.chain(outdated(&draft.project.profile, command)).chain(presumed).collect();
    if !changes.is_empty() {
        profile::update(draft, &changes, context)?;
    }
    let answered = draft.decided();
    follow(draft, &mut command.ids.iter().copied(), context)?;
    let head = draft.project.plan;
    if draft.decided() > answered {
        after_a_lock(&draft.project, context)?;
    }
    if draft.decided() > 0 || head.is_none_or(|plan| plan.drawn_on != context.occurred_on) {
        draft.push(Event::PlanDrawn { on: context.occurred_on })?;
    }
    Ok(())
}

/// Whether somebody has said an answer, even that nobody knows.
fn said(profile: &Profile, attribute: Attribute) -> bool {
    profile.attributes.contains_key(&attribute) && !profile.presumed.contains(&attribute)
}

/// What a template presumes of what nobody has said, without what contradicts what was said.
fn fitting(profile: &Profile, command: &PlanPermits, answered: impl Fn(&Attribute) -> bool) -> Answers {
    let mut known = profile.attributes.clone();
    known.retain(|attribute, _| !profile.presumed.contains(attribute));
    for (attribute, answer) in &command.answers {
        match answer {
            Some(answer) => known.insert(*attribute, *answer),
            None => known.remove(attribute),
        };
    }
    // Contradictions among what was said are refused later; nothing presumed is at fault then.
    let already = contradiction(&known).is_some();
    let mut fitting = Answers::new();
    for (attribute, answer) in command.presumed.iter().filter(|(attribute, _)| !answered(attribute)) {
        known.insert(*attribute, *answer);
        if already || contradiction(&known).is_none() {
            fitting.insert(*attribute, *answer);
        } else {
            known.remove(attribute);
        }
    }
    fitting
}

/// What an earlier template presumed and the one given now does not: of two kinds of projects a project is one.
fn outdated(profile: &Profile, command: &PlanPermits) -> Vec<Change> {
    if command.presumed.is_empty() {
        return Vec::new();
    }
    let answered: BTreeSet<Attribute> = command.answers.iter().map(|(attribute, _)| *attribute).collect();
    let kept =
        |attribute: &&Attribute| answered.contains(*attribute) || command.presumed.contains_key(*attribute);
    let gone = profile.presumed.iter().filter(|attribute| !kept(attribute));
    gone.map(|attribute| Change::Attribute(*attribute, None)).collect()
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
    for change in plan.redrawing(&draft.project, &context.facts.offices) {
        match change {
            Redrawing::Adds { item, planned } => add(draft, item, planned, ids, context)?,
            Redrawing::Follows(replanned) => draft.push(Event::PermitReplanned(replanned))?,
            Redrawing::TakesOff { item, permit } => take_off(draft, permit, why(item), context)?,
            Redrawing::Gone(permit) => take_off(draft, permit, gone().zh, context)?,
        }
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
        covers: [].into(),
        covered_by: None,
        cover_changed_on: None,
    };
    // Nobody is named here: a duty rule says who is responsible, or it is the landing specialist, and there must be one.
    let task = task_of(&permit, &draft.project, context);
    let responsible = checks::responsible(None, &task, &draft.project, context)
        .map_err(|refusal| Refusal { at: Vec::new(), ..refusal })?;
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

/// Takes off what the plan put in and is no longer needed.
fn take_off(draft: &mut Draft, permit: PermitId, why: String, context: &Context) -> Result<(), Refusal> {
    let reason = match &context.reason {
        Some(_) => checks::reason(context)?,
        None => Private::new(why),
    };
    put_aside(draft, permit, Ruling { reason, by_plan: true }, context)
}

/// Why an entry is not needed, for people.
fn why(item: &Item<'_>) -> String {
    let found = item.reason().zh;
    match item.need {
        Need::Covered => format!("区域评估已覆盖：{found}"),
        Need::Needed | Need::Undecided | Need::NotNeeded => format!("按项目属性不需办理：{found}"),
    }
}
