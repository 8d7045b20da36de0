//! Projects that look the same.

use async_graphql::Enum;

/// What was decided about two projects that look the same. 查重认定
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::duplicate::RulingKind")]
pub enum DuplicateRuling {
    /// They are not one: each goes on by itself. 单独推进
    KeepApart,
    /// Whoever was first talks alone until a day; then somebody has to look again. 首谈有效
    FirstContactStands,
    /// They are one: the later one ends, and the earlier one goes on. 合并
    Merge,
}
