//! Enterprises 企业.

use std::collections::BTreeSet;

use crate::codes::CreditCode;
use crate::ids::EnterpriseId;

/// An enterprise that invests, builds or runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enterprise {
    /// Its id.
    pub id: EnterpriseId,
    /// Its name now.
    pub name: String,
    /// Names it had before 曾用名.
    pub former_names: BTreeSet<String>,
    /// 统一社会信用代码, checked; foreign investors have none.
    pub credit_code: Option<CreditCode>,
    /// Where it is registered, as given.
    pub registered_at: Option<String>,
    /// Counts its changes.
    pub version: i64,
}
