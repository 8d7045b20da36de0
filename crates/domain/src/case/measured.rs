//! What a case that has ended is measured by 办结时的时限和工作日: it stands, whatever notice or catalogue came after.

use chrono::NaiveDate;

use super::Case;
use crate::calendar::{DayUnit, KeptDays, WorkCalendar};
use crate::clock::{Clock, Limits, clock};

/// The limits and days by which a case was measured when it ended.
///
/// Kept are the measures and not the figures that they give: with the events of the case, which nobody can change behind its
/// back either, they always give the same figures, and what is told late of its course is measured by the same measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Its limits; nothing while nobody knows that it was accepted, for they are those of that day.
    pub limits: Option<Limits>,
    /// The days that it took and was given, worked or off.
    pub days: KeptDays,
}

impl Case {
    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        !self.state().is_live()
    }

    /// The clock of the case as of a day: of one that has ended by what was kept of it, else by the calendar and the
    /// limits of now.
    pub fn clock(&self, limits: &Limits, calendar: &WorkCalendar, today: NaiveDate) -> Clock {
        match self.measured.as_deref() {
            // As of a day before its end it was open; how it stood then is asked of what counts for it now.
            Some(Measured { limits: kept, days }) => {
                clock(self, kept.as_ref().unwrap_or(limits), &calendar.with(days), today)
            }
            None => clock(self, limits, calendar, today),
        }
    }

    /// What it is measured by from now on: nothing while it goes on. Of what was kept before nothing changes; a day that
    /// nobody had to look at then is as the calendar has it now.
    pub fn measure(&self, limits: impl FnOnce() -> Limits, calendar: &WorkCalendar) -> Option<Measured> {
        let view = self.view();
        let ended_on = self.has_ended().then_some(view.decided_on.or(view.since)?)?;
        let kept = self.measured.as_deref();
        let overlaid = kept.map(|kept| calendar.with(&kept.days));
        let calendar = overlaid.as_ref().unwrap_or(calendar);
        let limits = match kept.and_then(|kept| kept.limits.clone()) {
            Some(kept) => Some(kept),
            None => view.accepted_on.map(|_| limits()),
        };
        let clock = clock(self, &limits.clone().unwrap_or_default(), calendar, ended_on);
        let looked_at = days_of(&clock, calendar);
        let before = kept.map(|kept| [kept.days.from, kept.days.until]).into_iter().flatten();
        let all: Vec<NaiveDate> = looked_at.chain([self.opened_on, ended_on]).chain(before).collect();
        let (from, until) = (all.iter().min().copied()?, all.iter().max().copied()?);
        Some(Measured { limits, days: calendar.kept(from, until) })
    }
}

/// The first and last of the days that a clock was reckoned with: it looks at no day outside of them.
fn days_of(clock: &Clock, calendar: &WorkCalendar) -> impl Iterator<Item = NaiveDate> {
    let course = &clock.course;
    // Until then somebody has to rule on the intake.
    let ruled_by =
        course.received_on.map(|on| calendar.deadline(on, crate::clock::INTAKE_DAYS, DayUnit::Working).on);
    let reckoned = [clock.legal, clock.promised].into_iter().flatten();
    let due = reckoned.filter_map(|reckoning| Some(reckoning.deadline?.on));
    let legs = clock.legs.iter().flat_map(|leg| [Some(leg.sent_on), leg.done_on, leg.due.map(|due| due.on)]);
    let ends = [course.received_on, ruled_by, course.accepted_on, course.ended_on];
    ends.into_iter().chain(legs).flatten().chain(due).collect::<Vec<_>>().into_iter()
}
