//! Filters and orders as one would write them without a database.

mod history;
mod projects;
mod registry;

use std::cmp::Ordering;
use std::fmt::Debug;

use rand::rngs::StdRng;

use super::random::meant;
use crate::db::{Conn, Db};
use crate::list::{Compare, Direction, Filter, Order, Page};

pub(super) use history::Histories;
pub(super) use projects::{FileablePermits, Permits, Projects, object, project_passes, shown};
pub(super) use registry::{Agencies, Enterprises, Officers};

/// A list beside what it should give: the same rows in memory.
pub(super) trait Twin: Sized {
    /// What is asked of a row.
    type Term: Debug;
    /// What it is sorted by.
    type Order: Debug;
    /// What names a row.
    type Id: PartialEq + Debug;
    /// How many kinds of terms there are.
    const TERMS: usize;

    /// A database with random rows in it, and the rows.
    async fn built(db: &Db, seed: u64) -> Self;
    /// A random term of this kind.
    fn term(rng: &mut StdRng, kind: usize) -> Self::Term;
    /// A random order, in whose rounds every key comes first both ways.
    fn order(rng: &mut StdRng, round: usize) -> Self::Order;
    /// The rows that pass, in their order.
    fn expected(&self, filter: &Filter<Self::Term>, order: &Self::Order) -> Vec<Self::Id>;
    /// A page as the database gives it.
    async fn page(
        conn: &mut Conn<'_>,
        filter: &Filter<Self::Term>,
        order: &Self::Order,
        after: Option<&str>,
        limit: u32,
    ) -> Page<Self::Id>;
    /// How many pass, as the database counts them.
    async fn count(conn: &mut Conn<'_>, filter: &Filter<Self::Term>) -> i64;
}

/// Whether a row passes a filter, when it is known which terms hold of it.
fn passes<T>(filter: &Filter<T>, holds: &impl Fn(&T) -> bool) -> bool {
    match filter {
        Filter::Term(term) => holds(term),
        Filter::All(parts) => parts.iter().all(|part| passes(part, holds)),
        Filter::Any(parts) => parts.iter().any(|part| passes(part, holds)),
        Filter::Not(part) => !passes(part, holds),
    }
}

fn compare<V: PartialEq + PartialOrd>(compare: &Compare<V>, value: Option<&V>) -> bool {
    match compare {
        Compare::OneOf(values) => value.is_some_and(|value| values.contains(value)),
        Compare::NoneOf(values) => !value.is_some_and(|value| values.contains(value)),
        Compare::Above(bound) => value.is_some_and(|value| value > bound),
        Compare::AtLeast(bound) => value.is_some_and(|value| value >= bound),
        Compare::Below(bound) => value.is_some_and(|value| value < bound),
        Compare::AtMost(bound) => value.is_some_and(|value| value <= bound),
        Compare::Known(known) => value.is_some() == *known,
    }
}

/// Whether each word stands in one of these texts at least.
fn holds_words<S: AsRef<str>>(words: &[String], texts: impl IntoIterator<Item = S>) -> bool {
    let texts: Vec<String> = texts.into_iter().map(|text| text.as_ref().to_lowercase()).collect();
    words.iter().all(|word| texts.iter().any(|text| text.contains(meant(word))))
}

/// Which of two rows stands first; what has no value stands last whichever way the list runs, and the id ends it.
fn in_order<K: Copy, I: Ord>(order: &[Order<K>], ids: (I, I), by: impl Fn(Order<K>) -> Ordering) -> Ordering {
    let last = order.first().map_or(Direction::Ascending, |first| first.direction);
    order
        .iter()
        .copied()
        .map(by)
        .chain([known(last, Some(ids.0), Some(ids.1))])
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn known<V: Ord>(direction: Direction, a: Option<V>, b: Option<V>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
        (Some(a), Some(b)) => b.cmp(&a),
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (None, None) => Ordering::Equal,
    }
}
