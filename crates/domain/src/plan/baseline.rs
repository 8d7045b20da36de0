//! The baseline 计划基线: what a plan expected when it was locked, by which delay is measured from then on.

use chrono::NaiveDate;

use crate::schedule::Estimate;

/// What is kept of a project's plan beside its permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanHead {
    /// The day as of which it was last drawn.
    pub drawn_on: NaiveDate,
    /// What it is measured by, once it was locked.
    pub baseline: Option<Baseline>,
}

/// What a plan expected when it was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Baseline {
    /// The day it was locked.
    pub locked_on: NaiveDate,
    /// The start, by what is promised.
    pub start: Estimate,
    /// The production. Nobody knows how long building takes, so it is a lower bound until that is done.
    pub production: Estimate,
}
