//! A value against a type.

use async_graphql::registry::{MetaType, MetaTypeName, Registry};
use async_graphql_value::Value;

use super::fault::{Fault, Wrong};

/// Where a value was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In the document, where an enum's value is a name.
    Document,
    /// In the variables: JSON has no names, so there it is a text (GraphQL October 2021, §3.9).
    Variables,
}

/// Checks a value against a type as the schema writes it, such as `[String!]`. Variables within it are checked where they
/// are declared, and a type that the schema does not have is left to validation.
///
/// The recursion is bounded by the limits on nesting of documents and of JSON.
pub(super) fn check(
    registry: &Registry,
    type_name: &str,
    value: &Value,
    source: Source,
) -> Result<(), Fault> {
    match (MetaTypeName::create(type_name), value) {
        (MetaTypeName::NonNull(_), Value::Null) => Err(Wrong::Missing.into()),
        (_, Value::Variable(_) | Value::Null) => Ok(()),
        (MetaTypeName::List(inner), Value::List(items)) => {
            items.iter().enumerate().try_for_each(|(index, item)| {
                check(registry, inner, item, source).map_err(|fault| fault.within(index))
            })
        }
        // A single value stands for a list of one.
        (MetaTypeName::NonNull(inner) | MetaTypeName::List(inner), value) => {
            check(registry, inner, value, source)
        }
        (MetaTypeName::Named(name), value) => {
            registry.types.get(name).map_or(Ok(()), |kind| check_named(registry, kind, value, source))
        }
    }
}

fn check_named(registry: &Registry, kind: &MetaType, value: &Value, source: Source) -> Result<(), Fault> {
    match kind {
        MetaType::Scalar { name, is_valid, .. } => {
            let constant = value.clone().into_const();
            let valid = constant.is_some_and(|value| is_valid.as_ref().is_none_or(|valid| valid(&value)));
            if valid && (name != "Int" || fits_int(value)) {
                Ok(())
            } else {
                Err(Wrong::Scalar(name.clone()).into())
            }
        }
        MetaType::Enum { enum_values, .. } => match value {
            Value::Enum(name) if enum_values.contains_key(name.as_str()) => Ok(()),
            Value::String(name) if source == Source::Variables && enum_values.contains_key(name.as_str()) => {
                Ok(())
            }
            _ => Err(Wrong::Enum(enum_values.keys().cloned().collect()).into()),
        },
        MetaType::InputObject { input_fields, oneof, .. } => {
            let Value::Object(given) = value else { return Err(Wrong::Object.into()) };
            if let Some(name) = given.keys().find(|name| !input_fields.contains_key(name.as_str())) {
                return Err(Fault::from(Wrong::Unknown).below(name.as_str()));
            }
            if *oneof && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
                return Err(Wrong::OneOf.into());
            }
            input_fields.values().try_for_each(|field| {
                let checked = match given.get(field.name.as_str()) {
                    Some(value) => check(registry, &field.ty, value, source),
                    None if field.default_value.is_none() && field.ty.ends_with('!') => {
                        Err(Wrong::Missing.into())
                    }
                    None => Ok(()),
                };
                checked.map_err(|fault| fault.below(field.name.as_str()))
            })
        }
        // Validation says that it cannot be an input.
        MetaType::Object { .. } | MetaType::Interface { .. } | MetaType::Union { .. } => Ok(()),
    }
}

fn fits_int(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()))
}
