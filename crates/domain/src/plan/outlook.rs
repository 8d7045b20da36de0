//! What a project's plan comes to, as far as it does not depend on the day: kept beside the project, so that lists filter by
//! it. Dates are worked out when asked for.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Offices, Plan, PlannedDays, Surroundings};
use crate::calendar::WorkCalendar;
use crate::catalogue::Catalogue;
use crate::ids::PermitId;
use crate::material;
use crate::milestone::Milestone;
use crate::project::{Lineage, Project};
use crate::standing::StandingKind;

/// What a project's plan comes to 计划概况.
///
/// A project whose plan was never drawn is looked at by the catalogue as well: its permits were added by hand, and each can
/// be filed once what the law wants before it is there; what the project needs and has no permit of yet is not there. That
/// is what `Project.plan` shows of it, too. Only [`outdated`](Self::outdated) is said of drawn plans alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// 可报: the permits that can be filed as things stand, each with the day agreed for its preparation. A later
    /// day hinders nobody from filing, so it does not matter here; what is missing of their materials does, whatever
    /// day was agreed. None of a project that was withdrawn, where no case can be opened.
    pub fileable: BTreeMap<PermitId, Option<NaiveDate>>,
    /// 待定: how many entries of the catalogue nobody can say of whether the project needs them.
    pub undecided: u32,
    /// 待补属性: how many attributes must be known before the plan is complete.
    pub missing: u32,
    /// 计划待更新: whether the plan was drawn and drawing it again would change a permit. Not of a project that was withdrawn
    /// or split, of which no plan is drawn.
    pub outdated: bool,
}

impl Outlook {
    /// What a project's plan comes to by the catalogue as it holds today, and by who decides permits in its regions. The day
    /// plays no part but for that: what happened, happened before today.
    pub fn of(catalogue: &Catalogue, project: &Project, offices: &Offices, today: NaiveDate) -> Self {
        let plan = Plan::new(catalogue.on(today), &project.profile.attributes);
        let withdrawn = project.standing.kind() == StandingKind::Withdrawn;
        let split = matches!(project.lineage, Lineage::Umbrella(_));
        let milestones: Vec<&Milestone> = project.milestones.values().collect();
        let papers = material::lacking(project.materials.values());
        let fileable = if withdrawn {
            BTreeMap::new()
        } else {
            let around = Surroundings {
                permits: &project.permits,
                papers: &papers,
                milestones: &milestones,
                planned: PlannedDays::of(&project.profile),
                catalogue,
                answers: &project.profile.attributes,
                calendar: &WorkCalendar::default(),
                today,
                supposed: None,
            };
            let agreed_on = |id: PermitId| project.permits.get(&id)?.preparation.agreed_on;
            plan.fileable(around).into_iter().map(|id| (id, agreed_on(id))).collect()
        };
        let drawn = project.plan.is_some() && !withdrawn && !split;
        Self {
            fileable,
            undecided: count(plan.open(&project.permits).count()),
            missing: count(plan.missing().len()),
            outdated: drawn && !plan.redrawing(project, offices).is_empty(),
        }
    }
}

/// Of the catalogue's entries or of attributes: some hundred at most.
fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
