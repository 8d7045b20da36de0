//! Objects of the API by their ids, through the request's loaders.

use std::fmt::Display;
use std::future::Future;

use async_graphql::Context;

use crate::{codes::PublicError, schema::failure::Missing};

/// An object of the API that has an id.
pub(crate) trait Fetch: Sized + Send {
    /// Its id.
    type Id: Display + Copy + Send;

    /// The object, if it exists.
    fn fetch(
        ctx: &Context<'_>,
        id: Self::Id,
    ) -> impl Future<Output = Result<Option<Self>, PublicError>> + Send;

    /// An object that another names; both databases hold that it exists.
    fn named(ctx: &Context<'_>, id: Self::Id) -> impl Future<Output = Result<Self, PublicError>> + Send {
        async move { Ok(Self::fetch(ctx, id).await?.ok_or_else(|| Missing::Object(id.to_string()))?) }
    }

    /// An object that another may name.
    fn maybe(
        ctx: &Context<'_>,
        id: Option<Self::Id>,
    ) -> impl Future<Output = Result<Option<Self>, PublicError>> + Send {
        async move {
            match id {
                Some(id) => Self::named(ctx, id).await.map(Some),
                None => Ok(None),
            }
        }
    }
}
