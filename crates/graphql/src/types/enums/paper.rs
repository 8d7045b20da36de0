//! Parties, credits, agreements, terms and milestones.

use async_graphql::Enum;

/// What an enterprise is to a project. 主体类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::party::PartyRole")]
pub enum PartyRole {
    /// Signed; often not the project company. 签约方
    Signatory,
    /// Stands behind the others. 控制人
    Controller,
    /// Founded to carry the project. 项目公司
    ProjectCompany,
    /// Builds. 承建单位
    Contractor,
}

/// Why a unit is credited with a project. 认定类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::party::CreditRole")]
pub enum CreditRole {
    /// Brought the investor. 引资单位
    Originating,
    /// Hosts the project, enclaves 飞地 included. 承接单位
    Hosting,
}

/// What kind of paper was signed. Only a contract or an agreement carries a project to SIGNED. 协议类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::agreement::AgreementKind")]
pub enum AgreementKind {
    /// Binding, with an amount. 合同
    Contract,
    /// With an amount, some conditions still open. 协议
    Agreement,
    /// Direction only. 意向
    Intent,
    /// Direction only, no binding amount. 框架
    Framework,
}

/// What a subsidy is for. 补贴用途
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::terms::SubsidyKind")]
pub enum SubsidyKind {
    /// The land. 用地
    Land,
    /// Rent or construction of buildings. 厂房
    Premises,
    /// Equipment and investment in fixed assets. 设备
    Equipment,
    /// Interest on loans. 贷款贴息
    Interest,
    /// Power, gas, heat, water. 用能
    Energy,
    /// Transport. 物流
    Logistics,
    /// People: those who are hired, housed, trained. 人才和用工
    People,
    /// Research. 研发
    Research,
    /// A reward for what the enterprise contributes to local revenue. 地方贡献奖励
    Contribution,
    /// Anything else. 其他
    Other,
}

/// What happened. 节点类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::milestone::MilestoneKind")]
pub enum MilestoneKind {
    /// The project company is registered. 注册
    Registered,
    /// Land was supplied. 供地
    LandSupplied,
    /// Works began. 开工
    Started,
    /// Built and accepted. 竣工
    Completed,
    /// Accepted into the statistics base. 入库/入统
    InStatistics,
    /// The first product. 投产
    Producing,
    /// The design output is reached. 达产
    FullOutput,
}

/// What was seen on site when works are said to have begun. 开工形态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::milestone::Works")]
pub enum Works {
    /// A deep pit is dug. 深基坑开挖
    DeepPit,
    /// Piles are driven. 桩基
    Piles,
    /// A foundation is laid. 基础
    Foundation,
    /// A workshop is fitted out; a start for leased and upgraded workshops only. 厂房改造装修
    FitOut,
    /// Equipment is set up; a start for leased and upgraded workshops only. 设备安装
    Equipment,
    /// Ground is levelled: not a start. 场地平整
    Levelling,
    /// A fence is put up: not a start. 围墙
    Fence,
    /// Sheds and other temporary works: not a start. 临时设施
    Temporary,
}

/// What proves a milestone. 佐证类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::milestone::EvidenceKind")]
pub enum EvidenceKind {
    /// A photograph from the site. 现场照片
    Photo,
    /// A document or licence, with its number. 文件、证照
    Document,
    /// The record of a visit to the site. 现场核验记录
    SiteVisit,
    /// An invoice. 发票
    Invoice,
    /// Another. 其他
    Other,
}
