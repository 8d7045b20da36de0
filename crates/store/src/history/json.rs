//! The JSON of the history: a tree without floats, its one canonical text, and reading that text back.
//!
//! The text is hashed, so there must be exactly one for a tree: one line, no blanks, the keys of every object in the
//! order of their bytes, strings escaped as little as JSON allows. Nothing about it is left to a library whose
//! settings another crate of the build could change.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::fault::{Fault, What};
use super::private::{Kind, Sealed};

/// A JSON value. `P` is what stands in the place of a private text: the text itself while an event is being written or
/// read ([`super::private::Open`]), its digest in what is stored ([`Sealed`]). An open text cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json<P> {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Self>),
    /// Keys are names of fields, never what somebody typed.
    Object(BTreeMap<String, Self>),
    Private(P),
}

/// An object with these fields.
pub(crate) fn object<'k, P>(fields: impl IntoIterator<Item = (&'k str, Json<P>)>) -> Json<P> {
    Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl<P> Json<P> {
    /// What kind of value it is, for messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "a whole number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Private(_) => "a private text",
        }
    }

    /// The same tree with other private texts; `exchange` gets the path of each, such as `data.evidence[0].note`.
    pub(super) fn exchange<Q, E>(
        self,
        path: &mut String,
        exchange: &mut impl FnMut(&str, P) -> Result<Q, E>,
    ) -> Result<Json<Q>, E> {
        Ok(match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Int(value) => Json::Int(value),
            Self::Text(text) => Json::Text(text),
            Self::Private(private) => Json::Private(exchange(path, private)?),
            Self::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                let end = path.len();
                for (index, item) in items.into_iter().enumerate() {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "[{index}]");
                    list.push(item.exchange(path, exchange)?);
                    path.truncate(end);
                }
                Json::List(list)
            }
            Self::Object(fields) => {
                let mut object = BTreeMap::new();
                let end = path.len();
                for (key, value) in fields {
                    path.push_str(if end == 0 { "" } else { "." });
                    path.push_str(&key);
                    let value = value.exchange(path, exchange)?;
                    object.insert(key, value);
                    path.truncate(end);
                }
                Json::Object(object)
            }
        })
    }
}

impl Json<Sealed> {
    /// Reads a text. It need not be canonical; whoever must know compares it with what the tree prints.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| Fault::new(What::Syntax(error.to_string())))?;
        Self::from_serde(value)
    }

    fn from_serde(value: serde_json::Value) -> Result<Self, Fault> {
        use serde_json::Value;
        Ok(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::String(text) => Self::Text(text),
            Value::Number(number) => Self::Int(number.as_i64().ok_or(Fault::new(What::Number))?),
            Value::Array(items) => {
                let item = |(index, item)| Self::from_serde(item).map_err(|fault| fault.at(index));
                Self::List(items.into_iter().enumerate().map(item).collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => {
                let field = |(key, value): (String, Value)| match Self::from_serde(value) {
                    Ok(value) => Ok((key, value)),
                    Err(fault) => Err(fault.under(&key)),
                };
                private(fields.into_iter().map(field).collect::<Result<_, _>>()?)
            }
        })
    }
}

/// An object of exactly `digest` and `kind` is the place of a private text; any other is an object.
fn private(fields: BTreeMap<String, Json<Sealed>>) -> Json<Sealed> {
    let kind = match fields.get("kind") {
        Some(Json::Text(kind)) if fields.len() == 2 => Kind::parse(kind),
        _ => None,
    };
    match (kind, fields.get("digest")) {
        (Some(kind), Some(Json::Text(digest))) => {
            Json::Private(Sealed { kind, digest: Some(digest.clone()) })
        }
        (Some(kind), Some(Json::Null)) => Json::Private(Sealed { kind, digest: None }),
        _ => Json::Object(fields),
    }
}

/// The canonical text.
impl fmt::Display for Json<Sealed> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(text) => quoted(f, text),
            Self::List(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(fields) => {
                f.write_char('{')?;
                for (index, (key, value)) in fields.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    quoted(f, key)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
            Self::Private(Sealed { kind, digest }) => {
                f.write_str(r#"{"digest":"#)?;
                match digest {
                    Some(digest) => quoted(f, digest)?,
                    None => f.write_str("null")?,
                }
                write!(f, r#","kind":"{kind}"}}"#)
            }
        }
    }
}

/// A string as RFC 8785 §3.2.2.2 writes it: escapes only where JSON wants them, the short ones where there are any.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\u{8}' => f.write_str("\\b")?,
            '\t' => f.write_str("\\t")?,
            '\n' => f.write_str("\\n")?,
            '\u{c}' => f.write_str("\\f")?,
            '\r' => f.write_str("\\r")?,
            '\0'..='\u{1f}' => write!(f, "\\u{:04x}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_has_one_canonical_form() {
        fn check(text: &str, expected: &str) {
            let shown = Json::parse(text).map_or_else(|fault| fault.to_string(), |json| json.to_string());
            assert_eq!(shown, expected, "{text}");
        }
        check(r#" { "b" : 1, "a" : [ true , null ] } "#, r#"{"a":[true,null],"b":1}"#);
        check(r#"{"a":1,"B":2,"ä":3,"a_b":4,"ab":5}"#, r#"{"B":2,"a":1,"a_b":4,"ab":5,"ä":3}"#);
        check(r#""\u4e2d\/\u0001\n\u001F""#, r#""中/\u0001\n\u001f""#);
        check("-9223372036854775808", "-9223372036854775808");
        check(r#"{"kind":"TEXT","digest":"00"}"#, r#"{"digest":"00","kind":"TEXT"}"#);
        check("9223372036854775808", "a number that is not a whole number of 64 bits");
        check(r#"{"a":[0,{"b":1.0}]}"#, "a[1].b: a number that is not a whole number of 64 bits");
        check("{", "not JSON: EOF while parsing an object at line 1 column 1");
        check("1 2", "not JSON: trailing characters at line 1 column 3");
    }

    #[test]
    fn only_the_two_keys_of_a_digest_are_a_private_text() {
        fn check(text: &str, expected: &str) {
            assert_eq!(Json::parse(text).unwrap().kind(), expected, "{text}");
        }
        check(r#"{"digest":"00","kind":"PERSON"}"#, "a private text");
        check(r#"{"digest":null,"kind":"TEXT"}"#, "a private text");
        check(r#"{"digest":1,"kind":"TEXT"}"#, "an object");
        check(r#"{"digest":"00","kind":"BOOL"}"#, "an object");
        check(r#"{"digest":"00"}"#, "an object");
        check(r#"{"digest":"00","kind":"TEXT","more":1}"#, "an object");
    }

    proptest! {
        #[test]
        fn any_text_survives(text: String) {
            let json = Json::<Sealed>::Text(text);
            prop_assert_eq!(Json::parse(&json.to_string()).unwrap(), json);
        }
    }
}
