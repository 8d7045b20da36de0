//! 共用手续: one permit that stands for others. A government files one batch conversion of land 批次农转用 for many projects;
//! what is accepted together 联合验收 is decided by the permit that leads. It has the case, the limit and the decision, once;
//! those it stands for follow it and are not counted beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ids::{PermitId, ProjectId};
use crate::permit::{Permit, PermitStatus};

/// The permits that one stands for, each with its project.
pub type Covered = BTreeMap<PermitId, ProjectId>;

/// For how many others a permit can stand.
pub const MOST: usize = 200;

/// The permit that stands for another, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Its project.
    pub project: ProjectId,
    /// Which permit.
    pub permit: PermitId,
    /// How it stands.
    pub stands: Stands,
}

/// How a permit stands, as far as those it stands for follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Where it stands, in one word.
    pub status: PermitStatus,
    /// The day on which it was decided as it stands.
    pub decided_on: Option<NaiveDate>,
    /// The day by which it is to be in hand.
    pub due_on: Option<NaiveDate>,
}

impl Stands {
    /// How a permit stands whose step is due on a day.
    pub fn of(permit: &Permit, due_on: Option<NaiveDate>) -> Self {
        Self { status: permit.status(), decided_on: permit.decided_on(), due_on }
    }

    /// Whether it is granted, for good or with defects.
    pub const fn is_granted(&self) -> bool {
        matches!(self.status, PermitStatus::Granted | PermitStatus::GrantedWithDefects)
    }
}
