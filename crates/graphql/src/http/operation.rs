//! From parameters to a request the schema can run.

use std::sync::Arc;

use async_graphql::{
    Positioned, Request,
    parser::{
        parse_query,
        types::{
            DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
            SelectionSet,
        },
    },
};

use super::{
    context::Facts,
    params::Params,
    refusal::Refusal,
    variables::{absent, strip},
};
use crate::{
    coercion::Declared,
    limits::{cost::Progress, document::measure},
};

/// More roots than a subscription may have.
const MANY: usize = 2;

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
    let operation = choose(&document, operation_name.as_deref())?;
    let kind = operation.ty;
    if kind == OperationType::Subscription && roots(&operation.selection_set.node, &document) != 1 {
        return Err(Refusal::ManyRoots);
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

/// How many fields stand at the root, with fragments written out; fields of introspection cannot be followed and spoil the
/// count. The measure has bounded the recursion.
fn roots(set: &SelectionSet, document: &ExecutableDocument) -> usize {
    let count = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) if field.node.name.node.starts_with("__") => MANY,
        Selection::Field(_) => 1,
        Selection::InlineFragment(inline) => roots(&inline.node.selection_set.node, document),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            // That it does not exist is for validation to say.
            fragment.map_or(1, |fragment| roots(&fragment.node.selection_set.node, document))
        }
    };
    set.items.iter().map(count).sum()
}

/// The operation to run: the one named, or the only one.
fn choose<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Refusal> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            all.next().filter(|_| all.next().is_none())
        }
    };
    found.map(|operation| &operation.node).ok_or(Refusal::NoSuchOperation)
}
