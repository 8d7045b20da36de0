//! From parameters to a request the schema can run.

use std::sync::Arc;

use async_graphql::{
    Request,
    parser::{
        parse_query,
        types::{DocumentOperations, OperationDefinition, OperationType},
    },
};

use super::{
    context::Facts,
    params::Params,
    refusal::Refusal,
    root::hoisted,
    variables::{absent, strip},
};
use crate::{
    coercion::Declared,
    limits::{cost::Progress, document::measure},
};

/// A request within its limits, and what kind it is.
pub(super) struct Operation {
    pub(super) request: Request,
    pub(super) kind: OperationType,
    pub(super) progress: Arc<Progress>,
}

/// Parses and measures the document, chooses the operation and sees to its variables.
pub(super) fn prepare(params: Params, facts: &Facts) -> Result<Operation, Refusal> {
    let Params { query, operation_name, variables } = params;
    let mut document = parse_query(&query).map_err(|error| Refusal::Syntax(Box::new(error)))?;
    let size = measure(&document)?;
    let operation = choose(&mut document.operations, operation_name.as_deref())?;
    let kind = operation.ty;
    if kind == OperationType::Subscription {
        let selections = &mut operation.selection_set.node;
        selections.items.extend(hoisted(selections, &document.fragments)?);
    }
    let absent = absent(operation, &variables)?;
    let declared = Declared { language: facts.language, variables: operation.variable_definitions.clone() };
    strip(&mut document, &absent);
    let progress = Progress::new(facts.language, size.introspection_fields);
    let mut request = Request::new(query).variables(variables).data(Arc::clone(&progress)).data(declared);
    request.operation_name = operation_name;
    request.set_parsed_query(document);
    Ok(Operation { request, kind, progress })
}

/// The operation to run: the one named, or the only one.
fn choose<'a>(
    operations: &'a mut DocumentOperations,
    name: Option<&str>,
) -> Result<&'a mut OperationDefinition, Refusal> {
    let found = match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get_mut(name),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values_mut();
            all.next().filter(|_| all.next().is_none())
        }
    };
    found.map(|operation| &mut operation.node).ok_or(Refusal::NoSuchOperation)
}
