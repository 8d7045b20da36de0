//! The legal clock of a case.

use async_graphql::Enum;

/// What the clock of a case does. 计时状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::clock::ClockState")]
pub enum ClockState {
    /// It is not accepted, nothing is counted yet. 未受理
    NotStarted,
    /// Days are counted. 计时中
    Running,
    /// A supplement or a special procedure stops it. 暂停计时
    Paused,
    /// The case is decided, withdrawn or sent back. 已办结
    Ended,
}

/// How a limit stands. 时限状态
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::clock::Alert")]
pub enum ClockAlert {
    /// Nothing is to be said of it. 正常
    Normal,
    /// Two working days are left, or fewer. 预警
    Warning,
    /// The deadline has passed, or had when the case ended. 逾期
    Overdue,
}

/// Why a clock stands. 暂停事由
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::clock::PauseKind")]
pub enum ClockPauseKind {
    /// Papers are missing. 补正
    Supplement,
    /// A hearing, an appraisal, an expert review, a public notice. 特别程序
    SpecialProcedure,
}
