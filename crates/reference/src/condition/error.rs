//! What can be wrong with a condition.

use std::fmt;

use luodi_domain::attribute::{Attribute, Kind};
use thiserror::Error;

/// A condition that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("column {column}: {mistake}")]
pub struct ConditionError {
    /// Where in the condition, in characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub mistake: Mistake,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Mistake {
    /// A character that conditions do not have.
    #[error("{0:?} is nothing that conditions have")]
    Character(char),
    /// No attribute has this name.
    #[error("there is no attribute {0:?}")]
    UnknownAttribute(String),
    /// The attribute has no such choice.
    #[error("{0} has no choice {1:?}, it has {choices}", choices = choices(*.0))]
    UnknownChoice(Attribute, String),
    /// A flag is compared.
    #[error("{0} is yes or no: write it alone, or `not {0}`")]
    Flag(Attribute),
    /// Something else should stand here.
    #[error("{0:?} stands where {1} should")]
    Unexpected(String, Expected),
    /// The condition ends too early.
    #[error("it ends where {0} should stand")]
    Ends(Expected),
    /// Too many parentheses.
    #[error("more than {0} parentheses or `not` in one another")]
    TooDeep(usize),
}

/// What should stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// An attribute, `always`, `not` or a parenthesis.
    Condition,
    /// A closing parenthesis.
    Close,
    /// A sign that compares the attribute.
    Sign(Attribute),
    /// A choice of the attribute.
    Choice(Attribute),
    /// A number of the attribute's unit.
    Number(Attribute),
    /// `and`, `or` or nothing more.
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition => f.write_str("an attribute"),
            Self::Close => f.write_str("`)`"),
            Self::Sign(attribute) => match attribute.kind() {
                Kind::Number(_) => write!(f, "`<`, `<=`, `>=` or `>` for {attribute}"),
                Kind::Choice(_) | Kind::Flag => write!(f, "`=` or `!=` for {attribute}"),
            },
            Self::Choice(attribute) => write!(f, "one of {}", choices(*attribute)),
            Self::Number(attribute) => match attribute.kind() {
                Kind::Number(unit) => write!(f, "a number of {} with at most four decimals", unit.en),
                Kind::Choice(_) | Kind::Flag => f.write_str("a number"),
            },
            Self::End => f.write_str("`and`, `or` or nothing"),
        }
    }
}

fn choices(attribute: Attribute) -> String {
    match attribute.kind() {
        Kind::Choice(choices) => choices.iter().map(|choice| choice.code).collect::<Vec<_>>().join(", "),
        Kind::Flag | Kind::Number(_) => String::new(),
    }
}
