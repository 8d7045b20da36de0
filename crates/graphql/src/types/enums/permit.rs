//! Permits.

use async_graphql::Enum;

/// The level at which a permit is decided (GB/T 39046-2020 A.2 knows the same levels). 审批层级
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::permit::Level")]
pub enum PermitLevel {
    /// By the state. 国家级
    National,
    /// By the province. 省级
    Provincial,
    /// By the city. 市级
    City,
    /// By the county. 县级
    County,
    /// By the township. 乡镇级
    Township,
    /// By the enterprise: own acceptance or commissioned by itself. 企业自主
    #[graphql(name = "SELF")]
    SelfHeld,
}

/// Before which point of the project the law wants a permit. 办理时点
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::permit::Phase")]
pub enum PermitPhase {
    /// Before the start of works. 开工前
    BeforeStart,
    /// Before production. 投产前
    BeforeProduction,
    /// After production began. 投产后
    After,
}

/// What goes on before a permit's first case; most of the time is lost there. 准备情形
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::permit::PreparationKind")]
pub enum PreparationKind {
    /// Papers are being made ready. 准备材料
    Preparing,
    /// The agency looks at them informally. 预审
    PreReview,
}

/// Where a permit stands, in one word. 手续状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::permit::PermitStatus")]
pub enum PermitStatus {
    /// Papers are being made ready, no case yet. 准备材料
    Preparing,
    /// The agency looks at them informally, no case yet. 预审
    PreReview,
    /// A case is under way. 办理中
    InCase,
    /// Approved, or granted on commitment. 已取得
    Granted,
    /// Granted; a defect is still to be cured. 容缺取得
    GrantedWithDefects,
    /// The last case ended without a grant; a new one is needed. 未通过
    Refused,
    /// It was granted and is no longer valid. 失效
    Lapsed,
    /// Found not to be needed. 不需办理
    RuledOut,
}

/// How far a material is that permits need. 材料状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::material::MaterialState")]
pub enum MaterialState {
    /// Nobody has begun it. 缺
    Missing,
    /// Somebody is making it. 编制中
    InPreparation,
    /// It can be handed in. 已备齐
    Ready,
    /// It was handed in. 已提交
    Filed,
    /// It came back to be corrected. 需补正
    ToCorrect,
    /// It turned out not to be needed. 不需要
    NotNeeded,
}

/// What the department that decides a permit says to its place in the plan. 部门意见
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::permit::ResponseKind")]
pub enum PermitResponseKind {
    /// It is needed, at that level, and that department decides it. 已确认
    Confirmed,
    /// It objects, for a reason. 有异议
    Objected,
}
