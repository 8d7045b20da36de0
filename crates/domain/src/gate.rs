//! Gates: what must have happened, on or before the day of a transition, for a project to enter a stage.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::agreement::signature_in_force;
use crate::ids::PermitId;
use crate::milestone::{Milestone, MilestoneKind};
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::stage::Stage;

/// What a gate found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Everything is there.
    Open,
    /// Only permits are missing; a manager may pass with gaps.
    PermitsMissing(BTreeSet<PermitId>),
    /// A fact is missing that no authority can replace.
    Shut(Refusal),
}

/// Looks at the gate before a stage. The refusal of a shut gate names the rule; the caller adds from and attempted.
pub fn check(project: &Project, stage: Stage, day: NaiveDate) -> Finding {
    let fact = match stage {
        Stage::Lead | Stage::Negotiation => Ok(()),
        Stage::Signed => signature(project, day),
        Stage::Permitting => plan(project, day),
        Stage::Started => start(project, day),
        Stage::Producing => milestone(project, MilestoneKind::Producing, day).map(|_| ()),
    };
    if let Err(refusal) = fact {
        return Finding::Shut(refusal);
    }
    let missing = missing_permits(project, stage, day);
    if missing.is_empty() { Finding::Open } else { Finding::PermitsMissing(missing) }
}

/// The permits that must be in hand for a stage and were not by that day.
pub fn missing_permits(project: &Project, stage: Stage, day: NaiveDate) -> BTreeSet<PermitId> {
    project
        .permits
        .values()
        .filter(|permit| permit.phase.needed_for(stage) && !permit.is_satisfied_on(day))
        .map(|permit| permit.id)
        .collect()
}

fn signature(project: &Project, day: NaiveDate) -> Result<(), Refusal> {
    if signature_in_force(&project.agreements, day) {
        Ok(())
    } else {
        Err(Refusal::new(Rule::GateNoAgreement))
    }
}

/// A permit is in the plan from the day it was added until the day it was ruled out.
fn plan(project: &Project, day: NaiveDate) -> Result<(), Refusal> {
    let planned = project.permits.values().any(|permit| {
        let added = project.steps.get(&permit.step).is_some_and(|step| step.opened_on <= day);
        added && permit.ruled_out.as_ref().is_none_or(|ruled_out| day < ruled_out.on)
    });
    if planned { Ok(()) } else { Err(Refusal::new(Rule::GateNoPermit)) }
}

fn start(project: &Project, day: NaiveDate) -> Result<(), Refusal> {
    let started = milestone(project, MilestoneKind::Started, day)?;
    match started.works {
        Some(works) if works.is_start(project.profile.track) => Ok(()),
        Some(works) => {
            Err(Refusal::new(Rule::GateWorksNotAStart).with("works", Fact::Term("works", works.as_str())))
        }
        None => Err(Refusal::new(Rule::GateWorksNotAStart)),
    }
}

fn milestone(project: &Project, kind: MilestoneKind, day: NaiveDate) -> Result<&Milestone, Refusal> {
    project
        .milestone(kind)
        .filter(|milestone| milestone.occurred_on <= day && !milestone.evidence.is_empty())
        .ok_or_else(|| {
            Refusal::new(Rule::GateNoMilestone).with("milestone", Fact::Term("milestone", kind.as_str()))
        })
}
