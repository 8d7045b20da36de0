//! What departments say to the plan of permits, and its lock.

use super::checks;
use super::draft::Draft;
use super::opinion;
use super::permit::find;
use crate::catalogue::Node;
use crate::context::Context;
use crate::event::{Event, PlanLocked};
use crate::ids::PermitId;
use crate::material;
use crate::milestone::Milestone;
use crate::permit::{Permit, Response, ResponseKind};
use crate::plan::{Baseline, Key, Plan, PlannedDays, Surroundings};
use crate::refusal::{Fact, Refusal, Rule};

/// Records what the department that decides a permit says to its being in the plan as it is; once it follows one with which
/// it is accepted, what it says of its part.
pub(super) fn respond(
    draft: &mut Draft,
    id: PermitId,
    kind: ResponseKind,
    context: &Context,
) -> Result<(), Refusal> {
    let permit = find(draft, id)?;
    let refuse = |rule| Err(Refusal::new(rule).at("permitId"));
    if permit.ruled_out.is_some() {
        return refuse(Rule::PermitRuledOut);
    }
    if permit.covered_by.is_some() {
        let permit = permit.clone();
        return opinion::give(draft, &permit, kind, context);
    }
    if permit.planned.is_none() {
        return refuse(Rule::PermitNotPlanned);
    }
    if permit.is_settled() {
        return refuse(Rule::PermitGranted);
    }
    let on = context.occurred_on;
    let opened_on = draft.project.steps.get(&permit.step).map(|step| step.opened_on);
    for earlier in opened_on.into_iter().chain(permit.response.as_ref().map(|said| said.on)) {
        checks::in_order(earlier, on, "occurredOn")?;
    }
    let objected = permit.is_objected_to();
    let reason = match kind {
        ResponseKind::Objected => Some(checks::reason(context)?),
        ResponseKind::Confirmed => None,
    };
    // Why an objection stands no longer is told beside the answer.
    if objected && kind == ResponseKind::Confirmed {
        checks::reason(context)?;
    }
    if permit.response.as_ref().is_some_and(|said| (said.kind, &said.reason) == (kind, &reason)) {
        return Ok(());
    }
    draft.push(Event::PermitResponded {
        permit: id,
        response: Response { kind, on, reason, objected_from: None },
    })
}

/// Locks the plan: every department has confirmed its permits, and what is expected now is the baseline. A manager may lock
/// it with gaps: then silence counts as consent, and what is undecided is left out. An objection stands in the way until
/// the plan has the permit otherwise, somebody rules it out, or the department confirms it after all.
pub(super) fn lock(draft: &mut Draft, with_gaps: bool, context: &Context) -> Result<(), Refusal> {
    let Some(head) = draft.project.plan else { return Err(Refusal::new(Rule::PlanMissing)) };
    let on = context.occurred_on;
    let locked_on = head.baseline.map(|baseline| baseline.locked_on);
    // What happened after that day nobody knew then.
    let known = draft.project.permits.values().flat_map(|permit| {
        let said = permit.response.as_ref().map(|said| said.on);
        said.into_iter().chain(permit.decided_on())
    });
    for earlier in [head.drawn_on].into_iter().chain(locked_on).chain(known) {
        checks::in_order(earlier, on, "occurredOn")?;
    }
    let catalogue = std::sync::Arc::clone(&context.facts.catalogue);
    let answers = draft.project.profile.attributes.clone();
    let plan = Plan::new(catalogue.on(on), &answers);
    if !plan.redrawing(&draft.project, &context.facts.offices).is_empty() {
        return Err(Refusal::new(Rule::PlanOutdated));
    }
    nobody_objects(draft, with_gaps)?;
    let open = i64::try_from(plan.open(&draft.project.permits).count()).unwrap_or(i64::MAX);
    if open > 0 && !with_gaps {
        return Err(Refusal::new(Rule::PlanUndecided).with("number", Fact::Number(open)));
    }
    // A baseline replaces another for a reason, and gaps are passed for one.
    if with_gaps || head.baseline.is_some() {
        checks::reason(context)?;
    }
    let locked = expected(draft, &plan, context)?;
    let by = |permit: &Permit| permit.baseline_on.map(|on| (permit.id, on));
    let before = draft.project.permits.values().filter_map(by).collect();
    if head.baseline == Some(locked.baseline) && locked.permits == before {
        return Ok(());
    }
    draft.push(Event::PlanLocked(Box::new(locked)))
}

/// Nobody objects, and everybody has answered, unless silence is consent.
fn nobody_objects(draft: &Draft, silence_is_consent: bool) -> Result<(), Refusal> {
    let those = |of: fn(&Permit) -> bool| -> Vec<PermitId> {
        draft.project.permits.values().filter(|permit| of(permit)).map(|permit| permit.id).collect()
    };
    let refuse = |rule, permits| Err(Refusal::new(rule).with("permits", Fact::Permits(permits)));
    let objected = those(Permit::is_objected_to);
    if !objected.is_empty() {
        return refuse(Rule::PlanObjected, objected);
    }
    let silent = those(Permit::awaits_response);
    if !silent.is_empty() && !silence_is_consent {
        return refuse(Rule::PlanUnanswered, silent);
    }
    Ok(())
}

/// What the plan expects on the day it is locked.
fn expected(draft: &Draft, plan: &Plan<'_>, context: &Context) -> Result<PlanLocked, Refusal> {
    let project = &draft.project;
    let milestones: Vec<&Milestone> = project.milestones.values().collect();
    let papers = material::lacking(project.materials.values());
    let around = Surroundings {
        permits: &project.permits,
        papers: &papers,
        milestones: &milestones,
        planned: PlannedDays::of(&project.profile),
        catalogue: &context.facts.catalogue,
        answers: &project.profile.attributes,
        calendar: &context.facts.calendar,
        today: context.occurred_on,
        supposed: None,
    };
    // No catalogue is taken in whose entries wait for one another, so there is a schedule.
    let schedule = plan.schedule(around).map_err(|_| Refusal::new(Rule::PlanOutdated))?;
    let outlook = |node| {
        let found = schedule.outlook(Key::Point(node)).map(|outlook| outlook.promised);
        found.ok_or_else(|| Refusal::new(Rule::PlanOutdated))
    };
    let standing = project.permits.values().filter(|permit| permit.ruled_out.is_none());
    let day = |permit: &Permit| {
        let mut keys = Key::of(permit.item.code(), permit.id);
        let entry = keys.find_map(|key| schedule.entries.get(&key));
        entry.map(|entry| (permit.id, entry.promised.finish.on))
    };
    Ok(PlanLocked {
        baseline: Baseline {
            locked_on: context.occurred_on,
            start: outlook(Node::Start)?,
            production: outlook(Node::Production)?,
        },
        permits: standing.filter_map(day).collect(),
    })
}
