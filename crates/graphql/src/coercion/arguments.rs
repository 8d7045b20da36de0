//! The arguments written in a document.

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet, TypeCondition},
    registry::{MetaType, Registry},
};

use super::{
    fault::{Fault, Wrong},
    value,
};

/// Checks every argument of every field; each fragment once, where it is defined.
///
/// What the schema does not have is left to validation.
pub(super) fn check(registry: &Registry, document: &ExecutableDocument) -> Result<(), (Pos, Fault)> {
    for (_, operation) in document.operations.iter() {
        let root = match operation.node.ty {
            OperationType::Query => Some(registry.query_type.as_str()),
            OperationType::Mutation => registry.mutation_type.as_deref(),
            OperationType::Subscription => registry.subscription_type.as_deref(),
        };
        selections(registry, of_name(registry, root), &operation.node.selection_set.node)?;
    }
    document.fragments.values().try_for_each(|fragment| {
        let kind = of_condition(registry, &fragment.node.type_condition);
        selections(registry, kind, &fragment.node.selection_set.node)
    })
}

fn of_name<'a>(registry: &'a Registry, name: Option<&str>) -> Option<&'a MetaType> {
    name.and_then(|name| registry.types.get(name))
}

fn of_condition<'a>(registry: &'a Registry, condition: &Positioned<TypeCondition>) -> Option<&'a MetaType> {
    of_name(registry, Some(&condition.node.on.node))
}

/// The recursion is bounded by the nesting the scan allowed.
fn selections(registry: &Registry, kind: Option<&MetaType>, set: &SelectionSet) -> Result<(), (Pos, Fault)> {
    set.items.iter().try_for_each(|selection| match &selection.node {
        Selection::Field(field) => {
            let field = &field.node;
            let Some(known) = kind.and_then(|kind| kind.field_by_name(&field.name.node)) else {
                return Ok(());
            };
            for argument in known.args.values() {
                let given = field.arguments.iter().find(|(name, _)| name.node == argument.name.as_str());
                match given {
                    Some((name, given)) => value::check(registry, &argument.ty, &given.node)
                        .map_err(|fault| (name.pos, fault.below(argument.name.as_str())))?,
                    None if argument.default_value.is_none() && argument.ty.ends_with('!') => {
                        return Err(missing(&field.name, &argument.name));
                    }
                    None => {}
                }
            }
            selections(registry, registry.concrete_type_by_name(&known.ty), &field.selection_set.node)
        }
        Selection::InlineFragment(inline) => {
            let condition = inline.node.type_condition.as_ref();
            let kind = condition.map_or(kind, |condition| of_condition(registry, condition));
            selections(registry, kind, &inline.node.selection_set.node)
        }
        Selection::FragmentSpread(_) => Ok(()),
    })
}

fn missing(field: &Positioned<Name>, argument: &str) -> (Pos, Fault) {
    (field.pos, Fault::from(Wrong::Missing).below(argument))
}
