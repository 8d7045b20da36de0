//! Terms 谈判条件: what a place offers a project while both talk, and what was agreed of it.
//!
//! They are a confidentiality class of their own: whoever may read the whole project need not know what it was promised
//! ([`crate::access::Action::SeeTerms`]).

use std::collections::BTreeMap;

use crate::coded::coded_enum;
use crate::money::Money;
use crate::private::Private;

coded_enum! {
    /// What a subsidy 补贴 is for.
    pub enum SubsidyKind {
        /// 用地: for the land.
        Land = "LAND",
        /// 厂房: rent or construction of buildings.
        Premises = "PREMISES",
        /// 设备: equipment and investment in fixed assets.
        Equipment = "EQUIPMENT",
        /// 贷款贴息: interest on loans.
        Interest = "INTEREST",
        /// 用能: power, gas, heat, water.
        Energy = "ENERGY",
        /// 物流: transport.
        Logistics = "LOGISTICS",
        /// 人才和用工: people.
        People = "PEOPLE",
        /// 研发: research.
        Research = "RESEARCH",
        /// 地方贡献奖励: a reward for what the enterprise contributes to local revenue.
        Contribution = "CONTRIBUTION",
        /// 其他.
        Other = "OTHER",
    }
}

/// What is offered for one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsidy {
    /// How much at most in all; nothing when no sum was named.
    pub amount: Option<Money>,
    /// On what condition.
    pub condition: Option<Private>,
}

/// The terms of a project as they stand. They are recorded as a whole: what is left out is no longer offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// 地价: the price of land, per mu 亩.
    pub land_price: Option<Money>,
    /// What is offered, one line a purpose.
    pub subsidies: BTreeMap<SubsidyKind, Subsidy>,
    /// Everything else.
    pub note: Option<Private>,
}

impl Terms {
    /// Whether nothing is offered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
