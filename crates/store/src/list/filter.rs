//! Conditions on rows: terms joined by and, or and not.

use sea_query::{Cond, Condition, Expr, ExprTrait};

use super::sql::never;

/// A condition on rows, of terms `T`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter<T> {
    /// One term.
    Term(T),
    /// All hold; so does none at all.
    All(Vec<Self>),
    /// At least one holds; none at all does not.
    Any(Vec<Self>),
    /// It does not hold; what has no value to be compared does not hold.
    Not(Box<Self>),
}

impl<T> Default for Filter<T> {
    /// No condition.
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl<T> From<Vec<T>> for Filter<T> {
    /// All of these terms hold.
    fn from(terms: Vec<T>) -> Self {
        Self::All(terms.into_iter().map(Self::Term).collect())
    }
}

impl<T> Filter<T> {
    /// Whether it has no condition, so that everything passes.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::All(parts) if parts.iter().all(Self::is_open))
    }
}

/// One term of a condition.
pub(super) trait Term {
    /// It as SQL.
    fn condition(&self) -> Condition;
}

#[expect(private_bounds, reason = "terms become SQL here only")]
impl<T: Term> Filter<T> {
    /// The whole as SQL.
    pub(super) fn condition(&self) -> Condition {
        let join = |start: Condition, parts: &[Self]| {
            parts.iter().fold(start, |joined, part| joined.add(part.condition()))
        };
        match self {
            Self::Term(term) => term.condition(),
            Self::All(parts) => join(Cond::all(), parts),
            Self::Any(parts) if parts.is_empty() => Cond::all().add(never()),
            Self::Any(parts) => join(Cond::any(), parts),
            Self::Not(part) => untrue(part.condition()),
        }
    }
}

/// The rows of which the condition is not true: SQL's own NOT would leave out those of which it is unknown.
pub(super) fn untrue(condition: Condition) -> Condition {
    if condition.is_empty() {
        return Cond::all().add(never());
    }
    // A constant: PostgreSQL takes neither a value nor brackets there.
    Cond::all().add(Expr::from(condition).is_not(Expr::Constant(true.into())))
}
