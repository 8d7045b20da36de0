//! Who is on a step.

use std::collections::BTreeSet;

use super::checks;
use super::draft::Draft;
use crate::context::Context;
use crate::event::{Event, HandedOver, HelperRole};
use crate::ids::{OfficerId, StepId};
use crate::refusal::{Refusal, Rule};
use crate::step::Step;

/// How many officers may help at one step.
const MANY_HELPERS: usize = 20;

fn open_step(draft: &Draft, id: StepId) -> Result<&Step, Refusal> {
    let step = draft.project.steps.get(&id).ok_or_else(|| checks::unknown("stepId", id.to_string()))?;
    if step.is_open() { Ok(step) } else { Err(Refusal::new(Rule::StepClosed).at("stepId")) }
}

pub(super) fn assign(
    draft: &mut Draft,
    step: StepId,
    to: OfficerId,
    context: &Context,
) -> Result<(), Refusal> {
    let found = open_step(draft, step)?;
    checks::in_order(found.opened_on, context.occurred_on, "occurredOn")?;
    let from = found.responsible;
    checks::can_be_responsible(to, context, "officerId")?;
    if from == to {
        return Ok(());
    }
    draft.push(Event::ResponsibleChanged { step, from, to })?;
    only_responsible(draft, step)
}

pub(super) fn assign_helper(
    draft: &mut Draft,
    step: StepId,
    officer: OfficerId,
    role: HelperRole,
    remove: bool,
    context: &Context,
) -> Result<(), Refusal> {
    let found = open_step(draft, step)?;
    let helpers = helpers(found, role);
    match (helpers.contains(&officer), remove) {
        (true, false) => Ok(()),
        (false, true) => Err(checks::unknown("officerId", officer.to_string())),
        (true, true) => draft.push(Event::HelperRemoved { step, officer, role }),
        (false, false) => {
            checks::officer_serves(officer, context, "officerId")?;
            if found.responsible == officer {
                return Err(Refusal::new(Rule::OfficerResponsible).at("officerId"));
            }
            if helpers.len() >= MANY_HELPERS {
                return Err(Refusal::new(Rule::TooMany).at("officerId"));
            }
            draft.push(Event::HelperAdded { step, officer, role })
        }
    }
}

/// Whoever is responsible for a step has no other part in it.
pub(super) fn only_responsible(draft: &mut Draft, id: StepId) -> Result<(), Refusal> {
    let Some(step) = draft.project.steps.get(&id) else { return Ok(()) };
    let officer = step.responsible;
    let roles = HelperRole::ALL.iter().copied().filter(|role| helpers(step, *role).contains(&officer));
    let roles: Vec<HelperRole> = roles.collect();
    roles.into_iter().try_for_each(|role| draft.push(Event::HelperRemoved { step: id, officer, role }))
}

const fn helpers(step: &Step, role: HelperRole) -> &BTreeSet<OfficerId> {
    match role {
        HelperRole::Assisting => &step.assisting,
        HelperRole::Supervising => &step.supervising,
    }
}

/// Everything of one officer in this project goes to another. Nothing held means nothing happens.
pub(super) fn hand_over(
    draft: &mut Draft,
    from: OfficerId,
    to: OfficerId,
    context: &Context,
) -> Result<(), Refusal> {
    if from == to {
        return Err(Refusal::new(Rule::SameOfficer).at("toOfficerId"));
    }
    checks::officer_serves(to, context, "toOfficerId")?;
    let open = || draft.project.steps.values().filter(|step| step.is_open());
    let helps = |step: &&Step| step.assisting.contains(&from) || step.supervising.contains(&from);
    let steps: BTreeSet<StepId> =
        open().filter(|step| step.responsible == from).map(|step| step.id).collect();
    let helped: BTreeSet<StepId> = open().filter(helps).map(|step| step.id).collect();
    let as_specialist = draft.project.profile.landing_specialist == Some(from);
    let as_leader = draft.project.profile.leader_in_charge == Some(from);
    if steps.is_empty() && helped.is_empty() && !as_specialist && !as_leader {
        return Ok(());
    }
    let opened = open().filter(|step| step.responsible == from).map(|step| step.opened_on).max();
    if let Some(opened_on) = opened {
        checks::in_order(opened_on, context.occurred_on, "occurredOn")?;
    }
    if !steps.is_empty() || as_specialist {
        checks::can_be_responsible(to, context, "toOfficerId")?;
    }
    let touched: Vec<StepId> = steps.union(&helped).copied().collect();
    draft.push(Event::HandedOver(HandedOver { from, to, steps, helped, as_specialist, as_leader }))?;
    touched.into_iter().try_for_each(|step| only_responsible(draft, step))
}
