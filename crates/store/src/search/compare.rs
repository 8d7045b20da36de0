//! Whether what something is sorted and found by is what its names make of it.

use std::collections::BTreeSet;

use super::key::sort_key;

/// The key and the terms of one thing, as they are stored.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// What it is sorted by.
    pub(crate) name_key: String,
    /// What it is found by.
    pub(crate) terms: BTreeSet<String>,
}

/// Where these differ from what the name and the terms of all names make of them.
pub(crate) fn differing(stored: &Stored, name: &str, terms: &BTreeSet<String>) -> Vec<String> {
    let key = sort_key(name);
    let key_differs = (stored.name_key != key)
        .then(|| format!("name_key is {}, not {}", stored.name_key.escape_debug(), key.escape_debug()));
    let missing = only("missing", terms, &stored.terms);
    let foreign = only("not its own", &stored.terms, terms);
    [key_differs, missing, foreign].into_iter().flatten().collect()
}

/// Names the first of the terms that only these have.
fn only(what: &str, these: &BTreeSet<String>, others: &BTreeSet<String>) -> Option<String> {
    let mut only = these.difference(others);
    let first = only.next()?;
    Some(match only.count() {
        0 => format!("search term {first} is {what}"),
        more => format!("search term {first} and {more} more are {what}"),
    })
}
