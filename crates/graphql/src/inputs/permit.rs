//! Inputs for permits.

use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use luodi_app::projects::CoverPermits;
use luodi_domain::command::{AddPermit, Command, UpdatePermit};
use luodi_domain::ids::{AgencyId, OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{self, PermitItem, Preparation};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::step;

use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Renamed, Target, Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::{PermitLevel, PermitPhase, PreparationKind, Turn};

/// What is asked for: exactly one of these 事项.
#[derive(Debug, OneofObject)]
pub(crate) enum PermitItemInput {
    /// A code that the permit catalogue has on that day, such as `construction_permit`. 事项代码
    TypeCode(String),
    /// A name as the office writes it. 事项名称
    Name(String),
}

/// Where a permit stands before its first case 准备情形.
#[derive(Debug, InputObject)]
pub(crate) struct PreparationInput {
    /// What is going on. 准备情形
    pub(crate) kind: PreparationKind,
    /// Who must move. 轮到谁
    pub(crate) turn: Turn,
    /// The day agreed for it. 约定日期
    pub(crate) agreed_on: Option<Date>,
}

impl From<&PreparationInput> for Preparation {
    fn from(input: &PreparationInput) -> Self {
        Self { kind: input.kind.into(), turn: input.turn.into(), agreed_on: day(input.agreed_on) }
    }
}

const AGREED_ON: Renamed = ("agreedOn", &["preparation", "agreedOn"]);

/// Puts a permit into a project's plan 添加手续.
#[derive(Debug, InputObject)]
pub(crate) struct AddPermitInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// What is asked for. 事项
    pub(crate) item: PermitItemInput,
    /// Who decides, by level. 审批层级
    pub(crate) level: PermitLevel,
    /// Before which point of the project the law wants it. 办理时点
    pub(crate) phase: PermitPhase,
    /// The part of the works it is for: an engineering code 工程代码 or a scope such as 基坑 or 主体. 部位
    pub(crate) part: Option<String>,
    /// The agency that decides. 审批单位
    pub(crate) agency_id: Option<ID>,
    /// Where it stands; papers are being made ready by us if left out. 准备情形
    pub(crate) preparation: Option<PreparationInput>,
    /// Who is responsible for obtaining it; if left out whom a duty rule names, else the landing
    /// specialist. 主办
    pub(crate) officer_id: Option<ID>,
    /// By when it is to be in hand. 办结期限
    pub(crate) due_on: Option<Date>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for AddPermitInput {
    const RENAMED: &'static [Renamed] =
        &[("name", &["item", "name"]), ("typeCode", &["item", "typeCode"]), AGREED_ON];

    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let begun = || Preparation {
            kind: permit::PreparationKind::Preparing,
            turn: step::Turn::Office,
            agreed_on: None,
        };
        Ok(Command::AddPermit(AddPermit {
            id: PermitId::from_uuid(new_id()),
            step: StepId::from_uuid(new_id()),
            item: match &self.item {
                PermitItemInput::TypeCode(code) => PermitItem::Catalogued(code.clone()),
                PermitItemInput::Name(name) => PermitItem::Named(name.clone()),
            },
            level: self.level.into(),
            phase: self.phase.into(),
            part: self.part.clone(),
            agency: read::maybe_id(self.agency_id.as_ref(), "agencyId", AgencyId::parse)?,
            preparation: self.preparation.as_ref().map_or_else(begun, Preparation::from),
            responsible: read::maybe_id(self.officer_id.as_ref(), "officerId", OfficerId::parse)?,
            due_on: day(self.due_on),
        }))
    }
}

/// Changes what is known of a permit 更新手续. A field left out stays as it is.
#[derive(Debug, InputObject)]
pub(crate) struct UpdatePermitInput {
    /// Which permit. 手续
    pub(crate) permit_id: ID,
    /// Who decides, by level. 审批层级
    pub(crate) level: Option<PermitLevel>,
    /// Before which point of the project the law wants it. 办理时点
    pub(crate) phase: Option<PermitPhase>,
    /// The agency that decides; null clears it. 审批单位
    pub(crate) agency_id: MaybeUndefined<ID>,
    /// Where it stands before its first case, replaced as a whole. 准备情形
    pub(crate) preparation: Option<PreparationInput>,
    /// By when it is to be in hand; null clears it. 办结期限
    pub(crate) due_on: MaybeUndefined<Date>,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for UpdatePermitInput {
    const RENAMED: &'static [Renamed] = &[AGREED_ON];

    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse).map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::UpdatePermit(UpdatePermit {
            permit: read::id(&self.permit_id, "permitId", PermitId::parse)?,
            level: self.level.map(Into::into),
            phase: self.phase.map(Into::into),
            agency: read::edit(&self.agency_id, |id| read::id(id, "agencyId", AgencyId::parse))?,
            preparation: self.preparation.as_ref().map(Preparation::from),
            due_on: read::edit(&self.due_on, |day| Ok(day.0))?,
        }))
    }
}

/// Has one permit stand for others 设为共用手续: it is filed and decided once, and they follow it.
#[derive(Debug, InputObject)]
pub(crate) struct CoverPermitsInput {
    /// The one that is filed and decided. 共用手续
    pub(crate) permit_id: ID,
    /// Those it stands for, of the same entry, of this project or others; within the project also those that are accepted
    /// with it, if it leads their parallel group. At most 200. 被共用的手续
    pub(crate) permit_ids: Vec<ID>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

/// Has a permit go its own way again 解除共用手续, with a reason, whatever became of the one that stands for it.
#[derive(Debug, InputObject)]
pub(crate) struct UncoverPermitInput {
    /// The one that no other is to stand for any more. 手续
    pub(crate) permit_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl CoverPermitsInput {
    pub(crate) fn read(&self) -> Result<CoverPermits, Refusal> {
        Ok(CoverPermits { permit: lead(&self.permit_id)?, others: listed(&self.permit_ids)? })
    }
}

impl ProjectInput for UncoverPermitInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse).map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        lead(&self.permit_id).map(Command::Uncover)
    }
}

fn lead(id: &ID) -> Result<PermitId, Refusal> {
    read::id(id, "permitId", PermitId::parse)
}

fn listed(ids: &[ID]) -> Result<Vec<PermitId>, Refusal> {
    let read = |(place, id): (usize, &ID)| {
        PermitId::parse(id).map_err(|_| Refusal::new(Rule::NotFound).within("permitIds", place))
    };
    ids.iter().enumerate().map(read).collect()
}

/// Records that a permit is not needed 注明不需办理, with a reason. Its step is closed.
#[derive(Debug, InputObject)]
pub(crate) struct RuleOutPermitInput {
    /// Which permit. 手续
    pub(crate) permit_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl RuleOutPermitInput {
    fn permit(&self) -> Result<PermitId, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse)
    }
}

impl ProjectInput for RuleOutPermitInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.permit().map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        self.permit().map(Command::RuleOutPermit)
    }
}
