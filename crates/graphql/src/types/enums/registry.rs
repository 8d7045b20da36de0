//! Regions, agencies, posts and by what authority they act.

use async_graphql::Enum;

/// The level of a region. 区划层级
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::registry::RegionKind")]
pub enum RegionKind {
    /// A province, autonomous region or municipality. 省、自治区、直辖市
    Province,
    /// A city, prefecture or league. 地级市、州、盟
    City,
    /// A county, district or county-level city. 县、区、县级市
    County,
    /// An industrial park or development zone; has no national code. 园区、开发区
    Park,
    /// A township or street office. 乡镇、街道
    Township,
}

/// What kind of unit an agency is. 单位类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::registry::AgencyKind")]
pub enum AgencyKind {
    /// A landing office or investment promotion centre. 招商落地办、招商促进中心
    LandingOffice,
    /// A government or administrative committee. 政府、管委会
    Government,
    /// A department that decides or supervises. 审批和主管部门
    Department,
    /// Water, power, gas, heat. 水电气热等公用企业
    Utility,
    /// A state-owned firm of the city. 市属国企
    StateFirm,
    /// An investment office stationed elsewhere. 驻外招商机构
    OutpostOffice,
    /// Another. 其他
    Other,
}

/// What a post is for. It decides what its holder may do. 岗位类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::actor::PostRole")]
pub enum PostRole {
    /// Works on projects. 落地专员
    Specialist,
    /// Heads the landing office. 落地办负责人
    Manager,
    /// Clerk of an agency: records what happens to cases. 部门经办人
    Clerk,
    /// Decides and approves. 领导
    Leader,
    /// Keeps people and data, decides no project. 系统管理员
    Administrator,
    /// Reads only. 审计
    Auditor,
    /// An approval system's account. 系统对接
    Integration,
}

/// By what a leader's decision was given. 决定形式
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::actor::Instrument")]
pub enum Instrument {
    /// A written instruction. 批示
    Instruction,
    /// The minutes of a meeting. 会议纪要
    Minutes,
    /// A formal document. 正式文件
    Document,
    /// By word of mouth. 口头
    Oral,
}

/// What an entry of the record of administration is about. 管理留痕对象
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::administration::Subject")]
pub enum AdministrationSubject {
    /// A region. 区划
    Region,
    /// An agency. 单位
    Agency,
    /// A post. 岗位
    Post,
    /// An officer. 人员
    Officer,
    /// A token. 令牌
    Token,
    /// An account. 账号
    Account,
    /// An absence. 请假
    Absence,
    /// A recorder. 代录人
    Recorder,
    /// The days off of a year. 放假安排
    DaysOff,
    /// What a region says otherwise than the permit catalogue. 地方调整
    PermitOverride,
    /// A duty rule. 责任分工
    DutyRule,
    /// A project, of which texts were erased. Such entries belong to no region: they are read in dumps only. 项目
    Project,
}
