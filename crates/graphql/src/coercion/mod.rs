//! Values checked against their declared types before anything runs.
//!
//! async-graphql 7.2.1 lets some pass that no resolver can read, such as a list for an input object or an Int beyond 32
//! bits, and fails in the middle of the execution; what it does find it says in English only. Here a value that is
//! wrong is an error of the request (GraphQL October 2021, §6.1.2), in both languages, with its place and what is
//! expected there.

mod arguments;
mod fault;
mod value;

use std::sync::Arc;

use async_graphql::{
    Pos, Positioned, ServerError, ServerResult, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery},
    parser::types::{ExecutableDocument, VariableDefinition},
    registry::Registry,
};

use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};
use fault::Fault;
use value::Source;

/// What the HTTP handler knows of the operation to run; it puts it into the request's data.
#[derive(Debug)]
pub(crate) struct Declared {
    /// For the message.
    pub(crate) language: Language,
    /// The variables of the operation.
    pub(crate) variables: Vec<Positioned<VariableDefinition>>,
}

/// The extension that refuses values of the wrong form.
pub(crate) struct Coercion;

impl ExtensionFactory for Coercion {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Coercion {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        let registry = &ctx.schema_env.registry;
        let declared = ctx.data_opt::<Declared>();
        let sent = declared.map_or(Ok(()), |declared| sent(registry, declared, variables));
        sent.and_then(|()| arguments::check(registry, &document)).map_err(|(pos, fault)| {
            let language = declared.map_or_else(Language::default, |declared| declared.language);
            let text = fault.text(language);
            let error = PublicError::new(ErrorCode::BadUserInput, text.clone());
            ServerError { source: Some(Arc::new(error)), ..ServerError::new(text, Some(pos)) }
        })?;
        Ok(document)
    }
}

/// Checks the variables that were sent, and the defaults of those that were not.
fn sent(registry: &Registry, declared: &Declared, variables: &Variables) -> Result<(), (Pos, Fault)> {
    declared.variables.iter().try_for_each(|definition| {
        let VariableDefinition { name, var_type, default_value, .. } = &definition.node;
        let sent = variables.get(&name.node).map(|value| (value, Source::Variables));
        let default = || default_value.as_ref().map(|default| (&default.node, Source::Document));
        let Some((value, source)) = sent.or_else(default) else { return Ok(()) };
        value::check(registry, &var_type.node.to_string(), &value.clone().into(), source)
            .map_err(|fault| (definition.pos, fault.below(format!("${}", name.node))))
    })
}
