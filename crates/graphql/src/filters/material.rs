//! Filters on the materials of a project.

use async_graphql::InputObject;
use chrono::NaiveDate;
use luodi_domain::material::Material;

use crate::types::enums::{MaterialState, Turn};

/// Which materials of a project; all that is given must hold. 申请材料筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct MaterialFilter {
    /// How far they are: one of these. 材料状态
    state: Option<Vec<MaterialState>>,
    /// Who has them: one of these. 材料在谁手里
    holder: Option<Vec<Turn>>,
    /// Whether the day agreed has passed and they are not at hand. 是否逾期
    overdue: Option<bool>,
}

impl MaterialFilter {
    /// Whether all of it holds of a material.
    pub(crate) fn admits(&self, material: &Material, today: NaiveDate) -> bool {
        let (state, holder) = (material.facts.state.into(), material.facts.holder.into());
        self.state.as_ref().is_none_or(|states| states.contains(&state))
            && self.holder.as_ref().is_none_or(|holders| holders.contains(&holder))
            && self.overdue.is_none_or(|overdue| overdue == material.is_overdue(today))
    }
}
