//! Inputs for plans of permits.

use async_graphql::{ID, InputObject, OneofObject};
use luodi_app::first_plan;
use luodi_domain::attribute::{Answer, Answers, Attribute};
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::ids::{PermitId, ProjectId, StepId};
use luodi_domain::plan::{Granted, Supposition};
use luodi_domain::refusal::{Fact, Refusal, Rule};

use super::value::{self, AttributeInput};
use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, read};
use crate::scalars::Date;
use crate::types::enums::{DayUnit, PermitResponseKind};

/// How many limits, or grants, are supposed at most.
const SUPPOSED: usize = 100;
/// How many permits one plan adds at most: more than any catalogue has.
const MOST: usize = 300;

/// Draws the plan of a project's permits from the catalogue and its attributes, again if there is one 编制手续办理计划.
#[derive(Debug, InputObject)]
pub(crate) struct PlanPermitsInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Attributes to answer first, in the same command. 属性
    #[graphql(default)]
    pub(crate) attributes: Vec<AttributeInput>,
    /// Keys of attributes to take off first. 删除属性
    #[graphql(default)]
    pub(crate) remove_attributes: Vec<String>,
    /// The code of a template for its kind of project, which answers what nobody has answered. 项目模板
    pub(crate) template: Option<String>,
    /// Shows what would change, and changes nothing. 仅预览
    #[graphql(default)]
    pub(crate) dry_run: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for PlanPermitsInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let answers = answers(&self.attributes, &self.remove_attributes)?;
        let presumed = match &self.template {
            None => Answers::new(),
            Some(code) => {
                first_plan::template(code).ok_or_else(|| read::invalid(code, "template"))?.answers.clone()
            }
        };
        let ids = std::iter::repeat_with(|| (PermitId::from_uuid(new_id()), StepId::from_uuid(new_id())));
        Ok(Command::PlanPermits(PlanPermits { answers, presumed, ids: ids.take(MOST).collect() }))
    }
}

/// Records what the department that decides a permit says to its place in the plan, or of its part of what is accepted
/// together 反馈部门意见.
#[derive(Debug, InputObject)]
pub(crate) struct RespondToPermitInput {
    /// Which permit. 手续
    pub(crate) permit_id: ID,
    /// What it says; an objection needs a reason. 意见
    pub(crate) response: PermitResponseKind,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl RespondToPermitInput {
    fn permit(&self) -> Result<PermitId, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse)
    }
}

impl ProjectInput for RespondToPermitInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.permit().map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::Respond { permit: self.permit()?, kind: self.response.into() })
    }
}

/// Locks the plan of a project's permits as its baseline 锁定手续办理计划.
#[derive(Debug, InputObject)]
pub(crate) struct LockPlanInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Although departments have not answered, whose silence then is consent, or attributes that decide are unknown: a
    /// manager's decision, with a reason. 带缺口锁定
    #[graphql(default)]
    pub(crate) with_gaps: bool,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for LockPlanInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        Terms::from(&self.terms)
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::LockPlan { with_gaps: self.with_gaps })
    }
}

/// Attributes to take off, and then those to answer.
fn answers(
    given: &[AttributeInput],
    removed: &[String],
) -> Result<Vec<(Attribute, Option<Answer>)>, Refusal> {
    let mut answers = Vec::new();
    for key in removed {
        answers.push((value::attribute(key, "removeAttributes")?, None));
    }
    let given = value::attributes(given)?;
    answers.extend(given.into_iter().map(|(attribute, answer)| (attribute, Some(answer))));
    Ok(answers)
}

/// What is supposed of a plan, all of it at once 假设.
#[derive(Debug, InputObject)]
pub(crate) struct WhatIfInput {
    /// Attributes answered otherwise. 属性
    #[graphql(default)]
    pub(crate) attributes: Vec<AttributeInput>,
    /// Keys of attributes whose answers are taken off. 删除属性
    #[graphql(default)]
    pub(crate) remove_attributes: Vec<String>,
    /// Promised limits. 承诺时限
    #[graphql(default)]
    pub(crate) promised: Vec<SupposedLimitInput>,
    /// What is granted, and when. 取得情况
    #[graphql(default)]
    pub(crate) granted: Vec<SupposedGrantInput>,
    /// For when the start is planned: not before today, within 20 years. 计划开工
    pub(crate) start_on: Option<Date>,
    /// For when the completion is planned: not before the start. 计划竣工
    pub(crate) complete_on: Option<Date>,
}

/// A promised limit that is supposed 假设的承诺时限.
#[derive(Debug, InputObject)]
pub(crate) struct SupposedLimitInput {
    /// The code of the entry in the permit catalogue. 事项编码
    pub(crate) type_code: String,
    /// How many days, 1 to 1,000. 天数
    pub(crate) days: i32,
    /// What days; working days when not said. 时限单位
    pub(crate) unit: Option<DayUnit>,
}

/// A grant that is supposed 假设的取得.
#[derive(Debug, InputObject)]
pub(crate) struct SupposedGrantInput {
    /// What. 手续
    pub(crate) what: SupposedPermitInput,
    /// When; a day to come, within 20 years, is waited for. 取得日期
    pub(crate) on: Date,
}

/// What is supposed to be granted: exactly one of these 假设取得的手续.
#[derive(Debug, OneofObject)]
pub(crate) enum SupposedPermitInput {
    /// The code of an entry: whatever the project needs of it, of several parts all. 事项编码
    TypeCode(String),
    /// One permit of the project. 手续
    PermitId(ID),
}

impl WhatIfInput {
    pub(crate) fn read(&self) -> Result<Supposition, Refusal> {
        for (count, field) in [(self.promised.len(), "promised"), (self.granted.len(), "granted")] {
            if count > SUPPOSED {
                return Err(Refusal::new(Rule::TooMany).at(field).with("max", Fact::Number(100)));
            }
        }
        let mut granted = Vec::new();
        for (index, SupposedGrantInput { what, on }) in self.granted.iter().enumerate() {
            let what = match what {
                SupposedPermitInput::TypeCode(code) => Granted::Type(code.clone()),
                SupposedPermitInput::PermitId(id) => {
                    let id = read::id(id, "permitId", PermitId::parse);
                    Granted::Permit(id.map_err(|refusal| refusal.within("granted", index))?)
                }
            };
            granted.push((what, on.0));
        }
        let promise = |input: &SupposedLimitInput| {
            let unit = input.unit.unwrap_or(DayUnit::Working);
            (input.type_code.clone(), i64::from(input.days), unit.into())
        };
        Ok(Supposition {
            answers: answers(&self.attributes, &self.remove_attributes)?,
            promised: self.promised.iter().map(promise).collect(),
            granted,
            start_on: self.start_on.map(|day| day.0),
            complete_on: self.complete_on.map(|day| day.0),
        })
    }
}
