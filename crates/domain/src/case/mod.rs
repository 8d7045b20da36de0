//! Cases 办件: one attempt at a permit, with its own number, events and legs.

mod event;
mod fold;
mod measured;
mod state;
#[cfg(test)]
mod tests;

pub use event::{CaseEvent, CaseEventKind, Document, EventSource, Extension, Handover, NationalStatus};
pub use fold::{CaseView, Defects, Leg, LegKind, Move};
pub use measured::Measured;
pub use state::{CaseState, Effect};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ids::{AgencyId, CaseEventId, CaseId};
use crate::private::Contact;

/// One attempt at a permit. Its state is never stored by hand: it is what its valid events amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// 办件编号: the number the approval system gave it.
    pub number: Option<String>,
    /// The agency that received it: the first leg.
    pub agency: Option<AgencyId>,
    /// The day it was opened on our side.
    pub opened_on: NaiveDate,
    /// The day by which the first leg is to be done.
    pub first_leg_due: Option<NaiveDate>,
    /// The clerk who handles it: a contact, never the responsible officer.
    pub handler: Option<Contact>,
    /// What it is measured by since it ended; nothing before, and of one that ended before this was kept.
    pub measured: Option<Box<Measured>>,
    /// What happened to it, in no particular order.
    pub events: BTreeMap<CaseEventId, CaseEvent>,
}

impl Case {
    /// Where the case stands by everything known.
    pub fn state(&self) -> CaseState {
        self.view().state
    }

    /// Where the case stood at the end of a day, by what is known now.
    pub fn state_on(&self, day: NaiveDate) -> CaseState {
        self.view_on(day).state
    }

    /// The day by whose catalogue it is read, now and for good: that of its acceptance. What the catalogue says later is for
    /// later cases; what is not accepted yet is read as of today.
    pub fn catalogue_day(&self, today: NaiveDate) -> NaiveDate {
        self.view_on(today).accepted_on.unwrap_or(today)
    }

    /// The case as its events until the end of a day tell it.
    pub fn view_on(&self, day: NaiveDate) -> CaseView {
        fold::fold(self, Some(day))
    }

    /// The case as its events tell it: state, days, legs, and the events that did not fit.
    pub fn view(&self) -> CaseView {
        fold::fold(self, None)
    }
}
