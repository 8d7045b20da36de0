//! Filters on permits.

use async_graphql::{Enum, ID, InputObject};
use luodi_app::list::{self, Compare, FileableTerm, Filter, PermitKey, PermitTerm};
use luodi_domain::ids::{AgencyId, OfficerId};

use super::{
    CodeFilter, DateFilter, IdFilter, LevelFilter, OrderDirection, PermitPhaseFilter, PermitStatusFilter,
    ProjectFilter, Reader,
};
use crate::codes::PublicError;

/// What is asked of a permit; all that is given must hold. 手续筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct PermitFilter {
    /// Who decides, by level. 审批层级
    level: Option<LevelFilter>,
    /// Where it stands. 手续状态
    status: Option<PermitStatusFilter>,
    /// Before which point of the project the law wants it. 办理时点
    phase: Option<PermitPhaseFilter>,
    /// Its code in the permit catalogue. 事项编码
    type_code: Option<CodeFilter>,
    /// The agency that decides. 审批单位
    agency: Option<IdFilter>,
    /// The officer responsible for its step, open or closed. 主办责任人
    responsible: Option<IdFilter>,
    /// The day of the decision that stands. 办结日期
    decided_on: Option<DateFilter>,
}

impl PermitFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<PermitTerm>, PublicError> {
        let mut terms = Vec::new();
        reader.compare(&mut terms, self.level, |_, value| Ok(value.into()), PermitTerm::Level)?;
        reader.compare(&mut terms, self.status, |_, value| Ok(value.into()), PermitTerm::Status)?;
        reader.compare(&mut terms, self.phase, |_, value| Ok(value.into()), PermitTerm::Phase)?;
        reader.compare(&mut terms, self.type_code, |_, value| Ok(value), PermitTerm::TypeCode)?;
        let agency = |reader: &Reader, id| reader.id(&id, "agency", AgencyId::parse);
        reader.compare(&mut terms, self.agency, agency, PermitTerm::Agency)?;
        let officer = |reader: &Reader, id| reader.id(&id, "responsible", OfficerId::parse);
        reader.compare(&mut terms, self.responsible, officer, PermitTerm::Responsible)?;
        reader.compare(&mut terms, self.decided_on, |_, day| Ok(day.0), PermitTerm::DecidedOn)?;
        reader.count(terms.len())?;
        Ok(terms.into())
    }
}

/// Which permits, of which projects. 手续列表筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct PermitListFilter {
    #[graphql(flatten)]
    own: PermitFilter,
    /// Those of projects that pass this. Phases pass for themselves, not for their whole: `permitSummary` counts the permits
    /// of all phases of a project that passes, this lists only those of the phases that pass. 所属项目
    project: Option<ProjectFilter>,
}

impl PermitListFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<Filter<PermitTerm>, PublicError> {
        let mut all = vec![self.own.read(reader)?];
        if let Some(project) = self.project {
            let project = reader.within("project", |reader| project.read(reader))?;
            all.push(Filter::Term(PermitTerm::Project(Box::new(project))));
        }
        Ok(Filter::All(all))
    }
}

/// Permits that can be filed, of an officer or for an agency if one is named.
pub(crate) fn fileable_by(
    reader: &Reader,
    officer: Option<ID>,
    agency: Option<ID>,
) -> Result<Filter<FileableTerm>, PublicError> {
    let mut terms = Vec::new();
    if let Some(id) = officer {
        let officer = reader.id(&id, "officerId", OfficerId::parse)?;
        terms.push(PermitTerm::Responsible(Compare::OneOf(vec![officer])));
    }
    if let Some(id) = agency {
        let agency = reader.id(&id, "agencyId", AgencyId::parse)?;
        terms.push(PermitTerm::Agency(Compare::OneOf(vec![agency])));
    }
    let asked = (!terms.is_empty()).then(|| FileableTerm::Permit(terms.into()));
    Ok(asked.into_iter().collect::<Vec<_>>().into())
}

/// What permits are sorted by. A permit that is decided while pages are turned moves to its new place. 排序字段
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "PermitKey")]
pub(crate) enum PermitOrderField {
    /// The order in which they were added. 添加顺序
    Added,
    /// The day of the decision that stands. 办结日期
    DecidedOn,
}

/// How permits are sorted; what is equal stands in the order in which they were added. 排序
#[derive(InputObject, Debug, Clone, Copy)]
pub(crate) struct PermitOrder {
    /// By what. 字段
    field: PermitOrderField,
    /// Which way. 方向
    #[graphql(default_with = "OrderDirection::Ascending")]
    direction: OrderDirection,
}

impl From<PermitOrder> for list::Order<PermitKey> {
    fn from(order: PermitOrder) -> Self {
        Self { key: order.field.into(), direction: order.direction.into() }
    }
}
