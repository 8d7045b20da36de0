//! Moving between stages.

use std::collections::BTreeSet;

use super::checks;
use super::draft::Draft;
use crate::actor::PostRole;
use crate::command::NewVisit;
use crate::context::Context;
use crate::duty::Task;
use crate::event::{Event, GateOutcome, StageEntered};
use crate::gate::{self, Finding};
use crate::ids::PermitId;
use crate::refusal::{Fact, Refusal, Rule};
use crate::stage::Stage;
use crate::step::CloseReason;

/// Names the transition in a refusal.
fn transition(refusal: Refusal, from: Stage, attempted: Stage) -> Refusal {
    refusal
        .with("from", Fact::Term("stage", from.as_str()))
        .with("attempted", Fact::Term("stage", attempted.as_str()))
}

pub(super) fn advance(
    draft: &mut Draft,
    to: Option<Stage>,
    visit: NewVisit,
    with_gaps: bool,
    context: &Context,
) -> Result<(), Refusal> {
    let (from, track) = (draft.project.stage, draft.project.profile.track);
    if let Some(to) = to.filter(|to| *to <= from) {
        return Err(transition(Refusal::new(Rule::StageReached).at("to"), from, to));
    }
    let Some(next) = track.next(from) else {
        let refusal = Refusal::new(Rule::StageAtEnd).with("from", Fact::Term("stage", from.as_str()));
        return Err(refusal.with("attempted", Fact::Term("stage", to.unwrap_or(from).as_str())));
    };
    let to = to.unwrap_or(next);
    if !track.has(to) {
        let refusal =
            Refusal::new(Rule::StageNotInTrack).at("to").with("track", Fact::Term("track", track.as_str()));
        return Err(transition(refusal, from, to));
    }
    if to != next {
        let refusal =
            Refusal::new(Rule::StageOutOfOrder).at("to").with("next", Fact::Term("stage", next.as_str()));
        return Err(transition(refusal, from, to));
    }
    let (outcome, gaps) =
        pass_gate(draft, to, with_gaps, context).map_err(|refusal| transition(refusal, from, to))?;
    leave(draft, CloseReason::Done, context)?;
    enter(draft, to, Some(from), outcome, gaps, visit, context)
}

/// Permits may be passed over with a reason and an authority; other facts may not.
fn pass_gate(
    draft: &Draft,
    to: Stage,
    with_gaps: bool,
    context: &Context,
) -> Result<(GateOutcome, BTreeSet<PermitId>), Refusal> {
    match gate::check(&draft.project, to, context.occurred_on) {
        Finding::Open => Ok((GateOutcome::Met, BTreeSet::new())),
        Finding::Shut(refusal) => Err(refusal),
        Finding::PermitsMissing(missing) if !with_gaps => {
            let missing = Fact::Permits(missing.into_iter().collect());
            Err(Refusal::new(Rule::GatePermitsMissing).with("permits", missing))
        }
        Finding::PermitsMissing(missing) => {
            checks::reason(context)?;
            led(context)?;
            Ok((GateOutcome::WithGaps, missing))
        }
    }
}

/// Passing over permits is a leader's decision, whoever records it.
fn led(context: &Context) -> Result<(), Refusal> {
    let Some(authority) = &context.authority else {
        return Err(Refusal::new(Rule::AuthorityRequired).at("authority"));
    };
    match context.facts.officers.get(&authority.officer) {
        // What he decides himself needs no paper.
        Some(officer) if officer.role == PostRole::Leader => match context.actor.officer() {
            Some(actor) if actor.id == officer.id && context.is_in_person() => Ok(()),
            _ => checks::numbered(authority).map_err(|refusal| refusal.under("authority")),
        },
        _ => {
            let refusal = Refusal::new(Rule::AuthorityTooLow).at("authority");
            Err(refusal.text("officer", authority.officer.to_string()))
        }
    }
}

pub(super) fn go_back(draft: &mut Draft, visit: NewVisit, context: &Context) -> Result<(), Refusal> {
    let from = draft.project.stage;
    let Some(to) = draft.project.profile.track.previous(from) else {
        return Err(Refusal::new(Rule::StageAtEnd).with("from", Fact::Term("stage", from.as_str())));
    };
    checks::reason(context)?;
    leave(draft, CloseReason::Returned, context)?;
    enter(draft, to, Some(from), GateOutcome::NotChecked, BTreeSet::new(), visit, context)
}

fn leave(draft: &mut Draft, reason: CloseReason, context: &Context) -> Result<(), Refusal> {
    let Some(visit) = draft.project.current_visit() else { return Ok(()) };
    checks::in_order(visit.last_changed_on(), context.occurred_on, "occurredOn")?;
    checks::after_standing(&draft.project, context)?;
    let step = visit.id;
    draft.push(Event::StepClosed { step, on: context.occurred_on, reason })
}

/// Enters a stage with a responsible officer from its first instant.
pub(super) fn enter(
    draft: &mut Draft,
    stage: Stage,
    from: Option<Stage>,
    gate: GateOutcome,
    gaps: BTreeSet<PermitId>,
    visit: NewVisit,
    context: &Context,
) -> Result<(), Refusal> {
    let responsible = checks::responsible(visit.responsible, &Task::Visit(stage), &draft.project, context)?;
    let on = context.occurred_on;
    if let Some(due) = visit.due_on {
        checks::planned(due, context, "dueOn")?;
        checks::in_order(on, due, "dueOn")?;
    }
    let (step, due_on) = (visit.step, visit.due_on);
    draft.push(Event::StageEntered(StageEntered { stage, from, gate, gaps, step, responsible, on, due_on }))
}
