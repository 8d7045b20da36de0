//! The legal clock 办理时限 of a case: by which day it must be decided, and how the days went by.
//!
//! [`clock`] works everything out from the events of the case, the limits and the calendar; nothing is counted along, so an
//! event that arrives late simply changes what the clock says. The day of acceptance does not count. A deadline is the first
//! day on which the days after acceptance on which the clock was not stopped reach the limit; hence a stop that begins after
//! the deadline does not move it, and while one is open that began before, nobody can know it.

mod course;
mod cure;
mod holders;
mod legs;
mod reckoning;
mod stops;
#[cfg(test)]
mod tests;

pub use course::{Course, INTAKE_DAYS};
pub use cure::Cure;
pub use holders::{Held, SpecialHolder, days_by_holder, held};
pub use legs::LegClock;
pub use reckoning::{Alert, Reckoning, WARNING_DAYS};
pub use stops::{Pause, PauseKind};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::{DayUnit, Deadline, WorkCalendar};
use crate::case::{Case, LegKind};
use crate::coded::coded_enum;
use stops::Stops;

/// A limit 时限: so many days of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Limit {
    /// How many.
    pub days: u32,
    /// What counts as one.
    pub unit: DayUnit,
}

impl Limit {
    /// The most days that a limit has: what takes longer is no limit of an approval.
    pub const MOST_DAYS: u32 = 366;

    /// So many working days.
    pub const fn working(days: u32) -> Self {
        Self { days, unit: DayUnit::Working }
    }

    /// So many days, whatever they are.
    pub const fn calendar(days: u32) -> Self {
        Self { days, unit: DayUnit::Calendar }
    }
}

/// More days 延长, approved once by the head of the agency. They are added to the legal limit. A promise is not lengthened by
/// them: it was given, and is kept or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// The day of the approval. It must not come after the deadline that it is to move: then it is told, and moves nothing.
    pub approved_on: NaiveDate,
    /// How many, in the unit of the limit.
    pub days: u32,
}

/// What a case is measured by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// 法定时限; nothing where no law sets one or nobody has verified it.
    pub legal: Option<Limit>,
    /// 承诺时限: shorter, and the one that is warned of.
    pub promised: Option<Limit>,
    /// 容缺补齐时限: how long the applicant has to cure what was missing, where no day was agreed with him.
    pub cure: Option<Limit>,
    /// The limits of the legs, for those that were handed on without a day of their own.
    pub legs: BTreeMap<LegKind, Limit>,
    /// 特别程序 told by a table of their own and not by events; they may overlap with those and with one another.
    pub procedures: Vec<Pause>,
}

coded_enum! {
    /// What the clock of a case does.
    pub enum ClockState {
        /// 未受理: nothing is counted yet.
        NotStarted = "NOT_STARTED",
        /// 计时中.
        Running = "RUNNING",
        /// 暂停计时: by a supplement or a special procedure.
        Paused = "PAUSED",
        /// 已办结: decided, withdrawn or sent back.
        Ended = "ENDED",
    }
}

/// The clock of a case, as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What it does.
    pub state: ClockState,
    /// The days that the case's own events tell.
    pub course: Course,
    /// The day of receipt, where nobody ruled on the intake within five working days of it: by the Administrative Licensing
    /// Law (行政许可法第三十二条) that counts as acceptance on that day. It is shown, and nothing is reckoned from it:
    /// when the papers were complete is for people to say, who can record the acceptance.
    pub deemed_accepted_on: Option<Deadline>,
    /// By the legal limit, extended where it was; nothing before acceptance.
    pub legal: Option<Reckoning>,
    /// By the promise; nothing before acceptance.
    pub promised: Option<Reckoning>,
    /// The agencies it went through.
    pub legs: Vec<LegClock>,
    /// The time to cure what was missing; nothing where nothing was.
    pub cure: Option<Cure>,
}

impl Clock {
    /// What is warned of: the promise, and without one the law.
    pub fn warned_by(&self) -> Option<&Reckoning> {
        self.promised.as_ref().or(self.legal.as_ref())
    }
}

/// The clock of a case at the end of a day, by what is known now and happened until then.
pub fn clock(case: &Case, limits: &Limits, calendar: &WorkCalendar, today: NaiveDate) -> Clock {
    let view = case.view_on(today);
    let course = Course::of(&view, &limits.procedures, today);
    let until = course.ended_on.unwrap_or(today);
    let stops = Stops::of(&course.pauses);
    let state = course.state(&view, &stops);
    let reckon = |limit: Option<Limit>, extension: Option<Extension>| {
        let run = reckoning::Run { from: course.accepted_on?, until, ended: course.ended_on.is_some() };
        Some(run.reckon(limit?, extension, &stops, calendar))
    };
    let legal = reckon(limits.legal, view.extension);
    let promised = reckon(limits.promised, None);
    let legs = legs::of(&view, limits, course.accepted_on, until, &stops, calendar);
    let cure = cure::of(&view, limits.cure, today, calendar);
    let deemed_accepted_on = course.deemed_accepted_on(today, calendar);
    Clock { state, course, deemed_accepted_on, legal, promised, legs, cure }
}
