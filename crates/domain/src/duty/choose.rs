//! Which rule supplies the officer: the nearest region's, within it the most specific whose officer can take it.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{DutyRule, Permits, Scope};
use crate::catalogue::Department;
use crate::ids::{AgencyId, OfficerId, RegionId};
use crate::permit::{Level, Phase};
use crate::profile::Place;
use crate::stage::Stage;

/// What somebody is to be responsible for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task<'a> {
    /// The visit of a stage.
    Visit(Stage),
    /// A permit, by what is known of it.
    Permit {
        /// Its entry in the permit catalogue; a name that somebody wrote has none.
        code: Option<&'a str>,
        /// The agency that decides.
        agency: Option<AgencyId>,
        /// The kind of department that decides, where the catalogue knows it.
        department: Option<Department>,
        /// Who decides, by level.
        level: Level,
        /// Before which point it is needed.
        phase: Phase,
    },
}

/// The rules among which a decision chooses, with what of the project decides whether those they name may know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// The rules of the project's regions.
    pub rules: Vec<DutyRule>,
    /// The region of the agency that brought the project, and all above that.
    pub brought_from: Vec<RegionId>,
}

impl Roster {
    /// Whom its rules name.
    pub fn officers(&self) -> impl Iterator<Item = OfficerId> {
        self.rules.iter().map(|rule| rule.officer)
    }
}

/// Of the rules that hold on a day and are for this task, the nearest region's; of one region the most specific, by code,
/// agency, department, then level or phase, then by how much is given, then the later. A rule whose officer does not `fit`
/// stands in no other's way.
pub fn chosen<'r>(
    rules: &'r [DutyRule],
    place: &Place,
    task: &Task<'_>,
    day: NaiveDate,
    fit: impl Fn(OfficerId) -> bool,
) -> Option<&'r DutyRule> {
    let place: Vec<RegionId> = place.nearest_first().collect();
    let found = rules.iter().filter(|rule| rule.holds_on(day) && rule.scope.covers(task));
    let near = found.filter_map(|rule| Some((place.iter().position(|region| *region == rule.region)?, rule)));
    let mut found: Vec<(usize, &DutyRule)> = near.collect();
    found.sort_by_key(|(distance, rule)| {
        (*distance, Reverse(rule.scope.rank()), Reverse(rule.valid_from), Reverse(rule.id))
    });
    found.into_iter().map(|(_, rule)| rule).find(|rule| fit(rule.officer))
}

impl Scope {
    /// Whether it is for this.
    fn covers(&self, task: &Task<'_>) -> bool {
        match (self, task) {
            (Self::Everything, _) => true,
            (Self::Stage(stage), Task::Visit(visited)) => stage == visited,
            (Self::Permits(permits), Task::Permit { code, agency, department, level, phase }) => {
                permits.code.as_deref().is_none_or(|own| Some(own) == *code)
                    && permits.agency.is_none_or(|own| Some(own) == *agency)
                    && permits.department.is_none_or(|own| Some(own) == *department)
                    && permits.level.is_none_or(|own| own == *level)
                    && permits.phase.is_none_or(|own| own == *phase)
            }
            (Self::Stage(_), Task::Permit { .. }) | (Self::Permits(_), Task::Visit(_)) => false,
        }
    }

    /// How specific it is: by what, and by how much.
    fn rank(&self) -> (u8, usize) {
        match self {
            Self::Everything => (0, 0),
            Self::Stage(_) => (1, 1),
            Self::Permits(Permits { code, agency, department, level, phase }) => {
                let narrow = [department.is_some(), level.is_some(), phase.is_some()];
                let given = [code.is_some(), agency.is_some()].into_iter().chain(narrow);
                let kind = match (code, agency, department) {
                    (Some(_), _, _) => 4,
                    (None, Some(_), _) => 3,
                    (None, None, Some(_)) => 2,
                    (None, None, None) => 1,
                };
                (kind, given.filter(|given| *given).count())
            }
        }
    }
}
