//! What drawing a plan again would change of the permits that are there.

use std::collections::BTreeMap;

use super::{Item, Need, Offices, Plan};
use crate::event::PermitReplanned;
use crate::ids::PermitId;
use crate::permit::{Level, Permit, Planned};
use crate::project::Project;
use crate::words::Words;

/// One thing that drawing a plan changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redrawing<'p, 'c> {
    /// What is needed is not there.
    Adds {
        /// The entry.
        item: &'p Item<'c>,
        /// What the plan says of it.
        planned: Planned,
    },
    /// A permit that nobody has begun follows what the plan says otherwise by now.
    Follows(PermitReplanned),
    /// A permit that nobody has begun is no longer needed.
    TakesOff {
        /// The entry.
        item: &'p Item<'c>,
        /// The permit.
        permit: PermitId,
    },
    /// A permit that nobody has begun is of an entry that the catalogue has no more there on that day: a region took it off,
    /// or its last version has ended.
    Gone(PermitId),
}

impl<'c> Plan<'c> {
    /// What drawing the plan changes of a project, by entry: what is needed and not there is added; what the plan put in and
    /// nobody has begun follows the plan, or goes when it is no longer needed. What somebody added, ruled out or has begun
    /// stays as it is.
    pub fn redrawing<'p>(&'p self, project: &Project, offices: &Offices) -> Vec<Redrawing<'p, 'c>> {
        let mut of_code: BTreeMap<&str, Vec<&Permit>> = BTreeMap::new();
        for permit in project.permits.values() {
            if let Some(code) = permit.item.code() {
                of_code.entry(code).or_default().push(permit);
            }
        }
        let mut changes = Vec::new();
        for item in self.items() {
            let permits = of_code.get(item.entry.code.as_str()).map_or(&[][..], Vec::as_slice);
            match item.need {
                Need::Needed => keeping(item, permits, project, offices, &mut changes),
                // What may be needed stays as it is until somebody knows.
                Need::Covered | Need::NotNeeded | Need::Undecided => {}
            }
        }
        let dropped =
            project.permits.values().filter(|permit| self.drops(permit) && is_idle(project, permit));
        changes.extend(dropped.map(|permit| match permit.item.code().and_then(|code| self.item(code)) {
            Some(item) => Redrawing::TakesOff { item, permit: permit.id },
            None => Redrawing::Gone(permit.id),
        }));
        changes
    }

    /// Whether the plan put a permit in and has no use for it any more, for nobody needs it or the catalogue has it no more:
    /// drawn again it takes it off, if nobody has begun it.
    pub(super) fn drops(&self, permit: &Permit) -> bool {
        let item = permit.item.code().and_then(|code| self.item(code));
        let needless = item.is_none_or(|item| matches!(item.need, Need::NotNeeded | Need::Covered));
        needless && permit.planned.is_some() && permit.ruled_out.is_none()
    }
}

/// Why a permit is taken off that the catalogue has no more.
pub fn gone() -> Words {
    Words::new("当地当日的手续目录中没有此事项", "the permit catalogue has no such entry there on that day")
}

/// Sees to it that what is needed is there, as the plan has it.
fn keeping<'p, 'c>(
    item: &'p Item<'c>,
    permits: &[&Permit],
    project: &Project,
    offices: &Offices,
    changes: &mut Vec<Redrawing<'p, 'c>>,
) {
    let planned = planned(item, project, offices);
    if permits.iter().all(|permit| permit.ruled_out.is_some()) {
        // Somebody found that it is not needed, and said why: the plan does not know better.
        if !permits.iter().any(|permit| permit.is_ruled_out_by_hand()) {
            changes.push(Redrawing::Adds { item, planned });
        }
        return;
    }
    for permit in permits.iter().filter(|permit| permit.ruled_out.is_none()) {
        let Some(before) = permit.planned else { continue };
        if before == planned || !is_idle(project, permit) {
            continue;
        }
        // What somebody set otherwise than the plan had it stays so, until the plan itself has it otherwise.
        changes.push(Redrawing::Follows(PermitReplanned {
            permit: permit.id,
            planned,
            level: if planned.level == before.level { permit.level } else { planned.level },
            phase: if planned.phase == before.phase { permit.phase } else { planned.phase },
            agency: if planned.agency == before.agency { permit.agency } else { planned.agency },
        }));
    }
}

/// What the plan says of a permit. Where an unknown leaves the level open, it is the one unless the unknown moves it.
pub(crate) fn planned(item: &Item<'_>, project: &Project, offices: &Offices) -> Planned {
    let level = item.level.level();
    let decider = |department| match level {
        Level::SelfHeld => None,
        level => offices.decider(&project.profile.place, department, level),
    };
    Planned { level, phase: item.entry.phase, agency: item.department.and_then(decider) }
}

fn is_idle(project: &Project, permit: &Permit) -> bool {
    let step = project.steps.get(&permit.step);
    super::is_idle(permit, step, project.attachments.values(), project.materials.values())
}
