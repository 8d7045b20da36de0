//! The words of a condition, each with its column.

use luodi_domain::catalogue::Comparison;

use super::COMPARISONS;
use super::error::{ConditionError, Expected, Mistake};

/// A word of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) kind: WordKind,
    pub(super) text: &'a str,
    /// Where it begins, in characters from 1.
    pub(super) column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    Always,
    Not,
    And,
    Or,
    Open,
    Close,
    Equal,
    Unequal,
    Compares(Comparison),
    /// An attribute or one of its choices.
    Name,
    Number,
}

impl WordKind {
    /// Whether something is compared by it.
    pub(super) fn compares(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal | Self::Compares(_))
    }
}

impl Word<'_> {
    pub(super) fn mistake(&self, mistake: Mistake) -> ConditionError {
        ConditionError { column: self.column, mistake }
    }

    pub(super) fn unexpected(&self, expected: Expected) -> ConditionError {
        self.mistake(Mistake::Unexpected(self.text.to_owned(), expected))
    }
}

/// Takes a condition apart.
pub(super) fn words(text: &str) -> Result<Vec<Word<'_>>, ConditionError> {
    let mut words = Vec::new();
    let mut rest = text;
    let mut column = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = if first.is_whitespace() {
            (None, first.len_utf8())
        } else if let Some((kind, length)) = sign(rest) {
            (Some(kind), length)
        } else {
            let length = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            if length == 0 {
                return Err(ConditionError { column, mistake: Mistake::Character(first) });
            }
            (Some(named(rest.get(..length).unwrap_or_default())), length)
        };
        let (word, behind) = rest.split_at(length);
        words.extend(kind.map(|kind| Word { kind, text: word, column }));
        column += word.chars().count();
        rest = behind;
    }
    Ok(words)
}

fn sign(rest: &str) -> Option<(WordKind, usize)> {
    let signs =
        [("(", WordKind::Open), (")", WordKind::Close), ("!=", WordKind::Unequal), ("=", WordKind::Equal)];
    let compares = COMPARISONS.map(|(sign, comparison)| (sign, WordKind::Compares(comparison)));
    let mut all = compares.into_iter().chain(signs);
    all.find(|(sign, _)| rest.starts_with(sign)).map(|(sign, kind)| (kind, sign.len()))
}

fn named(word: &str) -> WordKind {
    match word {
        "always" => WordKind::Always,
        "not" => WordKind::Not,
        "and" => WordKind::And,
        "or" => WordKind::Or,
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => WordKind::Number,
        _ => WordKind::Name,
    }
}
