//! Parties 投资主体 (enterprises in roles over time) and credits 认定归属.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::{AgencyId, CreditId, EnterpriseId, PartyId};
use crate::private::Contact;
use crate::share::Share;

coded_enum! {
    /// What an enterprise is to a project. The signatory is often not the project company.
    pub enum PartyRole {
        /// 签约方.
        Signatory = "SIGNATORY",
        /// 控制人.
        Controller = "CONTROLLER",
        /// 项目公司.
        ProjectCompany = "PROJECT_COMPANY",
        /// 承建单位.
        Contractor = "CONTRACTOR",
    }
}

/// An enterprise in a role for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Who.
    pub enterprise: EnterpriseId,
    /// As what.
    pub role: PartyRole,
    /// From which day on.
    pub since: NaiveDate,
    /// The last day, once it ended.
    pub until: Option<NaiveDate>,
    /// Whom to call there.
    pub contact: Option<Contact>,
}

coded_enum! {
    /// Why a unit is credited with a project.
    pub enum CreditRole {
        /// 引资单位: brought the investor.
        Originating = "ORIGINATING",
        /// 承接单位: hosts the project (飞地 included).
        Hosting = "HOSTING",
    }
}

/// A unit's share in the credit for a project, over time. Shares of one role never exceed the whole on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Its id.
    pub id: CreditId,
    /// The unit.
    pub agency: AgencyId,
    /// As what.
    pub role: CreditRole,
    /// How much of the whole.
    pub share: Share,
    /// From which day on.
    pub since: NaiveDate,
    /// The last day, once it ended.
    pub until: Option<NaiveDate>,
}

impl Credit {
    /// Whether it counts on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}
