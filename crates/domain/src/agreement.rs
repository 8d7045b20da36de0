//! Agreements 协议: signed papers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::AgreementId;
use crate::money::Money;
use crate::private::Private;

coded_enum! {
    /// What kind of paper was signed. Only a contract or an agreement carries a project to SIGNED.
    pub enum AgreementKind {
        /// 合同: binding, with an amount.
        Contract = "CONTRACT",
        /// 协议: with an amount, some conditions still open.
        Agreement = "AGREEMENT",
        /// 意向: direction only.
        Intent = "INTENT",
        /// 框架: direction only, no binding amount.
        Framework = "FRAMEWORK",
    }
}

impl AgreementKind {
    /// Whether it binds enough for the stage SIGNED.
    pub const fn carries_signature(self) -> bool {
        matches!(self, Self::Contract | Self::Agreement)
    }
}

/// A signed paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// What was signed.
    pub kind: AgreementKind,
    /// Its title, where it has one of its own.
    pub title: Option<Private>,
    /// The document number.
    pub number: Option<String>,
    /// The amount promised.
    pub amount: Option<Money>,
    /// The day of the signature.
    pub signed_on: NaiveDate,
    /// The event at which it was signed 签约活动, such as 兰洽会.
    pub event: Option<String>,
    /// The earlier paper that this one replaces.
    pub supersedes: Option<AgreementId>,
    /// The day it was dissolved 解约.
    pub ended_on: Option<NaiveDate>,
}

impl Agreement {
    /// Whether it is in force on a day among all papers of its project: signed by then, not dissolved, not replaced by
    /// another.
    pub fn is_in_force(&self, among: &BTreeMap<AgreementId, Self>, day: NaiveDate) -> bool {
        self.signed_on <= day
            && self.ended_on.is_none_or(|ended| day < ended)
            && self.successor(among).is_none_or(|other| day < other.signed_on)
    }

    /// The paper that replaces it; at most one can.
    pub fn successor<'a>(&self, among: &'a BTreeMap<AgreementId, Self>) -> Option<&'a Self> {
        among.values().find(|other| other.supersedes == Some(self.id))
    }
}

/// Whether a contract or agreement is in force on a day.
pub fn signature_in_force(agreements: &BTreeMap<AgreementId, Agreement>, day: NaiveDate) -> bool {
    agreements.values().any(|paper| paper.kind.carries_signature() && paper.is_in_force(agreements, day))
}
