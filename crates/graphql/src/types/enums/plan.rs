//! Plans of permits.

use async_graphql::Enum;

/// Whether a project needs a permit. 是否需办理
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::plan::Need")]
pub enum PlanNeed {
    /// It does. 需办理
    Needed,
    /// The assessment of the area answers it, so that the project need not ask. 区域评估已覆盖
    Covered,
    /// An attribute that decides is unknown. 待定
    Undecided,
    /// It does not. 不需办理
    NotNeeded,
}

/// What becomes of a permit when the plan is drawn. 计划变化类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanChangeKind {
    /// It is needed and was not there. 新增
    Added,
    /// The plan has it otherwise than before. 调整
    Changed,
    /// It is no longer needed, and nobody has begun it. 取消
    TakenOff,
    /// The plan no longer needs it, cannot tell, or has it decided at another level, and it stays as it is: somebody has
    /// begun or changed it, or an attribute is unknown. 保留
    Kept,
    /// An attribute that decides is unknown, so that nobody can say whether it is needed; it is not in the plan. 待定
    Undecided,
}
