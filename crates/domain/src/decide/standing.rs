//! Pausing, resuming, withdrawing and reopening.

use chrono::NaiveDate;

use super::checks;
use super::draft::Draft;
use super::duty::task_of;
use crate::context::Context;
use crate::duty::Task;
use crate::event::Event;
use crate::ids::{OfficerId, StepId};
use crate::permit::Permit;
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::standing::{MAX_PAUSE, MAX_RENEWALS, PauseGround, Standing};
use crate::step::{CloseReason, Step, StepKind};

pub(super) fn pause(
    draft: &mut Draft,
    until: NaiveDate,
    ground: PauseGround,
    context: &Context,
) -> Result<(), Refusal> {
    checks::reason(context)?;
    approved_above(context)?;
    let on = context.occurred_on;
    if let Some(visit) = draft.project.current_visit() {
        checks::in_order(visit.opened_on, on, "occurredOn")?;
    }
    checks::after_standing(&draft.project, context)?;
    if draft.project.pauses() > MAX_RENEWALS {
        return Err(Refusal::new(Rule::PauseRenewedTooOften).with("max", Fact::Number(MAX_RENEWALS)));
    }
    // A renewal counts from the end of what was approved before, or from today if that already ran out.
    let counted_from = match draft.project.standing {
        Standing::Paused(running) => running.until.max(on),
        Standing::Active | Standing::Withdrawn { .. } => on,
    };
    checks::in_order(counted_from, until, "until")?;
    let latest = counted_from.checked_add_months(MAX_PAUSE).unwrap_or(counted_from);
    if until > latest {
        return Err(Refusal::new(Rule::PauseTooLong).at("until").with("latest", Fact::Date(latest)));
    }
    draft.push(Event::Paused { on, until, ground })
}

/// A pause is approved one level up: by an officer above the one who records it.
fn approved_above(context: &Context) -> Result<(), Refusal> {
    let Some(authority) = &context.authority else {
        return Err(Refusal::new(Rule::AuthorityRequired).at("authority"));
    };
    let approver = context.facts.officers.get(&authority.officer);
    let records = context.recorder.as_ref().or(context.actor.officer());
    match (approver, records) {
        (Some(approver), Some(actor)) if !approver.outranks(actor) => {
            Err(Refusal::new(Rule::AuthorityTooLow)
                .at("authority")
                .text("officer", authority.officer.to_string()))
        }
        _ => Ok(()),
    }
}

pub(super) fn resume(draft: &mut Draft, context: &Context) -> Result<(), Refusal> {
    checks::after_standing(&draft.project, context)?;
    draft.push(Event::Resumed { on: context.occurred_on })
}

pub(super) fn withdraw(draft: &mut Draft, context: &Context) -> Result<(), Refusal> {
    checks::reason(context)?;
    checks::after_standing(&draft.project, context)?;
    let on = context.occurred_on;
    let open: Vec<(StepId, NaiveDate)> = {
        let steps = draft.project.steps.values();
        steps.filter(|step| step.is_open()).map(|step| (step.id, step.last_changed_on())).collect()
    };
    for (step, changed_on) in open {
        checks::in_order(changed_on, on, "occurredOn")?;
        draft.push(Event::StepClosed { step, on, reason: CloseReason::Withdrawn })?;
    }
    draft.push(Event::Withdrawn { on })
}

pub(super) fn reopen(
    draft: &mut Draft,
    substitute: Option<OfficerId>,
    context: &Context,
) -> Result<(), Refusal> {
    checks::reason(context)?;
    checks::after_standing(&draft.project, context)?;
    let on = context.occurred_on;
    if let Some(substitute) = substitute {
        checks::can_be_responsible(substitute, context, "officerId")?;
    }
    draft.push(Event::Reopened { on })?;
    let closed: Vec<(StepId, OfficerId)> = {
        let steps = draft.project.steps.values();
        steps.filter(|step| goes_on(draft, step)).map(|step| (step.id, step.responsible)).collect()
    };
    for (step, last) in closed {
        let responsible = if checks::may_hold(last, context) {
            last
        } else {
            let task = task_of_step(&draft.project, step, context);
            checks::responsible(substitute, &task, &draft.project, context)?
        };
        super::step::reopen(draft, step, responsible, on, context)?;
    }
    super::case::settle_all(draft, context)
}

/// What a step is about.
fn task_of_step<'a>(project: &'a Project, step: StepId, context: &Context) -> Task<'a> {
    let permit = project.permits.values().find(|permit| permit.step == step);
    permit.map_or(Task::Visit(project.stage), |permit| task_of(permit, project, context))
}

/// Whether a step waits for the project to go on: not that of a permit which was granted meanwhile.
fn goes_on(draft: &Draft, step: &Step) -> bool {
    let settled = match step.kind {
        StepKind::StageVisit(_) => false,
        StepKind::Permit(permit) => draft.project.permits.get(&permit).is_some_and(Permit::is_settled),
    };
    !settled && step.closed.is_some_and(|closing| closing.reason == CloseReason::Withdrawn)
}
