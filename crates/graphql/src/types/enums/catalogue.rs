//! The permit catalogue.

use async_graphql::Enum;

/// The stage of the national exchange that a permit belongs to, with what the catalogue tracks beside it. 审批阶段
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::ExchangeStage")]
pub enum ExchangeStage {
    /// Before the first stage. 前期
    #[graphql(name = "S0")]
    Before,
    /// Project, land and planning permits. 立项用地规划许可
    #[graphql(name = "S1")]
    Land,
    /// Permits of the design. 工程建设许可
    #[graphql(name = "S2")]
    Planning,
    /// Construction permits. 施工许可
    #[graphql(name = "S3")]
    Construction,
    /// Acceptance. 竣工验收
    #[graphql(name = "S4")]
    Completion,
    /// May run at any time. 并行推进
    #[graphql(name = "S5")]
    Parallel,
    /// Municipal utilities and other elements. 市政公用
    #[graphql(name = "U")]
    Utility,
    /// Production and business. 生产经营
    #[graphql(name = "O")]
    Operation,
}

/// A point of the project that permits lead up to, or that must be passed before others can be asked for. 项目节点
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::Node")]
pub enum ProjectPoint {
    /// Start of works. 开工
    Start,
    /// Completion of works. 竣工
    Completion,
    /// The first real discharge or trial run. 试生产
    TrialProduction,
    /// Production. 投产
    Production,
}

/// What stops the clock of a permit (行政许可法 art. 45, and special rules). 不计时事由
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::StopKind")]
pub enum StopKind {
    /// A hearing. 听证
    Hearing,
    /// A tender or auction. 招标、拍卖
    Tender,
    /// Inspection, testing, quarantine, appraisal. 检验、检测、检疫、鉴定
    Inspection,
    /// Review by experts. 专家评审
    ExpertReview,
    /// A public notice. 公示、公告
    PublicNotice,
    /// A look at the site, or archaeology. 现场踏勘、考古勘探
    SiteSurvey,
    /// Papers are supplemented. 补充材料
    Supplement,
    /// Something is put right. 整改
    Rectification,
    /// Quotas are traded, or land balanced. 指标交易、占补平衡
    QuotaTrade,
}

/// What becomes of a grant that was not used in time. 逾期处理
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::Lapse")]
pub enum Lapse {
    /// It is void. 失效
    Void,
    /// It is looked at again. 重新审核
    ReExamine,
}

/// What a region says of an entry of the permit catalogue. 地方调整类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitTypeOverrideKind {
    /// It is not asked for there. 取消
    TakenOff,
    /// Some of it is otherwise. 调整
    Adjusted,
    /// An entry that the catalogue does not have. 新增
    Extra,
}
