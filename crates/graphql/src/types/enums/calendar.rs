//! Working days.

use async_graphql::Enum;

/// What the days of a limit are. 时限单位
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::calendar::DayUnit")]
pub enum DayUnit {
    /// Days on which offices work. 工作日
    Working,
    /// Every day. 自然日
    Calendar,
}
