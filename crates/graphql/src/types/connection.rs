//! Connections: pages of a list in the manner of Relay's cursor connections.
//!
//! Not async-graphql's own: its types cannot be described, and its total cannot be left uncounted.

use std::borrow::Cow;
use std::future::Future;

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};

use crate::{
    codes::PublicError,
    page::{Cursor, PageArgs},
};

/// Something that comes in pages.
pub(crate) trait Listed: OutputType + Sync {
    /// The name of its connection.
    const CONNECTION: &'static str;
    /// The name of its edge.
    const EDGE: &'static str;
    /// Which list it is, where there is more than one.
    type List: Send + Sync;

    /// How many there are on all pages.
    fn total(ctx: &Context<'_>, list: &Self::List) -> impl Future<Output = Result<i64, PublicError>> + Send;
}

/// One page of a list. 分页
pub(crate) struct Connection<T: Listed> {
    list: T::List,
    edges: Vec<Edge<T>>,
    info: PageInfo,
}

/// An entry of a list and its place there. 列表项
pub(crate) struct Edge<T> {
    node: T,
    cursor: String,
}

/// Which part of a list a page is. 分页信息
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct PageInfo {
    /// Whether entries follow this page. 是否有下一页
    has_next_page: bool,
    /// Whether entries stand before this page. 是否有上一页
    has_previous_page: bool,
    /// The cursor of the first entry; null on an empty page. 首项游标
    start_cursor: Option<String>,
    /// The cursor of the last entry: the `after` of the next page; null on an empty page. 末项游标
    end_cursor: Option<String>,
}

impl<T: Listed> Connection<T> {
    /// The page asked for, from its rows, each with where it stands, and one more when there are more.
    pub(crate) fn new(list: T::List, page: &PageArgs, mut rows: Vec<(T, String)>) -> Self {
        let most = usize::from(page.first);
        let has_next_page = rows.len() > most;
        rows.truncate(most);
        let edge = |(node, place): (T, String)| Edge { cursor: Cursor::new(place).encode(), node };
        let edges: Vec<Edge<T>> = rows.into_iter().map(edge).collect();
        let info = PageInfo {
            has_next_page,
            // Whoever names a cursor has seen its entry.
            has_previous_page: page.after.is_some(),
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { list, edges, info }
    }
}

impl<T: Listed> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::CONNECTION)
    }
}

impl<T: Listed> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::EDGE)
    }
}

/// One page of a list. 分页
#[Object(name_type)]
impl<T: Listed> Connection<T> {
    /// The entries with their cursors. 带游标的列表项
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The entries alone. 列表项
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Which part of the list this page is. 分页信息
    async fn page_info(&self) -> &PageInfo {
        &self.info
    }

    /// How many entries all pages have; counted only when asked for. 总数
    #[graphql(complexity = 10)]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64, PublicError> {
        T::total(ctx, &self.list).await
    }
}

/// An entry of a list and its place there. 列表项
#[Object(name_type)]
impl<T: Listed> Edge<T> {
    /// The entry. 列表项
    async fn node(&self) -> &T {
        &self.node
    }

    /// The entry's place in the list, to continue after it; opaque. 游标
    async fn cursor(&self) -> &str {
        &self.cursor
    }
}
