//! The arguments written in a document.

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{Directive, ExecutableDocument, OperationType, Selection, SelectionSet, TypeCondition},
    registry::{MetaInputValue, MetaType, Registry},
};
use async_graphql_value::Value;

use super::{
    fault::{Fault, Wrong},
    value::{self, Source},
};

/// Checks every argument of every field and of every directive on a selection; each fragment once, where it is defined.
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
            directives(registry, &field.directives)?;
            let Some(known) = kind.and_then(|kind| kind.field_by_name(&field.name.node)) else {
                return Ok(());
            };
            arguments(registry, known.args.values(), &field.arguments, field.name.pos)?;
            selections(registry, registry.concrete_type_by_name(&known.ty), &field.selection_set.node)
        }
        Selection::InlineFragment(inline) => {
            directives(registry, &inline.node.directives)?;
            let condition = inline.node.type_condition.as_ref();
            let kind = condition.map_or(kind, |condition| of_condition(registry, condition));
            selections(registry, kind, &inline.node.selection_set.node)
        }
        Selection::FragmentSpread(spread) => directives(registry, &spread.node.directives),
    })
}

fn directives(registry: &Registry, given: &[Positioned<Directive>]) -> Result<(), (Pos, Fault)> {
    given.iter().try_for_each(|directive| {
        let Directive { name, arguments: given } = &directive.node;
        let Some(known) = registry.directives.get(name.node.as_str()) else { return Ok(()) };
        arguments(registry, known.args.values(), given, name.pos)
            .map_err(|(pos, fault)| (pos, fault.below(format!("@{}", name.node))))
    })
}

/// `pos` is where something is told that is not there.
fn arguments<'a>(
    registry: &Registry,
    known: impl IntoIterator<Item = &'a MetaInputValue>,
    given: &[(Positioned<Name>, Positioned<Value>)],
    pos: Pos,
) -> Result<(), (Pos, Fault)> {
    known.into_iter().try_for_each(|argument| {
        let (pos, checked) = match given.iter().find(|(name, _)| name.node == argument.name.as_str()) {
            Some((name, given)) => {
                (name.pos, value::check(registry, &argument.ty, &given.node, Source::Document))
            }
            None if argument.default_value.is_none() && argument.ty.ends_with('!') => {
                (pos, Err(Wrong::Missing.into()))
            }
            None => return Ok(()),
        };
        checked.map_err(|fault| (pos, fault.below(argument.name.as_str())))
    })
}
