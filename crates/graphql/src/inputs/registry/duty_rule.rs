//! Duty rules 责任分工.

use async_graphql::{ID, InputObject, OneofObject};
use luodi_app::registry::DutyHandover;
use luodi_app::sight::Asked;
use luodi_domain::duty::{EndOfDuty, NewDuty, Permits, Scope};
use luodi_domain::ids::{AgencyId, DutyRuleId, OfficerId, PermitId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};

use super::{EntryEdit, NewEntry};
use crate::inputs::{Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::{Department, PermitLevel, PermitPhase, Stage};

/// Enters a duty rule 设定责任分工. What is given of permits narrows it to those of which all of it is so; nothing given, it is
/// for every permit and every stage there.
#[derive(Debug, InputObject)]
pub(crate) struct SetDutyRuleInput {
    /// Where: it holds in this province, city, county or park and below. 行政区划
    pub(crate) region_id: ID,
    /// Who is responsible: one of ours, of an agency of the region, below it or above it. 责任人
    pub(crate) officer_id: ID,
    /// Visits of this stage; then nothing of permits is given. 阶段
    pub(crate) stage: Option<Stage>,
    /// Permits of this entry of the permit catalogue. 事项编码
    pub(crate) type_code: Option<String>,
    /// Permits that this agency decides. 审批单位
    pub(crate) agency_id: Option<ID>,
    /// Permits that a department of this kind decides. 部门类别
    pub(crate) department: Option<Department>,
    /// Permits that are decided at this level. 审批层级
    pub(crate) level: Option<PermitLevel>,
    /// Permits that are needed before this point. 办理时点
    pub(crate) phase: Option<PermitPhase>,
    /// From which day on; from today when not said. 起始日期
    pub(crate) valid_from: Option<Date>,
    /// The last day, where it is known. 截止日期
    pub(crate) valid_to: Option<Date>,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

/// Gives a duty rule to another officer from a day on 移交责任分工: the rule ends the day before, and another one follows it.
/// What the officer holds by it in projects stays his until it is handed over.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateDutyRuleInput {
    /// Which rule. 责任分工
    pub(crate) duty_rule_id: ID,
    /// Who has it from then on. 责任人
    pub(crate) officer_id: ID,
    /// From which day on; from today when not said, or from its first day if that is later. 起始日期
    pub(crate) from: Option<Date>,
    /// Why; kept for good, and read by everybody. 理由
    pub(crate) reason: Option<String>,
    #[graphql(flatten)]
    pub(crate) edit: EntryEdit,
    #[graphql(flatten)]
    pub(crate) once: NewEntry,
}

/// Ends a duty rule 终止责任分工. It stays on record.
#[derive(Debug, InputObject)]
pub(crate) struct EndDutyRuleInput {
    /// Which rule. 责任分工
    pub(crate) duty_rule_id: ID,
    /// Its last day, today when not said; the day before its first where it was entered by mistake, so that it never held.
    /// 最后有效日
    pub(crate) last_day: Option<Date>,
    /// Why; kept for good, and read by everybody. 理由
    pub(crate) reason: Option<String>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

/// What somebody would be responsible for: exactly one of these 责任事项.
#[derive(Debug, OneofObject)]
pub(crate) enum DutyTaskInput {
    /// The visit of this stage. 阶段
    Stage(Stage),
    /// A permit of the project's plan. 手续
    PermitId(ID),
    /// A permit of this entry of the catalogue, as a plan would have it. 事项编码
    TypeCode(String),
}

impl SetDutyRuleInput {
    pub(crate) fn read(&self, id: DutyRuleId) -> Result<NewDuty, Refusal> {
        let permits = Permits {
            code: self.type_code.clone(),
            agency: read::maybe_id(self.agency_id.as_ref(), "agencyId", AgencyId::parse)?,
            department: self.department.map(Into::into),
            level: self.level.map(Into::into),
            phase: self.phase.map(Into::into),
        };
        let scope = Scope::of(self.stage.map(Into::into), permits);
        Ok(NewDuty {
            id,
            region: read::id(&self.region_id, "regionId", RegionId::parse)?,
            scope: scope.ok_or_else(|| Refusal::new(Rule::ValueInvalid).at("stage"))?,
            officer: read::id(&self.officer_id, "officerId", OfficerId::parse)?,
            from: day(self.valid_from),
            until: day(self.valid_to),
        })
    }
}

impl UpdateDutyRuleInput {
    pub(crate) fn id(&self) -> Result<DutyRuleId, Refusal> {
        read::id(&self.duty_rule_id, "dutyRuleId", DutyRuleId::parse)
    }

    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms { expected_version: self.edit.expected_version, ..Terms::from(&self.once) }
    }

    pub(crate) fn read(&self, successor: DutyRuleId) -> Result<DutyHandover, Refusal> {
        Ok(DutyHandover {
            id: self.id()?,
            successor,
            officer: read::id(&self.officer_id, "officerId", OfficerId::parse)?,
            from: day(self.from),
            reason: self.reason.clone(),
        })
    }
}

impl EndDutyRuleInput {
    pub(crate) fn id(&self) -> Result<DutyRuleId, Refusal> {
        read::id(&self.duty_rule_id, "dutyRuleId", DutyRuleId::parse)
    }

    pub(crate) fn read(&self) -> EndOfDuty {
        EndOfDuty { last: day(self.last_day), reason: self.reason.clone() }
    }
}

impl DutyTaskInput {
    pub(crate) fn read(self) -> Result<Asked, Refusal> {
        Ok(match self {
            Self::Stage(stage) => Asked::Stage(stage.into()),
            Self::PermitId(id) => Asked::Permit(read::id(&id, "permitId", PermitId::parse)?),
            Self::TypeCode(code) => Asked::Entry(code),
        })
    }
}
