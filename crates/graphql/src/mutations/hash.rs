//! What makes two requests the same: the operation and its input, without the idempotency key.

use std::fmt::Write as _;

use async_graphql::{Context, Name, Value};
use base16ct::lower::encode_string;
use sha2::{Digest, Sha256};

use crate::codes::PublicError;

/// Why a hash could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the arguments of {operation} cannot be read: {reason}")]
struct Unreadable {
    operation: &'static str,
    reason: String,
}

/// The hash over the operation's name and its resolved input, as 64 hexadecimal digits.
///
/// Variables are put in before, keys are sorted, and spelling does not count. An absent field and a null differ: in an
/// edit they mean different things.
pub(super) fn request_hash(ctx: &Context<'_>, operation: &'static str) -> Result<String, PublicError> {
    let arguments = ctx
        .field()
        .arguments()
        .map_err(|error| PublicError::internal(Unreadable { operation, reason: error.message }))?;
    let mut text = format!("{operation}\n");
    for (name, value) in arguments {
        let value = match value {
            Value::Object(mut fields) if name == "input" => {
                fields.shift_remove(&Name::new("idempotencyKey"));
                Value::Object(fields)
            }
            value => value,
        };
        canonical(&value, &mut text);
    }
    Ok(encode_string(&Sha256::digest(text.as_bytes())))
}

/// JSON without blanks, the keys of every object sorted.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| name.as_str());
            text.push('{');
            for (place, (name, value)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{}:", serde_json::Value::from(name.as_str()));
                canonical(value, text);
            }
            text.push('}');
        }
        Value::List(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                canonical(item, text);
            }
            text.push(']');
        }
        // A literal enum value and a string from a variable are the same value.
        Value::Enum(name) => {
            let _ = write!(text, "{}", serde_json::Value::from(name.as_str()));
        }
        Value::String(string) => {
            let _ = write!(text, "{}", serde_json::Value::from(string.as_str()));
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    #[test]
    fn spelling_does_not_count() {
        #[track_caller]
        fn check(value: &Value, expected: &str) {
            let mut text = String::new();
            canonical(value, &mut text);
            assert_eq!(text, expected);
        }
        check(&value!({"b": 1, "a": [true, null, "x\"\u{7}"]}), r#"{"a":[true,null,"x\"\u0007"],"b":1}"#);
        check(&value!({"a": {"z": 1.5, "y": {}}}), r#"{"a":{"y":{},"z":1.5}}"#);
        check(&Value::Enum(Name::new("LEAD")), "\"LEAD\"");
        check(&value!([]), "[]");
    }
}
