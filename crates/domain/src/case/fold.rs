//! The fold: what a case's events amount to, whatever the order in which they arrived.

use chrono::NaiveDate;

use super::Case;
use super::event::{CaseEvent, CaseEventKind, EventSource};
use super::state::{CaseState, Effect};
use crate::clock;
use crate::coded::coded_enum;
use crate::ids::{AgencyId, CaseEventId};

coded_enum! {
    /// Which part of the way a leg 环节流转 is.
    pub enum LegKind {
        /// 初审.
        InitialReview = "INITIAL_REVIEW",
        /// 转报.
        Forwarding = "FORWARDING",
        /// 决定.
        Decision = "DECISION",
    }
}

/// A case in the hands of one agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Which part of the way; the first is known only once it is handed on.
    pub kind: Option<LegKind>,
    /// Who has it.
    pub agency: Option<AgencyId>,
    /// When it was sent there.
    pub sent_on: NaiveDate,
    /// By when it is to be done.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

/// A step of a case from one state to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The day.
    pub on: NaiveDate,
    /// Where it went.
    pub to: CaseState,
    /// The event that moved it; its opinion says why, its document proves it.
    pub by: CaseEventId,
}

/// What was missing when a case was accepted, or its permit granted, with defects 容缺.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defects {
    /// Since when somebody has to cure them.
    pub since: NaiveDate,
    /// By when they are to be cured, as was agreed with the applicant.
    pub due_on: Option<NaiveDate>,
    /// The day they were cured; a decision without them says so too.
    pub cured_on: Option<NaiveDate>,
}

/// A case as its events tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// Where it stands.
    pub state: CaseState,
    /// Since when; nothing while no event has moved it.
    pub since: Option<NaiveDate>,
    /// The day of acceptance.
    pub accepted_on: Option<NaiveDate>,
    /// The day of the decision that still stands or last stood.
    pub decided_on: Option<NaiveDate>,
    /// The agencies it went through.
    pub legs: Vec<Leg>,
    /// How it came to where it stands.
    pub moves: Vec<Move>,
    /// What was missing when it was accepted or granted.
    pub defects: Option<Defects>,
    /// More days that the head of the agency allowed; the law knows one extension, so the first counts.
    pub extension: Option<clock::Extension>,
    /// The valid events in the order in which they count.
    pub order: Vec<CaseEventId>,
    /// Events that cannot follow what came before them: kept, without effect, and flagged.
    pub flagged: Vec<CaseEventId>,
    /// Events that say again what was already so: kept, without effect.
    pub repeated: Vec<CaseEventId>,
}

/// Folds the valid events of a case, up to and including a day if one is given.
pub(super) fn fold(case: &Case, until: Option<NaiveDate>) -> CaseView {
    let mut view = CaseView {
        state: CaseState::Opened,
        since: None,
        accepted_on: None,
        decided_on: None,
        legs: vec![Leg {
            kind: None,
            agency: case.agency,
            sent_on: case.opened_on,
            due_on: case.first_leg_due,
            done_on: None,
        }],
        moves: Vec::new(),
        defects: None,
        extension: None,
        order: Vec::new(),
        flagged: Vec::new(),
        repeated: Vec::new(),
    };
    let mut before: Option<&CaseEvent> = None;
    let mut events = by_day(case, until);
    for day in events.chunk_by_mut(|a, b| a.occurred_on == b.occurred_on) {
        put_in_order(day, view.state);
        for event in day {
            let event: &CaseEvent = event;
            view.order.push(event.id);
            let double = before.replace(event).is_some_and(|before| is_double(before, event));
            if double {
                view.repeated.push(event.id);
                continue;
            }
            match view.state.on(event.kind) {
                Effect::To(state) => enter(&mut view, state, event),
                Effect::Stay => stay(&mut view, event),
                Effect::Repeat => view.repeated.push(event.id),
                Effect::Illegal => view.flagged.push(event.id),
            }
        }
    }
    view
}

/// The valid events by day; within a day [`put_in_order`] orders them.
fn by_day(case: &Case, until: Option<NaiveDate>) -> Vec<&CaseEvent> {
    let mut events: Vec<&CaseEvent> = case
        .events
        .values()
        .filter(|event| event.valid && until.is_none_or(|day| event.occurred_on <= day))
        .collect();
    events.sort_by_key(|event| event.occurred_on);
    events
}

/// The order in which the events of a day count: by time, then by status rank, and the source's or our own key.
///
/// Where any event of a day lacks its time, rank alone orders that day: comparing some pairs by time and others by rank
/// would not be an order at all, and the result would depend on how the events arrived. What was open when such a day began
/// ends before anything else: one supplement ended and the next begun, not the other way round.
fn put_in_order(day: &mut [&CaseEvent], state: CaseState) {
    let timed = day.iter().all(|event| event.occurred_at.is_some());
    let ends = |event: &CaseEvent| !timed && state.ended_by() == Some(event.kind);
    let key = |event: &CaseEvent| {
        let time = if timed { event.occurred_at } else { None };
        (time, !ends(event), event.kind.rank(), event.occurred_at)
    };
    day.sort_by(|a, b| (key(a), reference(a), a.id).cmp(&(key(b), reference(b), b.id)));
}

/// Which system told us, and its own key.
fn reference(event: &CaseEvent) -> Option<(&str, &str)> {
    match &event.source {
        EventSource::Officer => None,
        EventSource::System { name, reference } => Some((name, reference)),
    }
}

/// Whether a system sent the same thing again. In order, doubles stand side by side. Most would be harmless repeats
/// anyway, but a leg must not be handed on twice, nor the second end of a supplement be flagged.
fn is_double(before: &CaseEvent, event: &CaseEvent) -> bool {
    before.moves_the_same(event)
}

fn enter(view: &mut CaseView, state: CaseState, event: &CaseEvent) {
    if state == CaseState::Accepted {
        view.accepted_on = Some(event.occurred_on);
    }
    if !state.is_live() && view.state.is_live() {
        view.decided_on = Some(event.occurred_on);
        if let Some(leg) = view.legs.last_mut() {
            leg.done_on = Some(event.occurred_on);
        }
    }
    if event.kind.is_with_defects() {
        note_defects(view, event);
    } else if state.is_granted() {
        cure(view, event);
    }
    view.state = state;
    view.since = Some(event.occurred_on);
    view.moves.push(Move { on: event.occurred_on, to: state, by: event.id });
}

fn stay(view: &mut CaseView, event: &CaseEvent) {
    match event.kind {
        CaseEventKind::HandedOn => hand_on(view, event),
        CaseEventKind::Extended => extend(view, event),
        CaseEventKind::AcceptedWithDefects => note_defects(view, event),
        CaseEventKind::DefectsCured => match view.defects {
            Some(Defects { cured_on: None, .. }) => cure(view, event),
            Some(_) => view.repeated.push(event.id),
            None => view.flagged.push(event.id),
        },
        _ => {}
    }
}

/// The time to cure runs from the first word of a defect that is not cured yet, until the day that was agreed last.
fn note_defects(view: &mut CaseView, event: &CaseEvent) {
    let open = view.defects.filter(|defects| defects.cured_on.is_none());
    let since = open.map_or(event.occurred_on, |defects| defects.since);
    let due_on = event.cure_by.or(open.and_then(|defects| defects.due_on));
    view.defects = Some(Defects { since, due_on, cured_on: None });
}

fn extend(view: &mut CaseView, event: &CaseEvent) {
    match event.extension.filter(|extension| extension.is_lawful()) {
        Some(extension) if view.extension.is_none() => {
            let approved_on = event.occurred_on;
            view.extension = Some(clock::Extension { approved_on, days: extension.days });
        }
        _ => view.flagged.push(event.id),
    }
}

fn cure(view: &mut CaseView, event: &CaseEvent) {
    if let Some(defects) = &mut view.defects {
        defects.cured_on.get_or_insert(event.occurred_on);
    }
}

fn hand_on(view: &mut CaseView, event: &CaseEvent) {
    let Some(handover) = event.handover else { return };
    if let Some(leg) = view.legs.last_mut() {
        leg.done_on = Some(event.occurred_on);
        leg.kind.get_or_insert(LegKind::InitialReview);
    }
    view.legs.push(Leg {
        kind: Some(handover.leg),
        agency: Some(handover.agency),
        sent_on: event.occurred_on,
        due_on: handover.due_on,
        done_on: None,
    });
}
