//! What a project is and how far it has come.

use async_graphql::Enum;
use luodi_app::list::LineageKind;

/// How far a project has come, in the order of its life. 阶段
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::stage::Stage")]
pub enum Stage {
    /// A named investor, a first contact. 线索
    Lead,
    /// Terms are being talked over. 在谈
    Negotiation,
    /// A contract or agreement is in force. 签约
    Signed,
    /// Permits are being obtained according to a plan. 手续办理
    Permitting,
    /// Permanent works have begun. 开工
    Started,
    /// The equipment runs and the first product is out. 投产
    Producing,
}

/// The kind of project, which decides the stages and the evidence of a start that apply. 类型
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::stage::Track")]
pub enum Track {
    /// New buildings on land of its own. 新建
    NewBuild,
    /// Moves into a leased workshop; the start is fit-out or equipment. 租赁厂房
    Leased,
    /// An existing plant is upgraded. 技改
    Upgrade,
    /// No works and no permits before the start: signed, then producing. 轻资产
    AssetLight,
    /// An existing enterprise changes hands: permits, but no works. 并购
    Acquisition,
}

/// Whether a project is being pushed forward. 状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::standing::StandingKind")]
pub enum Standing {
    /// Pushed forward. 推进中
    Active,
    /// Paused for a justified reason, approved one level up. 暂停
    Paused,
    /// Given up; every step is closed. 终止
    Withdrawn,
}

/// A reason outside government that justifies a pause. 正当理由
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::standing::PauseGround")]
pub enum PauseGround {
    /// The market for the product broke away. 市场变化
    Market,
    /// The investor's funds are late. 资金
    Funds,
    /// A lawsuit. 诉讼
    Lawsuit,
    /// Force majeure. 不可抗力
    ForceMajeure,
    /// Another, told in the reason. 其他
    Other,
}

/// Why a project has another name. 名称类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::profile::NameKind")]
pub enum NameKind {
    /// A short or second name. 别名、简称
    Alias,
    /// A name it had before. 曾用名
    Former,
}

/// Whether a project code is in use. 代码状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::profile::CodeStanding")]
pub enum CodeStanding {
    /// In use. 现用
    Present,
    /// Replaced, still found. 曾用
    Former,
}

/// The format of a project code. 代码格式
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::codes::ProjectCodeForm")]
pub enum ProjectCodeForm {
    /// Given since November 2020, with a check digit (GB/T 40058-2021). 新格式
    New,
    /// Given 2015 to 2020, without a check digit. 旧格式
    Old,
}

/// What kind of value an attribute has. 属性取值类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// Asked, and nobody knows yet; a permit that depends on it stays undecided. 未知
    Unknown,
    /// `true` or `false`. 是否
    Boolean,
    /// A decimal number. 数值
    Number,
    /// One of the attribute's choices. 选项
    Choice,
}

/// How exactly a date is known. 日期精度
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::partial_date::Precision")]
pub enum DatePrecision {
    /// To the day. 日
    Day,
    /// To the month. 月
    Month,
    /// To the quarter. 季度
    Quarter,
    /// To the half-year. 半年
    Half,
    /// To the year. 年
    Year,
}

/// What became of the gate before a stage. 阶段准入结果
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::event::GateOutcome")]
pub enum GateOutcome {
    /// Everything the gate asks for was there. 符合条件
    Met,
    /// Permits were missing; a manager passed it with gaps. 带手续缺口通过
    WithGaps,
    /// Nobody looked: the project entered from a ledger or went back. 未核查
    NotChecked,
}

/// Whether a project stands alone, was split into phases, or is a phase. 分期情况
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "LineageKind")]
pub enum Lineage {
    /// It stands alone. 单体项目
    Single,
    /// It was split into phases. 总项目
    Umbrella,
    /// It is a phase of another. 分期项目
    Phase,
}
