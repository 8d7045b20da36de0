//! Text that may be erased: personal data, and free text in which people write personal data.

/// Personal data or free text. Its text stands outside the hashed history, which holds only a salted digest, so it can
/// be erased (个人信息保护法, the right of deletion) while the chain stays whole. An erased text is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Private(Option<String>);

impl Private {
    /// A text that is there.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Some(text.into()))
    }

    /// A text that was erased.
    pub const fn erased() -> Self {
        Self(None)
    }

    /// A stored text, or an erased one.
    pub const fn from_stored(text: Option<String>) -> Self {
        Self(text)
    }

    /// The text, unless it was erased.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether the text is gone.
    pub const fn is_erased(&self) -> bool {
        self.0.is_none()
    }
}

/// Somebody to call: the enterprise's contact, or the clerk who handles a case (never the responsible officer).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person's name.
    pub name: Private,
    /// A telephone number as it was given.
    pub phone: Option<Private>,
}
