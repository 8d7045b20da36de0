//! Steps 环节: what somebody must do by a date and owns.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::{OfficerId, PermitId, StepId};
use crate::stage::Stage;

/// Something that somebody must do and owns. An open step always has one responsible, active officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id; the detail (stage visit, permit) shares it.
    pub id: StepId,
    /// What is to be done.
    pub kind: StepKind,
    /// 主办: exactly one, ours, who must get it done.
    pub responsible: OfficerId,
    /// Since when, over every span in which the step was closed and opened again under the same officer.
    pub responsible_since: NaiveDate,
    /// 首接: who received it first; stays on record through every handover.
    pub first_receiver: OfficerId,
    /// 协办 and 督办: everybody who helps or once did, with the last time of each.
    pub helpers: BTreeMap<(OfficerId, HelperRole), Help>,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The day it was last opened again; nothing while it is closed, or if it never was.
    pub reopened_on: Option<NaiveDate>,
    /// The day by which it is to be done, where one was set.
    pub due_on: Option<NaiveDate>,
    /// When and why it ended; an open step has none.
    pub closed: Option<Closing>,
}

impl Step {
    /// Whether it still waits to be done.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The last day on which somebody took up a part in it or laid one down.
    pub fn people_changed_on(&self) -> NaiveDate {
        self.helpers.values().map(Help::changed_on).fold(self.responsible_since, NaiveDate::max)
    }

    /// The last day of which anything is recorded of it: what is told of an earlier day would contradict that.
    pub fn last_changed_on(&self) -> NaiveDate {
        self.people_changed_on().max(self.open_since())
    }

    /// Since when it has been open without a break.
    pub fn open_since(&self) -> NaiveDate {
        self.reopened_on.unwrap_or(self.opened_on)
    }

    /// The last day on which this officer began or ceased to help at it.
    pub fn help_changed_on(&self, officer: OfficerId) -> Option<NaiveDate> {
        let of_officer = self.helpers.iter().filter(|((helper, _), _)| *helper == officer);
        of_officer.map(|(_, help)| help.changed_on()).max()
    }

    /// Who helps in this role now.
    pub fn helping(&self, role: HelperRole) -> impl Iterator<Item = OfficerId> {
        let helps = move |((officer, as_what), help): (&(OfficerId, HelperRole), &Help)| {
            (*as_what == role && help.is_going_on()).then_some(*officer)
        };
        self.helpers.iter().filter_map(helps)
    }

    /// Whether an officer helps in this role now.
    pub fn is_helped_by(&self, officer: OfficerId, role: HelperRole) -> bool {
        self.helpers.get(&(officer, role)).is_some_and(Help::is_going_on)
    }
}

/// A time during which an officer helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Help {
    /// The first day.
    pub since: NaiveDate,
    /// The day it ended.
    pub until: Option<NaiveDate>,
}

impl Help {
    /// Whether it has not ended.
    pub const fn is_going_on(&self) -> bool {
        self.until.is_none()
    }

    /// The day of its last change.
    pub fn changed_on(&self) -> NaiveDate {
        self.until.unwrap_or(self.since)
    }
}

/// What a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// The project's stay in a stage, ended by the next transition.
    StageVisit(Stage),
    /// A permit to obtain.
    Permit(PermitId),
}

/// The end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: CloseReason,
}

coded_enum! {
    /// Why a step ended.
    pub enum CloseReason {
        /// It was done: the stage was left forwards, the permit was granted.
        Done = "DONE",
        /// The stage was left backwards.
        Returned = "RETURNED",
        /// The permit turned out not to be needed.
        RuledOut = "RULED_OUT",
        /// The project was split; its phases carry on.
        Split = "SPLIT",
        /// The project was withdrawn; reopening restores the step.
        Withdrawn = "WITHDRAWN",
    }
}

coded_enum! {
    /// What an officer is to a step.
    pub enum StepRole {
        /// 主办: exactly one per open step.
        Responsible = "RESPONSIBLE",
        /// 协办.
        Assisting = "ASSISTING",
        /// 督办.
        Supervising = "SUPERVISING",
    }
}

coded_enum! {
    /// What a helper does for a step.
    pub enum HelperRole {
        /// 协办.
        Assisting = "ASSISTING",
        /// 督办.
        Supervising = "SUPERVISING",
    }
}

impl From<HelperRole> for StepRole {
    fn from(role: HelperRole) -> Self {
        match role {
            HelperRole::Assisting => Self::Assisting,
            HelperRole::Supervising => Self::Supervising,
        }
    }
}

coded_enum! {
    /// Who must move next 轮到谁.
    pub enum Turn {
        /// 落地办: we ourselves.
        Office = "OFFICE",
        /// 审批部门.
        Agency = "AGENCY",
        /// 上级.
        Superior = "SUPERIOR",
        /// 企业.
        Enterprise = "ENTERPRISE",
        /// 中介机构.
        Intermediary = "INTERMEDIARY",
        /// 水电气等公用企业.
        Utility = "UTILITY",
        /// 乡镇.
        Township = "TOWNSHIP",
    }
}
