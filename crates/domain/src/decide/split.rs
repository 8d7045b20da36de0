//! Splitting a project into phases 分期: its own part; the phases are registered beside it.

use std::collections::BTreeSet;

use super::checks::{self, NAME};
use super::draft::Draft;
use crate::command::NamedPhase;
use crate::context::Context;
use crate::event::Event;
use crate::refusal::{Fact, Refusal, Rule};
use crate::step::CloseReason;

/// How many phases a project may be split into.
const MANY: usize = 50;

pub(super) fn split(draft: &mut Draft, phases: &[NamedPhase], context: &Context) -> Result<(), Refusal> {
    let project = &draft.project;
    if phases.len() < 2 {
        return Err(Refusal::new(Rule::Required).at("phases").with("min", Fact::Number(2)));
    }
    if phases.len() > MANY {
        return Err(Refusal::new(Rule::TooMany).at("phases").with("max", Fact::Number(50)));
    }
    let open: Vec<_> =
        project.permits.values().filter(|permit| !permit.is_settled()).map(|permit| permit.id).collect();
    if !open.is_empty() {
        return Err(Refusal::new(Rule::SplitOpenPermits).with("permits", Fact::Permits(open)));
    }
    phases_differ(phases)?;
    let on = context.occurred_on;
    if let Some(visit) = project.current_visit() {
        checks::in_order(visit.last_changed_on(), on, "occurredOn")?;
        checks::after_standing(project, context)?;
        let step = visit.id;
        draft.push(Event::StepClosed { step, on, reason: CloseReason::Split })?;
    }
    draft.push(Event::SplitIntoPhases { phases: phases.iter().map(|phase| phase.id).collect() })
}

/// Two phases of one name could not be told apart.
fn phases_differ(phases: &[NamedPhase]) -> Result<(), Refusal> {
    let mut taken = BTreeSet::new();
    for (index, phase) in phases.iter().enumerate() {
        let place = |refusal: Refusal| refusal.within("phases", index);
        if !taken.insert(checks::line(&phase.name, NAME, "name").map_err(place)?) {
            return Err(place(Refusal::new(Rule::Duplicate).at("name")));
        }
    }
    Ok(())
}
