//! The days that a case's own events tell, without limits and calendar.

use chrono::NaiveDate;

use super::ClockState;
use super::stops::{self, Pause, Stops};
use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::case::{CaseState, CaseView};

/// Within how many working days somebody must rule on the intake.
pub const INTAKE_DAYS: u32 = 5;

/// The days of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The day of receipt 接件.
    pub received_on: Option<NaiveDate>,
    /// The first ruling on the intake: accepted, refused, or papers asked for.
    pub ruled_on: Option<NaiveDate>,
    /// The day of acceptance 受理, from which the clock runs.
    pub accepted_on: Option<NaiveDate>,
    /// The stops after acceptance, in order. None goes on when the case has ended.
    pub pauses: Vec<Pause>,
    /// The day it was decided, withdrawn or sent back.
    pub ended_on: Option<NaiveDate>,
}

impl Course {
    pub(super) fn of(view: &CaseView, procedures: &[Pause], today: NaiveDate) -> Self {
        let mut moves = view.moves.iter();
        let received_on = moves.next().filter(|first| first.to == CaseState::Received).map(|first| first.on);
        let ruled_on = received_on.and_then(|_| moves.next()).map(|next| next.on);
        let ended_on = view.decided_on;
        let mut pauses = stops::told(&view.moves);
        if let Some(accepted) = view.accepted_on {
            let clip = |pause| clipped(pause, accepted, ended_on, today);
            pauses.extend(procedures.iter().copied().filter_map(clip));
        }
        pauses.sort_by_key(|pause| (pause.from, pause.to.is_none(), pause.to, pause.kind));
        Self { received_on, ruled_on, accepted_on: view.accepted_on, pauses, ended_on }
    }

    pub(super) fn state(&self, view: &CaseView, stops: &Stops) -> ClockState {
        if !view.state.is_live() {
            ClockState::Ended
        } else if self.accepted_on.is_none() {
            ClockState::NotStarted
        } else if stops.is_open() {
            ClockState::Paused
        } else {
            ClockState::Running
        }
    }

    /// The day of receipt if nobody ruled in time on the intake.
    pub(super) fn deemed_accepted_on(&self, today: NaiveDate, calendar: &WorkCalendar) -> Option<Deadline> {
        let on = self.received_on?;
        let by = calendar.deadline(on, INTAKE_DAYS, DayUnit::Working);
        let silent = self.ruled_on.unwrap_or(today) > by.on;
        silent.then_some(Deadline { on, provisional: by.provisional })
    }
}

/// A told special procedure as far as it concerns the time from acceptance to the end; as of today, what ends later is open.
fn clipped(
    pause: Pause,
    accepted: NaiveDate,
    ended_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<Pause> {
    let until = ended_on.unwrap_or(today);
    let from = pause.from.max(accepted);
    let to = match pause.to {
        Some(to) if to <= until => Some(to),
        _ => ended_on,
    };
    (from <= until && to.is_none_or(|to| to > from)).then_some(Pause { from, to, ..pause })
}
