//! The one field at the root of a subscription.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, FragmentDefinition, Selection, SelectionSet},
};

use super::refusal::Refusal;

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// The selection that has to be added at the root: the field of a fragment there. The library follows none but those at
/// the root itself, and takes a subscription of fragments alone for one that is over. The fragment stays, to be validated.
///
/// # Errors
/// [`Refusal::ManyRoots`] unless exactly one field stands at the root, with fragments written out.
pub(super) fn hoisted(
    set: &SelectionSet,
    fragments: &Fragments,
) -> Result<Option<Positioned<Selection>>, Refusal> {
    let mut roots = Vec::new();
    collect(set, None, fragments, &mut roots);
    <[Option<Positioned<Selection>>; 1]>::try_from(roots).map(|[root]| root).map_err(|_| Refusal::ManyRoots)
}

/// Adds an entry for every field at the root: the field itself, under the conditions `above` it, if it stands in a
/// fragment. One of introspection cannot be followed and spoils the count. The measure has bounded the recursion.
fn collect(
    set: &SelectionSet,
    above: Option<&[Positioned<Directive>]>,
    fragments: &Fragments,
    roots: &mut Vec<Option<Positioned<Selection>>>,
) {
    let with = |more: &[Positioned<Directive>]| [above.unwrap_or_default(), more].concat();
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.name.node.starts_with("__") => roots.extend([None, None]),
            Selection::Field(field) => roots.push(above.map(|above| {
                let mut field = field.clone();
                field.node.directives.extend_from_slice(above);
                Positioned::new(Selection::Field(field), selection.pos)
            })),
            Selection::InlineFragment(inline) => {
                let above = with(&inline.node.directives);
                collect(&inline.node.selection_set.node, Some(&above), fragments, roots);
            }
            Selection::FragmentSpread(spread) => {
                match fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) => {
                        let above = with(&spread.node.directives);
                        collect(&fragment.node.selection_set.node, Some(&above), fragments, roots);
                    }
                    // That it does not exist is for validation to say.
                    None => roots.push(None),
                }
            }
        }
    }
}
