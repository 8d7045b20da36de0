//! What is wrong with a value, in words.

use std::fmt::Write as _;

use crate::language::Language;

/// Most characters of a caller's own name that are repeated to him.
const SHOWN: usize = 60;

/// A value that cannot be read, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// From within outwards.
    place: Vec<String>,
    wrong: Wrong,
}

/// What is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Null or nothing where something must be.
    Missing,
    /// The input object has no such field.
    Unknown,
    /// Not exactly one field of a `@oneOf` object, or null in it.
    OneOf,
    /// Not an object.
    Object,
    /// None of the values of an enum.
    Enum(Vec<String>),
    /// Not of the form of a scalar of this name.
    Scalar(String),
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Self { place: Vec::new(), wrong }
    }
}

impl Fault {
    /// The same fault, seen from outside: below a field, a variable or an argument.
    pub(super) fn below(mut self, name: impl Into<String>) -> Self {
        self.place.push(name.into());
        self
    }

    /// The same fault, seen from the list around it; places count from 0.
    pub(super) fn within(self, index: usize) -> Self {
        self.below(index.to_string())
    }

    /// What to tell the client.
    pub(super) fn text(&self, language: Language) -> String {
        let mut place = String::new();
        for (nth, name) in self.place.iter().rev().enumerate() {
            let name: String = name.chars().take(SHOWN).collect();
            // Writing to a text does not fail.
            let _ = write!(place, "{}{name}", if nth == 0 { "" } else { "." });
        }
        let (zh, en) = self.wrong.text();
        language.pick(format!("{place}：{zh}。"), format!("{place}: {en}."))
    }
}

impl Wrong {
    fn text(&self) -> (String, String) {
        let (zh, en) = match self {
            Self::Missing => ("必须提供，且不得为 null", "required and must not be null"),
            Self::Unknown => ("没有这个字段", "there is no such field"),
            Self::OneOf => ("须恰好填写其中一个字段", "exactly one of its fields must be given"),
            Self::Object => ("须为对象", "expected an object"),
            Self::Enum(values) => {
                let values = values.join(", ");
                return (format!("须为下列之一：{values}"), format!("expected one of {values}"));
            }
            Self::Scalar(name) => match name.as_str() {
                "Int" => ("须为 32 位以内的整数", "expected an integer of at most 32 bits"),
                "Float" => ("须为数", "expected a number"),
                "String" => ("须为文本", "expected text"),
                "Boolean" => ("须为 true 或 false", "expected true or false"),
                "ID" => ("须为编号（文本）", "expected an id, as text"),
                "Date" => ("须为存在的日期，形如 2024-10-31", "expected an existing day such as 2024-10-31"),
                "DateTime" => (
                    "须为带时区的时刻，形如 2024-10-31T09:00:00+08:00",
                    "expected a moment with an offset such as 2024-10-31T09:00:00+08:00",
                ),
                "Decimal" => (
                    "须为文本形式的十进制数，形如 \"12345678.90\"，不含指数，小数不超过 18 位",
                    "expected a decimal number as text such as \"12345678.90\", without an exponent, with at most 18 \
                     decimals",
                ),
                name => return (format!("须为 {name}"), format!("expected {name}")),
            },
        };
        (zh.to_owned(), en.to_owned())
    }
}
