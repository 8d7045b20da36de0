//! What lists are sorted by.

use std::hash::Hash;

/// Which way a list runs. What has no value stands last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the smallest.
    Ascending,
    /// From the largest.
    Descending,
}

/// One of the things a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Order<K> {
    /// What.
    pub key: K,
    /// Which way.
    pub direction: Direction,
}

/// A list: a table with an id, and what its rows can be sorted by.
pub trait List {
    /// The table, which tells its places from those of every other list.
    const TABLE: &'static str;
    /// What the rows can be sorted by.
    type Key: SortKey;
}

/// What the rows of a list can be sorted by.
pub trait SortKey: Copy + Eq + Hash + Send + Sync + 'static {
    /// Its short name in the text of a place.
    fn name(self) -> &'static str;

    /// The column, of the list's own table.
    fn column(self) -> &'static str;

    /// What kind of value the column holds.
    fn kind(self) -> Kind;

    /// Whether rows may have no value there.
    fn optional(self) -> bool;

    /// Whether no two rows share a value, so that nothing after it matters.
    fn unique(self) -> bool;
}

/// What kind of value a sort key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// An id.
    Uuid,
}

/// An order without what can make no difference: a key named twice, and whatever follows a unique one.
pub(super) fn effective<K: SortKey>(order: &[Order<K>]) -> Vec<Order<K>> {
    let mut kept: Vec<Order<K>> = Vec::with_capacity(order.len());
    for one in order {
        if kept.last().is_some_and(|last| last.key.unique()) {
            break;
        }
        if !kept.iter().any(|before| before.key == one.key) {
            kept.push(*one);
        }
    }
    kept
}
