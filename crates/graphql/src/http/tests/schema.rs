//! A small schema with one field for every way a resolver can behave.

#![expect(clippy::unused_async, reason = "the macro wants its resolvers async")]

use std::{
    io::Error as IoError,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{
    Context, EmptySubscription, Enum, InputObject, MaybeUndefined, Object, Schema, SchemaBuilder,
    SimpleObject,
};
use tokio::sync::Notify;

use super::RequestContext;
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
    page::{PageArgs, page_cost},
    scalars::Date,
};

/// What the resolvers did.
#[derive(Default)]
pub(in crate::http) struct State {
    /// Mutations that came to their end.
    pub(in crate::http) done: AtomicUsize,
    /// Told when a slow mutation begins.
    pub(in crate::http) begun: Notify,
}

/// Put there by the endpoint's own hook.
pub(super) struct PerRequest(pub(super) Language);

pub(super) fn build(state: Arc<State>) -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription).data(state)
}

pub(super) struct Query;
pub(super) struct Mutation;

#[derive(SimpleObject)]
#[graphql(complex)]
struct Item {
    name: String,
}

#[async_graphql::ComplexObject]
impl Item {
    async fn item(&self) -> Self {
        Self { name: self.name.clone() }
    }

    /// Fails for the item called "1".
    async fn maybe(&self) -> async_graphql::Result<Option<&str>> {
        if self.name == "1" { Err(async_graphql::Error::new(SECRET)) } else { Ok(Some("fine")) }
    }

    /// The same where null is not allowed.
    async fn surely(&self) -> async_graphql::Result<&str> {
        if self.name == "1" { Err(async_graphql::Error::new(SECRET)) } else { Ok("fine") }
    }
}

#[derive(Clone, Copy, Enum, PartialEq, Eq)]
enum Colour {
    Red,
    Blue,
}

#[derive(InputObject)]
struct Filter {
    any: Option<Vec<i32>>,
    text: MaybeUndefined<String>,
}

/// Stands for any error of a library.
#[derive(Debug, thiserror::Error)]
#[error("query failed: {0}")]
struct LibraryError(#[from] IoError);

const SECRET: &str = "password=hunter2";

/// Out of sight of the macro, which complains of code that cannot be reached.
fn explode() -> i32 {
    panic!("{SECRET}")
}

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }

    async fn me(&self, ctx: &Context<'_>) -> async_graphql::Result<String> {
        let context = ctx.data::<RequestContext<&'static str>>()?;
        let PerRequest(language) = ctx.data()?;
        Ok(format!("{} {:?} {:?}", context.principal, context.language, language))
    }

    async fn item(&self) -> Item {
        Item { name: "a".to_owned() }
    }

    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn items(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        last: Option<i32>,
        after: Option<String>,
    ) -> Result<Vec<Item>, PublicError> {
        let PerRequest(language) = ctx.data_unchecked();
        let page = PageArgs::parse(first.or(last), after.as_deref(), *language)?;
        Ok((0..page.first).map(|n| Item { name: n.to_string() }).collect())
    }

    async fn grid(&self) -> Vec<Vec<Option<Item>>> {
        vec![vec![Some(Item { name: "0".to_owned() }), Some(Item { name: "1".to_owned() }), None]]
    }

    async fn optional_items(&self) -> Option<Vec<Item>> {
        Some((0..3).map(|n| Item { name: n.to_string() }).collect())
    }

    async fn colour(&self, colour: Colour, others: Option<Vec<Colour>>) -> usize {
        [colour].iter().chain(others.iter().flatten()).filter(|colour| **colour == Colour::Red).count()
    }

    async fn number(&self, n: Option<i32>) -> Option<i32> {
        n
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn day(&self, date: Date) -> Date {
        date
    }

    async fn filter(&self, filter: Filter) -> String {
        format!("{} {:?}", filter.any.map_or(0, |any| any.len()), filter.text)
    }

    async fn forbidden(&self, ctx: &Context<'_>) -> Result<Option<i32>, PublicError> {
        let PerRequest(language) = ctx.data_unchecked();
        Err(PublicError::plain(ErrorCode::Forbidden, *language).because(IoError::other(SECRET)))
    }

    async fn internal(&self) -> Result<Option<i32>, PublicError> {
        Err(PublicError::internal(LibraryError(IoError::other(SECRET))))
    }

    async fn leaky(&self) -> async_graphql::Result<Option<i32>> {
        Err(LibraryError(IoError::other(SECRET)).into())
    }

    async fn leaky_text(&self) -> async_graphql::Result<Option<i32>> {
        Err(SECRET.into())
    }

    async fn leaky_bare(&self) -> async_graphql::Result<Option<i32>> {
        Err(async_graphql::Error::new(SECRET))
    }

    async fn leaky_code(&self) -> async_graphql::Result<Option<i32>> {
        use async_graphql::ErrorExtensions as _;
        Err(async_graphql::Error::new(SECRET).extend_with(|_, values| values.set("code", "BAD_USER_INPUT")))
    }

    async fn leaky_not_null(&self) -> async_graphql::Result<i32> {
        Err(async_graphql::Error::new(SECRET))
    }

    async fn panics(&self) -> i32 {
        explode()
    }

    #[graphql(complexity = "usize::try_from(first).unwrap() * child_complexity")]
    async fn panics_when_priced(&self, first: i32) -> Vec<Item> {
        vec![Item { name: first.to_string() }]
    }
}

#[Object]
impl Mutation {
    async fn count(&self, ctx: &Context<'_>) -> usize {
        ctx.data_unchecked::<Arc<State>>().done.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Begins, waits, and only then counts.
    async fn slow(&self, ctx: &Context<'_>, millis: u64) -> usize {
        let state = ctx.data_unchecked::<Arc<State>>();
        state.begun.notify_one();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        state.done.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn panics(&self) -> i32 {
        explode()
    }
}
