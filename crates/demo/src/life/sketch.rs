//! What is to be told of a project, before it is told.

use chrono::NaiveDate;
use luodi_domain::agreement::AgreementKind;
use luodi_domain::ids::{EnterpriseId, OfficerId};
use luodi_domain::money::Money;
use luodi_domain::stage::{Stage, Track};

use crate::content::facts::Facts;
use crate::number::Number;

/// The days of a life. Those ahead of the demo's morning have not come yet, and are told as plans.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    pub(crate) lead: NaiveDate,
    pub(crate) negotiation: NaiveDate,
    pub(crate) sign: NaiveDate,
    pub(crate) permit: NaiveDate,
    pub(crate) start: NaiveDate,
    pub(crate) produce: NaiveDate,
}

/// What befalls a project on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Nothing out of the ordinary.
    Plain,
    /// Sent back to 签约 once, since the land was not settled.
    Returned,
    /// Paused now.
    Paused,
    /// Paused once, and resumed.
    Resumed,
    /// Given up on this day.
    Withdrawn(NaiveDate),
    /// Given up while it was talked over, and taken up again.
    Reopened,
    /// Started before its construction permit, on a leader's authority.
    WithGaps,
    /// Split into two phases after the signature.
    Phases,
    /// Renamed after the signature.
    Renamed,
}

/// One project to be told.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    /// Its number among all, from which its ids and its chances come.
    pub(crate) number: Number,
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) track: Track,
    pub(crate) chain: Option<&'static str>,
    pub(crate) industry: Option<&'static str>,
    /// Which office lands it.
    pub(crate) office: usize,
    pub(crate) specialist: OfficerId,
    pub(crate) amount: Option<Money>,
    pub(crate) labels: Vec<&'static str>,
    pub(crate) days: Days,
    /// The stage at which it came in from a ledger; a lead otherwise.
    pub(crate) entry: Stage,
    /// What decides its permits.
    pub(crate) facts: Facts,
    /// Of a phase, the day since which it is a project of its own.
    pub(crate) since: Option<NaiveDate>,
    pub(crate) course: Course,
    pub(crate) agreement: AgreementKind,
    /// The fair at which it was signed.
    pub(crate) fair: Option<&'static str>,
    /// Whether it is filed while it is still talked over.
    pub(crate) early_filing: bool,
    pub(crate) investor: EnterpriseId,
    pub(crate) company: EnterpriseId,
}
