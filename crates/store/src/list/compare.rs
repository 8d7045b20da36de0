//! Comparing a column with what a caller gave.

use std::convert::Infallible;

use sea_query::{Cond, Condition, Expr, ExprTrait};

use super::filter::untrue;
use super::sql::{literal, one_of};
use crate::db::Value;

/// How a value is compared. A row without a value passes [`Compare::NoneOf`] and `Known(false)` only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compare<V> {
    /// It is one of these.
    OneOf(Vec<V>),
    /// It is none of these.
    NoneOf(Vec<V>),
    /// It is greater.
    Above(V),
    /// It is greater or equal.
    AtLeast(V),
    /// It is smaller.
    Below(V),
    /// It is smaller or equal.
    AtMost(V),
    /// Whether there is a value.
    Known(bool),
}

impl<V> Compare<V> {
    /// The same comparison of other values.
    pub fn map<W>(self, convert: impl Fn(V) -> W) -> Compare<W> {
        let converted: Result<_, Infallible> = self.try_map(|value| Ok(convert(value)));
        match converted {
            Ok(comparison) => comparison,
        }
    }

    /// The same comparison of other values, if each can be had.
    pub fn try_map<W, E>(self, convert: impl Fn(V) -> Result<W, E>) -> Result<Compare<W>, E> {
        let all = |values: Vec<V>| values.into_iter().map(&convert).collect::<Result<Vec<W>, E>>();
        Ok(match self {
            Self::OneOf(values) => Compare::OneOf(all(values)?),
            Self::NoneOf(values) => Compare::NoneOf(all(values)?),
            Self::Above(value) => Compare::Above(convert(value)?),
            Self::AtLeast(value) => Compare::AtLeast(convert(value)?),
            Self::Below(value) => Compare::Below(convert(value)?),
            Self::AtMost(value) => Compare::AtMost(convert(value)?),
            Self::Known(known) => Compare::Known(known),
        })
    }
}

impl<V: Clone + Into<Value>> Compare<V> {
    /// The comparison of this column as SQL.
    pub(super) fn condition(&self, column: Expr) -> Condition {
        let value = |value: &V| literal(value.clone());
        let expression = match self {
            Self::OneOf(values) => one_of(column, values),
            Self::NoneOf(values) => return untrue(Cond::all().add(one_of(column, values))),
            Self::Above(bound) => column.gt(value(bound)),
            Self::AtLeast(bound) => column.gte(value(bound)),
            Self::Below(bound) => column.lt(value(bound)),
            Self::AtMost(bound) => column.lte(value(bound)),
            Self::Known(true) => column.is_not_null(),
            Self::Known(false) => column.is_null(),
        };
        Cond::all().add(expression)
    }
}
