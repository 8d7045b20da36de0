//! Small catalogues for tests.

use std::collections::BTreeSet;

use super::{Condition, Department, ExchangeStage, PermitType, Test};
use crate::attribute::Attribute;
use crate::permit::{Level, Phase};

/// A county permit before the start, with nothing before it.
pub(crate) fn entry(code: &str, needed: Condition) -> PermitType {
    PermitType {
        code: code.to_owned(),
        zh: code.to_owned(),
        en: code.to_owned(),
        department: Department::Reform,
        referrals: Vec::new(),
        stage: ExchangeStage::Parallel,
        milestone: false,
        phase: Phase::BeforeStart,
        valid_from: None,
        valid_to: None,
        needed,
        covered: None,
        shared: None,
        level: Level::County,
        level_basis: None,
        lifts: Vec::new(),
        legs: Vec::new(),
        legal: Vec::new(),
        promised: None,
        validity: None,
        basis: Vec::new(),
        stops: BTreeSet::new(),
        requires: Vec::new(),
        before: BTreeSet::new(),
        parallel_group: None,
        leads_group: false,
        core: false,
        unverified: BTreeSet::new(),
        note_zh: None,
        note_en: None,
    }
}

/// Whether a flag is set.
pub(crate) fn flag(attribute: Attribute) -> Condition {
    Condition::Test(attribute, Test::Set)
}
