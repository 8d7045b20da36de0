//! 并联审批意见: what a department says of its part of what is accepted together 联合验收, while the permit that leads is
//! under way. No officer records that the whole is granted over the objection of one of them; what a connected system tells
//! is kept all the same, and the objection beside it.

use chrono::NaiveDate;

use super::checks;
use super::draft::Draft;
use crate::case::CaseView;
use crate::context::Context;
use crate::event::Event;
use crate::ids::PermitId;
use crate::permit::{Permit, Response, ResponseKind};
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};

/// Records the opinion of the department of a permit on its part of what is accepted together.
pub(super) fn give(
    draft: &mut Draft,
    permit: &Permit,
    kind: ResponseKind,
    context: &Context,
) -> Result<(), Refusal> {
    let refuse = |rule| Err(Refusal::new(rule).at("permitId"));
    let Some(lead) = draft.project.leading(permit) else { return refuse(Rule::PermitCovered) };
    let under_way = lead.current_case().filter(|case| case.state().is_live() || case.state().is_granted());
    let Some(case) = under_way else { return refuse(Rule::LeadNotAccepted) };
    let on = context.occurred_on;
    checks::in_order(case.opened_on, on, "occurredOn")?;
    let before = permit.response.as_ref();
    if let Some(said) = before {
        checks::in_order(said.on, on, "occurredOn")?;
    }
    // What was agreed before the whole was granted may be entered later; nobody objected then.
    if case.state().is_granted() && kind == ResponseKind::Objected {
        return refuse(Rule::PermitGranted);
    }
    let withdrawn = kind == ResponseKind::Confirmed && permit.objects_to_the_whole();
    let reason = match kind {
        ResponseKind::Objected => Some(checks::reason(context)?),
        ResponseKind::Confirmed => None,
    };
    // Why an objection stands no longer is told beside the answer.
    if withdrawn {
        checks::reason(context)?;
    }
    if before.is_some_and(|said| (said.kind, &said.reason) == (kind, &reason)) {
        return Ok(());
    }
    let objected_from = before.and_then(|said| said.objected_from);
    let objected_from = objected_from.or((kind == ResponseKind::Objected).then_some(on));
    let response = Response { kind, on, reason, objected_from };
    draft.push(Event::PermitResponded { permit: permit.id, response })
}

/// Refuses that an attempt at the whole goes on again, or is granted after all, by taking back what ended it:
/// over what joined since, which nobody asked, and over who objected on the day of the grant.
pub(super) fn goes_on_again(
    project: &Project,
    lead: PermitId,
    before: &CaseView,
    after: &CaseView,
) -> Result<(), Refusal> {
    let counts = |view: &CaseView| view.state.is_live() || view.state.is_granted();
    if counts(after) && !counts(before) {
        let item = project.permits.get(&lead).map(|lead| &lead.item);
        let since = |permit: &&Permit| Some(&permit.item) != item && permit.cover_changed_on >= before.since;
        let joined: Vec<PermitId> = project.followers(lead).filter(since).map(|permit| permit.id).collect();
        if !joined.is_empty() {
            return Err(Refusal::new(Rule::CoverJoinedSince).with("permits", Fact::Permits(joined)));
        }
    }
    over_no_objection(project, lead, before, after)
}

/// Refuses that the whole is granted, or was on another day, where the department of one of its parts objected that day.
pub(super) fn over_no_objection(
    project: &Project,
    lead: PermitId,
    before: &CaseView,
    after: &CaseView,
) -> Result<(), Refusal> {
    let granted_on = |view: &CaseView| view.decided_on.filter(|_| view.state.is_granted());
    match granted_on(after).filter(|on| granted_on(before) != Some(*on)) {
        Some(on) => nobody_objects(project, lead, on),
        None => Ok(()),
    }
}

/// Refuses to grant the whole on a day on which the department of one of its parts objected.
fn nobody_objects(project: &Project, lead: PermitId, on: NaiveDate) -> Result<(), Refusal> {
    let objected = |permit: &&Permit| permit.response.as_ref().is_some_and(|said| said.objected_on(on));
    let objecting: Vec<PermitId> = project.followers(lead).filter(objected).map(|permit| permit.id).collect();
    if objecting.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Rule::OpinionObjects).with("permits", Fact::Permits(objecting)))
}
