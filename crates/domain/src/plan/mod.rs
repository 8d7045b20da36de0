//! The plan 手续办理计划: which permits of the catalogue a project needs, at which level, and why. Pure: the same catalogue and
//! answers give the same plan.

mod baseline;
mod changes;
mod first;
mod graph;
mod level;
mod office;
mod outlook;
mod parallel;
mod points;
mod suppose;
#[cfg(test)]
mod tests;
mod work;

use std::collections::{BTreeMap, BTreeSet};

pub use baseline::{Baseline, PlanHead};
pub(crate) use changes::planned;
pub use changes::{Redrawing, gone};
pub use first::{Question, Template};
pub use graph::{Key, PlannedDays, Surroundings, standing};
pub use level::LevelVerdict;
pub use office::{OfficeFacts, Offices};
pub use outlook::Outlook;
pub use suppose::{Granted, Ground, Moved, NeedChange, Outcome, SupposeError, Supposed, Supposition};

use crate::attachment::{Attachment, Subject};
use crate::attribute::{Answers, Attribute};
use crate::catalogue::{Before, Department, Finding, PermitType, Prerequisite, Truth, Verdict};
use crate::coded::coded_enum;
use crate::ids::PermitId;
use crate::material::Material;
use crate::permit::Permit;
use crate::step::Step;
use crate::words::Words;

coded_enum! {
    /// Whether a project needs a permit.
    pub enum Need {
        /// 需办理.
        Needed = "NEEDED",
        /// 区域评估已覆盖: the assessment of the area answers it.
        Covered = "COVERED",
        /// 待定: an attribute that decides is unknown.
        Undecided = "UNDECIDED",
        /// 不需办理.
        NotNeeded = "NOT_NEEDED",
    }
}

/// An entry of the catalogue as it applies to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'c> {
    /// The entry.
    pub entry: &'c PermitType,
    /// Whether the project needs it.
    pub need: Need,
    /// What decided that; where it is undecided, what is unknown.
    pub why: Vec<Finding>,
    /// Who decides it, by level.
    pub level: LevelVerdict<'c>,
    /// The kind of department that decides it; nothing while an attribute that decides is unknown.
    pub department: Option<Department>,
    /// Whether a government files it for many projects 批次; nothing while that is unknown.
    pub shared: Option<bool>,
    /// The attributes that leave the department or the filing open.
    open: BTreeSet<Attribute>,
}

/// The catalogue as it applies to a project, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'c> {
    items: BTreeMap<&'c str, Item<'c>>,
}

/// What must be there before a permit, as far as the project needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'c> {
    /// Whether the law asks for it.
    pub hard: bool,
    /// One of these is enough.
    pub any_of: Vec<&'c Before>,
}

impl<'c> Plan<'c> {
    /// The plan of a project of which so much is known.
    pub fn new(entries: impl IntoIterator<Item = &'c PermitType>, answers: &Answers) -> Self {
        let item = |entry: &'c PermitType| (entry.code.as_str(), Item::new(entry, answers));
        Self { items: entries.into_iter().map(item).collect() }
    }

    /// Every entry of the catalogue with what became of it, by code.
    pub fn items(&self) -> impl Iterator<Item = &Item<'c>> {
        self.items.values()
    }

    /// What became of an entry.
    pub fn item(&self, code: &str) -> Option<&Item<'c>> {
        self.items.get(code)
    }

    /// Those that the project needs.
    pub fn needed(&self) -> impl Iterator<Item = &Item<'c>> {
        self.of(Need::Needed)
    }

    /// Those of which nobody can say yet whether the project needs them.
    pub fn undecided(&self) -> impl Iterator<Item = &Item<'c>> {
        self.of(Need::Undecided)
    }

    /// Those of which nobody can say yet whether the project needs them, and of which nobody has decided either, by
    /// putting a permit into its plan or by ruling one out.
    pub fn open<'p>(&'p self, permits: &'p BTreeMap<PermitId, Permit>) -> impl Iterator<Item = &'p Item<'c>> {
        let decided = |permit: &&Permit| permit.ruled_out.is_none() || permit.is_ruled_out_by_hand();
        let decided: BTreeSet<&str> =
            permits.values().filter(decided).filter_map(|permit| permit.item.code()).collect();
        self.undecided().filter(move |item| !decided.contains(item.entry.code.as_str()))
    }

    fn of(&self, need: Need) -> impl Iterator<Item = &Item<'c>> {
        self.items.values().filter(move |item| item.need == need)
    }

    /// The attributes that must be known before the plan is complete: whether permits are needed, and who decides them.
    pub fn missing(&self) -> BTreeSet<Attribute> {
        self.items.values().flat_map(Item::missing).collect()
    }

    /// What must be there before an entry, of what the project needs or may need, or has in its plan all the same: a filing
    /// is no prerequisite for who is verified. A group of which nothing applies is left out.
    pub fn before(&self, entry: &'c PermitType, standing: &BTreeSet<&str>) -> Vec<Group<'c>> {
        let applies = |before: &&Before| match before {
            Before::Node(_) => true,
            Before::Permit(code) => {
                let needed = |item: &Item<'_>| matches!(item.need, Need::Needed | Need::Undecided);
                standing.contains(code.as_str()) || self.item(code).is_some_and(needed)
            }
        };
        let group = |prerequisite: &'c Prerequisite| {
            let any_of: Vec<&Before> = prerequisite.any_of.iter().filter(applies).collect();
            (!any_of.is_empty()).then_some(Group { hard: prerequisite.hard, any_of })
        };
        entry.requires.iter().filter_map(group).collect()
    }
}

impl<'c> Item<'c> {
    /// Why it is needed or not, in words: what decided it, or that every project needs it.
    pub fn reason(&self) -> Words {
        if self.why.is_empty() {
            return self.entry.needed.words();
        }
        Words::list(&self.why.iter().map(Finding::words).collect::<Vec<_>>())
    }

    fn new(entry: &'c PermitType, answers: &Answers) -> Self {
        let (need, why) = need(entry, answers);
        let mut open = BTreeSet::new();
        Self {
            entry,
            need,
            why,
            level: LevelVerdict::of(entry, answers),
            department: department(entry, answers, &mut open),
            shared: shared(entry, answers, &mut open),
            open,
        }
    }

    /// The attributes that keep it open: whether it is needed, and if so, who decides it.
    pub fn missing(&self) -> BTreeSet<Attribute> {
        let unknown = |findings: &[Finding]| -> Vec<Attribute> {
            let open = findings.iter().filter(|finding| finding.truth == Truth::Unknown);
            open.map(|finding| finding.attribute).collect()
        };
        let decider = self.open.iter().copied();
        match (self.need, &self.level) {
            (Need::NotNeeded | Need::Covered, _) => BTreeSet::new(),
            (Need::Undecided, _) => unknown(&self.why).into_iter().collect(),
            (Need::Needed, LevelVerdict::Open { why, .. }) => {
                unknown(why).into_iter().chain(decider).collect()
            }
            (Need::Needed, LevelVerdict::Decided { .. }) => decider.collect(),
        }
    }
}

/// Whether nobody has done anything for a permit: no case, no preparation agreed on, no day to have it by, no file, no
/// material.
pub fn is_idle<'a>(
    permit: &Permit,
    step: Option<&Step>,
    attachments: impl IntoIterator<Item = &'a Attachment>,
    materials: impl IntoIterator<Item = &'a Material>,
) -> bool {
    let due = step.is_some_and(|step| step.due_on.is_some());
    let subject = Subject::Permit(permit.id);
    let of_permit = |attachment: &Attachment| attachment.subject == subject && attachment.withdrawn.is_none();
    let served = materials.into_iter().any(|material| material.serves(permit.id));
    permit.is_untouched() && !due && !served && !attachments.into_iter().any(of_permit)
}

/// Whether an entry is needed, and by what. Where the area's assessment may cover it, that counts only of what is needed.
fn need(entry: &PermitType, answers: &Answers) -> (Need, Vec<Finding>) {
    let Verdict { truth, findings } = entry.needed.judge(answers);
    match (truth, &entry.covered) {
        (Truth::No, _) => (Need::NotNeeded, findings),
        (Truth::Yes, None) => (Need::Needed, findings),
        (Truth::Unknown, None) => (Need::Undecided, findings),
        (truth, Some(covered)) => {
            let verdict = covered.judge(answers);
            match (truth, verdict.truth) {
                // Needed or not, nobody has to ask for it.
                (_, Truth::Yes) => (Need::Covered, verdict.findings),
                (Truth::Yes, Truth::No) => (Need::Needed, findings),
                (Truth::Yes, _) => (Need::Undecided, verdict.findings),
                _ => (Need::Undecided, findings),
            }
        }
    }
}

/// The department that decides an entry: of the referrals the first that holds, else the usual one.
fn department(entry: &PermitType, answers: &Answers, open: &mut BTreeSet<Attribute>) -> Option<Department> {
    for referral in &entry.referrals {
        let verdict = referral.when.judge(answers);
        match verdict.truth {
            Truth::Yes => return Some(referral.to),
            Truth::Unknown => {
                open.extend(verdict.missing());
                return None;
            }
            Truth::No => {}
        }
    }
    Some(entry.department)
}

/// Whether a government files it for many projects.
fn shared(entry: &PermitType, answers: &Answers, open: &mut BTreeSet<Attribute>) -> Option<bool> {
    let Some(shared) = &entry.shared else { return Some(false) };
    let verdict = shared.judge(answers);
    open.extend(verdict.missing());
    match verdict.truth {
        Truth::Yes => Some(true),
        Truth::No => Some(false),
        Truth::Unknown => None,
    }
}
