//! What a decision rests on besides the project: the day, the actor, and the facts about what a command names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::actor::{Actor, Authority, OfficerFacts};
use crate::attachment::FileFacts;
use crate::calendar::WorkCalendar;
use crate::catalogue::Catalogue;
use crate::duty::Roster;
use crate::ids::{AgencyId, EnterpriseId, FileId, OfficerId, RegionId};
use crate::plan::Offices;
use crate::private::Private;
use crate::registry::RegionKind;

/// The circumstances of a command.
#[derive(Debug, Clone)]
pub struct Context {
    /// The business day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who gives the command.
    pub actor: Actor,
    /// Who gives it for the actor, a leader on whose authority it is given and for whom he records.
    pub recorder: Option<OfficerFacts>,
    /// Who gives it for the actor, being his deputy.
    pub deputy: Option<OfficerId>,
    /// When it happened; officers backfill, so it may lie before today, never after.
    pub occurred_on: NaiveDate,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// On whose authority, where it was given.
    pub authority: Option<Authority>,
    /// What is known of the things that the command and the project name.
    pub facts: Facts,
}

impl Context {
    /// Whether the actor gives the command himself.
    pub const fn is_in_person(&self) -> bool {
        self.recorder.is_none() && self.deputy.is_none()
    }
}

/// When, why and on whose authority something happened, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// When it happened.
    pub occurred_on: NaiveDate,
    /// Why, where a reason was given.
    pub reason: Option<Private>,
    /// On whose authority, where it was given.
    pub authority: Option<Authority>,
}

/// What the database knows of the things a command names. What is not in here does not exist.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Officers.
    pub officers: BTreeMap<OfficerId, OfficerFacts>,
    /// Agencies that are in service.
    pub agencies: BTreeSet<AgencyId>,
    /// Enterprises.
    pub enterprises: BTreeSet<EnterpriseId>,
    /// Regions with their kind and all regions above them; those above what is named are in here too.
    pub regions: BTreeMap<RegionId, RegionFacts>,
    /// Files.
    pub files: BTreeMap<FileId, FileFacts>,
    /// The permit catalogue.
    pub catalogue: Arc<Catalogue>,
    /// The working-day calendar; only what may end a case, and the lock of a plan, ask for it.
    pub calendar: Arc<WorkCalendar>,
    /// The agencies that decide permits in the project's regions; only a plan asks for them.
    pub offices: Offices,
    /// The duty rules of the project's regions; only what leaves an officer to be named asks for them.
    pub roster: Arc<Roster>,
}

/// What a rule needs to know of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionFacts {
    /// Its level.
    pub kind: RegionKind,
    /// The regions above it, nearest first.
    pub above: Vec<RegionId>,
}

/// What a command names, so that the application knows which facts to load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Officers.
    pub officers: BTreeSet<OfficerId>,
    /// Agencies.
    pub agencies: BTreeSet<AgencyId>,
    /// Enterprises.
    pub enterprises: BTreeSet<EnterpriseId>,
    /// Regions.
    pub regions: BTreeSet<RegionId>,
    /// Files.
    pub files: BTreeSet<FileId>,
}
