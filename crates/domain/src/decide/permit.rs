//! Permits: putting them into the plan, changing them, ruling them out.

use std::collections::BTreeMap;

use super::checks::{self, NAME};
use super::draft::Draft;
use super::duty::task_of;
use crate::command::{AddPermit, UpdatePermit};
use crate::context::Context;
use crate::event::{Event, PermitAdded, PermitUpdated};
use crate::ids::PermitId;
use crate::permit::{Permit, PermitItem};
use crate::private::Private;
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::step::{CloseReason, Step};

pub(super) fn add(draft: &mut Draft, command: &AddPermit, context: &Context) -> Result<(), Refusal> {
    let item = item(&command.item, context)?;
    let part = checks::maybe_line(command.part.as_ref(), NAME, "part")?;
    let twin = draft
        .project
        .permits
        .values()
        .find(|permit| permit.ruled_out.is_none() && permit.item == item && permit.part == part);
    if let Some(twin) = twin {
        return Err(Refusal::new(Rule::PermitDuplicate).text("permit", twin.id.to_string()));
    }
    checks::agency_works(command.agency, context, "agencyId")?;
    dates(command.preparation.agreed_on, command.due_on, context)?;
    if let Some(due_on) = command.due_on {
        checks::in_order(context.occurred_on, due_on, "dueOn")?;
    }
    after_a_lock(&draft.project, context)?;
    let permit = Permit {
        id: command.id,
        step: command.step,
        item,
        level: command.level,
        phase: command.phase,
        part,
        agency: command.agency,
        planned: None,
        response: None,
        baseline_on: None,
        preparation: command.preparation,
        cases: BTreeMap::new(),
        ruled_out: None,
        covers: [].into(),
        covered_by: None,
        cover_changed_on: None,
    };
    let task = task_of(&permit, &draft.project, context);
    let responsible = checks::responsible(command.responsible, &task, &draft.project, context)?;
    let (on, due_on) = (context.occurred_on, command.due_on);
    draft.push(Event::PermitAdded(Box::new(PermitAdded { permit, responsible, on, due_on })))
}

/// A name as the office writes it, or a code that the catalogue has on that day.
fn item(item: &PermitItem, context: &Context) -> Result<PermitItem, Refusal> {
    match item {
        PermitItem::Named(name) => Ok(PermitItem::Named(checks::line(name, NAME, "name")?)),
        PermitItem::Catalogued(code) => {
            if context.facts.catalogue.entry(code, context.occurred_on).is_some() {
                return Ok(item.clone());
            }
            let value = code.chars().take(60).collect::<String>();
            Err(Refusal::new(Rule::ValueInvalid).at("typeCode").text("value", value))
        }
    }
}

fn dates(
    agreed: Option<chrono::NaiveDate>,
    due: Option<chrono::NaiveDate>,
    context: &Context,
) -> Result<(), Refusal> {
    for (day, field) in [(agreed, "agreedOn"), (due, "dueOn")] {
        if let Some(day) = day {
            checks::planned(day, context, field)?;
        }
    }
    Ok(())
}

pub(super) fn update(draft: &mut Draft, command: &UpdatePermit, context: &Context) -> Result<(), Refusal> {
    let permit = find(draft, command.permit)?;
    if permit.ruled_out.is_some() {
        return Err(Refusal::new(Rule::PermitRuledOut).at("permitId"));
    }
    let step = draft.project.steps.get(&permit.step);
    let due_before = step.and_then(|step| step.due_on);
    if let (Some(step), Some(Some(due_on))) = (step, command.due_on) {
        checks::in_order(step.opened_on, due_on, "dueOn")?;
    }
    let before = PermitUpdated {
        permit: permit.id,
        level: permit.level,
        phase: permit.phase,
        agency: permit.agency,
        preparation: permit.preparation,
        due_on: due_before,
    };
    let after = PermitUpdated {
        permit: permit.id,
        level: command.level.unwrap_or(before.level),
        phase: command.phase.unwrap_or(before.phase),
        agency: command.agency.unwrap_or(before.agency),
        preparation: command.preparation.unwrap_or(before.preparation),
        due_on: command.due_on.unwrap_or(before.due_on),
    };
    if command.agency.is_some() {
        checks::agency_works(after.agency, context, "agencyId")?;
    }
    dates(after.preparation.agreed_on, after.due_on, context)?;
    // Told again for an earlier day, the same turn began on that day: the history alone knows since when it is whose.
    let told_again = command.preparation.is_some() && context.occurred_on < context.today;
    if after == before && !told_again {
        return Ok(());
    }
    if after.phase > before.phase {
        needed_later(context)?;
    }
    let asked = |of: &PermitUpdated| (of.level, of.phase, of.agency);
    if asked(&after) != asked(&before) {
        after_a_lock(&draft.project, context)?;
    }
    draft.push(Event::PermitUpdated(after))
}

/// What departments confirmed, and delay is measured by, changes for a reason only.
pub(super) fn after_a_lock(project: &Project, context: &Context) -> Result<(), Refusal> {
    match project.plan.and_then(|plan| plan.baseline) {
        Some(_) => checks::reason(context).map(drop),
        None => Ok(()),
    }
}

/// Needing a permit only later takes it out of a gate's way: a manager's decision, with a reason.
fn needed_later(context: &Context) -> Result<(), Refusal> {
    checks::reason(context)?;
    match context.actor.officer() {
        Some(officer) if !officer.role.manages() => Err(Refusal::new(Rule::RoleNotAllowed)
            .at("phase")
            .with("role", Fact::Term("role", officer.role.as_str()))),
        _ => Ok(()),
    }
}

pub(super) fn rule_out(draft: &mut Draft, id: PermitId, context: &Context) -> Result<(), Refusal> {
    let permit = find(draft, id)?;
    if permit.ruled_out.is_some() {
        return Err(Refusal::new(Rule::PermitRuledOut).at("permitId"));
    }
    if permit.covered_by.is_some() {
        return Err(Refusal::new(Rule::PermitCovered).at("permitId"));
    }
    if !permit.covers.is_empty() {
        return Err(Refusal::new(Rule::PermitCovers).at("permitId"));
    }
    let case = permit.current_case().map(crate::case::Case::state);
    if case.is_some_and(crate::case::CaseState::is_granted) {
        return Err(Refusal::new(Rule::PermitGranted).at("permitId"));
    }
    if case.is_some_and(crate::case::CaseState::is_live) {
        return Err(Refusal::new(Rule::CaseUnderWay).at("permitId"));
    }
    put_aside(draft, id, Ruling { reason: checks::reason(context)?, by_plan: false }, context)
}

/// Why a permit is not needed, and whether the plan says so.
pub(super) struct Ruling {
    pub(super) reason: Private,
    pub(super) by_plan: bool,
}

/// Closes the step of a permit that is not needed.
pub(super) fn put_aside(
    draft: &mut Draft,
    id: PermitId,
    ruling: Ruling,
    context: &Context,
) -> Result<(), Refusal> {
    let (step, on) = (find(draft, id)?.step, context.occurred_on);
    let changed_on = draft.project.steps.get(&step).map_or(on, Step::last_changed_on);
    checks::in_order(changed_on, on, "occurredOn")?;
    let Ruling { reason, by_plan } = ruling;
    draft.push(Event::PermitRuledOut { permit: id, on, reason, by_plan })?;
    draft.push(Event::StepClosed { step, on, reason: CloseReason::RuledOut })
}

/// The permit, or a refusal that names the field.
pub(super) fn find(draft: &Draft, id: PermitId) -> Result<&Permit, Refusal> {
    draft.project.permits.get(&id).ok_or_else(|| checks::unknown("permitId", id.to_string()))
}
