//! Attributes 项目属性: the facts of a project that decide which permits it needs and who decides them. Each has a name, a kind
//! and, where it is a quantity, a unit; each may be unknown, which leaves a permit undecided instead of ruling it out.

mod agree;
mod names;
mod quantity;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

pub use agree::{Contradiction, contradiction};
pub use names::Attribute;
pub use quantity::{Quantity, QuantityError};

/// What kind of answer an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A quantity in this unit, never negative.
    Number(Unit),
    /// One of these.
    Choice(&'static [Choice]),
}

/// A unit of measurement, as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// One of the answers that an attribute allows.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// Its code, in capitals.
    pub code: &'static str,
    /// What it is called in Chinese.
    pub zh: &'static str,
    /// What it is called in English.
    pub en: &'static str,
}

/// What is known of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Asked, and nobody knows yet. An attribute without an answer is as unknown.
    Unknown,
    /// Yes or no.
    Flag(bool),
    /// A quantity in the attribute's unit.
    Number(Quantity),
    /// One of the attribute's choices.
    Choice(&'static Choice),
}

/// What is known of a project.
pub type Answers = BTreeMap<Attribute, Answer>;

impl Attribute {
    /// The choice with this code, if the attribute has one.
    pub fn choice(self, code: &str) -> Option<&'static Choice> {
        match self.kind() {
            Kind::Choice(choices) => choices.iter().find(|choice| choice.code == code),
            Kind::Flag | Kind::Number(_) => None,
        }
    }

    /// Whether an answer is of the kind that the attribute takes.
    pub fn takes(self, answer: Answer) -> bool {
        match (self.kind(), answer) {
            (_, Answer::Unknown) | (Kind::Flag, Answer::Flag(_)) => true,
            (Kind::Number(_), Answer::Number(quantity)) => quantity >= Quantity::ZERO,
            (Kind::Choice(choices), Answer::Choice(choice)) => choices.contains(choice),
            _ => false,
        }
    }
}
