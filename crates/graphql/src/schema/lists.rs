//! Pages of lists: which is asked for, and what stands on it.

use async_graphql::Context;
use futures::future::try_join_all;
use luodi_app::list::{List, Order, Page, Paging};
use luodi_domain::ids::IdError;

use super::language;
use crate::{
    codes::{ErrorCode, PublicError},
    page::{Cursor, PageArgs},
    types::fetch::Fetch,
};

/// Most fields to sort by.
const MAX_ORDER: usize = 3;

/// One row more than the page has, which tells whether another page follows.
pub(super) fn limit(page: &PageArgs) -> u32 {
    u32::from(page.first) + 1
}

/// The objects of a page, each with its place.
pub(super) async fn placed<T: Fetch>(
    ctx: &Context<'_>,
    page: Page<T::Id>,
) -> Result<Vec<(T, String)>, PublicError> {
    let found = try_join_all(page.rows.into_iter().map(async |(id, place)| {
        Ok::<_, PublicError>(T::fetch(ctx, id).await?.map(|object| (object, place)))
    }));
    Ok(found.await?.into_iter().flatten().collect())
}

/// Which page of a sorted list.
pub(super) fn paging<L: List>(
    ctx: &Context<'_>,
    page: &PageArgs,
    order_by: Vec<impl Into<Order<L::Key>>>,
) -> Result<Paging<L>, PublicError> {
    if order_by.len() > MAX_ORDER {
        let zh = format!("最多按 {MAX_ORDER} 个字段排序，收到 {} 个。", order_by.len());
        return Err(bad_input(
            ctx,
            zh,
            format!("At most {MAX_ORDER} fields to sort by, got {}.", order_by.len()),
        ));
    }
    let order: Vec<Order<L::Key>> = order_by.into_iter().map(Into::into).collect();
    let after = page.after.as_ref().map(Cursor::key);
    Paging::new(&order, after, limit(page)).map_err(|_| other_list(ctx))
}

pub(super) fn other_list(ctx: &Context<'_>) -> PublicError {
    let zh = "after 不是按此排序的本列表的游标。".to_owned();
    bad_input(ctx, zh, "`after` is not a cursor of this list in this order.".to_owned())
}

/// The id in a page's cursor. A cursor of another list is refused: its rows are not in this one.
pub(super) fn place<Id>(
    ctx: &Context<'_>,
    page: &PageArgs,
    parse: impl Fn(&str) -> Result<Id, IdError>,
) -> Result<Option<Id>, PublicError> {
    let other_list = |_| {
        bad_input(
            ctx,
            "after 不是本列表的游标。".to_owned(),
            "`after` is not a cursor of this list.".to_owned(),
        )
    };
    page.after.as_ref().map(|cursor| parse(cursor.key()).map_err(other_list)).transpose()
}

pub(super) fn bad_input(ctx: &Context<'_>, zh: String, en: String) -> PublicError {
    PublicError::new(ErrorCode::BadUserInput, language(ctx).pick(zh, en))
}
