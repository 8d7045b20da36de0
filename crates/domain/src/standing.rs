//! Standing 状态: whether a project is being pushed forward.

use chrono::{Months, NaiveDate};

use crate::coded::coded_enum;

/// Whether a project is being pushed forward, and what is true only then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 推进中.
    Active,
    /// 暂停: approved one level up, for at most [`MAX_PAUSE`], renewed at most [`MAX_RENEWALS`] times within a stage.
    Paused(Pause),
    /// 终止: every step is closed; reopening restores them.
    Withdrawn {
        /// The day of the withdrawal.
        on: NaiveDate,
    },
}

/// A pause that is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The day it began.
    pub since: NaiveDate,
    /// The last day approved.
    pub until: NaiveDate,
    /// How often the project was paused before in the same stay in a stage: each time again is a renewal.
    pub renewals: i64,
    /// The justified reason 正当理由.
    pub ground: PauseGround,
}

/// The longest span of one approval of a pause, and of each renewal: three months.
pub const MAX_PAUSE: Months = Months::new(3);
/// How often a pause may be renewed. A project that is resumed and paused again without having moved on renews: else the
/// limit would last no longer than a day of work. A stay in a stage so holds three pauses of three months at most.
pub const MAX_RENEWALS: i64 = 2;

coded_enum! {
    /// Reasons outside government that justify a pause.
    pub enum PauseGround {
        /// 市场: the market for the product broke away.
        Market = "MARKET",
        /// 资金: the investor's funds are late.
        Funds = "FUNDS",
        /// 诉讼: a lawsuit.
        Lawsuit = "LAWSUIT",
        /// 不可抗力: force majeure.
        ForceMajeure = "FORCE_MAJEURE",
        /// 其他: told in the reason.
        Other = "OTHER",
    }
}

coded_enum! {
    /// The bare kind of a standing, for filters and messages.
    pub enum StandingKind {
        /// 推进中.
        Active = "ACTIVE",
        /// 暂停.
        Paused = "PAUSED",
        /// 终止.
        Withdrawn = "WITHDRAWN",
    }
}

impl Standing {
    /// The kind without its details.
    pub const fn kind(&self) -> StandingKind {
        match self {
            Self::Active => StandingKind::Active,
            Self::Paused(_) => StandingKind::Paused,
            Self::Withdrawn { .. } => StandingKind::Withdrawn,
        }
    }
}
