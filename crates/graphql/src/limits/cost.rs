//! The price of a validated query, and whether it was executed at all.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use async_graphql::{
    Response, ServerError, ValidationResult,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation},
};

use super::{Limit, MAX_COMPLEXITY};
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};

/// What becomes of one request inside the schema. The HTTP handler puts it into the request's data.
#[derive(Debug)]
pub struct Progress {
    language: Language,
    introspection_fields: usize,
    cost: AtomicUsize,
    executed: AtomicBool,
}

impl Progress {
    /// For a request with so many fields of introspection, which are limited apart and cost nothing here.
    pub fn new(language: Language, introspection_fields: usize) -> Arc<Self> {
        let (cost, executed) = (AtomicUsize::new(0), AtomicBool::new(false));
        Arc::new(Self { language, introspection_fields, cost, executed })
    }

    /// The price of the data asked for; 0 while the query has not passed validation.
    pub fn cost(&self) -> usize {
        self.cost.load(Ordering::Relaxed)
    }

    /// Whether execution began: an error before that is one of the request, without `data`.
    pub fn executed(&self) -> bool {
        self.executed.load(Ordering::Relaxed)
    }
}

/// The extension that refuses a query above [`MAX_COMPLEXITY`] and keeps the request's [`Progress`].
pub(super) struct Pricing;

impl ExtensionFactory for Pricing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Pricing {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let progress = ctx.data_opt::<Arc<Progress>>();
        let introspection = progress.map_or(0, |progress| progress.introspection_fields);
        let cost = result.complexity.saturating_sub(introspection);
        if cost > MAX_COMPLEXITY {
            let language = progress.map_or_else(Language::default, |progress| progress.language);
            let error = PublicError::new(ErrorCode::ComplexityLimit, Limit::Complexity.text(language));
            return Err(vec![ServerError {
                source: Some(Arc::new(error)),
                ..ServerError::new(ErrorCode::ComplexityLimit.text(language), None)
            }]);
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
}
