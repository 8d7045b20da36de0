//! How an answer to an attribute is stored: a kind and a text, in rows and in the history alike.

use luodi_domain::attribute::{Answer, Attribute, Quantity};

/// An answer as its kind and, unless it is unknown, a text.
pub(crate) fn written(answer: Answer) -> (&'static str, Option<String>) {
    match answer {
        Answer::Unknown => ("UNKNOWN", None),
        Answer::Flag(set) => ("BOOL", Some(set.to_string())),
        Answer::Number(quantity) => ("NUMBER", Some(quantity.to_string())),
        Answer::Choice(choice) => ("CHOICE", Some(choice.code.to_owned())),
    }
}

/// The attribute of this name with the answer stored, if it can have it.
pub(crate) fn read(name: &str, kind: &str, value: Option<&str>) -> Option<(Attribute, Answer)> {
    let attribute = Attribute::parse(name)?;
    let answer = match (kind, value) {
        ("UNKNOWN", None) => Answer::Unknown,
        ("BOOL", Some(text)) => Answer::Flag(text.parse().ok()?),
        ("NUMBER", Some(text)) => Answer::Number(Quantity::parse(text).ok()?),
        ("CHOICE", Some(code)) => Answer::Choice(attribute.choice(code)?),
        _ => return None,
    };
    attribute.takes(answer).then_some((attribute, answer))
}
