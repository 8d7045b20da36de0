//! The GraphQL side of Luodi: the schema, and an HTTP handler of our own with limits and error codes.
//!
//! async-graphql's stock axum service accepts mutations by GET and as plain text, has no limits and lets
//! internal error text through; so the way from a byte on the wire to a resolver is written here.
//!
//! Reading goes from [`schema`] through `types` and the request's loaders to the application; writing from
//! `mutations` through `inputs` to the application, and refusals come back through `messages`.

pub mod codes;
mod coercion;
mod filters;
pub mod http;
pub mod ids;
pub mod inputs;
pub mod language;
pub mod limits;
pub mod messages;
pub mod mutations;
pub mod page;
pub mod scalars;
pub mod schema;
pub mod types;

pub use schema::{schema, sdl};
