//! Values a caller sends: literals in the document and variables.

use async_graphql::{Positioned, Value, Variables, parser::types::Directive};

use super::{Limit, MAX_DIRECTIVES, MAX_INPUT_LIST, MAX_NAME, MAX_NESTING, Refused};

/// Checks the nesting of a JSON text before it is parsed: serde_json has a limit of its own and calls what is beyond it
/// wrong JSON. A text that is no JSON may pass.
///
/// # Errors
/// [`Limit::Nesting`].
pub fn check_nesting(json: &str) -> Result<(), Refused> {
    let (mut level, mut within_text, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within_text => escaped = true,
            b'"' => within_text = !within_text,
            _ if within_text => {}
            b'{' | b'[' => level += 1,
            b'}' | b']' => level = level.saturating_sub(1),
            _ => {}
        }
        if level > MAX_NESTING {
            return Err(Refused::Over(Limit::Nesting));
        }
    }
    Ok(())
}

/// Checks the variables for NUL, in keys too, for long lists and for long keys.
///
/// # Errors
/// [`Refused::Nul`], [`Limit::InputList`] or [`Limit::Name`].
pub fn check_variables(variables: &Variables) -> Result<(), Refused> {
    variables.iter().try_for_each(|(name, value)| {
        check_name(name.as_str())?;
        check_value(value)
    })
}

fn check_name(name: &str) -> Result<(), Refused> {
    if name.len() > MAX_NAME { Err(Refused::Over(Limit::Name)) } else { check_text(name) }
}

/// The recursion is bounded by [`check_nesting`].
fn check_value(value: &Value) -> Result<(), Refused> {
    match value {
        Value::String(text) => check_text(text),
        Value::List(items) if items.len() > MAX_INPUT_LIST => Err(Refused::Over(Limit::InputList)),
        Value::List(items) => items.iter().try_for_each(check_value),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            check_name(name.as_str())?;
            check_value(value)
        }),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Enum(_) | Value::Binary(_) => Ok(()),
    }
}

/// Refuses a text with NUL in it.
///
/// # Errors
/// [`Refused::Nul`].
pub fn check_text(text: &str) -> Result<(), Refused> {
    if text.contains('\0') { Err(Refused::Nul) } else { Ok(()) }
}

/// Checks a literal for long lists; its strings were scanned with the document.
pub(super) fn check_literal(value: &async_graphql_value::Value) -> Result<(), Refused> {
    use async_graphql_value::Value;
    match value {
        Value::List(items) if items.len() > MAX_INPUT_LIST => Err(Refused::Over(Limit::InputList)),
        Value::List(items) => items.iter().try_for_each(check_literal),
        Value::Object(fields) => fields.values().try_for_each(check_literal),
        _ => Ok(()),
    }
}

/// Checks how many directives stand in one place, and their arguments.
pub(super) fn check_directives(directives: &[Positioned<Directive>]) -> Result<(), Refused> {
    if directives.len() > MAX_DIRECTIVES {
        return Err(Refused::Over(Limit::Directives));
    }
    directives
        .iter()
        .flat_map(|directive| &directive.node.arguments)
        .try_for_each(|(_, value)| check_literal(&value.node))
}
