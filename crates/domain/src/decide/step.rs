//! Who is on a step.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::checks;
use super::draft::Draft;
use crate::context::Context;
use crate::event::{Event, HandedOver};
use crate::ids::{OfficerId, StepId};
use crate::refusal::{Refusal, Rule};
use crate::step::{HelperRole, Step};

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
    let (from, free, on) = (found.responsible, responsible_from(found, to), context.occurred_on);
    checks::in_order(found.opened_on, on, "occurredOn")?;
    checks::can_be_responsible(to, context, "officerId")?;
    if from == to {
        return Ok(());
    }
    checks::in_order(free, on, "occurredOn")?;
    draft.push(Event::ResponsibleChanged { step, from, to, on })?;
    only_responsible(draft, step, on)
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
    let on = context.occurred_on;
    let not_before = help_from(found, officer, role);
    match (found.is_helped_by(officer, role), remove) {
        (true, false) => Ok(()),
        (false, true) => Err(checks::unknown("officerId", officer.to_string())),
        (true, true) => {
            checks::in_order(not_before, on, "occurredOn")?;
            draft.push(Event::HelperRemoved { step, officer, role, on })
        }
        (false, false) => {
            checks::officer_serves(officer, context, "officerId")?;
            if found.responsible == officer {
                return Err(Refusal::new(Rule::OfficerResponsible).at("officerId"));
            }
            if found.helping(role).count() >= MANY_HELPERS {
                return Err(Refusal::new(Rule::TooMany).at("officerId"));
            }
            checks::in_order(not_before, on, "occurredOn")?;
            draft.push(Event::HelperAdded { step, officer, role, on })
        }
    }
}

/// From which day on an officer can have become responsible for a step, by what is recorded of it and of him.
fn responsible_from(step: &Step, officer: OfficerId) -> NaiveDate {
    let held = step.responsible_since.max(step.open_since());
    step.help_changed_on(officer).map_or(held, |helped| helped.max(held))
}

/// From which day on an officer can have begun or ceased to help at a step in this role.
fn help_from(step: &Step, officer: OfficerId, role: HelperRole) -> NaiveDate {
    let open = step.open_since();
    step.helpers.get(&(officer, role)).map_or(open, |help| help.changed_on().max(open))
}

/// Opens a closed step again. Helpers who left the service meanwhile do not come back with it.
pub(super) fn reopen(
    draft: &mut Draft,
    id: StepId,
    responsible: OfficerId,
    on: NaiveDate,
    context: &Context,
) -> Result<(), Refusal> {
    draft.push(Event::StepReopened { step: id, responsible, on })?;
    let Some(step) = draft.project.steps.get(&id) else { return Ok(()) };
    let helping = step.helpers.iter().filter(|(_, help)| help.is_going_on());
    let absent: Vec<_> = helping
        .filter(|((officer, _), _)| !checks::is_active(*officer, context))
        .map(|((officer, role), help)| Event::HelperRemoved {
            step: id,
            officer: *officer,
            role: *role,
            on: on.max(help.since),
        })
        .collect();
    absent.into_iter().try_for_each(|event| draft.push(event))?;
    only_responsible(draft, id, on)
}

/// Whoever is responsible for a step has no other part in it.
fn only_responsible(draft: &mut Draft, id: StepId, on: NaiveDate) -> Result<(), Refusal> {
    let Some(step) = draft.project.steps.get(&id) else { return Ok(()) };
    let officer = step.responsible;
    let roles = HelperRole::ALL.iter().copied().filter(|role| step.is_helped_by(officer, *role));
    let roles: Vec<HelperRole> = roles.collect();
    roles.into_iter().try_for_each(|role| draft.push(Event::HelperRemoved { step: id, officer, role, on }))
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
    let helps = |step: &&Step| HelperRole::ALL.iter().any(|role| step.is_helped_by(from, *role));
    let steps: BTreeSet<StepId> =
        open().filter(|step| step.responsible == from).map(|step| step.id).collect();
    let helped: BTreeSet<StepId> = open().filter(helps).map(|step| step.id).collect();
    let as_specialist = draft.project.profile.landing_specialist == Some(from);
    let as_leader = draft.project.profile.leader_in_charge == Some(from);
    if steps.is_empty() && helped.is_empty() && !as_specialist && !as_leader {
        return Ok(());
    }
    let on = context.occurred_on;
    if let Some(latest) = open().filter_map(|step| passes_from(step, from, to)).max() {
        checks::in_order(latest, on, "occurredOn")?;
    }
    if !steps.is_empty() || as_specialist {
        checks::can_be_responsible(to, context, "toOfficerId")?;
    }
    if as_leader {
        checks::can_lead(to, context, "toOfficerId")?;
    }
    let touched: Vec<StepId> = steps.union(&helped).copied().collect();
    draft.push(Event::HandedOver(HandedOver { from, to, steps, helped, as_specialist, as_leader, on }))?;
    touched.into_iter().try_for_each(|step| only_responsible(draft, step, on))
}

/// From which day on all parts of one officer in a step can have gone to another; nothing if he has none.
fn passes_from(step: &Step, from: OfficerId, to: OfficerId) -> Option<NaiveDate> {
    let held = (step.responsible == from).then(|| responsible_from(step, to));
    let roles = HelperRole::ALL.iter().copied().filter(|role| step.is_helped_by(from, *role));
    let helped = roles.map(|role| {
        let given = help_from(step, from, role);
        // Whoever is responsible, or helps in this role already, takes up nothing new.
        let takes_up = step.responsible != to && !step.is_helped_by(to, role);
        if takes_up { given.max(help_from(step, to, role)) } else { given }
    });
    helped.chain(held).max()
}
