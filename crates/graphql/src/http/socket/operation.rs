//! Running a subscription.

use async_graphql::{ServerError, parser::types::OperationType};
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use serde_json::Value;

use super::super::{
    authenticate::Authenticate,
    context::{Facts, RequestContext},
    endpoint::Endpoint,
    errors::publish,
    operation::{Operation, prepare},
    params::Params,
    refusal::Refusal,
    reply::{Answer, compose},
};

/// What is to be told of an operation.
pub(super) enum Told {
    /// A result.
    Next(Answer),
    /// It was not begun, and is over.
    Refused(Vec<ServerError>),
    /// It is over.
    Complete,
}

/// Begins a subscription with the parameters of a request; nothing is done until its results are asked for.
pub(super) fn start<A: Authenticate>(
    endpoint: &Endpoint<A>,
    principal: A::Principal,
    payload: &Value,
    facts: &Facts,
) -> Result<BoxStream<'static, Told>, Refusal> {
    let params = Params::from_body(payload.to_string().as_bytes())?;
    let Operation { request, kind, progress } = prepare(params, facts)?;
    if kind != OperationType::Subscription {
        return Err(Refusal::SubscriptionsOnly);
    }
    let Facts { request_id, language } = facts.clone();
    let context = RequestContext { principal, request_id, language };
    let request = (endpoint.outfit)(request, &context).data(context);
    let facts = facts.clone();
    let results = endpoint.schema.subscribe(request).map(move |mut response| {
        progress.complete(&mut response);
        if progress.executed() {
            Told::Next(compose(response, &facts))
        } else {
            Told::Refused(publish(response.errors, &facts))
        }
    });
    Ok(results.chain(stream::once(async { Told::Complete })).boxed())
}
