//! Variables that are not there, treated as the specification says (October 2021, §6.1.2 and §6.4.1).
//!
//! async-graphql 7.2.1 reads an absent optional variable as null, so that an update would clear what the
//! caller did not mention, and fails when one stands in an argument that prices a list. Here the argument or
//! input field it stands for is taken out of the document, as if the caller had not written it.

use std::collections::BTreeSet;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::Value;

use super::refusal::Refusal;

/// The optional variables of an operation for which there is neither a value nor a default.
///
/// # Errors
/// [`Refusal::Variable`] for one that is required and absent or null.
pub(super) fn absent(operation: &OperationDefinition, sent: &Variables) -> Result<BTreeSet<Name>, Refusal> {
    let mut absent = BTreeSet::new();
    for definition in operation.variable_definitions.iter().map(|definition| &definition.node) {
        let name = &definition.name;
        let value = sent.get(&name.node).or(definition.default_value.as_ref().map(|value| &value.node));
        match value {
            None if definition.var_type.node.nullable => drop(absent.insert(name.node.clone())),
            None | Some(async_graphql::Value::Null) if !definition.var_type.node.nullable => {
                return Err(Refusal::Variable(Box::new(name.clone())));
            }
            _ => {}
        }
    }
    Ok(absent)
}

/// Takes these variables and what they stand for out of the document.
///
/// Their declared types are not checked any more, which only matters once they have values.
pub(super) fn strip(document: &mut ExecutableDocument, absent: &BTreeSet<Name>) {
    if absent.is_empty() {
        return;
    }
    let operations = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
    };
    for operation in operations {
        let operation = &mut operation.node;
        operation.variable_definitions.retain(|definition| !absent.contains(&definition.node.name.node));
        strip_directives(&mut operation.directives, absent);
        strip_selections(&mut operation.selection_set.node, absent);
    }
    for fragment in document.fragments.values_mut() {
        strip_directives(&mut fragment.node.directives, absent);
        strip_selections(&mut fragment.node.selection_set.node, absent);
    }
}

/// The recursion is bounded by the nesting the scan allowed.
fn strip_selections(set: &mut SelectionSet, absent: &BTreeSet<Name>) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                strip_arguments(&mut field.node.arguments, absent);
                strip_directives(&mut field.node.directives, absent);
                strip_selections(&mut field.node.selection_set.node, absent);
            }
            Selection::InlineFragment(inline) => {
                strip_directives(&mut inline.node.directives, absent);
                strip_selections(&mut inline.node.selection_set.node, absent);
            }
            Selection::FragmentSpread(spread) => strip_directives(&mut spread.node.directives, absent),
        }
    }
}

fn strip_directives(directives: &mut [Positioned<Directive>], absent: &BTreeSet<Name>) {
    for directive in directives {
        strip_arguments(&mut directive.node.arguments, absent);
    }
}

fn strip_arguments(arguments: &mut Vec<(Positioned<Name>, Positioned<Value>)>, absent: &BTreeSet<Name>) {
    arguments.retain_mut(|(_, value)| keep(&mut value.node, absent));
}

/// Cleans a value from within; `false` when the value itself is an absent variable.
fn keep(value: &mut Value, absent: &BTreeSet<Name>) -> bool {
    match value {
        Value::Variable(name) => return !absent.contains(name),
        Value::Object(fields) => fields.retain(|_, value| keep(value, absent)),
        // In a list there is a place to keep, and absent means null.
        Value::List(items) => items.iter_mut().for_each(|item| {
            if !keep(item, absent) {
                *item = Value::Null;
            }
        }),
        _ => {}
    }
    true
}
