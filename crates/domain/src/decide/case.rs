//! Cases and their events, and what they do to the permit's step.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::checks::{self, NAME};
use super::draft::Draft;
use super::opinion;
use super::permit;
use super::step;
use crate::actor::PostRole;
use crate::calendar::DayUnit;
use crate::case::{Case, CaseEvent, CaseEventKind, CaseView, Document, EventSource, Extension, Handover};
use crate::catalogue::LegalLimit;
use crate::command::{OpenCase, RecordCaseEvent};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{CaseEventId, CaseId, OfficerId, PermitId};
use crate::permit::Permit;
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::standing::Standing;
use crate::step::{CloseReason, Closing, Step};

/// How many events a case may have: systems that repeat themselves for ever are stopped somewhere.
const MANY_EVENTS: usize = 1000;

pub(super) fn open(draft: &mut Draft, command: &OpenCase, context: &Context) -> Result<(), Refusal> {
    let permit = permit::find(draft, command.permit)?;
    if permit.ruled_out.is_some() {
        return Err(Refusal::new(Rule::PermitRuledOut).at("permitId"));
    }
    if permit.covered_by.is_some() {
        return Err(Refusal::new(Rule::PermitCovered).at("permitId"));
    }
    if let Some(current) = permit.current_case() {
        let state = current.state();
        let facts = |rule| {
            Refusal::new(rule)
                .at("permitId")
                .with("from", Fact::Term("caseState", state.as_str()))
                .text("case", current.id.to_string())
        };
        if state.is_granted() {
            return Err(facts(Rule::PermitGranted));
        }
        if state.is_live() {
            return Err(facts(Rule::CaseUnderWay));
        }
    }
    let number = checks::maybe_line(command.number.as_ref(), NAME, "number")?;
    let numbered_alike = |case: &Case| number.is_some() && case.number == number;
    if permit.cases.values().any(numbered_alike) {
        return Err(Refusal::new(Rule::Duplicate).at("number"));
    }
    checks::agency_works(command.agency, context, "agencyId")?;
    if let Some(due) = command.first_leg_due {
        checks::planned(due, context, "firstLegDue")?;
        checks::in_order(context.occurred_on, due, "firstLegDue")?;
    }
    let handler = command
        .handler
        .as_ref()
        .map(checks::contact)
        .transpose()
        .map_err(|refusal| refusal.under("handler"))?;
    let case = Case {
        id: command.id,
        number,
        agency: command.agency.or(permit.agency),
        opened_on: context.occurred_on,
        first_leg_due: command.first_leg_due,
        handler,
        measured: None,
        events: BTreeMap::new(),
    };
    draft.push(Event::CaseOpened { permit: command.permit, case: Box::new(case) })
}

pub(super) fn record(draft: &mut Draft, command: &RecordCaseEvent, context: &Context) -> Result<(), Refusal> {
    let (permit, case) = draft
        .project
        .find_case(command.case)
        .ok_or_else(|| checks::unknown("caseId", command.case.to_string()))?;
    if permit.covered_by.is_some() && command.source == EventSource::Officer {
        return Err(Refusal::new(Rule::PermitCovered).at("caseId"));
    }
    let (permit, allowed) = (permit.id, legal_limit(&draft.project, permit, case, context));
    from_whom(&command.source, context)?;
    let event = event(command, allowed, context)?;
    let before = case.view();
    // Systems send at least once: what is already kept changes nothing, and must not fill the case up.
    if case.events.values().any(|kept| kept.valid && kept.tells_the_same(&event)) {
        return Ok(());
    }
    if event.kind == CaseEventKind::Extended && event.source == EventSource::Officer {
        not_extended(&before)?;
    }
    if case.events.len() >= MANY_EVENTS {
        return Err(Refusal::new(Rule::TooMany).at("caseId").with("max", Fact::Number(1000)));
    }
    let attempted = Fact::Term("caseEvent", command.kind.as_str());
    draft.push(Event::CaseEventRecorded { permit, case: command.case, event: Box::new(event) })?;
    if command.source == EventSource::Officer {
        let after = draft.project.find_case(command.case).map(|(_, case)| case.view());
        if let Some(after) = after {
            let refuse = |rule| {
                let from = Fact::Term("caseState", before.state.as_str());
                Err(Refusal::new(rule).at("event").with("from", from).with("attempted", attempted.clone()))
            };
            // The whole order counts, not only the new event: it may make a later one impossible.
            if after.flagged.iter().any(|event| !before.flagged.contains(event)) {
                return refuse(Rule::CaseEventOutOfOrder);
            }
            opinion::over_no_objection(&draft.project, permit, &before, &after)
                .map_err(|refusal| refusal.at("event"))?;
            // An earlier day for what is already known would make the known event the repeat: that is a correction, and
            // begins with taking the known one back.
            if after.repeated.iter().any(|event| !before.repeated.contains(event)) {
                return refuse(Rule::CaseEventRepeated);
            }
        }
    }
    measure(draft, permit, command.case, context)?;
    settle(draft, permit, context)
}

/// The legal limit of a case as the catalogue has it.
fn legal_limit(project: &Project, permit: &Permit, case: &Case, context: &Context) -> Option<LegalLimit> {
    let entry = permit.entry(Some(case), &context.facts.catalogue, context.today)?;
    entry.legal_for(&project.profile.attributes).cloned()
}

/// Keeps what a case that has ended is measured by, and lets go of it when the case goes on after all.
fn measure(draft: &mut Draft, permit: PermitId, id: CaseId, context: &Context) -> Result<(), Refusal> {
    let Some((of, case)) = draft.project.find_case(id) else { return Ok(()) };
    let limits = || {
        let entry = of.entry(Some(case), &context.facts.catalogue, context.today);
        entry.map(|entry| entry.limits(&draft.project.profile.attributes)).unwrap_or_default()
    };
    let measured = case.measure(limits, &context.facts.calendar).map(Box::new);
    if measured == case.measured {
        return Ok(());
    }
    draft.push(Event::CaseMeasured { permit, case: id, measured })
}

/// A system's event is kept even when it does not fit, so only a connected system may say that it sent one.
fn from_whom(source: &EventSource, context: &Context) -> Result<(), Refusal> {
    match (source, context.actor.officer()) {
        (EventSource::System { .. }, Some(officer)) if officer.role != PostRole::Integration => {
            let role = Fact::Term("role", officer.role.as_str());
            Err(Refusal::new(Rule::RoleNotAllowed).at("source").with("role", role))
        }
        _ => Ok(()),
    }
}

fn event(
    command: &RecordCaseEvent,
    allowed: Option<LegalLimit>,
    context: &Context,
) -> Result<CaseEvent, Refusal> {
    let needs_handover = command.kind == CaseEventKind::HandedOn;
    if needs_handover != command.handover.is_some() {
        let rule = if needs_handover { Rule::Required } else { Rule::ValueInvalid };
        return Err(Refusal::new(rule).at("handover"));
    }
    if let Some(handover) = command.handover {
        receivable(handover, context).map_err(|refusal| refusal.under("handover"))?;
    }
    let extension = extension(command, allowed)?;
    if let Some(due) = command.cure_by {
        if !command.kind.is_with_defects() {
            return Err(Refusal::new(Rule::ValueInvalid).at("cureBy"));
        }
        checks::planned(due, context, "cureBy")?;
        checks::in_order(context.occurred_on, due, "cureBy")?;
    }
    let document = command.document.as_ref().map(|document| paper(document, context)).transpose();
    let document = document.map_err(|refusal| refusal.under("document"))?;
    let source = source(&command.source).map_err(|refusal| refusal.under("source"))?;
    Ok(CaseEvent {
        id: command.id,
        kind: command.kind,
        occurred_on: context.occurred_on,
        occurred_at: command.occurred_at,
        source,
        handover: command.handover,
        document,
        extension,
        cure_by: command.cure_by,
        opinion: command.opinion.as_ref().map(|opinion| checks::block(opinion, "opinion")).transpose()?,
        valid: true,
    })
}

/// Refuses an extension that lacks something, and names all that it lacks.
fn says_why(command: &RecordCaseEvent) -> Result<(), Refusal> {
    let by_officer = command.source == EventSource::Officer;
    let missing = [
        ("extension", command.extension.is_none()),
        ("opinion", by_officer && command.opinion.is_none()),
        ("document", by_officer && command.document.is_none()),
    ];
    let mut missing = missing.into_iter().filter(|(_, missing)| *missing).map(|(field, _)| field);
    let Some(first) = missing.next() else { return Ok(()) };
    let (refusal, others) = (Refusal::new(Rule::Required).at(first), missing.collect::<Vec<_>>());
    Err(if others.is_empty() { refusal } else { refusal.with("others", Fact::Fields(others)) })
}

/// More days, with how many the law allows. An officer says why and by which document, and goes no further than the law;
/// what a system tells is kept as it is.
fn extension(command: &RecordCaseEvent, allowed: Option<LegalLimit>) -> Result<Option<Extension>, Refusal> {
    let extended = command.kind == CaseEventKind::Extended;
    if extended {
        says_why(command)?;
    }
    let days = match (extended, command.extension) {
        (_, None) => return Ok(None),
        (false, Some(_)) | (true, Some(0)) => return Err(Refusal::new(Rule::ValueInvalid).at("extension")),
        (true, Some(days)) => days,
    };
    let most = allowed.as_ref().and_then(|legal| legal.extension);
    if command.source == EventSource::Officer {
        let Some(most) = most else { return Err(Refusal::new(Rule::ExtensionNotAllowed).at("extension")) };
        if days > most {
            let refusal = Refusal::new(Rule::ExtensionTooLong).at("extension");
            return Err(refusal.with("max", Fact::Number(most.into())));
        }
    }
    let unit = allowed.map_or(DayUnit::Working, |legal| legal.limit.unit);
    Ok(Some(Extension { days, unit, most }))
}

/// The law lets a limit be extended once.
fn not_extended(case: &CaseView) -> Result<(), Refusal> {
    let Some(extension) = case.extension else { return Ok(()) };
    Err(Refusal::new(Rule::ExtendedAlready)
        .at("extension")
        .with("days", Fact::Number(extension.days.into()))
        .with("date", Fact::Date(extension.approved_on)))
}

fn receivable(handover: Handover, context: &Context) -> Result<(), Refusal> {
    checks::agency_works(Some(handover.agency), context, "agencyId")?;
    let Some(due) = handover.due_on else { return Ok(()) };
    checks::planned(due, context, "dueOn")?;
    checks::in_order(context.occurred_on, due, "dueOn")
}

fn paper(document: &Document, context: &Context) -> Result<Document, Refusal> {
    if let Some(until) = document.valid_until {
        checks::in_order(context.occurred_on, until, "validUntil")?;
    }
    let number = checks::line(&document.number, NAME, "number")?;
    Ok(Document { number, valid_until: document.valid_until })
}

fn source(source: &EventSource) -> Result<EventSource, Refusal> {
    Ok(match source {
        EventSource::Officer => EventSource::Officer,
        EventSource::System { name, reference } => EventSource::System {
            name: checks::line(name, NAME, "name")?,
            reference: checks::line(reference, NAME, "reference")?,
        },
    })
}

pub(super) fn invalidate(
    draft: &mut Draft,
    case: CaseId,
    event: CaseEventId,
    context: &Context,
) -> Result<(), Refusal> {
    checks::reason(context)?;
    let (permit, found) =
        draft.project.find_case(case).ok_or_else(|| checks::unknown("caseId", case.to_string()))?;
    // Its cases are none of anybody's while another stands for it; what a connected system says is kept.
    if permit.covered_by.is_some() && !is_system(context) {
        return Err(Refusal::new(Rule::PermitCovered).at("caseId"));
    }
    let permit = permit.id;
    let recorded = found.events.get(&event).ok_or_else(|| checks::unknown("eventId", event.to_string()))?;
    if !recorded.valid {
        return Err(Refusal::new(Rule::CaseEventInvalid).at("eventId"));
    }
    let before = found.view();
    let by_system = matches!(recorded.source, EventSource::System { .. });
    draft.push(Event::CaseEventInvalidated { permit, case, event })?;
    let after = draft.project.find_case(case).map(|(_, case)| case.view());
    if let Some(after) = after {
        let breaks_order = after.flagged.iter().any(|event| !before.flagged.contains(event));
        if breaks_order && !by_system {
            return Err(Refusal::new(Rule::CaseEventOutOfOrder).at("eventId"));
        }
        // What a connected system says is kept, and the objection beside it.
        if !is_system(context) {
            opinion::goes_on_again(&draft.project, permit, &before, &after)
                .map_err(|refusal| refusal.at("eventId"))?;
        }
    }
    one_attempt(draft, permit)?;
    measure(draft, permit, case, context)?;
    settle(draft, permit, context)
}

fn is_system(context: &Context) -> bool {
    context.actor.officer().is_none_or(|officer| officer.role == PostRole::Integration)
}

/// Taking an end back must not leave two attempts at one permit under way.
fn one_attempt(draft: &Draft, permit: PermitId) -> Result<(), Refusal> {
    let permit = permit::find(draft, permit)?;
    let counting = permit.cases.values().filter(|case| case.state().is_live() || case.state().is_granted());
    if counting.count() > 1 { Err(Refusal::new(Rule::CaseUnderWay).at("eventId")) } else { Ok(()) }
}

/// Closes the permit's step once the permit is in hand, and opens it again when it no longer is.
///
/// A withdrawn project has no open steps; what happened meanwhile is settled when it is reopened.
pub(super) fn settle(draft: &mut Draft, id: PermitId, context: &Context) -> Result<(), Refusal> {
    settle_from(draft, id, NaiveDate::MIN, context)
}

/// The same of a permit that goes its own way again: until the day of the command it was not its own to be open.
pub(super) fn settle_again(draft: &mut Draft, id: PermitId, context: &Context) -> Result<(), Refusal> {
    settle_from(draft, id, context.occurred_on, context)
}

fn settle_from(
    draft: &mut Draft,
    id: PermitId,
    not_before: NaiveDate,
    context: &Context,
) -> Result<(), Refusal> {
    if matches!(draft.project.standing, Standing::Withdrawn { .. }) {
        return Ok(());
    }
    let permit = permit::find(draft, id)?;
    let settled = permit.is_settled();
    let decided = match &permit.covered_by {
        // It is there for this one from the day on which the other began to stand for it.
        Some(cover) => {
            cover.stands.since.max(permit.cover_changed_on.filter(|_| cover.stands.since.is_some()))
        }
        None => permit.current_case().and_then(|case| case.view().since),
    };
    let Some(step) = draft.project.steps.get(&permit.step) else { return Ok(()) };
    let (id, last) = (step.id, step.responsible);
    let decided = decided.unwrap_or(context.occurred_on);
    let told = step.people_changed_on();
    match (settled, step.closed) {
        // Told late that it was decided on another day: the order of arrival must not show in the day. But it is not
        // closed before its people came and went: nobody could be asked, and they were there.
        (true, closed) if closed.is_none_or(|closing| closing.reason != CloseReason::RuledOut) => {
            let closing = Closing { on: decided.max(told), reason: CloseReason::Done };
            if closed == Some(closing) {
                return Ok(());
            }
            draft.push(Event::StepClosed { step: id, on: closing.on, reason: closing.reason })
        }
        (false, Some(_)) => {
            // Only an umbrella can be without anybody. What happened is kept all the same; the step waits for an officer.
            let Some(responsible) = successor(draft, last, context) else { return Ok(()) };
            let on = reopened_on(step, responsible, decided.max(not_before), context);
            step::reopen(draft, id, responsible, on, context)
        }
        _ => Ok(()),
    }
}

/// A step goes on under its officer from the day that undid its end. Another takes it up when that becomes known, and not
/// before the day of the command or of what is recorded of the people on it: until then it was not his.
fn reopened_on(step: &Step, responsible: OfficerId, decided: NaiveDate, context: &Context) -> NaiveDate {
    if responsible == step.responsible {
        decided.max(step.opened_on)
    } else {
        decided.max(context.occurred_on).max(step.people_changed_on())
    }
}

/// Settles every permit.
pub(super) fn settle_all(draft: &mut Draft, context: &Context) -> Result<(), Refusal> {
    let permits: Vec<PermitId> = draft.project.permits.keys().copied().collect();
    permits.into_iter().try_for_each(|permit| settle(draft, permit, context))
}

/// Who takes up a step that opens again: its last officer if in service, else the landing specialist, else whoever is
/// responsible for the stage, who is in service by the rule of open steps.
fn successor(draft: &Draft, last: OfficerId, context: &Context) -> Option<OfficerId> {
    let specialist = draft.project.profile.landing_specialist;
    let known =
        [Some(last), specialist].into_iter().flatten().find(|officer| checks::may_hold(*officer, context));
    known.or_else(|| draft.project.current_visit().map(|visit: &Step| visit.responsible))
}
