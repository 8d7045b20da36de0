//! GraphQL over HTTP (the working draft of graphql.github.io/graphql-over-http), without anonymous access.
//!
//! A request passes, in this order: method, answer media type, caller, content type, body size, JSON form,
//! the limits on its text, document and variables, and only then the schema. Mutations run in tasks of their
//! own, see [`MutationGuard`].

mod accept;
mod authenticate;
mod body;
mod context;
mod endpoint;
mod errors;
mod mutation;
mod operation;
mod params;
mod refusal;
mod reply;
mod root;
mod socket;
mod variables;

pub use authenticate::{AuthError, Authenticate, ON_BEHALF_OF, bearer_token, on_behalf_of};
pub use body::{is_json, linger_for};
pub use context::RequestContext;
pub use endpoint::{Endpoint, router};
pub use mutation::{MutationGuard, NotRun};
pub use refusal::{NOT_DEPUTY, READ_ONLY};
pub use socket::{KeepWatch, Sockets, socket_router};

#[cfg(test)]
mod tests;
