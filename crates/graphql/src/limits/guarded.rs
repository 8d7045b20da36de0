//! The schema with its limits set.

use std::{fmt, sync::Arc};

use async_graphql::{ObjectType, Request, Response, Schema, SchemaBuilder, SubscriptionType};
use futures::{FutureExt as _, future::BoxFuture, stream::BoxStream};

use crate::coercion::Coercion;

use super::{MAX_DIRECTIVES, MAX_INTROSPECTION_DEPTH, MAX_RECURSION, cost};

/// A schema with every limit set and nulls where the specification has them; the HTTP handler takes no other.
///
/// Behind a pointer, so that all of its resolvers are compiled in the crate that builds it and not once more in
/// each that serves it. Clones share it.
#[derive(Clone)]
pub struct Guarded(Arc<dyn Execute>);

trait Execute: Send + Sync {
    fn execute(&self, request: Request) -> BoxFuture<'static, Response>;

    fn subscribe(&self, request: Request) -> BoxStream<'static, Response>;
}

impl<Q, M, S> Execute for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn execute(&self, request: Request) -> BoxFuture<'static, Response> {
        let schema = self.clone();
        async move { Schema::execute(&schema, request).await }.boxed()
    }

    fn subscribe(&self, request: Request) -> BoxStream<'static, Response> {
        self.execute_stream(request)
    }
}

impl Guarded {
    /// Sets the limits and finishes the schema.
    ///
    /// async-graphql's own recursion and directive limits stand behind ours for callers that do not come
    /// over HTTP. Its depth limit counts introspection as data, so it cannot be the one for data.
    pub fn new<Q, M, S>(builder: SchemaBuilder<Q, M, S>) -> Self
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        S: SubscriptionType + 'static,
    {
        let schema = builder
            .limit_recursive_depth(MAX_RECURSION)
            .limit_directives(MAX_DIRECTIVES)
            .limit_depth(MAX_INTROSPECTION_DEPTH)
            .extension(cost::Watch)
            .extension(Coercion)
            .finish();
        Self(Arc::new(schema))
    }

    /// Answers a query or a mutation.
    pub fn execute(&self, request: Request) -> BoxFuture<'static, Response> {
        self.0.execute(request)
    }

    /// Answers a subscription, a response for each of its events.
    pub fn subscribe(&self, request: Request) -> BoxStream<'static, Response> {
        self.0.subscribe(request)
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}
