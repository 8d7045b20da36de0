//! Steps and who has to do with them.

use async_graphql::Enum;

/// What a step is about. 环节类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// The project's stay in a stage, ended by the next transition. 阶段停留
    StageVisit,
    /// A permit to obtain. 手续
    Permit,
}

/// Why a step ended. 办结原因
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::step::CloseReason")]
pub enum CloseReason {
    /// It was done: the stage was left forwards, the permit was granted. 完成
    Done,
    /// The stage was left backwards. 退回
    Returned,
    /// The permit turned out not to be needed. 不需办理
    RuledOut,
    /// The project was split; its phases carry on. 分期
    Split,
    /// The project was withdrawn; reopening restores the step. 终止
    Withdrawn,
}

/// What an officer is to a step. 责任类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::step::StepRole")]
pub enum StepRole {
    /// Must get it done: exactly one on every open step. 主办
    Responsible,
    /// Helps. 协办
    Assisting,
    /// Sees to it that it is done. 督办
    Supervising,
}

/// Who must move next. 轮到谁
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::step::Turn")]
pub enum Turn {
    /// We ourselves. 落地办
    Office,
    /// The agency that decides. 审批部门
    Agency,
    /// A level above. 上级
    Superior,
    /// The enterprise. 企业
    Enterprise,
    /// An intermediary such as a design or assessment firm. 中介机构
    Intermediary,
    /// Water, power, gas, heat. 水电气等公用企业
    Utility,
    /// The township. 乡镇
    Township,
}
