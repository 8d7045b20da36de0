//! Permit gaps 手续缺口: permits that the law puts before a gate which the project has passed without them.
//!
//! A gap is never stored. It follows from where the project stands, what the permit is for and how its cases stand, so it
//! shows whichever way it came about: the gate was passed with gaps, the permit was added to the plan afterwards, is said
//! to be needed earlier, or was granted and lost since. What a manager knowingly passed over stays in the history.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::{Case, CaseState};
use crate::ids::StepId;
use crate::permit::{Permit, PermitStatus};
use crate::project::StageVisit;
use crate::stage::Stage;
use crate::step::Step;

/// A permit that is missing although the project passed the gate that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The stage entered whose gate asks for the permit.
    pub stage: Stage,
    /// Since when it is missing there: the day that stage was entered, or the day the permit was lost since.
    pub since: NaiveDate,
}

/// The gap of a permit, given the steps and stays of its project; none while the permit is in hand or not yet asked for.
pub fn of(
    permit: &Permit,
    steps: &BTreeMap<StepId, Step>,
    visits: &BTreeMap<StepId, StageVisit>,
) -> Option<Gap> {
    let status = permit.status();
    if matches!(status, PermitStatus::Granted | PermitStatus::GrantedWithDefects | PermitStatus::RuledOut) {
        return None;
    }
    let (stage, passed) = passed(permit, steps, visits)?;
    // A new attempt does not undo that it was in hand until it was lost.
    let lapsed = |state| matches!(state, CaseState::Recalled | CaseState::Revoked | CaseState::Expired);
    let views = || permit.cases.values().map(Case::view);
    let own = views().filter(|view| lapsed(view.state)).filter_map(|view| view.since).max();
    let lost = own.max(permit.covered_by.and_then(|cover| cover.stands.lost_on()));
    Some(Gap { stage, since: lost.map_or(passed, |lost| lost.max(passed)) })
}

/// The gate that asks for the permit, if the project is past it now: a project sent back is before it again.
fn passed(
    permit: &Permit,
    steps: &BTreeMap<StepId, Step>,
    visits: &BTreeMap<StepId, StageVisit>,
) -> Option<(Stage, NaiveDate)> {
    let entered = |(id, visit): (&StepId, &StageVisit)| {
        steps.get(id).map(|step| (visit.position, visit.stage, step.opened_on))
    };
    let mut stays: Vec<(i64, Stage, NaiveDate)> = visits.iter().filter_map(entered).collect();
    stays.sort_unstable();
    stays.into_iter().fold(None, |passed, (_, stage, on)| {
        if permit.phase.needed_for(stage) { passed.or(Some((stage, on))) } else { None }
    })
}
