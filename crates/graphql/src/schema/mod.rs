//! The schema: queries, subscriptions, the node interface, loaders, and how they are put together.

mod catalogue;
pub(crate) mod failure;
mod lists;
pub mod loaders;
mod node;
mod query;
mod rounds;
mod subscription;

pub use query::{ProjectBy, Query};
pub use subscription::Subscription;

use async_graphql::{Context, SDLExportOptions, Schema};
use chrono::NaiveDate;
use luodi_app::{App, AppError, access::Principal, notices::Notices, sight::Sight};

use self::failure::{Missing, failure};
use self::loaders::{Loaders, Published};
use crate::{
    codes::PublicError, http::RequestContext, language::Language, limits::Guarded, mutations::Mutation,
};

/// The schema over an application, with every limit set.
///
/// A request needs its [`loaders::Loaders`] and its [`RequestContext`] in its data.
pub fn schema(app: App) -> Guarded {
    Guarded::new(Schema::build(Query, Mutation::default(), Subscription).data(app).extension(rounds::Drive))
}

/// The schema in GraphQL's own language, as `schema.graphql` has it: the same text for the same schema.
///
/// Values of enums keep their order, which for stages and precisions means something.
pub fn sdl() -> String {
    let schema = Schema::build(Query, Mutation::default(), Subscription).finish();
    schema.sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().include_specified_by())
}

/// What the caller sees: whatever is read for him is read through it.
pub(crate) fn sight<'a>(ctx: &Context<'a>) -> Result<&'a Sight, PublicError> {
    Ok(Loaders::of(ctx)?.sight())
}

/// The application that carries out the caller's commands. What it reads it reads for itself: see [`sight`].
pub(crate) fn commands<'a>(ctx: &Context<'a>) -> Result<&'a App, PublicError> {
    Ok(ctx.data_opt::<App>().ok_or(Missing::Data("application"))?)
}

/// The business day in Asia/Shanghai.
pub(crate) fn today(ctx: &Context<'_>) -> Result<NaiveDate, PublicError> {
    Ok(commands(ctx)?.today())
}

/// What is published now: the working-day calendar, and what regions say otherwise than the permit catalogue.
pub(crate) async fn notices(ctx: &Context<'_>) -> Result<Notices, PublicError> {
    let found = Loaders::of(ctx)?.one(Published).await?;
    Ok(found.ok_or(Missing::Data("notices"))?)
}

/// Who calls.
pub(crate) fn caller<'a>(ctx: &Context<'a>) -> Result<&'a Principal, PublicError> {
    let request = ctx.data_opt::<RequestContext<Principal>>().ok_or(Missing::Data("caller"))?;
    Ok(&request.principal)
}

/// The caller's language.
pub(crate) fn language(ctx: &Context<'_>) -> Language {
    ctx.data_opt::<RequestContext<Principal>>().map_or_else(Language::default, |request| request.language)
}

/// Turns what the application could not answer into what the caller learns of it.
pub(crate) fn failed(ctx: &Context<'_>) -> impl Fn(AppError) -> PublicError + Clone + Send + Sync + use<> {
    let language = language(ctx);
    move |error| failure(error, language)
}

#[cfg(test)]
mod tests;
