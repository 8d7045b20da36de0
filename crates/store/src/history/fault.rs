//! What is wrong with a stored event.

use std::fmt;

/// Why a history row cannot be read: it was edited, or written by a program that knew more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", Place(.path))]
pub struct Fault {
    path: String,
    what: What,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum What {
    #[error("not JSON: {0}")]
    Syntax(String),
    #[error("a number that is not a whole number of 64 bits")]
    Number,
    #[error("expected {expected}, found {found}")]
    Kind { expected: &'static str, found: &'static str },
    #[error("missing")]
    Missing,
    #[error("unknown field")]
    Unknown,
    #[error("{0}")]
    Value(String),
    #[error("format {0} is not known to this program")]
    Format(i64),
    #[error("event {event_type} of version {version} is not known to this program")]
    Event { event_type: String, version: i64 },
    #[error("the private text is not in the side table")]
    NoPrivate,
}

impl Fault {
    pub(super) const fn new(what: What) -> Self {
        Self { path: String::new(), what }
    }

    /// A value that its type refuses.
    pub(super) fn value(why: impl fmt::Display) -> Self {
        Self::new(What::Value(why.to_string()))
    }

    /// A value of another kind than the field has.
    pub(super) const fn kind(expected: &'static str, found: &'static str) -> Self {
        Self::new(What::Kind { expected, found })
    }

    /// The same fault inside the field `key`.
    pub(super) fn under(mut self, key: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{key}{dot}{}", self.path);
        self
    }

    /// The same fault inside item `index` of a list.
    pub(super) fn at(self, index: usize) -> Self {
        self.under(&format!("[{index}]"))
    }
}

/// A path before a message, or nothing.
struct Place<'a>(&'a str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}
