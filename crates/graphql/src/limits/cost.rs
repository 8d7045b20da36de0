//! What becomes of a request inside the schema: its price, whether it was executed, and its nulls.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
};

use async_graphql::{
    Response, ServerError, ServerResult, ValidationResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, NextValidation, ResolveInfo,
    },
    indexmap::IndexMap,
    registry::MetaType,
};

use super::{Limit, MAX_COMPLEXITY, budget::Budget, nulls::Nulls};
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};

/// What becomes of one request inside the schema. The handler puts it into the request's data; of a subscription, each event
/// is completed on its own.
#[derive(Debug)]
pub struct Progress {
    language: Language,
    introspection_fields: usize,
    cost: AtomicUsize,
    executed: AtomicBool,
    /// Seconds; 0 when it could be paid.
    payable_after: AtomicU32,
    nulls: Nulls,
}

impl Progress {
    /// For a request with so many fields of introspection, which are limited apart and cost nothing here.
    pub fn new(language: Language, introspection_fields: usize) -> Arc<Self> {
        let (cost, executed, payable_after) =
            (AtomicUsize::new(0), AtomicBool::new(false), AtomicU32::new(0));
        Arc::new(Self {
            language,
            introspection_fields,
            cost,
            executed,
            payable_after,
            nulls: Nulls::default(),
        })
    }

    /// The price of the data asked for; 0 while the query has not passed validation.
    pub fn cost(&self) -> usize {
        self.cost.load(Ordering::Relaxed)
    }

    /// After how many seconds the caller could pay for it; nothing when he could at once.
    pub fn payable_after(&self) -> Option<u32> {
        Some(self.payable_after.load(Ordering::Relaxed)).filter(|seconds| *seconds > 0)
    }

    /// Whether execution began: an error before that is one of the request, without `data`.
    pub fn executed(&self) -> bool {
        self.executed.load(Ordering::Relaxed)
    }

    /// Completes the response: errors of fields that became null, and no data when a null reached its root; an empty
    /// object where nothing was selected, for which async-graphql 7.2.1 has null.
    pub fn complete(&self, response: &mut Response) {
        let (errors, no_data) = self.nulls.finish();
        let nothing_failed = response.errors.is_empty() && errors.is_empty();
        if self.executed() && nothing_failed && response.data == Value::Null {
            response.data = Value::Object(IndexMap::new());
        }
        response.errors.extend(errors);
        if no_data {
            response.data = Value::Null;
        }
    }
}

/// A request that is not executed.
fn refused(error: PublicError) -> Vec<ServerError> {
    let text = error.code().text(Language::default());
    vec![ServerError { source: Some(Arc::new(error)), ..ServerError::new(text, None) }]
}

/// The extension that refuses a query above [`MAX_COMPLEXITY`], or above what its caller may spend, and keeps the request's
/// [`Progress`].
///
/// A request without one is held to the limit all the same.
pub(super) struct Watch;

impl ExtensionFactory for Watch {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Watch {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let progress = ctx.data_opt::<Arc<Progress>>();
        let introspection = progress.map_or(0, |progress| progress.introspection_fields);
        let cost = result.complexity.saturating_sub(introspection);
        let language = progress.map_or_else(Language::default, |progress| progress.language);
        if cost > MAX_COMPLEXITY {
            let text = Limit::Complexity.exceeded(cost, language);
            return Err(refused(PublicError::new(ErrorCode::ComplexityLimit, text)));
        }
        if let Some(Err(seconds)) = ctx.data_opt::<Budget>().map(|budget| budget.spend(cost)) {
            if let Some(progress) = progress {
                progress.payable_after.store(seconds.max(1), Ordering::Relaxed);
            }
            return Err(refused(PublicError::plain(ErrorCode::RateLimited, language)));
        }
        if let Some(progress) = progress {
            progress.cost.store(cost, Ordering::Relaxed);
        }
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let Some(progress) = ctx.data_opt::<Arc<Progress>>() {
            progress.executed.store(true, Ordering::Relaxed);
        }
        next.run(ctx, operation_name).await
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let (node, return_type) = (info.path_node, info.return_type);
        let result = next.run(ctx, info).await;
        let Some(progress) = ctx.data_opt::<Arc<Progress>>() else { return result };
        let is_object = || {
            let kind = ctx.schema_env.registry.concrete_type_by_name(return_type);
            kind.is_some_and(MetaType::is_composite)
        };
        progress.nulls.settle(node, return_type, is_object, result)
    }
}
