//! One entry of the catalogue as it holds for a time.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::{Condition, Truth};
use super::department::Department;
use crate::attribute::{Answers, Attribute};
use crate::case::LegKind;
use crate::clock::{Limit, Limits};
use crate::coded::coded_enum;
use crate::permit::{Level, Phase};

coded_enum! {
    /// 审批阶段: the stage of the national exchange that an item belongs to, with what the catalogue tracks beside it.
    pub enum ExchangeStage {
        /// Before the first stage 前期.
        Before = "S0",
        /// 立项用地规划许可.
        Land = "S1",
        /// 工程建设许可.
        Planning = "S2",
        /// 施工许可.
        Construction = "S3",
        /// 竣工验收.
        Completion = "S4",
        /// 并行推进: may run at any time.
        Parallel = "S5",
        /// 市政公用 and other elements.
        Utility = "U",
        /// 生产经营.
        Operation = "O",
    }
}

coded_enum! {
    /// A point of the project that permits lead up to, or that must be passed before others can be asked for.
    pub enum Node {
        /// 开工.
        Start = "START",
        /// 竣工.
        Completion = "COMPLETION",
        /// 试生产: the first real discharge or trial run.
        TrialProduction = "TRIAL_PRODUCTION",
        /// 投产.
        Production = "PRODUCTION",
    }
}

coded_enum! {
    /// What stops a clock besides a supplement (Administrative Licensing Law 行政许可法 art. 45, and special rules).
    pub enum StopKind {
        /// 听证.
        Hearing = "HEARING",
        /// 招标、拍卖.
        Tender = "TENDER",
        /// 检验、检测、检疫、鉴定.
        Inspection = "INSPECTION",
        /// 专家评审、技术评估.
        ExpertReview = "EXPERT_REVIEW",
        /// 公示、公告.
        PublicNotice = "PUBLIC_NOTICE",
        /// 现场踏勘、考古勘探.
        SiteSurvey = "SITE_SURVEY",
        /// 补充、修改材料.
        Supplement = "SUPPLEMENT",
        /// 整改.
        Rectification = "RECTIFICATION",
        /// 指标交易、占补平衡.
        QuotaTrade = "QUOTA_TRADE",
    }
}

coded_enum! {
    /// What becomes of a grant that was not used in time.
    pub enum Lapse {
        /// 失效.
        Void = "VOID",
        /// 重新审核: it is looked at again.
        ReExamine = "RE_EXAMINE",
    }
}

/// 法定时限: what the law allows from acceptance to decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalLimit {
    /// Of which projects.
    pub when: Condition,
    /// The limit.
    pub limit: Limit,
    /// How many days more the head of the agency may approve, where the rule says so.
    pub extension: Option<u32>,
}

/// 承诺时限: what the agency promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromisedLimit {
    /// The limit; of a range the longest.
    pub limit: Limit,
    /// The range as it was found, or where it comes from.
    pub source: String,
}

/// 有效期: how long a grant is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// For how many months.
    pub months: u32,
    /// What becomes of it then.
    pub lapse: Lapse,
    /// Within how many days it is looked at again.
    pub within: Option<Limit>,
}

impl Validity {
    /// The longest time for which a grant is good.
    pub const MOST_MONTHS: u32 = 600;
}

/// A level other than the usual one, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// The level.
    pub to: Level,
    /// When.
    pub when: Condition,
    /// By which rule.
    pub basis: Option<String>,
}

/// A department other than the usual one, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The department.
    pub to: Department,
    /// When.
    pub when: Condition,
}

/// A leg 环节流转 of the way to the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegRule {
    /// Which part of the way.
    pub kind: LegKind,
    /// At which level; the decision is at the level that decides.
    pub level: Option<Level>,
    /// How long it may take.
    pub limit: Option<Limit>,
}

/// What must be there first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prerequisite {
    /// Whether the law asks for it; otherwise it is the custom, which orders a schedule and forbids nothing.
    pub hard: bool,
    /// One of these is enough.
    pub any_of: Vec<Before>,
}

/// Something that can come before a permit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// A permit of this type.
    Permit(String),
    /// A point of the project.
    Node(Node),
}

/// An entry 事项 of the permit catalogue as it holds for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitType {
    /// Its code, such as `construction_permit`.
    pub code: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The department that usually decides it.
    pub department: Department,
    /// Others that decide it, and when; the first that holds wins.
    pub referrals: Vec<Referral>,
    /// The stage of the exchange.
    pub stage: ExchangeStage,
    /// Whether it is the milestone 里程碑 of its stage.
    pub milestone: bool,
    /// Before which point the law wants it.
    pub phase: Phase,
    /// From which day it holds; nothing for as long as anybody remembers.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it holds.
    pub valid_to: Option<NaiveDate>,
    /// When a project needs it.
    pub needed: Condition,
    /// When the assessment of the area 区域评估 answers it, so that the project need not ask.
    pub covered: Option<Condition>,
    /// When a government files one for many projects.
    pub shared: Option<Condition>,
    /// The level that usually decides.
    pub level: Level,
    /// The document by which a region has it decided at that level, where one has.
    pub level_basis: Option<String>,
    /// Other levels, and when; the first that holds wins.
    pub lifts: Vec<Lift>,
    /// The way to the decision, where there is more than the decision.
    pub legs: Vec<LegRule>,
    /// The law's limits; the first that holds counts, and where none does the law sets none.
    pub legal: Vec<LegalLimit>,
    /// The promised limit.
    pub promised: Option<PromisedLimit>,
    /// How long a grant is good for.
    pub validity: Option<Validity>,
    /// Laws and rules it rests on.
    pub basis: Vec<String>,
    /// What stops its clock.
    pub stops: BTreeSet<StopKind>,
    /// What must be there first.
    pub requires: Vec<Prerequisite>,
    /// Points of the project that it must precede besides that of its phase.
    pub before: BTreeSet<Node>,
    /// The parallel group 并联 it is accepted with, such as the joint acceptance.
    pub parallel_group: Option<String>,
    /// Whether it leads that group: its limit is the one for all, counted once, and what it requires of the group are
    /// opinions that it collects.
    pub leads_group: bool,
    /// Whether it is one of the core entries, which an office meets every week.
    pub core: bool,
    /// The fields that nobody has verified.
    pub unverified: BTreeSet<String>,
    /// What users should know, in Chinese.
    pub note_zh: Option<String>,
    /// What users should know, in English.
    pub note_en: Option<String>,
}

impl PermitType {
    /// Whether this version holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// The attributes that its conditions ask for.
    pub fn attributes(&self) -> BTreeSet<Attribute> {
        let lifts = self.lifts.iter().map(|lift| &lift.when);
        let referrals = self.referrals.iter().map(|referral| &referral.when);
        let single = [Some(&self.needed), self.covered.as_ref(), self.shared.as_ref()];
        let legal = self.legal.iter().map(|legal| &legal.when);
        let all = single.into_iter().flatten().chain(lifts).chain(referrals).chain(legal);
        all.flat_map(Condition::attributes).collect()
    }

    /// The law's limit for a project of which so much is known: the first that holds. Nothing while nobody knows whether one
    /// holds that would come first, nor where none does.
    pub fn legal_for(&self, answers: &Answers) -> Option<&LegalLimit> {
        let mut judged = self.legal.iter().map(|legal| (legal, legal.when.judge(answers).truth));
        let (first, truth) = judged.find(|(_, truth)| *truth != Truth::No)?;
        (truth == Truth::Yes).then_some(first)
    }

    /// What a case of it is measured by in a project of which so much is known.
    pub fn limits(&self, answers: &Answers) -> Limits {
        let legs = self.legs.iter().filter_map(|leg| Some((leg.kind, leg.limit?)));
        Limits {
            legal: self.legal_for(answers).map(|legal| legal.limit),
            promised: self.promised.as_ref().map(|promised| promised.limit),
            legs: legs.collect(),
            ..Limits::default()
        }
    }

    /// Whether somebody has verified a legal limit, by its place.
    pub fn is_legal_verified(&self, index: usize) -> bool {
        self.is_verified("legal") && self.is_verified(&format!("legal[{index}]"))
    }

    /// Whether somebody has verified the law's limit for a project of which so much is known.
    pub fn is_legal_verified_for(&self, answers: &Answers) -> bool {
        let counts = self.legal_for(answers);
        let index = counts.and_then(|counts| self.legal.iter().position(|legal| legal == counts));
        index.is_some_and(|index| self.is_legal_verified(index))
    }

    /// Whether somebody has verified a field.
    pub fn is_verified(&self, field: &str) -> bool {
        !self.unverified.contains(field)
    }
}
