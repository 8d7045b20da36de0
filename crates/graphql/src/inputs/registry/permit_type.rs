//! An entry that a region adds to the permit catalogue.

use std::collections::BTreeSet;

use async_graphql::{InputObject, OneofObject};
use luodi_domain::catalogue::{self, Before, PermitType};
use luodi_domain::refusal::Refusal;

use super::permit_override::{DayLimitInput, LevelLiftInput, condition, lifts, number, promised};
use crate::types::enums::{
    DayUnit, Department, ExchangeStage, Lapse, LegKind, PermitLevel, PermitPhase, ProjectPoint, StopKind,
};

/// An entry that the catalogue does not have 新增事项. Conditions are written as the catalogue writes them.
#[derive(Debug, InputObject)]
pub(crate) struct ExtraPermitTypeInput {
    /// Its name in Chinese. 中文名称
    pub(crate) name_zh: String,
    /// Its name in English. 英文名称
    pub(crate) name_en: String,
    /// The kind of department that usually decides it. 部门类别
    pub(crate) department: Department,
    /// Departments that decide it otherwise, and when; the first that holds wins. 部门分工
    #[graphql(default)]
    pub(crate) referrals: Vec<ReferralInput>,
    /// The stage it belongs to. 审批阶段
    pub(crate) stage: ExchangeStage,
    /// Before which point of the project it is wanted. 办理时点
    pub(crate) phase: PermitPhase,
    /// When a project needs it, such as `always` or `in_park`. 适用条件
    pub(crate) needed: String,
    /// When the assessment of the area answers it. 区域评估覆盖
    pub(crate) covered: Option<String>,
    /// When a government files one for many projects. 批次办理
    pub(crate) shared: Option<String>,
    /// The level that usually decides. 审批层级
    pub(crate) level: PermitLevel,
    /// Other levels, and when, from the highest down. 提级情形
    #[graphql(default)]
    pub(crate) lifts: Vec<LevelLiftInput>,
    /// The way to the decision, where there is more than the decision, which comes last. 办理流转
    #[graphql(default)]
    pub(crate) legs: Vec<LegRuleInput>,
    /// What the law allows. 法定时限
    pub(crate) legal: Option<LegalLimitInput>,
    /// What is promised. 承诺时限
    pub(crate) promised: Option<DayLimitInput>,
    /// How long a grant is good for. 有效期
    pub(crate) validity: Option<ValidityInput>,
    /// Laws and rules it rests on. 法律依据
    #[graphql(default)]
    pub(crate) basis: Vec<String>,
    /// What stops its clock. 不计时事由
    #[graphql(default)]
    pub(crate) stops: Vec<StopKind>,
    /// What must be there first. 前置条件
    #[graphql(default)]
    pub(crate) prerequisites: Vec<PrerequisiteInput>,
    /// Points of the project that it must precede besides that of its phase. 须早于的节点
    #[graphql(default)]
    pub(crate) before: Vec<ProjectPoint>,
    /// What users should know, in Chinese. 中文说明
    pub(crate) note_zh: Option<String>,
    /// The same in English. 英文说明
    pub(crate) note_en: Option<String>,
}

/// A department other than the usual one, and when 部门分工.
#[derive(Debug, InputObject)]
pub(crate) struct ReferralInput {
    /// The kind of department. 部门类别
    pub(crate) department: Department,
    /// When. 条件表达式
    pub(crate) when: String,
}

/// A part of the way to the decision 环节流转.
#[derive(Debug, InputObject)]
pub(crate) struct LegRuleInput {
    /// Which part. 流转环节
    pub(crate) kind: LegKind,
    /// At which level; the level that decides when not said. 审批层级
    pub(crate) level: Option<PermitLevel>,
    /// How long it may take. 时限
    pub(crate) limit: Option<DayLimitInput>,
}

/// What the law allows from acceptance to decision 法定时限.
#[derive(Debug, InputObject)]
pub(crate) struct LegalLimitInput {
    /// How many days, 1 to 366. 天数
    pub(crate) days: i32,
    /// Of which kind. 时限单位
    pub(crate) unit: DayUnit,
    /// How many days more the head of the agency may approve, 1 to 366. 可延长天数
    pub(crate) extension: Option<i32>,
}

/// How long a grant is good for 有效期.
#[derive(Debug, InputObject)]
pub(crate) struct ValidityInput {
    /// For how many months, 1 to 600. 月数
    pub(crate) months: i32,
    /// What becomes of it then. 逾期处理
    pub(crate) lapse: Lapse,
    /// Within how many days it is looked at again. 重新审核时限
    pub(crate) within: Option<DayLimitInput>,
}

/// What must be there first 前置条件.
#[derive(Debug, InputObject)]
pub(crate) struct PrerequisiteInput {
    /// Whether the law asks for it; otherwise it is the custom, which orders a schedule; what waits for a point
    /// of the project by custom is not filed before that all the same. 是否法定
    pub(crate) hard: bool,
    /// One of these is enough. 任一即可
    pub(crate) any_of: Vec<PrerequisiteOptionInput>,
}

/// What can come first: exactly one of these 前置事项或节点.
#[derive(Debug, OneofObject)]
pub(crate) enum PrerequisiteOptionInput {
    /// A permit, by its code. 事项编码
    TypeCode(String),
    /// A point of the project. 项目节点
    Point(ProjectPoint),
}

impl ExtraPermitTypeInput {
    pub(super) fn read(&self, code: &str, basis: &str) -> Result<PermitType, Refusal> {
        let maybe =
            |text: &Option<String>, field| text.as_deref().map(|text| condition(text, field)).transpose();
        Ok(PermitType {
            code: code.to_owned(),
            zh: self.name_zh.clone(),
            en: self.name_en.clone(),
            department: self.department.into(),
            referrals: self.referrals()?,
            stage: self.stage.into(),
            milestone: false,
            phase: self.phase.into(),
            valid_from: None,
            valid_to: None,
            needed: condition(&self.needed, "needed")?,
            covered: maybe(&self.covered, "covered")?,
            shared: maybe(&self.shared, "shared")?,
            level: self.level.into(),
            level_basis: None,
            lifts: lifts(&self.lifts)?,
            legs: self.legs()?,
            legal: self.legal.as_ref().map(LegalLimitInput::read).transpose()?.into_iter().collect(),
            promised: promised(self.promised, basis)?,
            validity: self.validity.as_ref().map(ValidityInput::read).transpose()?,
            basis: self.basis.clone(),
            stops: self.stops.iter().copied().map(Into::into).collect(),
            requires: self.prerequisites.iter().map(PrerequisiteInput::read).collect(),
            before: self.before.iter().copied().map(Into::into).collect(),
            parallel_group: None,
            leads_group: false,
            core: false,
            // What the region says itself needs no verifying.
            unverified: BTreeSet::new(),
            note_zh: self.note_zh.clone(),
            note_en: self.note_en.clone(),
        })
    }

    fn referrals(&self) -> Result<Vec<catalogue::Referral>, Refusal> {
        let read = |(index, input): (usize, &ReferralInput)| {
            let when =
                condition(&input.when, "when").map_err(|refusal| refusal.within("referrals", index))?;
            Ok(catalogue::Referral { to: input.department.into(), when })
        };
        self.referrals.iter().enumerate().map(read).collect()
    }

    fn legs(&self) -> Result<Vec<catalogue::LegRule>, Refusal> {
        let read = |(index, input): (usize, &LegRuleInput)| {
            let limit = input.limit.map(|limit| limit.read("limit")).transpose();
            Ok(catalogue::LegRule {
                kind: input.kind.into(),
                level: input.level.map(Into::into),
                limit: limit.map_err(|refusal| refusal.within("legs", index))?,
            })
        };
        self.legs.iter().enumerate().map(read).collect()
    }
}

impl LegalLimitInput {
    fn read(&self) -> Result<catalogue::LegalLimit, Refusal> {
        let Self { days, unit, extension } = *self;
        let extension = extension.map(|extension| number(extension, "extension")).transpose();
        let extension = extension.map_err(|refusal| refusal.under("legal"))?;
        let limit = DayLimitInput { days, unit }.read("legal")?;
        Ok(catalogue::LegalLimit { when: catalogue::Condition::Always, limit, extension })
    }
}

impl ValidityInput {
    fn read(&self) -> Result<catalogue::Validity, Refusal> {
        let within = self.within.map(|within| within.read("within")).transpose();
        let read = |within| {
            let months = number(self.months, "months")?;
            Ok(catalogue::Validity { months, lapse: self.lapse.into(), within })
        };
        within.and_then(read).map_err(|refusal: Refusal| refusal.under("validity"))
    }
}

impl PrerequisiteInput {
    fn read(&self) -> catalogue::Prerequisite {
        let before = |option: &PrerequisiteOptionInput| match option {
            PrerequisiteOptionInput::TypeCode(code) => Before::Permit(code.clone()),
            PrerequisiteOptionInput::Point(point) => Before::Node((*point).into()),
        };
        catalogue::Prerequisite { hard: self.hard, any_of: self.any_of.iter().map(before).collect() }
    }
}
