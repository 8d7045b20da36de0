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

/// A point of a project that permits lead up to, or that must be passed before others can be asked for. 项目节点
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::Node")]
pub enum PlanPoint {
    /// The start of works. 开工
    Start,
    /// The works are done. 竣工
    Completion,
    /// The first trial run or real discharge. 试生产
    TrialProduction,
    /// Production. 投产
    Production,
}
