//! A change of a project, as the feed tells of it.

use async_graphql::{Context, ID, Object};
use luodi_app::feed::Change;

use super::{Project, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    page::Cursor,
    scalars::DateTime,
    schema::{failed, sight},
};

/// What stands before the number in a cursor of the feed, so that no other list's cursor is taken for one.
const PLACE: &str = "change:";

/// The cursor of a number in the feed.
pub(crate) fn cursor(no: i64) -> String {
    Cursor::new(format!("{PLACE}{no}")).encode()
}

/// The number in a cursor of the feed; `None` when it is none.
pub(crate) fn number(cursor: &str) -> Option<i64> {
    let cursor = Cursor::decode(cursor).ok()?;
    cursor.key().strip_prefix(PLACE)?.parse().ok().filter(|no| *no >= 0)
}

/// A change of a project: what one command did to it. Changes come in one order, the same for everybody. 项目变动
#[derive(Clone)]
pub struct ProjectChange(pub(crate) Change);

/// A change of a project: what one command did to it. Changes come in one order, the same for everybody. 项目变动
#[Object]
impl ProjectChange {
    /// Where this change stands: a subscription with this as `after` goes on with the next one. 游标
    async fn cursor(&self) -> String {
        cursor(self.0.no)
    }

    /// The project that changed. 项目标识
    async fn project_id(&self) -> ID {
        global(self.0.project)
    }

    /// The project as it is now, at `version` or later; null when the caller may not see it. 招商项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>, PublicError> {
        Project::fetch(ctx, self.0.project).await
    }

    /// The place in the project's history where this change begins. 起始序号
    async fn from_sequence(&self) -> i64 {
        self.0.first
    }

    /// The version of the project after this change: the place in its history where the change ends. 版本
    async fn version(&self) -> i64 {
        self.0.last
    }

    /// The command's code, such as `ADVANCE`, for those who may read the history. 操作
    async fn command(&self, ctx: &Context<'_>) -> Result<Option<&str>, PublicError> {
        Ok(self.may_read_history(ctx).await?.then_some(&self.0.command))
    }

    /// Groups what one command did, also in other projects, for those who may read the history. 操作标识
    async fn command_id(&self, ctx: &Context<'_>) -> Result<Option<ID>, PublicError> {
        Ok(self.may_read_history(ctx).await?.then(|| global(self.0.command_id)))
    }

    /// When it was written down. 记录时间
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl ProjectChange {
    async fn may_read_history(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        sight(ctx)?.may_read_all(self.0.project).await.map_err(failed(ctx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_number_and_nothing_else_is() {
        for no in [0, 1, 438, i64::MAX] {
            assert_eq!(number(&cursor(no)), Some(no));
        }
        let other = |key: &str| Cursor::new(key).encode();
        for text in
            ["", "1", "中文", &other("1"), &other("change:"), &other("change:-1"), &other("change:1x")]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
