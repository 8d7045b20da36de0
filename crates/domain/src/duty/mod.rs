//! Duty rules 责任分工: which officer of ours takes what, in which region, so that nobody has to name him each time.

mod choose;
mod keep;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

pub use choose::{Roster, Task, chosen};
pub use keep::{EndOfDuty, NewDuty, may_keep_duties, suits};

use crate::administration::{Entry, Said, Subject};
use crate::catalogue::Department;
use crate::ids::{AgencyId, DutyRuleId, OfficerId, RegionId};
use crate::permit::{Level, Phase};
use crate::stage::Stage;

/// A rule as it is kept: for what, in a region and below, an officer of ours is responsible from a day on. Rules are not
/// overwritten: whoever hands one over ends it and begins another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRule {
    /// The id.
    pub id: DutyRuleId,
    /// Where it holds: in this region and below.
    pub region: RegionId,
    /// What it is for.
    pub scope: Scope,
    /// Who is responsible.
    pub officer: OfficerId,
    /// From which day on.
    pub valid_from: NaiveDate,
    /// The last day, once there is one; the day before the first where it never held.
    pub valid_to: Option<NaiveDate>,
    /// Who entered it; nobody when it was done at the machine itself.
    pub set_by: Option<OfficerId>,
    /// When it was entered.
    pub set_at: DateTime<Utc>,
    /// By whom and why its last day was set, where that was done later.
    pub ended: Option<Ending>,
    /// Counts the changes.
    pub version: i64,
}

/// That a rule was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Who ended it; nobody when it was done at the machine itself.
    pub by: Option<OfficerId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Whatever is to be done there: every permit and every stage.
    Everything,
    /// Visits of a stage.
    Stage(Stage),
    /// Permits of which all that is given is so. Something is given.
    Permits(Permits),
}

/// Which permits: those of which all that is given is so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permits {
    /// Of this entry of the permit catalogue.
    pub code: Option<String>,
    /// That this agency decides.
    pub agency: Option<AgencyId>,
    /// That a department of this kind decides.
    pub department: Option<Department>,
    /// That are decided at this level.
    pub level: Option<Level>,
    /// That are needed before this point.
    pub phase: Option<Phase>,
}

impl Scope {
    /// What was given amounts to; nothing where a stage and something of permits was given.
    pub fn of(stage: Option<Stage>, permits: Permits) -> Option<Self> {
        match (stage, permits == Permits::default()) {
            (None, true) => Some(Self::Everything),
            (Some(stage), true) => Some(Self::Stage(stage)),
            (None, false) => Some(Self::Permits(permits)),
            (Some(_), false) => None,
        }
    }

    /// The stage, where it is for one.
    pub const fn stage(&self) -> Option<Stage> {
        match self {
            Self::Stage(stage) => Some(*stage),
            Self::Everything | Self::Permits(_) => None,
        }
    }

    /// What is given of permits; nothing where it is for something else, or for everything.
    pub fn permits(&self) -> Permits {
        match self {
            Self::Permits(permits) => permits.clone(),
            Self::Everything | Self::Stage(_) => Permits::default(),
        }
    }
}

impl DutyRule {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && !self.is_over(day)
    }

    /// Whether it holds neither on a day nor later.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|last| last < day || last < self.valid_from)
    }

    /// Whether there is a day on which both hold.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let ends = |rule: &Self| rule.valid_to.unwrap_or(NaiveDate::MAX);
        let (from, to) = (self.valid_from.max(other.valid_from), ends(self).min(ends(other)));
        from <= to
    }
}

impl Entry for DutyRule {
    const SUBJECT: Subject = Subject::DutyRule;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let (ended, permits) = (self.ended.as_ref(), self.scope.permits());
        let fields = [
            ("region", Some(self.region.to_string())),
            ("stage", self.scope.stage().map(|stage| stage.to_string())),
            ("code", permits.code),
            ("agency", permits.agency.map(|agency| agency.to_string())),
            ("department", permits.department.map(|department| department.to_string())),
            ("level", permits.level.map(|level| level.to_string())),
            ("phase", permits.phase.map(|phase| phase.to_string())),
            ("officer", Some(self.officer.to_string())),
            ("from", Some(self.valid_from.to_string())),
            ("until", self.valid_to.map(|day| day.to_string())),
            ("set_by", self.set_by.map(|officer| officer.to_string())),
            ("set_at", Some(at(self.set_at))),
            ("ended_reason", ended.and_then(|ended| ended.reason.clone())),
            ("ended_by", ended.and_then(|ended| ended.by).map(|officer| officer.to_string())),
            ("ended_at", ended.map(|ended| at(ended.at))),
        ];
        fields.into_iter().filter_map(|(name, said)| Some((name, Said::Open(said?)))).collect()
    }
}
