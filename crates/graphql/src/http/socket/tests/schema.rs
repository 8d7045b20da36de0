//! A small schema with one subscription for every way a stream can behave.

#![expect(clippy::unused_async, reason = "the macro wants its resolvers async")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{Context, EmptyMutation, Object, Schema, SchemaBuilder, Subscription as Subscribe};
use futures::{Stream, StreamExt as _, stream};

use crate::codes::{ErrorCode, PublicError};

/// How many events were made.
pub(super) type Made = Arc<AtomicUsize>;

pub(super) fn build(made: Made) -> SchemaBuilder<Query, EmptyMutation, Subscription> {
    Schema::build(Query, EmptyMutation, Subscription).data(made)
}

pub(super) struct Query;
pub(super) struct Subscription;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }
}

#[Subscribe]
impl Subscription {
    /// The numbers from 1 on.
    async fn count(&self, ctx: &Context<'_>, to: usize) -> impl Stream<Item = usize> {
        let made = Arc::clone(ctx.data_unchecked::<Made>());
        stream::iter(1..=to).inspect(move |_| {
            made.fetch_add(1, Ordering::SeqCst);
        })
    }

    /// Nothing, and no end.
    async fn never(&self) -> impl Stream<Item = usize> {
        stream::pending()
    }

    /// Refused from the beginning, for the caller to know.
    async fn refused(&self) -> Result<impl Stream<Item = usize>, PublicError> {
        Err::<stream::Empty<usize>, _>(PublicError::new(ErrorCode::BadUserInput, "no"))
    }

    /// One event, then a failure of which nobody may know.
    async fn broken(&self) -> impl Stream<Item = async_graphql::Result<usize>> {
        stream::iter([Ok(1), Err(async_graphql::Error::new("password=hunter2")), Ok(3)])
    }

    /// One event, then a panic.
    async fn panics(&self) -> impl Stream<Item = usize> {
        stream::iter([1, 2]).map(|n| if n == 2 { panic!("password=hunter2") } else { n })
    }
}
