//! How much a parsed document asks for, in time linear in its size.
//!
//! Every fragment is measured once and the result reused at each spread, so that thirty fragments that
//! spread each other twice are thirty steps here and not 2^30.

use std::collections::{BTreeSet, HashMap};

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};

use super::{
    Limit, MAX_COMPLEXITY, MAX_DEPTH, MAX_INTROSPECTION_DEPTH, MAX_INTROSPECTION_FIELDS,
    MAX_INTROSPECTION_LISTS, MAX_RECURSION, MAX_SELECTIONS, Refused,
    input::{check_directives, check_literal},
};

/// What a selection comes to with its fragments written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Fields outside introspection.
    pub fields: usize,
    /// Most of them below one another.
    pub depth: usize,
    /// Fields below `__schema` and `__type`, these included.
    pub introspection_fields: usize,
    /// Most of them below one another.
    pub introspection_depth: usize,
    /// Most lists below one another in introspection.
    lists: usize,
    /// Selection sets below one another, fragments included.
    recursion: usize,
    /// Selections of every kind; a bomb of fragments need not hold a single field.
    selections: usize,
}

impl Size {
    /// Both selections side by side.
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            depth: self.depth.max(other.depth),
            introspection_fields: self.introspection_fields.saturating_add(other.introspection_fields),
            introspection_depth: self.introspection_depth.max(other.introspection_depth),
            lists: self.lists.max(other.lists),
            recursion: self.recursion.max(other.recursion),
            selections: self.selections.saturating_add(other.selections),
        }
    }

    /// This selection below a field of that name.
    fn below(self, name: &str, introspection: bool) -> Self {
        if introspection {
            // The same four as in graphql-js: with each further one the answer grows by a factor.
            let list = matches!(name, "fields" | "interfaces" | "possibleTypes" | "inputFields");
            Self {
                introspection_fields: self.introspection_fields.saturating_add(1),
                introspection_depth: self.introspection_depth + 1,
                lists: self.lists + usize::from(list),
                ..self
            }
        } else {
            Self { fields: self.fields.saturating_add(1), depth: self.depth + 1, ..self }
        }
    }

    /// The first limit this goes over.
    fn check(self) -> Result<Self, Refused> {
        let limits = [
            (self.recursion, MAX_RECURSION, Limit::Recursion),
            (self.depth, MAX_DEPTH, Limit::Depth),
            // A field costs at least one, so a document with more fields costs more too.
            (self.fields, MAX_COMPLEXITY, Limit::Complexity),
            (self.selections, MAX_SELECTIONS, Limit::Selections),
            (self.introspection_fields, MAX_INTROSPECTION_FIELDS, Limit::Introspection),
            (self.introspection_depth, MAX_INTROSPECTION_DEPTH, Limit::Introspection),
            (self.lists, MAX_INTROSPECTION_LISTS, Limit::Introspection),
        ];
        match limits.into_iter().find(|(size, most, _)| size > most) {
            Some((_, _, limit)) => Err(Refused::Over(limit)),
            None => Ok(self),
        }
    }
}

/// Measures all operations of a document together, since async-graphql validates and prices them together.
///
/// # Errors
/// The limit passed, or [`Refused::FragmentCycle`].
pub fn measure(document: &ExecutableDocument) -> Result<Size, Refused> {
    let mut ruler = Ruler { document, known: HashMap::new(), open: BTreeSet::new() };
    let mut total = Size::default();
    for (_, operation) in document.operations.iter() {
        check_directives(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            check_directives(&variable.node.directives)?;
        }
        total = total.beside(ruler.selections(&operation.node.selection_set.node, false, 0)?).check()?;
    }
    // Fragments that no operation uses are validated as well, so they must not be a way around.
    for name in document.fragments.keys() {
        let used = [false, true].into_iter().any(|inside| ruler.known.contains_key(&(name.as_str(), inside)));
        if !used {
            ruler.fragment(name, false, 0)?;
        }
    }
    Ok(total)
}

struct Ruler<'a> {
    document: &'a ExecutableDocument,
    known: HashMap<(&'a str, bool), Size>,
    open: BTreeSet<(&'a str, bool)>,
}

impl<'a> Ruler<'a> {
    /// `level` is how deep in selections and fragments this is; it bounds the recursion.
    fn selections(
        &mut self,
        set: &'a SelectionSet,
        introspection: bool,
        level: usize,
    ) -> Result<Size, Refused> {
        if level > MAX_RECURSION {
            return Err(Refused::Over(Limit::Recursion));
        }
        let mut total = Size::default();
        for selection in &set.items {
            let size = match &selection.node {
                Selection::Field(field) => self.field(&field.node, introspection, level)?,
                Selection::InlineFragment(inline) => {
                    check_directives(&inline.node.directives)?;
                    let set = &inline.node.selection_set.node;
                    deeper(self.selections(set, introspection, level + 1)?)
                }
                Selection::FragmentSpread(spread) => {
                    check_directives(&spread.node.directives)?;
                    deeper(self.fragment(&spread.node.fragment_name.node, introspection, level + 1)?)
                }
            };
            total = total.beside(size);
            total.selections = total.selections.saturating_add(1);
            total = total.check()?;
        }
        Ok(total)
    }

    fn field(&mut self, field: &'a Field, introspection: bool, level: usize) -> Result<Size, Refused> {
        check_directives(&field.directives)?;
        field.arguments.iter().try_for_each(|(_, value)| check_literal(&value.node))?;
        let name = field.name.node.as_str();
        let introspection = introspection || matches!(name, "__schema" | "__type");
        let children = if field.selection_set.node.items.is_empty() {
            Size::default()
        } else {
            deeper(self.selections(&field.selection_set.node, introspection, level + 1)?)
        };
        Ok(children.below(name, introspection))
    }

    /// A fragment that does not exist is nothing here; validation reports it.
    fn fragment(&mut self, name: &str, introspection: bool, level: usize) -> Result<Size, Refused> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Size::default());
        };
        let key = (name.as_str(), introspection);
        if let Some(size) = self.known.get(&key) {
            return if level + size.recursion > MAX_RECURSION {
                Err(Refused::Over(Limit::Recursion))
            } else {
                Ok(*size)
            };
        }
        if !self.open.insert(key) {
            return Err(Refused::FragmentCycle);
        }
        check_directives(&fragment.node.directives)?;
        let size = self.selections(&fragment.node.selection_set.node, introspection, level)?;
        self.open.remove(&key);
        self.known.insert(key, size);
        Ok(size)
    }
}

fn deeper(size: Size) -> Size {
    Size { recursion: size.recursion + 1, ..size }
}
