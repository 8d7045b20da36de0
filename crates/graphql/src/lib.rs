//! The GraphQL side of Luodi: an HTTP handler of our own, limits, error codes, scalars and pages.
//!
//! async-graphql's stock axum service accepts mutations by GET and as plain text, has no limits and lets
//! internal error text through; so the way from a byte on the wire to a resolver is written here.

pub mod codes;
pub mod http;
pub mod language;
pub mod limits;
pub mod page;
pub mod scalars;
