//! Milestones 节点: dated facts with evidence. What happened is always recordable.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::MilestoneId;
use crate::private::Private;
use crate::stage::Track;

coded_enum! {
    /// What happened.
    pub enum MilestoneKind {
        /// 注册: the project company is registered.
        Registered = "REGISTERED",
        /// 供地: land was supplied.
        LandSupplied = "LAND_SUPPLIED",
        /// 开工: works began.
        Started = "STARTED",
        /// 竣工: built and accepted.
        Completed = "COMPLETED",
        /// 入库/入统: accepted into the statistics base.
        InStatistics = "IN_STATISTICS",
        /// 投产: the first product.
        Producing = "PRODUCING",
        /// 达产: the design output is reached.
        FullOutput = "FULL_OUTPUT",
    }
}

coded_enum! {
    /// What was seen on site when works are said to have begun.
    pub enum Works {
        /// 深基坑开挖.
        DeepPit = "DEEP_PIT",
        /// 桩基.
        Piles = "PILES",
        /// 基础.
        Foundation = "FOUNDATION",
        /// 厂房改造装修 (leased or upgraded workshops).
        FitOut = "FIT_OUT",
        /// 设备安装.
        Equipment = "EQUIPMENT",
        /// 场地平整: not a start.
        Levelling = "LEVELLING",
        /// 围墙: not a start.
        Fence = "FENCE",
        /// 临时设施: not a start.
        Temporary = "TEMPORARY",
    }
}

impl Works {
    /// Whether these works are a start for the track. New buildings start with a pit, piles or a foundation
    /// (闲置土地处置办法 names the same: 挖深基坑、桩基、基础), never with levelling, fences or sheds.
    pub const fn is_start(self, track: Track) -> bool {
        match self {
            Self::DeepPit | Self::Piles | Self::Foundation => true,
            Self::FitOut | Self::Equipment => matches!(track, Track::Leased | Track::Upgrade),
            Self::Levelling | Self::Fence | Self::Temporary => false,
        }
    }
}

coded_enum! {
    /// What proves a milestone.
    pub enum EvidenceKind {
        /// 现场照片.
        Photo = "PHOTO",
        /// 文件、证照: with its number.
        Document = "DOCUMENT",
        /// 现场核验记录.
        SiteVisit = "SITE_VISIT",
        /// 发票.
        Invoice = "INVOICE",
        /// 其他.
        Other = "OTHER",
    }
}

/// One proof of a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Where to find it: a document number, a file name, an address.
    pub reference: Private,
    /// What it shows.
    pub note: Option<Private>,
}

/// A dated fact. A project has at most one per kind; recording it again corrects it and both stay in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// What happened.
    pub kind: MilestoneKind,
    /// When it happened.
    pub occurred_on: NaiveDate,
    /// What was seen on site; given with [`MilestoneKind::Started`] and only with it.
    pub works: Option<Works>,
    /// What proves it.
    pub evidence: Vec<Evidence>,
}
